package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/theme"
)

// LinkChip is a Chip that leads somewhere. It takes the keyboard focus and is pressed by
// Return or Space.
type LinkChip struct {
	widget.BaseWidget
	env        *Env
	name, text string
	tone       theme.Tone
	onTap      func()
	ring       *canvas.Rectangle
}

// LinkChip returns a LinkChip; name is for Controls.
func (e *Env) LinkChip(name, text string, tone theme.Tone, onTap func()) *LinkChip {
	c := &LinkChip{
		env:   e,
		name:  name,
		text:  text,
		tone:  tone,
		onTap: onTap,
		ring:  canvas.NewRectangle(color.Transparent),
	}
	c.ring.CornerRadius = 9
	c.ExtendBaseWidget(c)
	e.Controls.Add(name, c)
	return c
}

// Text returns the word.
func (c *LinkChip) Text() string { return c.text }

// CreateRenderer is for Fyne.
func (c *LinkChip) CreateRenderer() fyne.WidgetRenderer {
	chip := c.env.Chip(c.text, c.tone)
	chip.Add(c.ring)
	return widget.NewSimpleRenderer(chip)
}

func (c *LinkChip) press() {
	c.env.Controls.pressed(c.name)
	c.onTap()
}

// Tapped is for Fyne.
func (c *LinkChip) Tapped(*fyne.PointEvent) { c.press() }

// TypedKey presses the chip by keyboard.
func (c *LinkChip) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeySpace || k.Name == fyne.KeyEnter {
		c.press()
		return
	}
	c.env.PassKey(k)
}

// TypedRune is for Fyne.
func (c *LinkChip) TypedRune(rune) {}

// FocusGained is for Fyne.
func (c *LinkChip) FocusGained() {
	c.mark(2)
	c.env.Shown(c)
}

// FocusLost is for Fyne.
func (c *LinkChip) FocusLost() { c.mark(0) }

func (c *LinkChip) mark(width float32) {
	c.ring.StrokeColor, c.ring.StrokeWidth = c.env.Accent, width
	c.ring.Refresh()
}

// Cursor shows a hand.
func (c *LinkChip) Cursor() desktop.Cursor { return desktop.PointerCursor }
