package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/session"
)

// SessionFiles is what the window asks about session files. Recent may block;
// the others return at once, and what became of them comes in the next Model.
type SessionFiles interface {
	// Recent lists the sessions that were saved automatically, newest first.
	Recent(ctx context.Context) ([]session.Info, error)
	// Continue opens a session to add to it; Commands.Open only reads one.
	Continue(path string)
	Rename(name string)
	// SaveCopy writes what the open session holds into a new file in a folder
	// and tells its name in a notice.
	SaveCopy(folder string)
}

// saveCopy asks for a folder and writes a copy of the open session into it. A
// folder and not a file: Fyne empties the file that a person chooses before
// the program learns its name, and that may be the open session itself.
func (w *Window) saveCopy() {
	if w.cfg.Sessions == nil {
		return
	}
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		if err == nil && dir != nil {
			w.cfg.Sessions.SaveCopy(dir.Path())
		}
	}, w.win)
	w.open(d, fyne.NewSize(760, 520))
}
