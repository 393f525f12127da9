package inspector

import (
	"strings"

	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// lineIndex finds the rules that may speak to a log line. Nearly all lines of
// a device log are none of ours, so the test of a line is a map look-up and a
// few searches for literals.
type lineIndex struct {
	rules  []LineRule
	byTag  map[string][]int
	prefix []tagPrefix
	any    []int // rules for every tag
}

type tagPrefix struct {
	prefix string
	rule   int
}

func newLineIndex(rules []LineRule) lineIndex {
	x := lineIndex{rules: rules, byTag: map[string][]int{}}
	for i, r := range rules {
		if len(r.Tags) == 0 {
			x.any = append(x.any, i)
		}
		for _, t := range r.Tags {
			if p, ok := strings.CutSuffix(t, "*"); ok {
				x.prefix = append(x.prefix, tagPrefix{p, i})
			} else {
				x.byTag[t] = append(x.byTag[t], i)
			}
		}
	}
	return x
}

// line recognises and decodes one log line.
func (in *Inspection) line(e *exchange.LogLine) {
	if e.Source == exchange.OwnSource {
		in.own(e)
		return
	}
	in.summary.LogLines++
	in.saw(e.Time)
	in.secrets.seen.Learn(e.Text)
	l := Line{LogLine: e, Pasted: e.Tag == "" && e.Level == "" && e.PID == 0}
	for _, i := range in.lines.byTag[e.Tag] {
		if in.try(i, &l) {
			return
		}
	}
	for _, p := range in.lines.prefix {
		if strings.HasPrefix(e.Tag, p.prefix) && in.try(p.rule, &l) {
			return
		}
	}
	for _, i := range in.lines.any {
		if in.try(i, &l) {
			return
		}
	}
}

// maxOwn limits the lines of Loginscope's own that are listed.
const maxOwn = 10

// own lists a line that the proxy wrote of trouble inside it.
func (in *Inspection) own(e *exchange.LogLine) {
	if in.owned++; in.owned > maxOwn {
		return
	}
	in.unclear(finding.Location{Kind: finding.OfLog, File: e.Source, Said: firstOf(e)}, lang.Text{
		EN: "Loginscope's proxy had trouble of its own; what it cut off says nothing of the app.",
		ZH: "Loginscope 的代理自身出现异常；因此中断的请求与应用无关。",
	})
}

func (in *Inspection) try(i int, l *Line) bool {
	r := &in.lines.rules[i]
	if !containsAny(l.Text, r.Any) {
		return false
	}
	ss := r.Read(l)
	in.keep(ss...)
	return len(ss) > 0 && !r.Beside && (r.Ends || !l.Pasted || !hintsOnly(ss))
}

// hintsOnly reports whether no sighting is of a step. A line that a person
// wrote may hold a hint and codes as well, so another rule is asked after it.
func hintsOnly(ss []Sighting) bool {
	for i := range ss {
		if ss[i].Step.Kind != "" || len(ss[i].Kinds) > 0 {
			return false
		}
	}
	return true
}

func containsAny(text string, literals []string) bool {
	for _, lit := range literals {
		if strings.Contains(text, lit) {
			return true
		}
	}
	return len(literals) == 0
}

// LineSighting is the common part of what a log line shows of a step.
func LineSighting(l *Line, kinds ...StepKind) Sighting {
	ref := finding.Location{Kind: finding.OfLog, File: strings.Clone(l.Source), Line: l.LogLine.Line,
		Said: firstOf(l.LogLine)}
	if l.Pasted {
		ref.Kind = finding.OfText
	}
	s := Sighting{Kinds: kinds, Device: strings.Clone(l.Device), FromLog: !l.Pasted, Pasted: l.Pasted}
	s.Step = Step{
		Role: LaneSDK, From: LaneSDK, To: LaneApp, Time: l.Time, End: l.Time, Visibility: Visible,
		Network: NetLocal, Outcome: OutcomeUnknown, Evidence: []finding.Location{ref}, Certainty: "seen",
	}
	return s
}

// maxSaid limits the bytes of a log line that stay with what it shows.
const maxSaid = 1 << 10

// firstOf is the beginning of a line as it stood in its source.
func firstOf(l *exchange.LogLine) string {
	text := l.Text
	if l.Original != "" {
		text = l.Original
	}
	if len(text) > maxSaid {
		// After a whole word: half a number is not known for one by who masks it.
		text = text[:maxSaid]
		if i := strings.LastIndexAny(text, " ,;&\"{}[]"); i > 0 {
			text = text[:i]
		}
		text = strings.ToValidUTF8(text, "") + "…"
	}
	if l.Tag != "" {
		text = l.Tag + ": " + text
	}
	return strings.Clone(text)
}
