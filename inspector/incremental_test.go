package inspector_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/inspector/inspectortest"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// TestIncremental asks for a Report after every event: the last one must be
// what a single inspection gives, and the earlier ones must stay as they were.
func TestIncremental(t *testing.T) {
	for _, path := range append(cases(t, "flows"), cases(t, "checks")...) {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := inspectortest.Parse(a)
		if err != nil {
			t.Fatal(err)
		}
		in := inspector.New(ruleset.Default())
		var reports []inspector.Report
		var said []string
		for _, e := range c.Events {
			in.Add(e)
			r := in.Report(c.Context)
			reports = append(reports, r)
			said = append(said, inspectortest.Summary(r))
		}
		once := inspectortest.Summary(inspector.Inspect(c.Evidence(), ruleset.Default()))
		if n := len(said); n > 0 {
			if d := cmp.Diff(once, said[n-1]); d != "" {
				t.Errorf("%s: step by step differs from at once (-at once +step by step):\n%s", path, d)
			}
		}
		for i, r := range reports {
			if now := inspectortest.Summary(r); now != said[i] {
				t.Errorf("%s: report %d changed after it was given:\n%s", path, i, cmp.Diff(said[i], now))
			}
		}
	}
}

// TestArrival adds the evidence of a case backwards: apart from the order in
// which equals stand, time decides and not arrival.
func TestArrival(t *testing.T) {
	for _, name := range []string{"success-full", "retry-after-failure", "two-phones", "two-phones-tied"} {
		a, err := txtar.ParseFile("testdata/flows/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		c, err := inspectortest.Parse(a)
		if err != nil {
			t.Fatal(err)
		}
		in := inspector.New(ruleset.Default())
		for i := len(c.Events) - 1; i >= 0; i-- {
			in.Add(c.Events[i])
		}
		back, once := in.Report(c.Context), inspector.Inspect(c.Evidence(), ruleset.Default())
		if len(back.Flows) != len(once.Flows) {
			t.Fatalf("%s: %d flows backwards, %d forwards", name, len(back.Flows), len(once.Flows))
		}
		for i := range back.Flows {
			b, f := back.Flows[i].Verdict, once.Flows[i].Verdict
			if b.Outcome != f.Outcome || b.Title != f.Title {
				t.Errorf("%s flow %d: %s %q backwards, %s %q forwards", name, i+1, b.Outcome, b.Title.EN, f.Outcome, f.Title.EN)
			}
		}
	}
}

// TestProgressIsNotJudged: the head of an answer that is not over is told, and
// decides nothing.
func TestProgressIsNotJudged(t *testing.T) {
	a, err := txtar.ParseFile("testdata/flows/success-full.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c, err := inspectortest.Parse(a)
	if err != nil {
		t.Fatal(err)
	}
	once := inspector.Inspect(c.Evidence(), ruleset.Default())
	in := inspector.New(ruleset.Default())
	told := 0
	for _, e := range c.Events {
		f, ok := e.(exchange.Finished)
		if !ok || f.Exchange.Response == nil {
			in.Add(e)
			continue
		}
		open := f.Exchange
		resp := *open.Response
		resp.Status, resp.Body = 500, exchange.Body{Size: 3, Spooled: 3}
		open.Response, open.Done, open.Failure = &resp, false, nil
		for range 2 {
			in.Add(exchange.Progress{Exchange: open})
		}
		for _, flow := range in.Report(c.Context).Flows {
			for _, s := range flow.Steps {
				if len(s.Evidence) == 0 || s.Evidence[0].Exchange != open.ID {
					continue
				}
				if s.Outcome != inspector.OutcomeWaiting {
					t.Errorf("exchange %d is open and its step is %q", open.ID, s.Outcome)
				}
				n := 0
				for _, field := range s.Fields {
					if field.Name == "http status" && field.Value == "500" {
						n++
					}
				}
				if n != 1 {
					t.Errorf("exchange %d: status told %d times", open.ID, n)
				}
				told++
			}
		}
		in.Add(e)
	}
	if told < 3 {
		t.Errorf("only %d open steps were seen", told)
	}
	if d := cmp.Diff(inspectortest.Summary(once), inspectortest.Summary(in.Report(c.Context))); d != "" {
		t.Errorf("progress changed the report (-without +with):\n%s", d)
	}
}
