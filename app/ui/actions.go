package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/feed"
	"loginscope/app/i18n"
)

// selectFlow shows an attempt.
func (w *Window) selectFlow(id int) {
	if w.flow != id {
		w.flow, w.step, w.hasRow = id, -1, false
	}
	if w.place != Attempts {
		w.goTo(Attempts)
	}
	w.update()
}

// selectStep marks a step of the shown attempt, and its row in the table.
func (w *Window) selectStep(i int) {
	f := w.shownFlow()
	if f == nil || i < 0 || i >= len(f.Steps) {
		return
	}
	w.flow, w.step = f.ID, i
	w.row, w.hasRow = feed.KeyOf(f, i), true
	if p, ok := w.pages[Attempts].(*attemptsPage); ok && w.narrow && w.place == Attempts {
		p.show("detail")
	}
	w.update()
}

// selectRow marks a row, and its step if it belongs to an attempt.
func (w *Window) selectRow(r *feed.Row) {
	w.row, w.hasRow = r.Key, true
	if r.Flow != 0 {
		w.flow, w.step = r.Flow, r.Step
	} else {
		w.step = -1
	}
	w.update()
}

// selected returns the marked row, nil if the Model has none such.
func (w *Window) selected() *feed.Row {
	if !w.hasRow {
		return nil
	}
	for _, r := range w.model.Rows {
		if r.Key == w.row {
			return r
		}
	}
	return nil
}

// setFilter asks for another filter; its result comes with the next Model.
func (w *Window) setFilter(text string) {
	w.view.Filter = text
	w.cfg.Commands.SetView(w.view)
}

func (w *Window) sortBy(c feed.Column, desc bool) {
	w.view.Sort, w.view.Desc = c, desc
	w.cfg.Commands.SetView(w.view)
}

func (w *Window) toggleCapture() {
	if w.model.Status.Capturing {
		w.cfg.Commands.StopCapture()
		return
	}
	w.cfg.Commands.StartCapture("")
}

func (w *Window) setLanguage(l i18n.Lang) {
	w.cfg.Settings.SetString(keyLang, string(l))
	w.useLanguage()
	w.build()
}

func (w *Window) otherLanguage() {
	if w.cfg.Words.Lang() == i18n.ZH {
		w.setLanguage(i18n.EN)
		return
	}
	w.setLanguage(i18n.ZH)
}

func (w *Window) setTheme(name string) {
	w.cfg.Settings.SetString(keyTheme, name)
	w.build()
}

func (w *Window) otherTheme() {
	if w.env.Dark {
		w.setTheme("light")
		return
	}
	w.setTheme("dark")
}

func (w *Window) openDialog() {
	w.chooseFile(func(path string) { w.OpenPaths([]string{path}) })
}

// chooseFile asks for a file.
func (w *Window) chooseFile(take func(path string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		r.Close() // only the name is wanted
		take(path)
	}, w.win)
	w.open(d, fyne.NewSize(760, 520))
}

func (w *Window) openDropped(files []fyne.URI) {
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	if len(paths) > 0 {
		w.OpenPaths(paths)
	}
}

func (w *Window) runDefaultScenario() {
	for _, s := range w.cfg.Facts.Scenarios() {
		if s.Default {
			w.runScenario(s.Name)
			return
		}
	}
}

func (w *Window) copyText(markdown bool) {
	f := w.shownFlow()
	if f == nil {
		return
	}
	word := w.cfg.Facts.Text
	if markdown {
		word = w.cfg.Facts.Markdown
	}
	text, err := word(w.model.Report, f.ID, string(w.cfg.Words.Lang()))
	if err != nil {
		w.notices.say(true, w.env.T("copy.failed"), err.Error())
		return
	}
	w.copy(text)
}

// copy puts text on the clipboard and says so.
func (w *Window) copy(text string) {
	w.cfg.App.Clipboard().SetContent(text)
	w.notices.say(false, w.env.T("copy.done"), "")
}
