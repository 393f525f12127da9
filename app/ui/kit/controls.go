package kit

import "fyne.io/fyne/v2"

// Controls names what a person can press, so that a script can find it and a
// test can say what it presses. It belongs to the UI goroutine.
type Controls struct {
	byName map[string]fyne.CanvasObject
}

// NewControls returns an empty register.
func NewControls() *Controls { return &Controls{byName: map[string]fyne.CanvasObject{}} }

// Add names a control; a later one of the same name takes its place.
func (c *Controls) Add(name string, o fyne.CanvasObject) {
	if name != "" {
		c.byName[name] = o
	}
}

// All returns the named controls. The map is the register's own.
func (c *Controls) All() map[string]fyne.CanvasObject { return c.byName }

// Reset forgets all, before a new set of parts is built.
func (c *Controls) Reset() { clear(c.byName) }
