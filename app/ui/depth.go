package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/table"
)

// The places that are reached from another one, and the saved sessions.
const (
	Saved   Place = "sessions"
	Compare Place = "compare"
	Play    Place = "play"
)

// wordy is a page that tells its text, for State.
type wordy interface{ words() []string }

// depthPage makes the pages of this file's places, nil for another place.
func (w *Window) depthPage(p Place) page {
	switch p {
	case Saved:
		return newSessionsPage(w)
	case Compare:
		return newComparePage(w)
	case Play:
		return newPlayPage(w)
	}
	return nil
}

// depthShortcuts are the keys of this file's places.
func (w *Window) depthShortcuts() []shortcut {
	ctrl := fyne.KeyModifierShortcutDefault
	list := []shortcut{
		{"menu.diagnosis", "menu.compare", fyne.KeyK, ctrl, w.compareShown},
		{"menu.diagnosis", "menu.play", fyne.KeyU, ctrl, w.play},
	}
	if w.cfg.Sessions != nil {
		list = append(list, shortcut{"menu.session", "menu.savecopy", fyne.KeyS, ctrl, w.saveCopy})
	}
	list = append(list, shortcut{"menu.view", "menu.columns", fyne.KeyJ, ctrl, w.chooseColumns})
	list = append(list, shortcut{"menu.view", "filter.keep", fyne.KeyS, ctrl | fyne.KeyModifierShift, w.keepFilter})
	return append(list, shortcut{"menu.view", "menu.fullscreen", fyne.KeyF11, 0, w.toggleFullScreen})
}

func (w *Window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

// depthKey takes the keys that mean something without a modifier.
func (w *Window) depthKey(k *fyne.KeyEvent) (taken bool) {
	if k.Name == fyne.KeyF11 {
		w.toggleFullScreen()
		return true
	}
	p, ok := w.pages[Play].(*playPage)
	return ok && w.place == Play && w.dialog == nil && p.key(k.Name)
}

// tableActions are what the rows do, in whichever place they stand.
func (w *Window) tableActions() table.Actions {
	return table.Actions{
		Select: w.selectRow, Sort: w.sortBy, Open: w.openRow,
		Copy: func(n int, text string) {
			w.cfg.App.Clipboard().SetContent(text)
			w.notices.say(false, w.env.Count("copy.rows", n), "")
		},
		Layout:     w.cfg.Settings.StringWithFallback(keyColumns, ""),
		SaveLayout: func(s string) { w.cfg.Settings.SetString(keyColumns, s) },
	}
}

// keyColumns is the key of Settings under which the columns are kept.
const keyColumns = "table.columns"

// chooseColumns opens the menu of the columns of the table on the screen.
func (w *Window) chooseColumns() {
	var t *table.Table
	switch p := w.pages[w.place].(type) {
	case *attemptsPage:
		t = p.table
	case *exchangesPage:
		t = p.table
	default:
		return
	}
	at := w.cfg.App.Driver().AbsolutePositionForObject(t)
	widget.ShowPopUpMenuAtPosition(t.ColumnMenu(), w.win.Canvas(), at.AddXY(w.env.S(24), w.env.S(26)))
}

// carry takes what a person typed and where one was into the parts that a
// change of language or look builds anew.
func (w *Window) carry(before map[Place]page) {
	if old, ok := before[Play].(*playPage); ok {
		p := newPlayPage(w)
		p.flow, p.at = old.flow, old.at
		w.pages[Play] = p
	}
	if old, ok := before[Compare].(*comparePage); ok {
		p := newComparePage(w)
		p.left, p.right = old.left, old.right
		w.pages[Compare] = p
	}
	if old, ok := before[Codes].(*codesPage); ok {
		p := newCodesPage(w)
		p.search.Text, p.paste.Text = old.search.Text, old.paste.Text
		p.query, p.pasted = old.query, old.pasted
		p.show()
		w.pages[Codes] = p
	}
	if old, ok := before[Attempts].(*attemptsPage); ok {
		p := newAttemptsPage(w)
		p.tab = old.tab
		p.detail.Resume(old.detail)
		w.pages[Attempts] = p
	}
	if old, ok := before[Exchanges].(*exchangesPage); ok {
		p := newExchangesPage(w)
		p.detail.Resume(old.detail)
		w.pages[Exchanges] = p
	}
}
