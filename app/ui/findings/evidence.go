package findings

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
)

// The most that a finding's card shows of its evidence.
const (
	maxFlowLinks = 4
	maxLogLines  = 3
)

// moreEvidence adds what a finding rests on beside exchanges: the attempts
// open by a click, a line of a log is named by its number.
func (p *Page) moreEvidence(col, links *fyne.Container, f *finding.Finding, i int) {
	env := p.Env()
	for _, id := range f.Flows[:min(len(f.Flows), maxFlowLinks)] {
		button, open := fmt.Sprintf("finding-%d-flow-%d", i, id), func() { p.Refer(page.Attempt{ID: id}) }
		links.Add(env.NewButton(button, env.T("attempt.number", id), kit.Normal, open).Tight())
	}
	if len(links.Objects) > 0 {
		col.Add(links)
	}
	var locations, said []string
	for _, r := range f.Where {
		if r.File != "" && r.Line > 0 && len(locations) < maxLogLines {
			locations = append(locations, detail.LocationText(r))
			said = append(said, p.mask(r.Said, redact.Text))
		}
	}
	if len(locations) == 0 {
		return
	}
	col.Add(env.NewParagraph(env.T("findings.lines", strings.Join(locations, ", ")), kit.Small, env.Muted))
	for _, line := range said {
		if line != "" {
			col.Add(env.NewParagraph(line, kit.MonoSmall, env.Palette.Text))
			p.Say(line)
		}
	}
}
