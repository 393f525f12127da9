package ui

import (
	"slices"
	"time"

	"loginscope/inspector"
)

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

// shownFlow is the attempt on display: the chosen one, or the newest.
func (w *Window) shownFlow() *inspector.Flow {
	for _, f := range w.flows {
		if f.ID == w.flow {
			return f
		}
	}
	if len(w.flows) == 0 {
		return nil
	}
	return w.flows[0]
}
