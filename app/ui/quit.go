package ui

import "sync/atomic"

// ending is how far the end of the window has come.
type ending struct {
	before func() // is done before the window goes, nil for nothing
	begun  bool
	over   atomic.Bool // Fyne's loop has ended
}

// BeforeQuit sets what is done before the window goes for good, on a goroutine
// of its own, while Fyne's loop still runs: what ends meanwhile may still post.
func (w *Window) BeforeQuit(f func()) { w.end.before = f }

// Ended says that Fyne's loop has ended. It may be called from any goroutine.
func (w *Window) Ended() { w.end.over.Store(true) }

// Quit closes the window. It may be called from any goroutine.
func (w *Window) Quit() { w.post(w.close) }

func (w *Window) close() {
	if w.end.begun {
		return
	}
	w.end.begun = true
	w.remember()
	if w.end.before == nil {
		w.win.Close()
		return
	}
	w.win.Hide()
	go func() {
		w.end.before()
		if !w.end.over.Load() { // a signal may have ended it meanwhile
			w.post(w.win.Close)
		}
	}()
}

func (w *Window) remember() {
	size := w.win.Canvas().Size()
	w.cfg.Settings.SetFloat(keyWidth, float64(size.Width))
	w.cfg.Settings.SetFloat(keyHeight, float64(size.Height))
}
