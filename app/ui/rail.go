package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// rail is the strip at the left: the places, then the attempts as cards.
type rail struct {
	w       *Window
	buttons map[Place]*kit.Button
	cards   *cardList
	box     *fyne.Container
}

// places lists what works, in the order of the rail.
func (w *Window) places() []Place {
	p := []Place{Attempts, Exchanges, Findings, Codes}
	p = append(p, w.deskPlaces()...)
	if len(w.cfg.Facts.Scenarios()) > 0 {
		p = append(p, Lab)
	}
	if w.cfg.Sessions != nil {
		p = append(p, Saved)
	}
	return append(p, Setup)
}

func newRail(w *Window) *rail {
	env := w.env
	r := &rail{w: w, buttons: map[Place]*kit.Button{}}
	col := kit.NewColumn(env.S(2))
	for _, p := range w.places() {
		b := env.NewButton("place-"+string(p), env.T("place."+string(p)), kit.Quiet, func() { w.goTo(p) }).Row("")
		r.buttons[p] = b
		col.Add(b)
	}
	r.cards = newCardList(w)
	head := kit.NewColumn(env.S(8), col, env.Rule(), kit.Around(env.S(12), 0, 0, 0, env.Faint(env.T("rail.attempts"), kit.SmallStrong)))
	inner := container.NewBorder(kit.Around(0, 0, 0, env.S(4), head), nil, nil, nil, r.cards)
	r.box = container.NewStack(canvas.NewRectangle(env.Palette.Pane), kit.Around(env.S(8), env.S(8), env.S(8), env.S(8), inner))
	return r
}

func (r *rail) object() fyne.CanvasObject { return r.box }

func (r *rail) update() {
	m := r.w.model
	counts := map[Place]int{Attempts: len(m.Report.Flows), Exchanges: m.Exchanges, Findings: len(m.Report.Findings), Lab: len(r.w.cfg.Facts.Scenarios())}
	for p, b := range r.buttons {
		rank := kit.Quiet
		if p == r.w.place {
			rank = kit.Chosen
		}
		b.SetRank(rank)
		tail := ""
		if n := counts[p]; n > 0 {
			tail = fmt.Sprint(n)
		}
		b.SetTail(tail)
	}
	r.cards.update()
}
