package report

import (
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/lang"
)

// Limits of what a report lists of a verdict's causes; JSON has them all.
const (
	maxOpen = 6 // where none leads
	maxElse = 3 // beside one that leads
)

// causeView is one cause as it is printed.
type causeView struct {
	Text, For, Against, Test, Fix string
	Line                          string // all of it in one paragraph
}

// line is the cause in one paragraph.
func (c causeView) line(o Options) string {
	stop, colon, gap := ". ", ": ", " "
	if o.Lang == "zh" {
		stop, colon, gap = "。", "：", ""
	}
	parts := []string{c.Text + stop}
	add := func(label lang.Text, text string) {
		if text != "" {
			parts = append(parts, o.in(label)+colon+text)
		}
	}
	if c.For != "" {
		add(wFor, c.For+stop)
	}
	if c.Against != "" {
		add(wAgainst, c.Against+stop)
	}
	if c.Test != "" {
		add(wVerify, c.Test+gap)
	}
	add(wFix, c.Fix)
	return strings.TrimSpace(strings.Join(parts, ""))
}

// causesLabel heads the list.
func (v *verdictView) causesLabel() lang.Text {
	if v.Else {
		return wElse
	}
	return wCauses
}

// causes picks what is worth a line. Beside a cause that is established there is
// nothing else to try; beside a likely one there is.
func (o Options) causes(v *verdictView, list []cause.Ranked) {
	lead, ok := (cause.List{Causes: list}).Lead()
	if ok && (lead.Standing == cause.Established || strings.Contains(lead.ID, ":")) {
		return
	}
	v.Else = ok
	room := maxOpen
	if ok {
		room = maxElse
	}
	for i, r := range list {
		switch {
		case r.Standing == cause.RuledOut:
			v.RuledOut = append(v.RuledOut,
				o.in(inspector.Capital(r.Text))+o.in(both(": ", "："))+o.evidence(r.Against)+o.in(both(
					".",
					"。",
				)))
		case i == 0 && ok:
		case len(v.Causes) < room:
			c := causeView{
				Text: o.in(inspector.Capital(r.Text)), For: o.evidence(r.For), Against: o.evidence(r.Against),
				Test: o.in(r.Test), Fix: o.in(r.Fix),
			}
			c.Line = c.line(o)
			v.Causes = append(v.Causes, c)
		}
	}
	if len(v.Causes) == 1 && !ok && len(v.RuledOut) == 0 {
		v.Causes = nil // the verdict itself says it
	}
}

// evidence joins what counts, as the mask left it, without a full stop.
func (o Options) evidence(list []cause.Evidence) string {
	var out []string
	for _, e := range list {
		if s := strings.TrimRight(o.in(e.Words), ".。"); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, o.in(both("; ", "；")))
}

// Causes lists causes for a person, one a line, with the heading of the list.
// What the evidence quotes must be masked before, as Verdict does.
func Causes(list []cause.Ranked, lang string) (heading string, lines []string) {
	o := Options{Lang: lang}
	var v verdictView
	o.causes(&v, list)
	for _, c := range v.Causes {
		lines = append(lines, c.Line)
	}
	return o.in(v.causesLabel()), lines
}
