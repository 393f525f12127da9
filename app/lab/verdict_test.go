package lab_test

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/redact/evidence"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
	"loginscope/proxy/ca"
	"loginscope/proxy/exchange"
)

// TestVerdicts takes every scenario through a real proxy into the inspector
// and compares what it says with what the scenario expects.
func TestVerdicts(t *testing.T) {
	all, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.Start(t.Context(), lab.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	authority, err := ca.LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("all", func(t *testing.T) {
		for i, s := range all {
			if testing.Short() && i%20 > 0 {
				continue // a short run plays one in twenty
			}
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				report, masked := inspect(t, l, authority, s, 0)
				if compare(s.Expect, report) != "" {
					// A busy machine may miss a scaled time-out: once more by
					// the documented ones.
					report, masked = inspect(t, l, authority, s, 1)
				}
				if was, is := gist(report), gist(masked); was != is {
					t.Errorf("masked evidence gives\n%s\nand the evidence\n%s", is, was)
				}
				if diff := compare(s.Expect, report); diff != "" {
					t.Errorf("%s\n%s", diff, describe(report))
				}
			})
		}
	})
}

// record collects the events of one capture.
type record struct {
	mu     sync.Mutex
	events []exchange.Event
	last   exchange.ID
}

func (r *record) emit(e exchange.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

func (r *record) next() exchange.ID {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	return r.last
}

// inspect plays a scenario and inspects its evidence twice: as it is, and masked.
func inspect(
	t *testing.T,
	l *lab.Lab,
	c *ca.CA,
	s lab.Scenario,
	scale float64,
) (plain, masked inspector.Report) {
	t.Helper()
	var rec record
	address, stop := startProxy(t, l, c, &rec)
	_, err := l.Run(t.Context(), s, lab.Run{
		Proxy: address, Trust: c.Pool(), TimeScale: scale,
		Log: func(line exchange.LogLine) { rec.emit(line) },
	})
	stop()
	if err != nil {
		t.Fatal(err)
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	of := func(events []exchange.Event) inspector.Report {
		return inspector.Inspect(inspector.Evidence{
			Events: slices.Values(events), Context: inspector.Context{Attach: inspector.AttachLab},
		}, ruleset.Default())
	}
	plain = of(rec.events)
	m := evidence.Masker{Texts: redact.Masker{
		Known: plain.Known, Aliases: redact.NewAliases([32]byte{1}),
	}}
	var hidden []exchange.Event
	for _, e := range rec.events {
		if e, ok := m.Event(e); ok {
			hidden = append(hidden, e)
		}
	}
	return plain, of(hidden)
}

// gist is what a report says, without the values in it.
func gist(r inspector.Report) string {
	var b strings.Builder
	for _, f := range r.Flows {
		v := f.Verdict
		fmt.Fprintf(&b, "attempt %d: %s, broken %d, %s, %s", f.ID, v.Outcome, v.Broken, v.Title.EN, v.Certainty)
		for _, c := range v.Chain {
			b.WriteString(" " + c.Code)
		}
		for _, c := range v.Causes {
			b.WriteString(" " + c.ID)
		}
		for _, s := range f.Steps {
			fmt.Fprintf(&b, "\n  %s %s %s", s.Kind, s.Outcome, s.Visibility)
		}
		b.WriteString("\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s %d\n", f.Check, f.Status, f.Count)
	}
	return b.String()
}

// startProxy runs a proxy of its own for one scenario; stop returns when every
// event is in the record.
func startProxy(t *testing.T, l *lab.Lab, c *ca.CA, rec *record) (address string, stop func()) {
	t.Helper()
	p, err := proxy.New(t.Context(), proxy.Config{
		Emit: rec.emit, NewID: rec.next, Leaf: c.Leaf, Dial: l.Dial, UpstreamRoots: l.Roots(),
	})
	if err != nil {
		t.Fatal(err)
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve(ln) }()
	return ln.Addr().String(), func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		// A scenario without traffic may end before Serve has begun.
		if err := <-served; err != nil && !errors.Is(err, proxy.ErrClosed) {
			t.Error(err)
		}
	}
}

// compare says in what a report differs from an expectation, "" if in nothing.
func compare(want lab.Expect, r inspector.Report) string {
	var diff []string
	differ := func(what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			diff = append(diff, fmt.Sprintf("%s is %q, want %q", what, got, want))
		}
	}
	differ("number of flows", len(r.Flows), max(1, want.Flows))
	if len(r.Flows) == 0 {
		return strings.Join(diff, "; ")
	}
	f := r.Flows[len(r.Flows)-1]
	v := f.Verdict
	var broken inspector.Step
	if v.Broken >= 0 {
		broken = f.Steps[v.Broken]
	}
	differ("outcome", v.Outcome, want.Outcome)
	differ("broken step", broken.Kind, want.Broken)
	if want.Trouble != "" {
		differ("trouble", broken.Trouble, want.Trouble)
	}
	var root inspector.CodeAt
	if v.Root != nil {
		root = *v.Root
	}
	if want.Code != "" || want.Trouble == "" {
		differ("root code", root.Code, want.Code)
		differ("root issuer", root.Issuer, want.Issuer)
		differ("root space", root.Space, want.Space)
	}
	if want.Message != "" {
		differ("root message", root.Message, want.Message)
	}
	if want.Code != "" && !root.Lookup.Known() {
		diff = append(diff, fmt.Sprintf("root %q has %d candidates, want one", root.Code, len(root.Lookup.Candidates)))
	}
	for _, c := range want.Also {
		if !occurs(f, c) {
			diff = append(diff, fmt.Sprintf("code %s %s is in no step", c.Space, c.Code))
		}
	}
	if want.Check != "" && !found(r, want.Check) {
		diff = append(diff, fmt.Sprintf("check %q found nothing", want.Check))
	}
	return strings.Join(diff, "; ")
}

func occurs(f inspector.Flow, c lab.CodeRef) bool {
	for _, s := range f.Steps {
		for _, at := range s.Codes {
			if string(at.Space) == c.Space && at.Code == c.Code {
				return true
			}
		}
	}
	return false
}

func found(r inspector.Report, check string) bool {
	for _, f := range r.Findings {
		if f.Check == check {
			return true
		}
	}
	return false
}

// describe prints a report's flows for a failed comparison.
func describe(r inspector.Report) string {
	var b strings.Builder
	for _, f := range r.Flows {
		fmt.Fprintf(&b, "flow %d: %s, %s\n", f.ID, f.Verdict.Outcome, f.Verdict.Title.EN)
		for _, s := range f.Steps {
			fmt.Fprintf(&b, "  %-12s %-11s %-8s %s", s.Kind, s.Visibility, s.Outcome, s.Trouble)
			for _, c := range s.Codes {
				fmt.Fprintf(&b, " %s/%s(%d)", c.Space, c.Code, len(c.Lookup.Candidates))
			}
			b.WriteString("\n")
		}
		for _, c := range f.Verdict.Chain {
			fmt.Fprintf(&b, "  -> %s/%s %s", c.Space, c.Code, c.Message)
		}
		b.WriteString("\n")
	}
	for _, x := range r.Findings {
		fmt.Fprintf(&b, "finding %s: %s\n", x.Check, x.What.EN)
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "unknown: %s\n", u.Why.EN)
	}
	return b.String()
}
