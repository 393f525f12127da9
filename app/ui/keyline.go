package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// newKeyLine is a key at the left and what it does beside it.
func newKeyLine(env *kit.Env, key, what string) fyne.CanvasObject {
	return container.New(&keyLine{env: env}, env.Text(key, kit.Mono), env.Text(what, kit.Body))
}

type keyLine struct{ env *kit.Env }

func (l *keyLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for i, c := range o {
		m := c.MinSize()
		c.Move(fyne.NewPos(float32(i)*l.env.S(120), (s.Height-m.Height)/2))
		c.Resize(m)
	}
}

func (l *keyLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.env.S(120)+o[1].MinSize().Width, o[1].MinSize().Height+l.env.S(2))
}
