package sequence

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/inspector"
)

// The limits of Zoom.
const (
	MinZoom = 0.6
	MaxZoom = 2.5
)

// Diagram shows one attempt. It scrolls, zooms, and selects a step by click
// or by the arrow keys.
type Diagram struct {
	widget.BaseWidget
	env      *kit.Env
	onSelect func(step int)

	flow     *inspector.Flow
	selected int // step, -1 for none
	zoom     float32
	scene    Scene
	scroll   *container.Scroll
	board    *board
	size     fyne.Size
	brought  int // the broken step that was brought into view, -1 for none
}

// New returns an empty Diagram; name is for Controls, and onSelect is called with the
// step that a person chose.
func New(env *kit.Env, name string, onSelect func(step int)) *Diagram {
	d := &Diagram{env: env, onSelect: onSelect, selected: -1, brought: -1, zoom: 1}
	d.board = newBoard(d)
	d.scroll = container.NewScroll(d.board)
	d.scroll.OnScrolled = func(at fyne.Position) { d.board.stick(at.Y) }
	d.ExtendBaseWidget(d)
	env.Controls.Add(name, d)
	return d
}

// SetFlow draws an attempt; nil clears. The selection and the scroll offset stay when
// it is the same attempt with more steps; a step that is found to be broken is
// brought into view once, since that is what one looks for.
func (d *Diagram) SetFlow(flow *inspector.Flow) {
	if flow == nil || d.flow == nil || flow.ID != d.flow.ID {
		d.selected, d.brought = -1, -1
		d.scroll.Offset = fyne.Position{}
		d.board.stick(0)
	}
	d.flow = flow
	d.arrange()
	d.bringBroken()
}

func (d *Diagram) bringBroken() {
	if d.flow == nil || d.scroll.Size().Height == 0 {
		return
	}
	broken := d.flow.Verdict.Broken
	for _, r := range d.scene.Rows {
		if r.Step == broken && broken != d.brought {
			d.brought = broken
			r.Height *= 2 // with the step that follows
			d.reveal(r)
		}
	}
}

// Select marks a step, -1 for none, and brings it into view.
func (d *Diagram) Select(step int) {
	if d.selected == step {
		return
	}
	d.selected = step
	d.arrange()
	for _, r := range d.scene.Rows {
		if r.Step == step {
			d.reveal(r)
		}
	}
}

func (d *Diagram) reveal(r Row) {
	view := d.scroll.Size().Height
	at := d.scroll.Offset
	switch {
	case r.Top-d.scene.LaneHeaderHeight < at.Y:
		at.Y = max(0, r.Top-d.scene.LaneHeaderHeight)
	case r.Top+r.Height > at.Y+view:
		at.Y = r.Top + r.Height - view
	default:
		return
	}
	d.scroll.ScrollToOffset(at)
	d.board.stick(d.scroll.Offset.Y)
}

// Selected returns the marked step, -1 if none.
func (d *Diagram) Selected() int { return d.selected }

// Zoom returns the factor in use.
func (d *Diagram) Zoom() float32 { return d.zoom }

// SetZoom draws larger or smaller, within MinZoom and MaxZoom.
func (d *Diagram) SetZoom(z float32) {
	d.zoom = min(MaxZoom, max(MinZoom, z))
	d.arrange()
}

// Lines returns what the rows say, top to bottom, for the state.
func (d *Diagram) Lines() []string {
	var out []string
	for _, r := range d.scene.Rows {
		out = append(out, r.Text)
	}
	return out
}

// RowCenter returns the middle of a step's row within the diagram.
func (d *Diagram) RowCenter(step int) fyne.Position {
	for _, r := range d.scene.Rows {
		if r.Step == step {
			return fyne.NewPos(d.size.Width/2, r.Top+r.Height/2-d.scroll.Offset.Y)
		}
	}
	return fyne.Position{}
}

func (d *Diagram) arrange() {
	if d.flow == nil {
		d.scene = Scene{}
	} else {
		d.scene = Layout(d.env, d.flow, d.size.Width, d.zoom)
	}
	d.board.draw()
	d.scroll.Refresh()
}

// Resize lays the lanes out anew.
func (d *Diagram) Resize(s fyne.Size) {
	changed := s != d.size
	d.size = s
	d.BaseWidget.Resize(s)
	if changed {
		d.arrange()
		d.bringBroken()
	}
}

// MinSize is small: the diagram scrolls.
func (d *Diagram) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// CreateRenderer is for Fyne.
func (d *Diagram) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(d.scroll)
}

// board is what scrolls: it draws the scene and takes clicks and keys.
type board struct {
	widget.BaseWidget
	d       *Diagram
	mark    *canvas.Rectangle
	objects []fyne.CanvasObject
	head    []fyne.CanvasObject
	stuck   float32
	focus   bool
}

func newBoard(d *Diagram) *board {
	b := &board{d: d, mark: canvas.NewRectangle(d.env.Selected)}
	b.mark.CornerRadius = 6
	b.ExtendBaseWidget(b)
	return b
}

func (b *board) draw() {
	s, env := b.d.scene, b.d.env
	b.mark.Hide()
	b.mark.StrokeColor = env.Accent
	b.mark.StrokeWidth = 1
	if b.focus {
		b.mark.StrokeWidth = 2
	}
	for _, r := range s.Rows {
		if r.Step == b.d.selected {
			b.mark.Move(fyne.NewPos(3, r.Top+1))
			b.mark.Resize(fyne.NewSize(s.Width-6, r.Height-2))
			b.mark.Show()
		}
	}
	body := s.Body.Objects(env, b.d.zoom)
	b.objects = append(s.Under.Objects(env, b.d.zoom), b.mark)
	b.objects = append(b.objects, body...)
	cover := canvas.NewRectangle(env.Pane)
	cover.Resize(fyne.NewSize(s.Width, s.LaneHeaderHeight-env.S(4)))
	b.head = append([]fyne.CanvasObject{cover}, s.LaneHeaders.Objects(env, b.d.zoom)...)
	b.stuck = 0
	b.objects = append(b.objects, b.head...)
	b.stick(b.d.scroll.Offset.Y)
	b.Refresh()
}

// stick keeps the lane heads at the top of what is seen.
func (b *board) stick(y float32) {
	if y == b.stuck {
		return
	}
	for _, o := range b.head {
		o.Move(o.Position().AddXY(0, y-b.stuck))
	}
	b.stuck = y
	canvas.Refresh(b)
}

func (b *board) MinSize() fyne.Size { return fyne.NewSize(b.d.scene.Width, b.d.scene.Height) }

// Tapped selects the step under the pointer.
func (b *board) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	for _, r := range b.d.scene.Rows {
		if e.Position.Y >= r.Top && e.Position.Y < r.Top+r.Height {
			b.choose(r.Step)
			return
		}
	}
}

func (b *board) choose(step int) {
	b.d.Select(step)
	if b.d.onSelect != nil {
		b.d.onSelect(step)
	}
}

// TypedKey goes from step to step.
func (b *board) TypedKey(k *fyne.KeyEvent) {
	n := len(b.d.scene.Rows)
	if n == 0 {
		return
	}
	at := b.d.selected
	switch k.Name {
	case fyne.KeyDown:
		at = min(at+1, n-1)
	case fyne.KeyUp:
		at = max(at-1, 0)
	case fyne.KeyHome:
		at = 0
	case fyne.KeyEnd:
		at = n - 1
	case fyne.KeyPlus, fyne.KeyEqual:
		b.d.SetZoom(b.d.zoom * 1.15)
		return
	case fyne.KeyMinus:
		b.d.SetZoom(b.d.zoom / 1.15)
		return
	default:
		b.d.env.PassKey(k)
		return
	}
	b.choose(at)
}

func (b *board) TypedRune(rune) {}

func (b *board) FocusGained() { b.focus = true; b.draw() }
func (b *board) FocusLost()   { b.focus = false; b.draw() }

func (b *board) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (b *board) CreateRenderer() fyne.WidgetRenderer { return &boardRenderer{b} }

type boardRenderer struct{ b *board }

func (r *boardRenderer) Layout(fyne.Size)             {}
func (r *boardRenderer) MinSize() fyne.Size           { return r.b.MinSize() }
func (r *boardRenderer) Objects() []fyne.CanvasObject { return r.b.objects }
func (r *boardRenderer) Refresh()                     { canvas.Refresh(r.b) }
func (r *boardRenderer) Destroy()                     {}
