package ui

import "fyne.io/fyne/v2"

// post runs f on the UI goroutine, soon, and returns at once. It is the one
// place of the program where another goroutine reaches a widget; a test holds
// that. Callers keep at most one hand-over outstanding each.
func post(f func()) { fyne.Do(f) }
