// Package settings is the page that changes what is remembered: language, theme, text
// size, and what a person decides of captures.
package settings

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/look"
	"loginscope/app/ui/page"
	"loginscope/app/ui/reveal"
	"loginscope/app/version"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "settings"

// Captures keeps what a person decides of captures.
type Captures interface {
	// Choices is quick.
	Choices() engine.Typed
	// Choose checks choices and keeps them; a capture that runs begins anew. It
	// may block.
	Choose(ctx context.Context, t engine.Typed) error
}

// Page is the page.
type Page struct {
	page.Base
	look     look.Look
	captures Captures
	draft    captureDraft
	outcome  *fyne.Container // what became of the choices of captures
}

// New returns the page; without captures that part is left out.
func New(l look.Look, captures Captures) *Page { return &Page{look: l, captures: captures} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Settings", ZH: "设置"}}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env, l := p.Env(), p.look
	p.outcome = nil
	col := kit.NewColumn(env.S(10), env.NewParagraph(env.In(p.Info().Title), kit.Title, env.Palette.Text))
	choice := func(title string, options ...*kit.Button) *fyne.Container {
		row := kit.NewFlow(env.S(8))
		for _, b := range options {
			row.Add(b)
		}
		return kit.NewColumn(env.S(4), env.Faint(title, kit.SmallStrong), row)
	}
	pick := func(name, text string, chosen bool, do func()) *kit.Button {
		rank := kit.Normal
		if chosen {
			rank = kit.Chosen
		}
		return env.NewButton(name, text, rank, do)
	}
	chosen := l.Language()
	language := choice(env.T("settings.language"),
		pick("lang-system", env.T("settings.system"), chosen == "", func() { l.SetLanguage("") }),
		pick("lang-en", "English", chosen == "en", func() { l.SetLanguage(i18n.EN) }),
		pick("lang-zh", "简体中文", chosen == "zh", func() { l.SetLanguage(i18n.ZH) }))
	theme := choice(env.T("settings.theme"),
		pick("theme-dark", env.T("settings.dark"), env.Dark, func() { l.SetLight(false) }),
		pick("theme-light", env.T("settings.light"), !env.Dark, func() { l.SetLight(true) }))
	big := l.Presenting()
	size := choice(env.T("settings.present"),
		pick("present-off", env.T("settings.normal"), !big, func() { l.SetPresenting(false) }),
		pick("present-on", env.T("settings.large"), big, func() { l.SetPresenting(true) }))
	col.Add(env.Sides(0.5, 620, language, theme))
	shown := []*kit.Button{}
	for _, n := range reveal.Minutes {
		shown = append(shown, pick(fmt.Sprintf("reveal-%d", n), env.T("settings.reveal.minutes", n),
			n == reveal.Chosen(l), func() { reveal.Choose(l, n); l.Changed() }))
	}
	col.Add(env.Sides(0.5, 620, size, choice(env.T("settings.reveal"), shown...)))
	col.Add(env.NewParagraph(env.T("settings.note"), kit.Small, env.Muted))
	if p.captures != nil {
		col.Add(p.captureForm())
	}
	col.Add(p.about())
	return env.InPane(kit.Page(col))
}

// about says which program this is and what it was built from.
func (p *Page) about() fyne.CanvasObject {
	env := p.Env()
	title, origin := p.program()
	return kit.NewColumn(env.S(4), env.Faint(env.T("settings.about"), kit.SmallStrong),
		env.NewParagraph(title, kit.Body, env.Palette.Text), env.NewParagraph(origin, kit.Small, env.Muted))
}

// program describes which build runs, and which sources it was made of.
func (p *Page) program() (title, origin string) {
	b := version.Read()
	return b.Title() + " (" + b.Platform() + ")", p.Env().In(b.Origin())
}

// Update is for page.Page.
func (p *Page) Update() { p.drawOutcome() }
