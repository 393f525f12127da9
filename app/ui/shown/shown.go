// Package shown owns what the window shows of the session: the Model, the chosen
// attempt, step and line, and whether sensitive values are revealed. It draws
// nothing; whoever changes it has the window drawn again. It belongs to the UI
// goroutine.
package shown

import (
	"slices"
	"time"

	"loginscope/app/feed"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// View is what is shown. The zero value is not usable; New makes one.
type View struct {
	// Model is the newest, never nil.
	Model *feed.Model
	// Flows are the Model's attempts, the one with the latest sign of life first.
	Flows []*inspector.Flow
	// Filter is what was asked of the feed; the Model may still follow an older one.
	Filter feed.View
	// Revealed is true while sensitive values are shown; see Reveal.
	Revealed bool

	masked *inspector.Report // of the Model
	flow   int               // ID of the chosen attempt, 0 for the newest
	step   int               // chosen step, -1 for none
	row    feed.Key
	hasRow bool
}

// New returns a View of an empty Model.
func New() *View {
	none := &inspector.Report{}
	return &View{Model: &feed.Model{Report: none}, masked: none, step: -1, Filter: feed.View{Sort: feed.ByTime}}
}

// Take shows another Model, unless it is of an older session than the last. A
// newer session begins with nothing chosen and all values masked.
func (v *View) Take(m *feed.Model) (taken bool) {
	if m.Gen < v.Model.Gen {
		return false
	}
	if m.Gen > v.Model.Gen {
		v.flow, v.step, v.hasRow, v.Revealed = 0, -1, false, false
	}
	v.Model = m
	v.masked = m.Cover()
	v.Flows = byActivity(v.Report())
	return true
}

// Report is the Model's, without sensitive values until they are revealed.
func (v *View) Report() *inspector.Report {
	if v.Revealed {
		return v.Model.Report
	}
	return v.masked
}

// Reveal shows sensitive values, or masks them again.
func (v *View) Reveal(on bool) {
	v.Revealed = on
	v.Flows = byActivity(v.Report())
}

// Evidence is the attempt on display as it was captured, whatever is revealed: for
// what works with its values and does not show them. It is nil without an attempt.
func (v *View) Evidence() *inspector.Flow {
	f := v.Flow()
	if f == nil {
		return nil
	}
	flows := v.Model.Report.Flows
	if i := slices.IndexFunc(flows, func(e inspector.Flow) bool { return e.ID == f.ID }); i >= 0 {
		return &flows[i]
	}
	return nil
}

// Mask is a text as the window shows it now.
func (v *View) Mask(s string) string {
	if v.Revealed {
		return s
	}
	return v.Cover(s)
}

// Cover is a text without sensitive values, whatever is revealed.
func (v *View) Cover(s string) string { return v.Model.Masker().Text(s) }

// byActivity lists the attempts, the one with the latest sign of life first.
func byActivity(r *inspector.Report) []*inspector.Flow {
	out := make([]*inspector.Flow, len(r.Flows))
	for i := range r.Flows {
		out[i] = &r.Flows[i]
	}
	last := func(f *inspector.Flow) time.Time {
		if f.End.After(f.Start) {
			return f.End
		}
		return f.Start
	}
	slices.SortStableFunc(out, func(a, b *inspector.Flow) int {
		if c := last(b).Compare(last(a)); c != 0 {
			return c
		}
		return b.ID - a.ID
	})
	return out
}

// Flow is the attempt on display: the chosen one, or the newest; nil without any.
func (v *View) Flow() *inspector.Flow {
	if f := v.FlowOf(v.flow); f != nil {
		return f
	}
	if len(v.Flows) == 0 {
		return nil
	}
	return v.Flows[0]
}

// FlowOf is the attempt with an ID, nil if the Model has none such.
func (v *View) FlowOf(id int) *inspector.Flow {
	for _, f := range v.Flows {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Note is what a person wrote on an exchange or an attempt, or on the session if both are
// 0, as it was written: see Mask. It is the zero value for nothing.
func (v *View) Note(id exchange.ID, attempt int) inspector.Note {
	for _, n := range v.Model.Report.Notes {
		if n.Exchange == id && n.Attempt == attempt && !n.Lost {
			return n
		}
	}
	return inspector.Note{}
}

// Step is the chosen step, -1 for none.
func (v *View) Step() int { return v.step }

// Key names the chosen line; ok is false for none.
func (v *View) Key() (k feed.Key, ok bool) { return v.row, v.hasRow }

// Row is the chosen line, nil if the Model has none such.
func (v *View) Row() *feed.Row {
	if !v.hasRow {
		return nil
	}
	for _, r := range v.Model.Rows {
		if r.Key == v.row {
			return r
		}
	}
	return nil
}

// StepOf is the step that a line plays, nil if none.
func (v *View) StepOf(r *feed.Row) *inspector.Step {
	if r == nil || r.Flow == 0 {
		return nil
	}
	if f := v.FlowOf(r.Flow); f != nil && r.Step < len(f.Steps) {
		return &f.Steps[r.Step]
	}
	return nil
}

// ChooseFlow shows an attempt, 0 for the newest. Another one than the chosen is
// shown without a step or a line.
func (v *View) ChooseFlow(id int) {
	if v.flow != id {
		v.flow, v.step, v.hasRow = id, -1, false
	}
}

// ChooseNewest shows whichever attempt is the newest, without a step or a line.
func (v *View) ChooseNewest() { v.flow, v.step, v.hasRow = 0, -1, false }

// Pin keeps the shown attempt chosen when a newer one comes.
func (v *View) Pin() {
	if f := v.Flow(); f != nil {
		v.flow = f.ID
	}
}

// ChooseStep marks a step of the shown attempt, and its line; ok is false if
// there is no such step.
func (v *View) ChooseStep(i int) (ok bool) {
	f := v.Flow()
	if f == nil || i < 0 || i >= len(f.Steps) {
		return false
	}
	v.flow, v.step = f.ID, i
	v.row, v.hasRow = feed.KeyOf(f, i), true
	return true
}

// ChooseRow marks a line, and its step if it belongs to an attempt.
func (v *View) ChooseRow(r *feed.Row) {
	v.row, v.hasRow = r.Key, true
	if r.Flow != 0 {
		v.flow, v.step = r.Flow, r.Step
	} else {
		v.step = -1
	}
}

// ChooseKey marks the line with a key, and no step.
func (v *View) ChooseKey(k feed.Key) { v.row, v.hasRow, v.step = k, true, -1 }
