package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/lang"
	"loginscope/problem"
)

// noticeBar says what happened, why, and what to do, above the middle. It
// shows the newest notice; the one before comes back when that is dismissed.
type noticeBar struct {
	w     *Window
	box   *fyne.Container
	own   *feed.Notice // of the window itself: "copied"
	offer *offer       // of own, nil for none
	shown int          // ID of the drawn notice, 0 for none
	text  string
}

func newNoticeBar(w *Window) *noticeBar {
	n := &noticeBar{w: w, box: container.NewStack()}
	n.box.Hide()
	return n
}

// ownNotice is the ID of a notice of the window's own.
const ownNotice = -1

// How long a success of the window's own stays on the screen: without an offer, and
// with one, which a person must read and reach.
const (
	briefly = 3 * time.Second
	longer  = 15 * time.Second
)

// offer is what a notice of the window's own lets a person do.
type offer struct {
	name, text string // of the button
	do         func()
}

// say shows a notice of the window's own, in the language in use; o may be nil.
func (n *noticeBar) say(bad bool, what, why string, o *offer) {
	stay := briefly
	if o != nil {
		stay = longer
	}
	n.offer = o
	n.own = &feed.Notice{
		ID:      ownNotice,
		Bad:     bad,
		Problem: problem.Problem{What: lang.Text{EN: what, ZH: what}, Why: lang.Text{EN: why, ZH: why}},
	}
	n.shown = 0
	n.update()
	if mine := n.own; !bad {
		n.w.cfg.Clock.Run(stay, func() {
			n.w.post(func() {
				if n.own == mine {
					n.dismiss(mine.ID)
				}
			})
		})
	}
}

func (n *noticeBar) newest() *feed.Notice {
	if n.own != nil {
		return n.own
	}
	for _, s := range slices.Backward(n.w.shown.Model.Status.Notices) {
		if s.Question == nil { // a question is asked by itself
			return &s
		}
	}
	if err := n.w.shown.Model.ReadErr; err != nil {
		return &feed.Notice{
			ID:  -2,
			Bad: true,
			Problem: problem.Problem{
				What: lang.Text{EN: "The session cannot be read completely", ZH: "会话无法完整读取"},
				Why:  lang.Text{EN: err.Error(), ZH: err.Error()},
			},
		}
	}
	return nil
}

func (n *noticeBar) height(width float32) float32 {
	c := &kit.Column{}
	return c.HeightOf(n.box.Objects, width)
}

func (n *noticeBar) update() {
	no := n.newest()
	if no == nil {
		if n.box.Visible() {
			n.shown, n.text = 0, ""
			n.box.Hide()
			n.relayout()
		}
		return
	}
	if n.shown == no.ID && n.box.Visible() {
		return
	}
	n.shown = no.ID
	n.draw(no)
	n.box.Show()
	n.relayout()
}

func (n *noticeBar) draw(no *feed.Notice) {
	env := n.w.env
	tone, glyph := theme.ToneGood, "✓ "
	if no.Bad {
		tone, glyph = theme.ToneBad, "✗ "
	}
	col := kit.NewColumn(env.S(3), env.NewParagraph(glyph+env.In(no.What), kit.Strong, env.Ink(tone)))
	n.text = env.In(no.What)
	for _, t := range []lang.Text{no.Why, no.Do} {
		if s := env.In(t); s != "" {
			col.Add(env.Paragraph(s))
			n.text += "\n" + s
		}
	}
	id, listen := no.ID, no.Listen
	if listen != "" {
		col.Add(kit.NewFlow(env.S(8),
			env.NewButton("notice-listen", env.T("notice.listen", listen), kit.Normal, func() {
				n.w.cfg.Commands.StartCapture(listen)
				n.dismiss(id)
			})))
	}
	if o := n.offer; o != nil && id == ownNotice {
		col.Add(kit.NewFlow(env.S(8), env.NewButton(o.name, o.text, kit.Normal, o.do).Tight()))
	}
	dismiss := env.NewButton("dismiss", env.T("notice.dismiss"), kit.Quiet, func() { n.dismiss(id) }).Tight()
	ground := canvas.NewRectangle(env.Tint(tone))
	ground.CornerRadius = 10
	n.box.Objects = []fyne.CanvasObject{env.Panel(ground, col, dismiss)}
}

func (n *noticeBar) dismiss(id int) {
	if id == ownNotice {
		n.own, n.offer = nil, nil
	} else {
		n.w.cfg.Commands.Dismiss(id)
	}
	n.shown = 0
	n.update()
}

func (n *noticeBar) relayout() {
	n.box.Refresh()
	n.w.win.Content().Refresh()
	if body := n.w.body; body != nil { // nil while the window is built
		body.Layout.Layout(body.Objects, body.Size())
	}
}
