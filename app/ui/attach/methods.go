package attach

import (
	"fmt"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/proxy/phone/guide"
)

// methods are the attach methods, ranked; one is explained in full.
func (p *Page) methods() *fyne.Container {
	env := p.Env()
	col := kit.NewColumn(env.S(10))
	for _, method := range guide.Methods() {
		col.Add(p.methodCard(method))
	}
	return col
}

var adviceTones = map[guide.Advice]theme.Tone{
	guide.Recommended: theme.ToneGood, guide.Usable: theme.ToneGood, guide.Warned: theme.ToneCaution,
	guide.NotOffered: theme.ToneBad, guide.Control: theme.ToneNeutral,
}

func (p *Page) methodCard(m guide.Method) fyne.CanvasObject {
	env, open := p.Env(), p.state.open == m.ID
	tone := adviceTones[m.Advice]
	more := env.T("attachpage.more")
	if open {
		more = env.T("attachpage.less")
	}
	toggle := env.NewButton("way-"+string(m.ID), more, kit.Normal, func() {
		p.change(func(s *state) {
			if s.open = m.ID; open {
				s.open = ""
			}
		})
	}).Tight()
	col := kit.NewColumn(
		env.S(4),
		env.Spread(
			env.NewParagraph(fmt.Sprintf("%d  %s", m.Rank, env.In(m.Title)), kit.Strong, env.Palette.Text),
			toggle,
		),
		kit.NewFlow(env.S(8), env.Chip(env.T("advice."+string(m.Advice)), tone)),
		env.Paragraph(env.In(m.Short)),
	)
	p.Say(fmt.Sprintf("%d %s", m.Rank, env.In(m.Title)))
	if open {
		p.explain(col, m)
	}
	return env.Framed(tone, col)
}

func (p *Page) explain(col *fyne.Container, method guide.Method) {
	env := p.Env()
	head := func(key string) {
		col.Add(kit.Around(0, env.S(4), 0, 0, env.NewParagraph(env.T(key), kit.SmallStrong, env.Muted)))
	}
	host, port := "127.0.0.1", portOf(p.Shown().Model.Status.Address)
	if r, ok := p.chosenReach(p.reaches()); ok {
		host = r.IP.String()
	}
	if method.ID != guide.VPN {
		head("attachpage.how")
	}
	for i, s := range method.Fill(string(p.Env().Words.Lang()), host, port) {
		text := fmt.Sprintf("%d. %s", i+1, s)
		col.Add(env.Paragraph(text))
		p.Say(text)
	}
	head("attachpage.visible")
	for _, s := range method.Visible {
		col.Add(env.Paragraph("✓ " + env.In(s.Text) + p.doubt(s.Certainty)))
	}
	head("attachpage.hidden")
	for _, s := range method.Hidden {
		col.Add(env.NewParagraph("– "+env.In(s.Text)+p.doubt(s.Certainty), kit.Body, env.Muted))
	}
	if len(method.Codes) == 0 {
		return
	}
	head("attachpage.causes")
	for i, c := range method.Codes {
		open := func() { p.Refer(page.Code{Code: c.Code}) }
		b := env.NewButton(fmt.Sprintf("way-code-%d", i), c.Code, kit.Normal, open).Tight()
		col.Add(env.Spread(env.NewParagraph(env.In(c.Why)+p.doubt(c.Certainty), kit.Small, env.Palette.Text), b))
		p.Say(c.Code)
	}
}

// doubt marks what was not seen for certain.
func (p *Page) doubt(c codes.Certainty) string {
	if c == codes.Seen || c == "" {
		return ""
	}
	return " " + p.Env().T("attachpage.doubt", p.Env().In(c.Name()))
}
