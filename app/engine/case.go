package engine

import (
	"context"
	"reflect"

	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// CaseScenario makes a scenario of the lab of the open session, which plays the same steps,
// codes and timings; it expects the verdict that the session has now. Every event is masked
// as in a masked copy.
func (e *Engine) CaseScenario(ctx context.Context, name string) (lab.Scenario, error) {
	s := lab.Scenario{Name: name, Family: "received", Recording: &lab.Recording{}}
	sess := e.Session()
	if sess == nil {
		return s, errNoSession
	}
	m, until, err := e.masker(ctx)
	if err != nil {
		return s, err
	}
	for ev, err := range sess.Events(ctx, 0) {
		if err != nil {
			return s, err
		}
		if ev.Seq > until {
			break
		}
		masked, ok := m.Event(ev.Event)
		if !ok {
			continue
		}
		if r, ok := lab.Record(masked); ok {
			s.Recording.Events = append(s.Recording.Events, r)
		}
	}
	s.Expect, s.Title, s.Carrier = expected(e.Report())
	return s, nil
}

// PlayCase plays the open session as a scenario into a new session, and says whether the
// verdict is the same. A capture that runs goes on in the new one.
func (e *Engine) PlayCase(ctx context.Context, o LabOptions) (same bool, err error) {
	s, err := e.CaseScenario(ctx, "received")
	if err != nil {
		return false, err
	}
	if err := e.NewSession(ctx, ""); err != nil {
		return false, err
	}
	if _, err := e.PlayScenario(ctx, s, o); err != nil {
		return false, err
	}
	got, _, _ := expected(e.Report())
	return reflect.DeepEqual(got, s.Expect), nil
}

// entered returns what takes recorded events into the session as they are, under IDs of its
// own.
func (j *job) entered() func(exchange.Event) {
	ids := map[exchange.ID]exchange.ID{}
	return func(ev exchange.Event) {
		if id, ok := idOf(ev); ok {
			if ids[id] == 0 {
				ids[id] = j.cur.session.NewID()
			}
			ev = withID(ev, ids[id])
		}
		j.cur.session.Append(ev)
	}
}

// expected is what a report's last attempt says, as the lab writes it down.
func expected(r *inspector.Report) (x lab.Expect, title lab.Text, carrier string) {
	x.Flows = len(r.Flows)
	if len(r.Flows) == 0 {
		return x, title, carrier
	}
	f := &r.Flows[len(r.Flows)-1]
	v := f.Verdict
	x.Outcome, carrier = string(v.Outcome), string(f.Carrier)
	title = lab.Text{EN: v.Title.EN, ZH: v.Title.ZH}
	if v.Broken >= 0 && v.Broken < len(f.Steps) {
		x.Broken, x.Trouble = string(f.Steps[v.Broken].Kind), string(f.Steps[v.Broken].Trouble)
	}
	if v.Root != nil {
		x.Issuer, x.Space, x.Code = string(v.Root.Issuer), string(v.Root.Space), v.Root.Code
	}
	return x, title, carrier
}
