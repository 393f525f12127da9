package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/feed"
	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/inspector"
)

// The most that a finding's card shows of its evidence.
const (
	maxFlowLinks = 4
	maxLogPlaces = 3
)

// moreEvidence adds what a finding rests on beside exchanges: the attempts
// open by a click, a line of a log is named by its place.
func (p *findingsPage) moreEvidence(col, links *fyne.Container, f *inspector.Finding, i int) {
	env := p.w.env
	for _, id := range f.Flows[:min(len(f.Flows), maxFlowLinks)] {
		links.Add(env.NewButton(fmt.Sprintf("finding-%d-flow-%d", i, id), env.T("attempt.number", id), kit.Normal, func() { p.w.selectFlow(id) }).Tight())
	}
	if len(links.Objects) > 0 {
		col.Add(links)
	}
	var places, said []string
	for _, r := range f.Where {
		if r.Source != "" && r.Line > 0 && len(places) < maxLogPlaces {
			places = append(places, detail.Place(r))
			said = append(said, p.w.masked(r.Said))
		}
	}
	if len(places) == 0 {
		return
	}
	col.Add(env.NewParagraph(env.T("findings.lines", strings.Join(places, ", ")), kit.Small, env.Muted))
	for _, line := range said {
		if line != "" {
			col.Add(env.NewParagraph(line, kit.MonoSmall, env.Palette.Text))
			p.text = append(p.text, line)
		}
	}
}

// masked is a text as the window shows it now.
func (w *Window) masked(text string) string {
	if w.reveal {
		return text
	}
	return w.cfg.Facts.MaskText(text)
}

// rowOf stands for a step that has no line in the table: it was not reached,
// or the filter keeps its line out.
func rowOf(f *inspector.Flow, step int) *feed.Row {
	s := &f.Steps[step]
	return &feed.Row{Key: feed.KeyOf(f, step), Time: s.Time, Done: true, Flow: f.ID, Step: step, Label: s.Label, Detail: s.Detail,
		Outcome: s.Outcome, Visibility: s.Visibility, Network: s.Network}
}
