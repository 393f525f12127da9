package engine

import (
	"context"
	"errors"
	"slices"

	"loginscope/app/session"
	"loginscope/app/version"
	"loginscope/inspector"
)

// Law of this file: what a list says of a session comes from a whole inspection of it, by the
// tables of this version. What is not inspected yet is not known, and never a success.

// summaryOf is what a list shows of a report that knows a session up to an event.
func summaryOf(r *inspector.Report, through session.Seq) session.Summary {
	out := session.Summary{Through: through, Program: version.Number, Attempts: len(r.Flows)}
	// The worst outcome decides; one that is open or not complete is worse than a success.
	order := []inspector.FlowOutcome{inspector.Failed, inspector.Incomplete, inspector.Running, inspector.Cancelled,
		inspector.SignedIn}
	worst := len(order)
	for i := range r.Flows {
		f := &r.Flows[i]
		if out.Outcomes == nil {
			out.Outcomes = map[string]int{}
		}
		out.Outcomes[string(f.Verdict.Outcome)]++
		if f.Package != "" && !slices.Contains(out.Apps, f.Package) {
			out.Apps = append(out.Apps, f.Package)
		}
		if f.Carrier != "" && !slices.Contains(out.Carriers, string(f.Carrier)) {
			out.Carriers = append(out.Carriers, string(f.Carrier))
		}
		if at := slices.Index(order, f.Verdict.Outcome); at >= 0 && at < worst {
			worst = at
			out.Outcome, out.Title, out.Code = string(f.Verdict.Outcome), f.Verdict.Title, ""
			if f.Verdict.Root != nil {
				out.Code = f.Verdict.Root.Code
			}
		}
	}
	slices.Sort(out.Apps)
	slices.Sort(out.Carriers)
	return out
}

// summarize keeps what the inspection found in the session's file, for lists, unless it is
// there already or not all was inspected.
func (c *current) summarize() error {
	now := c.inspection.latest()
	last := c.session.Last()
	if c.session.ReadOnly() || now.report == nil || now.err != nil || last == 0 || now.upTo < last {
		return nil
	}
	sum := summaryOf(now.report, last)
	if was := c.session.Summary(); was != nil && was.Through == sum.Through && was.Program == sum.Program &&
		was.Outcome == sum.Outcome && was.Attempts == sum.Attempts && was.Code == sum.Code {
		return nil
	}
	if err := c.session.SetSummary(sum); !errors.Is(err, session.ErrClosed) {
		return err
	}
	return nil
}

// Summarize inspects a session file that is not the open one, for a list. It changes nothing.
func (e *Engine) Summarize(ctx context.Context, path string) (sum session.Summary, err error) {
	s, err := session.OpenReadOnly(ctx, path)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	c := inspector.Context{Now: e.cfg.Now(), Facts: answersOf(s.Meta().Answers)}
	if p, err := pieceOf(s, appID); err == nil {
		c.App = appIn(p)
	}
	last := s.Last()
	r, err := e.inspectAll(ctx, s, last, c)
	return summaryOf(&r, last), err
}

// Sessions lists the sessions in a folder, "" for the autosaved ones, as session.Recent
// does, and inspects those of which no inspection by this version is known. That takes about
// as long as opening each. A file that cannot be inspected keeps its error.
func (e *Engine) Sessions(ctx context.Context, dir string) ([]session.Info, error) {
	if dir == "" {
		dir = e.cfg.sessionsDir()
	}
	list, err := session.Recent(ctx, dir)
	for i := range list {
		info := &list[i]
		if err := ctx.Err(); err != nil {
			return list, err
		}
		if info.Err != nil || info.Summary != nil && info.Summary.Program == version.Number {
			continue
		}
		sum, err := e.Summarize(ctx, info.Path)
		if info.Summary, info.Err = &sum, err; err != nil {
			info.Summary = nil
		}
	}
	return list, err
}
