package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// rail is the strip at the left: the pages, then the attempts as cards.
type rail struct {
	w       *Window
	buttons []*kit.Button // of the pages in the order of the window's, nil for one aside
	cards   *cardList
	box     *fyne.Container
}

func newRail(w *Window) *rail {
	env := w.env
	r := &rail{w: w, buttons: make([]*kit.Button, len(w.pages))}
	col := kit.NewColumn(env.S(2))
	for i, p := range w.pages {
		if info := p.Info(); !info.Aside {
			r.buttons[i] = env.NewButton("place-"+string(info.ID), env.In(info.Title), kit.Quiet,
				func() { w.show(p) }).Row("")
			col.Add(r.buttons[i])
		}
	}
	r.cards = newCardList(w)
	head := kit.NewColumn(
		env.S(8),
		col,
		env.Rule(),
		kit.Around(env.S(12), 0, 0, 0, env.Faint(env.T("rail.attempts"), kit.SmallStrong)),
	)
	inner := container.NewBorder(kit.Around(0, 0, 0, env.S(4), head), nil, nil, nil, r.cards)
	r.box = container.NewStack(
		canvas.NewRectangle(env.Palette.Pane),
		kit.Around(env.S(8), env.S(8), env.S(8), env.S(8), inner),
	)
	return r
}

func (r *rail) object() fyne.CanvasObject { return r.box }

func (r *rail) update() {
	for i, b := range r.buttons {
		if b == nil {
			continue
		}
		rank, tail := kit.Quiet, ""
		if r.w.pages[i] == r.w.current {
			rank = kit.Chosen
		}
		if n := r.w.pages[i].Info().Count; n > 0 {
			tail = fmt.Sprint(n)
		}
		b.SetRank(rank)
		b.SetTail(tail)
	}
	r.cards.update()
}
