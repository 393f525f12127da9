package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Rank says how strongly a button asks to be pressed.
type Rank uint8

// The ranks.
const (
	Normal Rank = iota
	Main        // the one thing to do here
	Quiet       // text only until the pointer is over it
	Chosen      // pressed in: the present choice of several
)

// Button is a pill with a word. It takes the keyboard focus, shows it, and is
// pressed by Return or Space.
type Button struct {
	widget.BaseWidget
	env             *Env
	name            string // for Controls
	text, icon      string
	rank            Rank
	style           Style
	left            bool
	tail            string // muted text at the right edge
	inkIcon         color.Color
	onTap           func()
	hover, focus    bool
	Why             string // not "": the button is off, and this says why
	padX, padY, rad float32
}

// NewButton returns a button; name is for Controls.
func (e *Env) NewButton(name, text string, rank Rank, onTap func()) *Button {
	b := &Button{
		env:   e,
		name:  name,
		text:  text,
		rank:  rank,
		style: Body,
		onTap: onTap,
		padX:  e.S(14),
		padY:  e.S(6),
		rad:   16,
	}
	if rank == Main {
		b.style = Strong
	}
	b.ExtendBaseWidget(b)
	e.Controls.Add(name, b)
	return b
}

// Glyph puts a drawn character before the word, in a colour.
func (b *Button) Glyph(g string, ink color.Color) *Button {
	b.icon, b.inkIcon = g, ink
	return b
}

// Row makes the button a line of a list: text at the left, tail at the right.
func (b *Button) Row(tail string) *Button {
	b.left, b.tail, b.rad = true, tail, 7
	return b
}

// Tight makes the button small.
func (b *Button) Tight() *Button {
	b.padX, b.padY, b.style, b.rad = b.env.S(9), b.env.S(4), Small, 8
	return b
}

// SetText changes the word.
func (b *Button) SetText(s string) {
	if b.text != s {
		b.text = s
		b.Refresh()
	}
}

// SetTail changes the text at the right edge.
func (b *Button) SetTail(s string) {
	if b.tail != s {
		b.tail = s
		b.Refresh()
	}
}

// SetGlyph changes the character before the word.
func (b *Button) SetGlyph(g string, ink color.Color) {
	if b.icon != g || b.inkIcon != ink {
		b.icon, b.inkIcon = g, ink
		b.Refresh()
	}
}

// SetRank changes the rank.
func (b *Button) SetRank(r Rank) {
	if b.rank != r {
		b.rank = r
		b.Refresh()
	}
}

// Text returns the word.
func (b *Button) Text() string { return b.text }

// Tapped is for Fyne.
func (b *Button) Tapped(*fyne.PointEvent) { b.press() }

func (b *Button) press() {
	b.env.Controls.pressed(b.name)
	if b.onTap != nil {
		b.onTap()
	}
}

// TypedKey presses the button by keyboard.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace || k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		b.press()
		return
	}
	b.env.PassKey(k)
}

// TypedRune is for Fyne.
func (b *Button) TypedRune(rune) {}

// FocusGained is for Fyne.
func (b *Button) FocusGained() {
	b.focus = true
	b.Refresh()
	b.env.Shown(b)
}

// FocusLost is for Fyne.
func (b *Button) FocusLost() { b.focus = false; b.Refresh() }

// MouseIn is for Fyne.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.env.Controls.over(b.name, e.AbsolutePosition)
	b.hover = true
	b.Refresh()
}

// MouseMoved is for Fyne.
func (b *Button) MouseMoved(e *desktop.MouseEvent) {
	b.env.Controls.over(b.name, e.AbsolutePosition)
}

// MouseOut is for Fyne.
func (b *Button) MouseOut() {
	b.env.Controls.left(b.name)
	b.hover = false
	b.Refresh()
}

// Cursor shows a hand.
func (b *Button) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b:     b,
		bg:    canvas.NewRectangle(color.Transparent),
		icon:  b.env.Text("", b.style),
		label: b.env.Text("", b.style),
		tail:  b.env.Faint("", Small),
	}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b                 *Button
	bg                *canvas.Rectangle
	icon, label, tail *canvas.Text
}

func (r *buttonRenderer) Destroy() {}
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.icon, r.label, r.tail}
}

func (r *buttonRenderer) iconWidth() float32 {
	if r.b.icon == "" {
		return 0
	}
	w := r.icon.MinSize().Width
	if r.b.text != "" {
		w += r.b.env.S(6)
	}
	return w
}

func (r *buttonRenderer) MinSize() fyne.Size {
	b := r.b
	w := b.env.Width(b.text, b.style) + 2*b.padX + r.iconWidth()
	if b.tail != "" {
		w += r.tail.MinSize().Width + b.env.S(10)
	}
	return fyne.NewSize(w, b.env.LineHeight(b.style)+2*b.padY)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	b := r.b
	r.bg.Resize(s)
	iw, tw := r.iconWidth(), float32(0)
	if b.tail != "" {
		tw = r.tail.MinSize().Width + b.env.S(10)
	}
	room := s.Width - 2*b.padX - iw - tw
	r.label.Text = b.env.Cut(b.text, b.style, room+1)
	lw := b.env.Width(r.label.Text, b.style)
	x := b.padX
	if !b.left && b.tail == "" {
		x = (s.Width - lw - iw) / 2
	}
	mid := func(t *canvas.Text, x float32) {
		m := t.MinSize()
		t.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		t.Resize(m)
	}
	mid(r.icon, x)
	mid(r.label, x+iw)
	mid(r.tail, s.Width-b.padX-r.tail.MinSize().Width)
}

func (r *buttonRenderer) Refresh() {
	b, p := r.b, r.b.env.Palette
	var ground color.Color = p.Card
	ink := p.Text
	switch b.rank {
	case Main:
		ground, ink = p.Accent, p.OnAccent
	case Quiet:
		ground = color.Transparent
	case Chosen:
		ground = p.Selected
	}
	if b.hover && b.rank != Main && b.rank != Chosen {
		ground = p.Hover
	}
	r.bg.FillColor, r.bg.CornerRadius = ground, min(b.rad, r.MinSize().Height/2)
	r.bg.StrokeWidth, r.bg.StrokeColor = 0, color.Transparent
	if b.rank == Normal {
		r.bg.StrokeWidth, r.bg.StrokeColor = 1, p.Line
	}
	if b.focus {
		r.bg.StrokeWidth, r.bg.StrokeColor = 2, p.Accent
		if b.rank == Main {
			r.bg.StrokeColor = p.Text
		}
	}
	if b.rank == Quiet && !b.left && b.style != Small {
		ink = p.Muted
	}
	r.label.Color = ink
	_, r.label.TextStyle = b.env.Font(b.style)
	if b.rank == Chosen {
		r.label.TextStyle.Bold = b.left
	}
	r.icon.Text, r.icon.Color = b.icon, b.inkIcon
	if b.inkIcon == nil {
		r.icon.Color = ink
	}
	r.tail.Text = b.tail
	r.Layout(b.Size())
	canvas.Refresh(b)
}
