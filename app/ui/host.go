package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/shown"
)

// host is the window as one page sees it; see page.Host.
type host struct {
	w    *Window
	page page.Page
}

func (h *host) Env() *kit.Env                          { return h.w.env }
func (h *host) Shown() *shown.View                     { return h.w.shown }
func (h *host) Narrow() bool                           { return h.w.narrow }
func (h *host) OnScreen() bool                         { return h.w.current == h.page }
func (h *host) Show()                                  { h.w.show(h.page) }
func (h *host) Redraw()                                { h.w.update() }
func (h *host) Refer(r page.Ref)                       { h.w.refer(r) }
func (h *host) Go(work func(context.Context))          { h.w.cfg.Go(work) }
func (h *host) Post(f func())                          { h.w.post(f) }
func (h *host) Notify(bad bool, what, why string)      { h.w.notices.say(bad, what, why, nil) }
func (h *host) Clipboard() fyne.Clipboard              { return h.w.cfg.App.Clipboard() }
func (h *host) Window() fyne.Window                    { return h.w.win }
func (h *host) Dialog(d dialog.Dialog, want fyne.Size) { h.w.open(d, want) }
func (h *host) Ask(name, key string, yes func())       { h.w.ask(name, key, yes) }
func (h *host) Nothing(key string) fyne.CanvasObject   { return newNothing(h.w, key) }
func (h *host) ChooseFile(take func(path string))      { chooseFile(h.w, take) }

func (h *host) Run(limit time.Duration, work func(context.Context) (then func())) {
	h.Go(func(ctx context.Context) {
		if limit > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limit)
			defer cancel()
		}
		then := work(ctx)
		h.Post(func() {
			then()
			if h.OnScreen() {
				h.page.Update()
			}
		})
	})
}

func (h *host) Offer(what, why, name, button string, do func()) {
	h.w.notices.say(false, what, why, &offer{name: name, text: button, do: do})
}

func (h *host) Copy(text string) { h.CopyMasked(h.Env().T("copy.done"), text, nil) }

func (h *host) CopyMasked(done, masked string, values func() string) {
	h.w.copyMasked(done, masked, values)
}

func (h *host) ChooseFolder(take func(path string)) {
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		if err == nil && dir != nil {
			take(dir.Path())
		}
	}, h.w.win)
	h.w.open(d, chooserSize)
}

func (h *host) Save(name string, content []byte) {
	h.ChooseFolder(func(folder string) { h.w.cfg.Commands.SaveFile(folder, name, content) })
}

// chooserSize is how large a dialog for choosing a path is.
var chooserSize = fyne.NewSize(760, 520)

// chooseFile asks for a file.
func chooseFile(w *Window, take func(path string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		r.Close() // only the name is wanted
		take(path)
	}, w.win)
	w.open(d, chooserSize)
}

// openFile asks for a file and reads it as what it is.
func openFile(w *Window) {
	chooseFile(w, func(path string) { w.OpenPaths([]string{path}) })
}
