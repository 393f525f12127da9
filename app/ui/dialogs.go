package ui

import (
	"bytes"
	"fmt"
	"net"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
)

// showAttach says how a phone gets to the proxy; each value can be copied.
func (w *Window) showAttach() {
	if w.cfg.Phones != nil {
		w.goTo(Attach)
		return
	}
	env := w.env
	col := kit.NewColumn(env.S(8))
	for i, s := range w.cfg.Facts.Attach(w.model.Status.Address) {
		col.Add(env.NewParagraph(fmt.Sprintf("%d  %s", i+1, env.In(s.Title)), kit.Strong, env.Palette.Text))
		if t := env.In(s.Body); t != "" {
			col.Add(env.Paragraph(t))
		}
		if s.Value != "" {
			col.Add(kit.NewFlow(env.S(8), kit.Around(0, env.S(4), 0, 0, env.Text(s.Value, kit.Mono)),
				env.NewButton(fmt.Sprintf("attach-copy-%d", i), env.T("attach.copy"), kit.Normal, func() { w.copy(s.Value) }).Tight()))
		}
	}
	d := dialog.NewCustom(env.T("attach.title"), env.T("dialog.close"), kit.Page(col), w.win)
	col.Add(kit.NewFlow(env.S(8), env.NewButton("attach-listen", env.T("attach.listen"), kit.Main, func() {
		d.Hide()
		w.cfg.Commands.StartCapture(everywhere(w.model.Status.Address))
	})))
	w.open(d, fyne.NewSize(620, 480))
}

// everywhere is an address on every network of this computer with the port of
// the present one.
func everywhere(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		port = "0" // any free one
	}
	return net.JoinHostPort("0.0.0.0", port)
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
