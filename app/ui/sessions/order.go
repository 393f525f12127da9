package sessions

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/redact"
)

// order is by what the list is ordered.
type order string

// The orders. Sessions that are equal in one, or of which nothing is known, stand by date,
// the newest first.
const (
	byDate    order = "date"
	byVerdict order = "verdict"
	byApp     order = "app"
	byCarrier order = "carrier"
	byName    order = "name"
)

// ordering is one of them; what has the key "" comes last.
type ordering struct {
	id  order
	key func(p *Page, s session.Info) string
}

// orders are offered in this sequence.
var orders = []ordering{
	{byDate, func(*Page, session.Info) string { return "" }},
	{byVerdict, func(_ *Page, s session.Info) string { return verdictKey(summary(s).Outcome) }},
	{byApp, func(_ *Page, s session.Info) string { return strings.Join(summary(s).Apps, " ") }},
	{byCarrier, func(_ *Page, s session.Info) string { return strings.Join(summary(s).Carriers, " ") }},
	{byName, func(p *Page, s session.Info) string { return strings.ToLower(p.nameOf(s)) }},
}

// verdictKey orders outcomes: what failed comes first.
func verdictKey(outcome string) string {
	all := []inspector.FlowOutcome{inspector.Failed, inspector.Cancelled, inspector.Incomplete, inspector.Running,
		inspector.SignedIn}
	if i := slices.Index(all, inspector.FlowOutcome(outcome)); i >= 0 {
		return string(rune('a' + i))
	}
	return outcome
}

// arranged are the sessions that match the search, in the chosen order.
func (p *Page) arranged() []session.Info {
	var out []session.Info
	words := strings.Fields(strings.ToLower(p.query))
	for _, s := range p.found {
		text := p.searched(s)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, s)
		}
	}
	at := slices.IndexFunc(orders, func(o ordering) bool { return o.id == p.order })
	slices.SortStableFunc(out, func(a, b session.Info) int {
		x, y := orders[at].key(p, a), orders[at].key(p, b)
		if (x == "") != (y == "") {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	})
	return out
}

// searched is what a search reads: what the card shows, in both languages, and the name
// of the file.
func (p *Page) searched(s session.Info) string {
	sum := summary(s)
	parts := []string{p.nameOf(s), stem(s.Path), stamp(s.Modified), sum.Title.EN, sum.Title.ZH, sum.Code, sum.Outcome}
	if sum.Outcome != "" {
		parts = append(parts, p.Env().T("outcome."+sum.Outcome))
	}
	parts = append(parts, sum.Apps...)
	for _, c := range sum.Carriers {
		name := codes.Issuer(c).Name()
		parts = append(parts, c, name.EN, name.ZH)
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}

// nameOf is the name of a session, unmasked.
func (p *Page) nameOf(s session.Info) string {
	if now := p.Shown().Model.Status; p.isOpen(s) && now.Session != "" {
		return now.Session // a new name may not be in the file yet
	}
	if s.Name != "" {
		return s.Name
	}
	return stem(s.Path)
}

// verdict is the line of a card with outcome, app and carrier, and its text; nil for a
// session of which no inspection is kept.
func (p *Page) verdict(s session.Info) (fyne.CanvasObject, string) {
	env, sum := p.Env(), summary(s)
	if sum.Outcome == "" {
		return nil, ""
	}
	word := env.T("outcome." + sum.Outcome)
	if sum.Code != "" {
		word += " " + verdict.Short(sum.Code)
	}
	facts := []string{}
	if title := redact.Text(env.In(sum.Title)); title != "" {
		facts = append(facts, title)
	}
	for _, a := range sum.Apps {
		facts = append(facts, redact.Text(a))
	}
	for _, c := range sum.Carriers {
		facts = append(facts, sequence.CarrierName(env, codes.Issuer(c)))
	}
	tone := verdict.Tone(&inspector.Verdict{Outcome: inspector.FlowOutcome(sum.Outcome)})
	text := strings.Join(facts, " · ")
	row := kit.NewFlow(env.S(8), env.Chip(word, tone),
		kit.Around(0, env.S(2), 0, 0, env.Faint(env.Cut(text, kit.Small, env.S(420)), kit.Small)))
	return row, word + " · " + text
}

// summary is what was kept of the inspection of a session, the zero value for nothing.
func summary(s session.Info) session.Summary {
	if s.Summary == nil {
		return session.Summary{}
	}
	return *s.Summary
}
