package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/note"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// cardList shows the attempts, newest on top; it makes only the visible cards.
type cardList struct {
	widget.List
	w     *Window
	flows []*inspector.Flow
	drawn *inspector.Report // for which the cards were drawn
	quiet bool
}

func newCardList(w *Window) *cardList {
	l := &cardList{w: w}
	l.HideSeparators = true
	l.Length = func() int { return len(l.flows) }
	l.CreateItem = func() fyne.CanvasObject { return newCard(w.env) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.flows) {
			n := w.shown.Note(0, l.flow(i).ID)
			o.(*card).set(l.flow(i), session.Mark(n.Mark), n.Text)
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		if !l.quiet && i < len(l.flows) {
			w.refer(page.Attempt{ID: l.flow(i).ID})
		}
	}
	l.ExtendBaseWidget(l)
	w.env.Controls.Add("attempts", l)
	return l
}

// flow is the i-th card's attempt.
func (l *cardList) flow(i int) *inspector.Flow { return l.flows[i] }

func (l *cardList) update() {
	l.flows = l.w.shown.Flows
	if l.drawn != l.w.shown.Report() || len(l.flows) == 0 {
		l.drawn = l.w.shown.Report()
		l.Refresh()
	}
	l.quiet = true
	defer func() { l.quiet = false }()
	if f := l.w.shown.Flow(); f != nil && l.w.current.Info().OfAttempt {
		for i := range l.flows {
			if l.flow(i).ID == f.ID {
				l.Select(i)
			}
		}
		return
	}
	l.UnselectAll()
}

// TypedKey moves from card to card.
func (l *cardList) TypedKey(k *fyne.KeyEvent) {
	at := -1
	for i := range l.flows {
		if f := l.w.shown.Flow(); f != nil && l.flow(i).ID == f.ID {
			at = i
		}
	}
	switch k.Name {
	case fyne.KeyDown:
		at++
	case fyne.KeyUp:
		at--
	case fyne.KeyReturn, fyne.KeySpace:
	default:
		l.w.env.PassKey(k)
		return
	}
	if n := len(l.flows); n > 0 {
		l.Select(min(max(at, 0), n-1))
	}
}

// card is one attempt: time, phone and carrier, outcome.
type card struct {
	widget.BaseWidget
	env       *kit.Env
	when, who *canvas.Text
	chip      *fyne.Container
}

func newCard(env *kit.Env) *card {
	c := &card{
		env:  env,
		when: env.Text("", kit.Strong),
		who:  env.Faint("", kit.Small),
		chip: env.Chip("", theme.ToneNeutral),
	}
	c.ExtendBaseWidget(c)
	return c
}

// set shows an attempt with what a person marked and wrote on it.
func (c *card) set(f *inspector.Flow, mark session.Mark, text string) {
	var word string
	c.when.Text, c.who.Text, word = verdict.Brief(c.env, f)
	c.when.Text, c.when.Color = note.Prefix(mark, text)+c.when.Text, c.env.Palette.Text
	if mark != "" {
		c.when.Color = note.Ink(c.env, mark)
	}
	c.chip = c.env.Chip(c.env.Cut(word, kit.SmallStrong, c.env.S(84)), verdict.Tone(&f.Verdict))
	c.Refresh()
	c.place(c.Size())
}

func (c *card) place(s fyne.Size) {
	env := c.env
	in := env.S(10)
	chip := c.chip.MinSize()
	c.chip.Resize(chip)
	c.chip.Move(fyne.NewPos(s.Width-chip.Width-env.S(6), (s.Height-chip.Height)/2))
	room := s.Width - chip.Width - in - env.S(12)
	c.who.Text = env.Cut(c.who.Text, kit.Small, room)
	wm, om := c.when.MinSize(), c.who.MinSize()
	gap := (s.Height - wm.Height - om.Height) / 2
	c.when.Move(fyne.NewPos(in, gap))
	c.when.Resize(wm)
	c.who.Move(fyne.NewPos(in, gap+wm.Height))
	c.who.Resize(om)
}

func (c *card) CreateRenderer() fyne.WidgetRenderer { return &cardRenderer{c} }

type cardRenderer struct{ c *card }

func (r *cardRenderer) Layout(s fyne.Size) { r.c.place(s) }
func (r *cardRenderer) MinSize() fyne.Size { return fyne.NewSize(100, r.c.env.S(46)) }
func (r *cardRenderer) Refresh()           { canvas.Refresh(r.c) }
func (r *cardRenderer) Destroy()           {}
func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.when, r.c.who, r.c.chip}
}
