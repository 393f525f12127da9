package ui

import (
	"fyne.io/fyne/v2"

	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
)

// settingsPage changes what is remembered: language, look, text size.
type settingsPage struct {
	w       *Window
	root    *fyne.Container
	capture *fyne.Container // what became of the choices of captures
	text    []string
}

func newSettingsPage(w *Window) *settingsPage {
	env := w.env
	p := &settingsPage{w: w}
	col := kit.NewColumn(env.S(10), env.NewParagraph(env.T("place.settings"), kit.Title, env.Palette.Text))
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
	lang := w.cfg.Settings.StringWithFallback(keyLang, "")
	language := choice(env.T("settings.language"),
		pick("lang-system", env.T("settings.system"), lang == "", func() { w.setLanguage("") }),
		pick("lang-en", "English", lang == "en", func() { w.setLanguage(i18n.EN) }),
		pick("lang-zh", "简体中文", lang == "zh", func() { w.setLanguage(i18n.ZH) }))
	look := choice(env.T("settings.theme"),
		pick("theme-dark", env.T("settings.dark"), env.Dark, func() { w.setTheme("dark") }),
		pick("theme-light", env.T("settings.light"), !env.Dark, func() { w.setTheme("light") }))
	big := w.cfg.Settings.BoolWithFallback(keyPresent, false)
	size := choice(env.T("settings.present"),
		pick("present-off", env.T("settings.normal"), !big, func() { w.setPresenting(false) }),
		pick("present-on", env.T("settings.large"), big, func() { w.setPresenting(true) }))
	col.Add(env.Sides(0.5, 620, language, look))
	col.Add(size)
	col.Add(env.NewParagraph(env.T("settings.note"), kit.Small, env.Muted))
	if w.cfg.Captures != nil {
		col.Add(p.captureForm())
	}
	p.root = env.InPane(kit.Page(col))
	return p
}

func (p *settingsPage) object() fyne.CanvasObject { return p.root }
func (p *settingsPage) words() []string           { return p.text }
