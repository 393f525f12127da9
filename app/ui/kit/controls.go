package kit

import "fyne.io/fyne/v2"

// Controls names what a person can press, so that a script can find it and a
// test can say what it presses. It belongs to the UI goroutine.
type Controls struct {
	byName map[string]fyne.CanvasObject
	touch  *Touch
}

// Touch is what the pointer did to the named buttons: which was pressed last
// and how many times any was, and over which one the pointer came to rest and
// where. A script that drives the window sees by it what its clicks reached.
type Touch struct {
	Pressed string
	Presses int
	Over    string
	At      fyne.Position // in the window
}

// NewControls returns an empty register.
func NewControls() *Controls {
	return &Controls{byName: map[string]fyne.CanvasObject{}, touch: &Touch{}}
}

// Renew returns an empty register that goes on with the same Touch, for a
// window that builds its parts anew.
func (c *Controls) Renew() *Controls {
	return &Controls{byName: map[string]fyne.CanvasObject{}, touch: c.touch}
}

// Touch returns what the pointer did so far.
func (c *Controls) Touch() Touch { return *c.touch }

func (c *Controls) pressed(name string) {
	c.touch.Pressed = name
	c.touch.Presses++
}

func (c *Controls) over(name string, at fyne.Position) { c.touch.Over, c.touch.At = name, at }

func (c *Controls) left(name string) {
	if c.touch.Over == name {
		c.touch.Over = ""
	}
}

// Add names a control; a later one of the same name replaces it.
func (c *Controls) Add(name string, o fyne.CanvasObject) {
	if name != "" {
		c.byName[name] = o
	}
}

// All returns the named controls. The map is the register's own.
func (c *Controls) All() map[string]fyne.CanvasObject { return c.byName }

// Reset forgets all, before a new set of parts is built.
func (c *Controls) Reset() { clear(c.byName) }
