package inspector_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/inspector/inspectortest"
	"loginscope/inspector/ruleset"
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
