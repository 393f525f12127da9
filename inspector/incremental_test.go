package inspector_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/inspector/finding"
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
				t.Errorf("%s flow %d: %s %q backwards, %s %q forwards", name, i+1, b.Outcome, b.Title.EN, f.Outcome,
					f.Title.EN)
			}
		}
	}
}

// TestProgressIsNotJudged: the header block of an unfinished response is reported,
// and decides nothing.
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

// TestLongTunnelIsOneStep: however often it is reported, a tunnel counts once, for
// the host that turns out to be its own, and gives one step.
func TestLongTunnelIsOneStep(t *testing.T) {
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	tunnel := exchange.Tunnelled{Conn: 4, Device: "192.0.2.7", Target: "203.0.113.9:443", Start: start, Open: true,
		Reason: exchange.TunnelRule}
	other := tunnel
	other.Start = start.Add(time.Hour) // of another proxy
	other.Open = false
	in := inspector.New(ruleset.Default())
	for _, change := range []func(){
		func() {},
		func() { tunnel.SNI, tunnel.BytesUp = "id6.me", 700 },
		func() { tunnel.BytesDown = 3000 },
		func() { tunnel.Open, tunnel.End, tunnel.BytesUp = false, start.Add(time.Minute), 800 },
	} {
		change()
		in.Add(tunnel)
		if r := in.Report(inspector.Context{}); r.Summary.Tunnels != 1 || len(r.Flows) > 1 {
			t.Fatalf("%d tunnels, %d flows after %+v", r.Summary.Tunnels, len(r.Flows), tunnel)
		}
	}
	in.Add(other)
	r := in.Report(inspector.Context{})
	if r.Summary.Tunnels != 2 || len(r.Flows) != 1 {
		t.Fatalf("%d tunnels, %d flows", r.Summary.Tunnels, len(r.Flows))
	}
	var steps []inspector.Step
	for _, s := range r.Flows[0].Steps {
		if s.Detail == "id6.me" {
			steps = append(steps, s)
		}
	}
	if len(steps) != 1 {
		t.Fatalf("%d steps of the tunnel: %+v", len(steps), r.Flows[0].Steps)
	}
	got := map[string]string{}
	for _, f := range steps[0].Fields {
		got[f.Name] = f.Value
	}
	if want := map[string]string{"host": "id6.me", "bytes up": "800", "bytes down": "3000"}; cmp.Diff(want,
		got) != "" || !steps[0].End.Equal(tunnel.End) {
		t.Errorf("step until %v: %s", steps[0].End, cmp.Diff(want, got))
	}
}

// TestAStepKeepsItsLine: as it stood, bounded, with no number torn apart.
func TestAStepKeepsItsLine(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{
			`onTokenFailed: {"code":"600005","msg":"made up"}`,
			`AuthSDK: onTokenFailed: {"code":"600005","msg":"made up"}`,
		},
		{`onTokenFailed: {"code":"600005","msg":"` + strings.Repeat("x ", 488) + `13800000000"}`,
			strings.Repeat("x ", 10)},
	} {
		in := inspector.New(ruleset.Default())
		in.Add(exchange.LogLine{Tag: "AuthSDK", Level: "E", Text: tt.text, Source: "app.log", Line: 12})
		r := in.Report(inspector.Context{})
		var said []string
		for _, f := range r.Flows {
			for _, s := range f.Steps {
				for _, e := range s.Evidence {
					if e.Kind == finding.OfLog && e.Line == 12 {
						said = append(said, e.Said)
					}
				}
			}
		}
		if len(said) == 0 || !strings.Contains(said[0], tt.want) || len(said[0]) > 1100 ||
			strings.Contains(said[0], "138") {
			t.Errorf("%.60q: %q", tt.text, said)
		}
	}
}
