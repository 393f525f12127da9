package ui

import (
	"bytes"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
)

// showAttach says how a phone gets to the proxy; each value can be copied.
func (w *Window) showAttach() {
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
	d.Resize(fyne.NewSize(min(env.S(620), w.win.Canvas().Size().Width-40), min(env.S(480), w.win.Canvas().Size().Height-60)))
	d.Show()
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
	d.Resize(fyne.NewSize(760, 520))
	d.Show()
}
