package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/proxy/phone/guide"
)

// ways are the ways to attach a phone, ranked; one is explained in full.
func (p *attachPage) ways() *fyne.Container {
	env := p.w.env
	col := kit.NewColumn(env.S(10))
	for _, way := range guide.Ways() {
		col.Add(p.way(way))
	}
	return col
}

var adviceTones = map[guide.Advice]theme.Tone{
	guide.Recommended: theme.ToneGood, guide.Usable: theme.ToneGood, guide.Warned: theme.ToneCaution, guide.NotOffered: theme.ToneBad, guide.Control: theme.ToneNeutral,
}

func (p *attachPage) way(way guide.Way) fyne.CanvasObject {
	env, open := p.w.env, p.w.attach.way == way.ID
	tone := adviceTones[way.Advice]
	more := env.T("attachpage.more")
	if open {
		more = env.T("attachpage.less")
	}
	toggle := env.NewButton("way-"+string(way.ID), more, kit.Normal, func() {
		p.change(func(s *attachState) {
			if s.way = way.ID; open {
				s.way = ""
			}
		})
	}).Tight()
	col := kit.NewColumn(env.S(4),
		env.Spread(env.NewParagraph(fmt.Sprintf("%d  %s", way.Rank, env.In(way.Title)), kit.Strong, env.Palette.Text), toggle),
		kit.NewFlow(env.S(8), env.Chip(env.T("advice."+string(way.Advice)), tone)),
		env.Paragraph(env.In(way.Short)))
	p.say(fmt.Sprintf("%d %s", way.Rank, env.In(way.Title)))
	if open {
		p.explain(col, way)
	}
	return env.Framed(tone, col)
}

func (p *attachPage) explain(col *fyne.Container, way guide.Way) {
	env := p.w.env
	head := func(key string) {
		col.Add(kit.Around(0, env.S(4), 0, 0, env.NewParagraph(env.T(key), kit.SmallStrong, env.Muted)))
	}
	host, port := "127.0.0.1", portOf(p.w.model.Status.Address)
	if r, ok := p.chosenReach(); ok {
		host = r.Host
	}
	if way.ID != guide.VPN {
		head("attachpage.how")
	}
	for i, s := range way.Fill(string(p.w.cfg.Words.Lang()), host, port) {
		text := fmt.Sprintf("%d. %s", i+1, s)
		col.Add(env.Paragraph(text))
		p.say(text)
	}
	head("attachpage.visible")
	for _, s := range way.Visible {
		col.Add(env.Paragraph("✓ " + env.In(s.Text) + p.doubt(s.Certainty)))
	}
	head("attachpage.hidden")
	for _, s := range way.Hidden {
		col.Add(env.NewParagraph("– "+env.In(s.Text)+p.doubt(s.Certainty), kit.Body, env.Muted))
	}
	if len(way.Codes) == 0 {
		return
	}
	head("attachpage.causes")
	for i, c := range way.Codes {
		b := env.NewButton(fmt.Sprintf("way-code-%d", i), c.Code, kit.Normal, func() { p.w.findCode(c.Code) }).Tight()
		col.Add(env.Spread(env.NewParagraph(env.In(c.Why)+p.doubt(c.Certainty), kit.Small, env.Palette.Text), b))
		p.say(c.Code)
	}
}

// doubt marks what was not seen for certain.
func (p *attachPage) doubt(c codes.Certainty) string {
	if c == codes.Seen || c == "" {
		return ""
	}
	return " " + p.w.env.T("attachpage.doubt", p.w.env.In(c.Name()))
}

// findCode shows a code in the codes place.
func (w *Window) findCode(code string) {
	w.goTo(Codes)
	w.pages[Codes].(*codesPage).search.SetText(code)
}
