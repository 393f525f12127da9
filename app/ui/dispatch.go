package ui

import "fyne.io/fyne/v2"

// post runs f on the UI goroutine, soon, and returns at once. It is the only
// function of the program by which another goroutine reaches a widget; a test checks
// that. Callers keep at most one hand-over outstanding each.
//
// A loop that ends closes the queue which a hand-over may be waiting to enter,
// and Fyne panics in its sender. There is nothing left to draw on by then.
func post(f func()) {
	defer func() {
		if p := recover(); p != nil && !queueClosed(p) {
			panic(p)
		}
	}()
	fyne.Do(f)
}

// queueClosed reports whether a panic is that of sending to a closed channel.
func queueClosed(p any) bool {
	err, ok := p.(error)
	return ok && err.Error() == "send on closed channel"
}
