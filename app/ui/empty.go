package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// newNothing says what is not there and offers what to do about it.
func newNothing(w *Window, kind string) fyne.CanvasObject {
	env := w.env
	icon := newBrand()
	icon.SetMinSize(fyne.NewSize(env.S(72), env.S(72)))
	title := env.Text(env.T(kind+".title"), kit.Title)
	title.TextSize = env.S(20)
	title.Alignment = fyne.TextAlignCenter
	doors := container.New(&doorRow{env: env})
	add := func(name, key string, rank kit.Rank, do func()) {
		b := env.NewButton(name, env.T(key+".button"), rank, do)
		doors.Add(newDoor(env, env.T(key+".title"), env.T(key+".text"), b))
	}
	if len(w.cfg.Scenarios) > 0 {
		add("door-sample", "door.sample", kit.Main, w.runSample)
	}
	add("door-attach", "door.attach", kit.Normal, w.showPhones)
	add("door-open", "door.open", kit.Normal, func() { openFile(w) })
	text := env.NewParagraph(env.T(kind+".text"), kit.Body, env.Muted).Centred()
	col := container.New(&welcomeLayout{env: env}, container.NewCenter(icon), title, text, doors)
	return container.NewStack(env.Sheet(env.Palette.Pane), col)
}

// newDoor is one way to begin: a title, a sentence, a button.
func newDoor(env *kit.Env, title, text string, b *kit.Button) fyne.CanvasObject {
	col := kit.NewColumn(env.S(6), env.Text(title, kit.Strong), env.NewParagraph(text, kit.Small, env.Muted))
	inner := container.NewBorder(nil, container.NewHBox(b), nil, nil, col)
	return container.NewStack(env.Surface(env.Card), kit.Inside(env.S(14), inner))
}

// doorRow shares the width among the doors.
type doorRow struct{ env *kit.Env }

func (l *doorRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap := l.env.S(12)
	w := (s.Width - gap*float32(len(o)-1)) / float32(len(o))
	for i, c := range o {
		c.Move(fyne.NewPos(float32(i)*(w+gap), 0))
		c.Resize(fyne.NewSize(w, s.Height))
	}
}

func (l *doorRow) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, l.env.S(150))
}

// welcomeLayout centres icon, title, text and doors.
type welcomeLayout struct{ env *kit.Env }

func (l *welcomeLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	env := l.env
	width := min(s.Width-env.S(40), env.S(760))
	x := (s.Width - width) / 2
	icon, title, text, doors := o[0], o[1], o[2].(*kit.Paragraph), o[3]
	textH := text.HeightFor(min(width, env.S(640)))
	heights := []float32{icon.MinSize().Height, title.MinSize().Height, textH, env.S(150)}
	total := env.S(14 + 8 + 24)
	for _, h := range heights {
		total += h
	}
	y := max(env.S(12), (s.Height-total)/2)
	put := func(c fyne.CanvasObject, x, w, h, after float32) {
		c.Move(fyne.NewPos(x, y))
		c.Resize(fyne.NewSize(w, h))
		y += h + after
	}
	put(icon, x, width, heights[0], env.S(14))
	put(title, x, width, heights[1], env.S(8))
	tw := min(width, env.S(640))
	put(text, (s.Width-tw)/2, tw, textH, env.S(24))
	put(doors, x, width, heights[3], 0)
}

func (l *welcomeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 300) }
