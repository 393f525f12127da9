// Package note draws what a person marked and wrote on something in the session, and the
// dialog that changes it. Pages share it.
package note

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
)

// Glyph is a mark as a shape, "" for none.
func Glyph(m session.Mark) string {
	switch m {
	case "":
		return ""
	case session.MarkStar:
		return "★"
	}
	return "●"
}

// Ink is a mark's colour.
func Ink(env *kit.Env, m session.Mark) color.Color {
	switch m {
	case session.MarkStar, session.MarkYellow:
		return env.Ink(theme.ToneCaution)
	case session.MarkRed:
		return env.Ink(theme.ToneBad)
	case session.MarkGreen:
		return env.Ink(theme.ToneGood)
	case session.MarkBlue:
		return env.Accent
	}
	return env.Muted
}

// Prefix is what stands before a line that has a mark or a note.
func Prefix(m session.Mark, text string) string {
	out := Glyph(m)
	if text != "" {
		out += "≡"
	}
	if out != "" {
		out += " "
	}
	return out
}

// Save keeps a mark and a text on something in the session, in place of those before; ""
// is none. It returns at once.
type Save func(on engine.On, mark session.Mark, text string)

// Strip is one line with what a person marked and wrote on something, and the button that
// changes it. Name begins the names of its controls, about names what it is on.
func Strip(h page.Host, name, about string, on engine.On, save Save) fyne.CanvasObject {
	env, n := h.Env(), h.Shown().Note(on.Exchange, on.Attempt)
	key := "note.edit"
	if n.Mark == "" && n.Text == "" {
		key = "note.add"
	}
	b := env.NewButton(name+"-note", env.T(key), kit.Quiet, func() { Edit(h, about, on, save) }).Tight()
	if g := Glyph(session.Mark(n.Mark)); g != "" {
		b.Glyph(g, Ink(env, session.Mark(n.Mark)))
	}
	if n.Text == "" {
		return container.NewHBox(b)
	}
	return env.Spread(env.NewParagraph(FirstLine(h.Shown().Mask(n.Text)), kit.Small, env.Palette.Text), b)
}

// shownText limits what a strip shows of a text, in characters.
const shownText = 200

// FirstLine is the beginning of a text on one line.
func FirstLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > shownText {
		return string(r[:shownText]) + "…"
	}
	return s
}

// dialogSize has room for the text box.
var dialogSize = fyne.NewSize(560, 340)

// Edit asks for a mark and a text in place of those that something has. The text is shown
// as it was written: whoever edits it is who wrote it.
func Edit(h page.Host, about string, on engine.On, save Save) {
	env, was := h.Env(), h.Shown().Note(on.Exchange, on.Attempt)
	gen, mark := h.Shown().Model.Gen, session.Mark(was.Mark)
	text := env.Lines("note-text", env.T("note.hint"), 5)
	text.SetText(was.Text)
	marks := container.NewStack()
	drawMarks(env, marks, &mark)
	col := kit.NewColumn(env.S(8), env.NewParagraph(about, kit.Body, env.Muted), marks, text)
	d := dialog.NewCustomWithoutButtons(env.T("note.title"), col, h.Window())
	d.SetButtons([]fyne.CanvasObject{
		env.NewButton("note-cancel", env.T("note.no"), kit.Normal, d.Hide),
		env.NewButton("note-save", env.T("note.save"), kit.Main, func() {
			d.Hide()
			if gen == h.Shown().Model.Gen { // the note is on something in the session that was open
				save(on, mark, strings.TrimSpace(text.Text))
			}
		}),
	})
	h.Dialog(d, dialogSize)
	h.Window().Canvas().Focus(text)
}

// drawMarks shows the marks, the chosen one pressed in.
func drawMarks(env *kit.Env, box *fyne.Container, chosen *session.Mark) {
	row := kit.NewFlow(env.S(6))
	add := func(m session.Mark, id, name string) {
		rank := kit.Normal
		if m == *chosen {
			rank = kit.Chosen
		}
		b := env.NewButton("note-mark-"+id, name, rank, func() { *chosen = m; drawMarks(env, box, chosen) }).Tight()
		if g := Glyph(m); g != "" {
			b.Glyph(g, Ink(env, m))
		}
		row.Add(b)
	}
	add("", "none", env.T("note.nomark"))
	for _, m := range session.MarkList() {
		add(m, string(m), env.In(m.Name()))
	}
	box.Objects = []fyne.CanvasObject{row}
	box.Refresh()
}
