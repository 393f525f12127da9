package ui

import (
	"loginscope/app/feed"
	"loginscope/app/ui/detail"
	"loginscope/inspector"
)

// newDetail returns a place's detail pane, which reads the open session.
func (w *Window) newDetail(in Place) *detail.Pane {
	return detail.New(detail.Config{
		Env: w.env, Exchange: w.cfg.Commands.Exchange, Body: w.cfg.Commands.Body, Frames: w.cfg.Commands.Frames, Post: w.post,
		Decode:   w.cfg.Facts.Decode,
		Mask:     detail.Masks{Value: w.cfg.Facts.Mask, Text: w.cfg.Facts.MaskText, Header: w.cfg.Facts.MaskHeader},
		Reveal:   w.toggleReveal,
		Revealed: func() bool { return w.reveal },
		Copy:     w.copy,
		Explain:  w.explain,
		Shown:    func() bool { return w.place == in },
	})
}

// toggleReveal shows or hides sensitive values; it holds until the session
// changes or the program ends.
func (w *Window) toggleReveal() {
	w.reveal = !w.reveal
	w.update()
}

// stepOfRow is the step that a row plays, nil if none.
func (w *Window) stepOfRow(r *feed.Row) *inspector.Step {
	if r == nil || r.Flow == 0 {
		return nil
	}
	for i := range w.model.Report.Flows {
		if f := &w.model.Report.Flows[i]; f.ID == r.Flow && r.Step < len(f.Steps) {
			return &f.Steps[r.Step]
		}
	}
	return nil
}

// openRow shows a row in the exchanges place, where there is room for it.
func (w *Window) openRow(r *feed.Row) {
	w.selectRow(r)
	w.goTo(Exchanges)
}

// focusTable gives the keyboard to the rows.
func (w *Window) focusTable() {
	switch p := w.pages[w.place].(type) {
	case *attemptsPage:
		p.table.Focus(w.win.Canvas())
	case *exchangesPage:
		p.table.Focus(w.win.Canvas())
	}
}
