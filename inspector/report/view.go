package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// The types of this file are the report in one language, masked, with every
// number formatted: what the three writers for people lay out.

type view struct {
	Title    string
	Problems bool
	Read     string
	Sources  []string
	Note     string
	Flows    []flowView
	Findings []findingView
	Unknown  []string
	Remarks  []string // notes and marks of a person
	Tool     string
	NoFlow   string
}

type flowView struct {
	Name, Outcome, Symbol string
	Level                 inspector.Outcome
	Start, Length         string
	Facts                 []string
	RetryOf               string
	Steps                 []stepView
	Verdict               verdictView
	Coverage              string
}

type stepView struct {
	N                int
	Offset           string
	From, To         string
	FromLane, ToLane int // 0-based indices in lanes
	Label, Detail    string
	Level            inspector.Outcome
	Symbol, Outcome  string
	Visibility       inspector.Visibility
	Known            string
	Codes            []codeView
	Fields           []fieldView
	Notes            []string
	Broken           bool
}

// Quiet is true for a step of which nothing was seen.
func (s stepView) Quiet() bool {
	return s.Visibility == inspector.NotVisible || s.Visibility == inspector.NotReached
}

type codeView struct{ Code, Issuer, Name, Message string }

type fieldView struct{ Name, Value, Note string }

type verdictView struct {
	Title, Broken, Cause, Actor, Retry, Meanwhile, Certainty, Reason string
	Chain                                                            []codeView
	Fix                                                              []string
	// Causes are the causes worth a line, Else whether a leading one stands in
	// Cause already; RuledOut are the others, with the reason.
	Causes   []causeView
	Else     bool
	RuledOut []string
}

type findingView struct {
	Level                                     finding.Status
	Symbol, Severity, Title, What, Why, Fix   string
	Actor, Certainty, Reference, Count, Check string
	Where                                     []string
}

// newView builds the view.
func newView(r inspector.Report, o Options) view {
	c := cleaner{reveal: o.Reveal, flat: true, redact: redact.Masker{Known: r.Known}}
	r = c.mask(r)
	v := view{Title: o.in(wTitle), Problems: r.Problems(), Read: o.read(r.Summary), Note: o.in(wMasked), Tool: o.Tool}
	if o.Reveal {
		v.Note = o.in(wRevealed)
	}
	for _, s := range o.Sources {
		v.Sources = append(v.Sources, c.str(o.source(s)))
	}
	for _, s := range r.Facts {
		v.Sources = append(v.Sources, o.in(inspector.Sentence(s.Describe())))
	}
	for _, g := range r.Given {
		source := func(s Source) bool { return s.Name == g.Name }
		if g.Kind != "answer" && !slices.ContainsFunc(o.Sources, source) { // answers stand among the facts
			v.Sources = append(v.Sources, o.in(wGiven)+o.in(both(": ", "："))+g.Name)
		}
	}
	for _, n := range r.Notes {
		v.Remarks = append(v.Remarks, o.remark(n))
	}
	for i := range r.Flows {
		v.Flows = append(v.Flows, o.flow(&r.Flows[i]))
	}
	if len(r.Flows) == 0 {
		v.NoFlow = o.in(wNoAttempt)
	}
	for i := range r.Findings {
		v.Findings = append(v.Findings, o.finding(&r.Findings[i]))
	}
	for _, u := range r.Unknown {
		v.Unknown = append(v.Unknown, strings.TrimSpace(refText(u.Where)+" "+o.in(u.Why)))
	}
	return v
}

// remark is a note in one line, with what it is on.
func (o Options) remark(n inspector.Note) string {
	on := ""
	switch {
	case n.Lost:
		on = o.in(both("attempt not found", "未定位的登录"))
	case n.Attempt != 0:
		on = o.in(both("attempt ", "登录 ")) + strconv.Itoa(n.Attempt)
	case n.Exchange != 0:
		on = o.in(both("exchange ", "请求 ")) + strconv.FormatUint(uint64(n.Exchange), 10)
	default:
		on = o.in(both("session", "会话"))
	}
	if n.Mark != "" {
		on += " [" + o.in(lang.Name(lang.Mark, n.Mark)) + "]"
	}
	if n.Text == "" {
		return on
	}
	return on + o.in(both(": ", "：")) + n.Text
}

func (o Options) read(s inspector.Summary) string {
	parts := []struct {
		n             int
		one, many, zh string
	}{
		{s.Exchanges, "exchange", "exchanges", "个请求"}, {s.LogLines, "log line", "log lines", "行日志"},
		{s.Refusals, "refused certificate", "refused certificates", "次证书被拒"},
		{s.Tunnels, "connection not decrypted", "connections not decrypted", "个未解密连接"},
	}
	var out []string
	for _, p := range parts {
		if p.n == 1 {
			p.many = p.one
		}
		if p.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", p.n, o.in(both(p.many, p.zh))))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return o.in(wRead) + o.in(both(": ", "：")) + strings.Join(out, o.in(both(", ", "，")))
}

func (o Options) source(s Source) string {
	line := fmt.Sprintf("%s (%s, %d/%d)", s.Name, s.Kind, s.Kept, s.Read)
	if s.SkewMS != 0 {
		line += fmt.Sprintf(", %s %+.3f s (%s, %s)", o.in(wClock), float64(s.SkewMS)/1000, s.Skew,
			o.in(s.Certainty.Name()))
		if off := time.Duration(s.SkewMS) * time.Millisecond; wholeHours(off) {
			line += o.in(both(": its times are of another time zone", "：该文件的时间属于另一时区"))
		}
	}
	if s.Assumed != "" {
		line += o.in(both("; times without a zone are read as ", "；未注明时区的时间按 ")) + s.Assumed + o.in(both("", " 读取"))
	}
	return line
}

// wholeHours reports whether clocks differ as those of two time zones do.
func wholeHours(d time.Duration) bool {
	hours := d.Round(time.Hour)
	return hours != 0 && (d-hours).Abs() <= time.Minute
}

func (o Options) flow(f *inspector.Flow) flowView {
	level := outcomeOf(f.Verdict.Outcome)
	v := flowView{
		Name: fmt.Sprintf(o.in(wAttempt), f.ID), Outcome: o.in(f.Verdict.Outcome.Name()),
		Symbol: symbols[level], Level: level, Start: o.clock(f.Start), Coverage: o.in(f.Coverage.Line),
		Verdict: o.verdict(f),
	}
	if f.End.After(f.Start) && !f.Start.IsZero() {
		v.Length = seconds(f.End.Sub(f.Start))
	}
	if f.RetryOf > 0 {
		v.RetryOf = fmt.Sprintf(o.in(wRetryOf), f.RetryOf)
	}
	if f.Carrier != "" {
		v.Facts = append(v.Facts, o.in(f.Carrier.Name()))
	}
	for _, fact := range []string{f.Device, f.Model, f.Package, prefixed("SDK ", f.SDKVersion),
		prefixed("client ", f.ClientID)} {
		if fact != "" {
			v.Facts = append(v.Facts, fact)
		}
	}
	for i := range f.Steps {
		v.Steps = append(v.Steps, o.step(f, i))
	}
	return v
}

func prefixed(p, s string) string {
	if s == "" {
		return ""
	}
	return p + s
}

func (o Options) step(f *inspector.Flow, i int) stepView {
	s := &f.Steps[i]
	v := stepView{
		N: i + 1, From: o.in(s.From.Name()), To: o.in(s.To.Name()),
		FromLane: max(slices.Index(lanes, s.From), 0), ToLane: max(slices.Index(lanes, s.To), 0),
		Label: o.in(s.Label), Detail: s.Detail, Level: s.Outcome, Symbol: symbols[s.Outcome],
		Outcome: o.in(s.Outcome.Name()), Visibility: s.Visibility,
		Known: o.in(s.Known()), Broken: i == f.Verdict.Broken,
	}
	if v.Label == "" {
		v.Label = string(s.Kind)
	}
	if v.Quiet() {
		v.Symbol, v.Outcome, v.Level = "·", "", inspector.OutcomeUnknown
	}
	if !s.Time.IsZero() && !f.Start.IsZero() && !v.Quiet() {
		v.Offset = fmt.Sprintf("%+.3f", s.Time.Sub(f.Start).Seconds())
	}
	for _, c := range s.Codes {
		v.Codes = append(v.Codes, o.code(c))
	}
	for _, fd := range s.Fields {
		v.Fields = append(v.Fields, fieldView{fd.Name, fd.Value, o.in(fd.Note)})
	}
	if why := o.in(s.InferredFrom); why != "" {
		v.Notes = append(v.Notes, o.in(wInferred)+o.in(both(": ", "："))+why)
	}
	for _, n := range s.Notes {
		v.Notes = append(v.Notes, o.in(n))
	}
	return v
}

func (o Options) code(c inspector.CodeAt) codeView {
	v := codeView{Code: c.Code, Message: c.Message}
	if c.Issuer != "" {
		v.Issuer = o.in(c.Issuer.Short())
	}
	switch len(c.Lookup.Candidates) {
	case 0:
		v.Name = o.in(wNotInTable)
	case 1:
		v.Name = o.in(c.Lookup.Candidates[0].Name)
	default:
		v.Name = o.in(wAmbiguous)
	}
	return v
}

func (o Options) verdict(f *inspector.Flow) verdictView {
	d := f.Verdict
	v := verdictView{
		Title: o.in(d.Title), Cause: o.in(d.Cause), Meanwhile: o.in(d.Meanwhile), Reason: o.in(d.Reason),
		Certainty: o.in(d.Certainty.Name()),
	}
	if d.Broken >= 0 && d.Broken < len(f.Steps) {
		s := o.step(f, d.Broken)
		v.Broken = strconv.Itoa(s.N) + " " + s.Label
	}
	if d.Actor != "" && d.Actor != codes.Nobody {
		v.Actor = o.in(d.Actor.Name())
	}
	if d.Retry != "" && d.Outcome != inspector.SignedIn {
		v.Retry = o.in(d.Retry.Name())
	}
	for _, c := range d.Chain {
		v.Chain = append(v.Chain, o.code(c))
	}
	for _, fix := range d.Fix {
		v.Fix = append(v.Fix, o.in(fix.Text))
	}
	o.causes(&v, d.Causes)
	return v
}

func (o Options) finding(f *finding.Finding) findingView {
	v := findingView{
		Level: f.Status, Symbol: severitySymbols[f.Status], Severity: o.in(f.Status.Name()),
		Title: o.in(f.Title), What: o.in(f.What), Why: o.in(f.Why), Fix: o.in(f.Fix),
		Certainty: o.in(f.Certainty.Name()), Reference: o.in(finding.Citation(f.Source)), Check: f.Check,
	}
	if f.Actor != "" && f.Actor != codes.Nobody {
		v.Actor = o.in(f.Actor.Name())
	}
	if f.Count > 1 {
		v.Count = fmt.Sprintf("%d %s", f.Count, o.in(wTimes))
	}
	for _, w := range f.Where[:min(len(f.Where), 5)] {
		v.Where = append(v.Where, refText(w))
	}
	return v
}

// refText names a piece of evidence: "app.log:12", "#31 response.code".
func refText(r finding.Location) string {
	var s string
	switch {
	case r.File != "" && r.Line > 0:
		s = fmt.Sprintf("%s:%d", r.File, r.Line)
	case r.File != "":
		s = r.File
	case r.Exchange != 0:
		s = fmt.Sprintf("#%d", r.Exchange)
	case r.Conn != 0:
		s = fmt.Sprintf("connection %d", r.Conn)
	}
	return strings.TrimSpace(s + " " + r.Element)
}

// clock shows an instant; one that was dated 1970 for want of a year shows none.
func (o Options) clock(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Year() <= 1970:
		return t.In(o.zone()).Format("01-02 15:04:05.000")
	}
	return t.In(o.zone()).Format("2006-01-02 15:04:05.000 -07:00")
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s" }
