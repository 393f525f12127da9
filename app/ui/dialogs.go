package ui

import (
	"bytes"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"loginscope/app/ui/sequence"
)

// showAttach goes to the place that says how a phone gets to the proxy.
func (w *Window) showAttach() {
	if w.cfg.Phones != nil {
		w.goTo(Attach)
	}
}

// open shows a dialog as large as there is room; Escape closes it.
func (w *Window) open(d dialog.Dialog, want fyne.Size) {
	room := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(w.env.S(want.Width), room.Width-40), min(w.env.S(want.Height), room.Height-60)))
	w.dialog = d
	d.SetOnClosed(func() {
		if w.dialog == d {
			w.dialog = nil
		}
	})
	d.Show()
}

// escape closes the dialog on top, if there is one.
func (w *Window) escape() {
	if w.dialog != nil {
		w.dialog.Hide()
	}
}

// exportPicture saves the shown diagram as SVG or PNG, by the name's ending.
func (w *Window) exportPicture() {
	f := w.shownFlow()
	if f == nil {
		return
	}
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if err != nil || to == nil {
			return
		}
		var b bytes.Buffer
		write := sequence.WritePNG
		if strings.HasSuffix(strings.ToLower(to.URI().Name()), ".svg") {
			write = sequence.WriteSVG
		}
		err = write(&b, w.env, f)
		if err == nil {
			_, err = to.Write(b.Bytes())
		}
		if closeErr := to.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			w.notices.say(true, w.env.T("export.failed"), err.Error())
			return
		}
		w.notices.say(false, w.env.T("export.done", to.URI().Name()), "")
	}, w.win)
	d.SetFileName("loginscope-" + f.Start.Local().Format("150405") + ".png")
	d.SetFilter(storage.NewExtensionFileFilter([]string{".png", ".svg"}))
	w.open(d, fyne.NewSize(760, 520))
}
