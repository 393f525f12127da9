package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/report/cells"
	"loginscope/lang"
)

// style is an SGR colour of ECMA-48.
type style string

const (
	plainStyle style = ""
	bold       style = "1"
	dim        style = "2"
	red        style = "31"
	green      style = "32"
	yellow     style = "33"
	cyan       style = "36"
)

var levelStyles = map[inspector.Outcome]style{
	inspector.OutcomeOK: green, inspector.OutcomeFailed: red, inspector.OutcomeEvent: cyan,
	inspector.OutcomeWaiting: yellow,
}

var severityStyles = map[finding.Status]style{finding.Error: red, finding.Warning: yellow, finding.Info: cyan}

// Text writes the report for a terminal. It fits Options.Width columns, with
// Chinese characters counted as two, and is readable without colour.
func Text(w io.Writer, r inspector.Report, o Options) error {
	if o.Width <= 0 {
		o.Width = 100
	}
	o.Width = min(max(o.Width, 40), 140)
	p := &printer{w: bufio.NewWriter(w), o: o}
	v := newView(r, o)
	for i := range v.Flows {
		p.flow(&v.Flows[i])
	}
	if v.NoFlow != "" {
		p.line(plainStyle, v.NoFlow)
		p.blank()
	}
	p.findings(v.Findings)
	if len(v.Unknown) > 0 {
		p.line(bold, o.in(wUnknown))
		for _, u := range v.Unknown {
			p.hang(2, "? ", u, plainStyle)
		}
		p.blank()
	}
	if len(v.Remarks) > 0 {
		p.line(bold, o.in(wRemarks))
		for _, n := range v.Remarks {
			p.hang(2, "- ", n, plainStyle)
		}
		p.blank()
	}
	for _, s := range append([]string{v.Read}, v.Sources...) {
		if s != "" {
			p.hang(0, "", s, dim)
		}
	}
	p.line(dim, v.Note)
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// together is a space at which no line is broken; it is printed as a plain one.
const together = "\u00a0"

type printer struct {
	w *bufio.Writer
	o Options
}

func (p *printer) paint(s style, text string) string {
	if !p.o.Colour || s == plainStyle || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (p *printer) line(s style, text string) { fmt.Fprintln(p.w, p.paint(s, text)) }
func (p *printer) blank()                    { fmt.Fprintln(p.w) }

// hang writes a mark and beside it a text that is wrapped behind the mark.
func (p *printer) hang(indent int, mark, text string, s style) {
	head := strings.Repeat(" ", indent) + mark
	room := p.o.Width - cells.Width(head)
	for i, part := range cells.Wrap(text, room) {
		part = strings.ReplaceAll(part, together, " ")
		if i == 0 {
			fmt.Fprintln(p.w, head+p.paint(s, part))
			continue
		}
		fmt.Fprintln(p.w, strings.Repeat(" ", cells.Width(head))+p.paint(s, part))
	}
}

func (p *printer) flow(f *flowView) {
	title := f.Symbol + " " + f.Name + p.o.in(both(": ", "：")) + f.Outcome
	p.line(levelStyles[f.Level], title)
	facts := []string{}
	for _, s := range append([]string{f.Start, f.Length, f.RetryOf}, f.Facts...) {
		if s != "" {
			facts = append(facts, strings.ReplaceAll(s, " ", together))
		}
	}
	if len(facts) > 0 {
		p.hang(2, "", strings.Join(facts, " · "), dim)
	}
	p.blank()
	room := p.labelRoom(f.Steps)
	for i := range f.Steps {
		p.step(&f.Steps[i], room)
	}
	if len(f.Steps) > 0 {
		p.blank()
	}
	p.verdict(f)
	p.blank()
}

// The columns of a step's line that are the same everywhere.
const (
	routeColumns = 20
	aheadColumns = 14 + routeColumns // number, offset, way
	stateColumns = 26
)

// labelRoom is the width of the column of labels: that of the longest, as far
// as the terminal is wide enough.
func (p *printer) labelRoom(steps []stepView) int {
	room := 16
	for i := range steps {
		room = max(room, cells.Width(label(&steps[i])))
	}
	return min(room, max(p.o.Width-aheadColumns-stateColumns, 16))
}

func label(s *stepView) string {
	if s.Detail != "" && s.Detail != s.Label {
		return s.Label + " " + s.Detail
	}
	return s.Label
}

func (p *printer) step(s *stepView, room int) {
	st := levelStyles[s.Level]
	if s.Quiet() {
		st = dim
	}
	route := s.From + " → " + s.To
	if s.From == s.To {
		route = s.From
	}
	state := strings.TrimSpace(s.Symbol + " " + s.Outcome)
	if s.Visibility != inspector.Visible {
		state += " (" + s.Known + ")"
	}
	state = strings.TrimSpace(state)
	line := fmt.Sprintf("  %2d %s %s %s ", s.N, cells.Pad(s.Offset, 8), cells.Pad(route, routeColumns),
		cells.Pad(label(s), room))
	cut := cells.Width(line)
	p.wrapped(line, cut, state, st)
	for _, c := range s.Codes {
		p.hang(min(aheadColumns, p.o.Width/3), "", codeLine(c), st)
	}
	if !p.o.Details {
		return
	}
	for _, f := range s.Fields {
		text := f.Name + " = " + f.Value
		if f.Note != "" {
			text += "  (" + f.Note + ")"
		}
		p.hang(14, "", text, dim)
	}
	for _, n := range s.Notes {
		p.hang(14, "- ", n, dim)
	}
}

// wrapped writes a head and a text behind it, in as many lines as it takes.
func (p *printer) wrapped(head string, cut int, text string, s style) {
	for i, part := range cells.Wrap(text, p.o.Width-cut) {
		if i > 0 {
			head = strings.Repeat(" ", cut)
		}
		fmt.Fprintln(p.w, head+p.paint(s, part))
	}
}

// codeLine is a code with its meaning: "1105 apiKey unknown (China Unicom)".
func codeLine(c codeView) string {
	line := c.Code
	if c.Name != "" {
		line += " " + c.Name
	}
	if c.Issuer != "" {
		line += " (" + c.Issuer + ")"
	}
	return line
}

func (p *printer) verdict(f *flowView) {
	v := f.Verdict
	st := levelStyles[f.Level]
	o := p.o
	p.line(bold, "  "+o.in(wVerdict)+o.in(both(": ", "："))+v.Title)
	p.entry(wBrokenAt, v.Broken, st)
	for i, c := range v.Chain {
		label := wChain
		if i > 0 {
			label = lang.Text{}
		}
		arrow := ""
		if i > 0 {
			arrow = strings.Repeat("  ", i-1) + "└ "
		}
		p.entry(label, arrow+codeLine(c), st)
	}
	p.entry(wCause, v.Cause, plainStyle)
	for i, fix := range v.Fix {
		label := wFix
		if i > 0 {
			label = lang.Text{}
		}
		if len(v.Fix) > 1 {
			fix = fmt.Sprintf("%d. %s", i+1, fix)
		}
		p.entry(label, fix, plainStyle)
	}
	p.causes(&v)
	p.entry(wActor, v.Actor, plainStyle)
	p.entry(wRetry, v.Retry, plainStyle)
	p.entry(wMeanwhile, v.Meanwhile, plainStyle)
	certainty := v.Certainty
	if v.Reason != "" {
		certainty += o.in(both(": ", "：")) + v.Reason
	}
	p.entry(wCertainty, certainty, plainStyle)
	p.entry(wCoverage, f.Coverage, plainStyle)
}

// causes lists what may be behind the code: each with its evidence, the test
// that decides and the fix.
func (p *printer) causes(v *verdictView) {
	for i := range v.Causes {
		label := lang.Text{}
		if i == 0 {
			label = v.causesLabel()
		}
		p.entry(label, fmt.Sprintf("%d. %s", i+1, v.Causes[i].Line), plainStyle)
	}
	for i, s := range v.RuledOut {
		label := wRuledOut
		if i > 0 {
			label = lang.Text{}
		}
		p.entry(label, s, dim)
	}
}

// entry is a labelled line of the verdict card; an empty one is left out.
func (p *printer) entry(label lang.Text, text string, s style) {
	if text == "" {
		return
	}
	room := 18
	if p.o.Lang == "zh" {
		room = 14
	}
	p.hang(4, cells.Pad(p.o.in(label), room)+" ", text, s)
}

func (p *printer) findings(list []findingView) {
	if len(list) == 0 {
		return
	}
	o := p.o
	p.line(bold, o.in(wFindings))
	for _, f := range list {
		title := f.Title
		if f.Count != "" {
			title += " (" + f.Count + ")"
		}
		p.hang(2, p.paint(severityStyles[f.Level], f.Symbol)+" ", title, bold)
		if f.What != "" {
			p.hang(4, "", f.What, plainStyle)
		}
		p.entry(wWhy, f.Why, plainStyle)
		p.entry(wFix, f.Fix, plainStyle)
		p.entry(wActor, f.Actor, plainStyle)
		p.entry(wCertainty, f.Certainty+prefixed(o.in(both("; source: ", "；出处：")), f.Reference), plainStyle)
		p.entry(wWhere, strings.Join(f.Where, ", "), plainStyle)
	}
	p.blank()
}
