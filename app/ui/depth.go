package ui

import "fyne.io/fyne/v2"

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
		{"menu.diagnosis", "menu.play", fyne.KeyY, ctrl, w.play},
	}
	if w.cfg.Sessions != nil {
		list = append(list, shortcut{"menu.session", "menu.savecopy", fyne.KeyS, ctrl, w.saveCopy})
	}
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
