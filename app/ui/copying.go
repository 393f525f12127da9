package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/ui/kit"
	"loginscope/inspector/redact"
)

// copyMasked puts a masked text on the clipboard and says how many values are masked in
// it. Values returns the text with them, which the notice offers; nil for a text that
// exists masked alone.
func (w *Window) copyMasked(done, masked string, values func() string) {
	w.cfg.App.Clipboard().SetContent(masked)
	hidden := redact.Marks(masked)
	var more *offer
	if values != nil {
		plain := values()
		if hidden = max(0, hidden-redact.Marks(plain)); plain != masked {
			hidden = max(1, hidden) // what is masked within base64 leaves no mark of its own
			more = w.offerValues(values)
		}
	}
	why := ""
	if hidden > 0 {
		why = w.env.Count("copy.masked", hidden)
	}
	w.notices.say(false, done, why, more)
}

// offerValues copies with values after a question, unless another session is open then.
func (w *Window) offerValues(values func() string) *offer {
	gen := w.shown.Model.Gen
	return &offer{name: "copy-values", text: w.env.T("copy.values"), do: func() {
		w.ask("copy-values", "copy.values.ask", func() {
			if gen != w.shown.Model.Gen {
				w.notices.say(true, w.env.T("copy.failed"), w.env.T("copy.othersession"), nil)
				return
			}
			w.cfg.App.Clipboard().SetContent(values())
			w.notices.say(false, w.env.T("copy.donevalues"), w.env.T("copy.donevalues.why"), nil)
		})
	}}
}

// askSize is how large a question is.
var askSize = fyne.NewSize(520, 220)

// ask shows a question; see page.Host.
func (w *Window) ask(name, key string, yes func()) { w.askWith(name, key, w.env.T(key+".text"), yes) }

// askWith is ask with a sentence that has values in it.
func (w *Window) askWith(name, key, sentence string, yes func()) {
	if w.dialog != nil {
		w.dialog.Hide()
	}
	env := w.env
	d := dialog.NewCustomWithoutButtons(env.T(key), env.NewParagraph(sentence, kit.Body, env.Palette.Text), w.win)
	confirm := env.NewButton(name+"-confirm", env.T(key+".yes"), kit.Normal, func() { d.Hide(); yes() })
	cancel := env.NewButton(name+"-cancel", env.T(key+".no"), kit.Main, d.Hide)
	d.SetButtons([]fyne.CanvasObject{cancel, confirm})
	w.open(d, askSize)
}
