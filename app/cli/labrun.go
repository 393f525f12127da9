package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
)

// labResult says how one scenario went; docs/json.md describes it.
type labResult struct {
	Name     string     `json:"name"`
	OK       bool       `json:"ok"`
	Expected lab.Expect `json:"expected"`
	Got      labVerdict `json:"got"`
	// Differs names each expectation that the verdict does not meet.
	Differs []string `json:"differs"`
	// Repeated is true when a second run, by unscaled time-outs, was needed.
	Repeated   bool  `json:"repeated,omitempty"`
	DurationMS int64 `json:"duration_ms"`
	err        error
}

// labVerdict is the part of the last attempt's verdict that is compared.
type labVerdict struct {
	Outcome string `json:"outcome"`
	Broken  string `json:"broken"`
	Issuer  string `json:"issuer"`
	Space   string `json:"space"`
	Code    string `json:"code"`
	Trouble string `json:"trouble,omitempty"`
	// Checks are the IDs of all checks that found something.
	Checks []string `json:"checks"`
	Flows  int      `json:"flows"`

	known   bool   // exactly one row matches the root code
	message string // of the root code
}

// labRun is what lab run prints as JSON.
type labRun struct {
	Schema  string      `json:"schema"`
	Version int         `json:"version"`
	Count   int         `json:"count"`
	Passed  int         `json:"passed"`
	Failed  int         `json:"failed"`
	Results []labResult `json:"results"`
}

// each runs scenarios side by side, each in a session of its own, and keeps
// their order. The simulated servers mostly wait, so that a few more runs than
// processors pay.
func (c *labRunCmd) each(ctx context.Context, t *terminal, all []lab.Scenario) []labResult {
	out := make([]labResult, len(all))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(2*runtime.GOMAXPROCS(0), 8) {
		wg.Go(func() {
			for i := range next {
				out[i] = sure(ctx, all[i], c.Pace)
			}
		})
	}
	for i := range all {
		if t.live {
			fmt.Fprintf(t.err, "\r\x1b[K%d/%d", i+1, len(all))
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if t.live {
		fmt.Fprint(t.err, "\r\x1b[K")
	}
	return out
}

func alone(ctx context.Context, s lab.Scenario, o engine.LabOptions) labResult {
	if err := ctx.Err(); err != nil {
		return labResult{Name: s.Name, Expected: s.Expect, Differs: []string{}, err: err}
	}
	e, err := labEngine(ctx)
	if err != nil {
		return labResult{Name: s.Name, Expected: s.Expect, Differs: []string{}, err: err}
	}
	r := play(ctx, e, s, o)
	r.err = errors.Join(r.err, closed(ctx, e))
	return r
}

// sure plays a scenario, and once more if it differs: the simulated phone's
// time-outs are scaled down, which a busy machine may miss, so the second time
// takes the documented ones.
func sure(ctx context.Context, s lab.Scenario, pace float64) labResult {
	r := alone(ctx, s, engine.LabOptions{Pace: pace})
	if r.OK || r.err != nil {
		return r
	}
	again := alone(ctx, s, engine.LabOptions{Pace: pace, TimeScale: 1})
	again.Repeated = true
	return again
}

// play runs one scenario in the engine's session and compares the verdict.
func play(ctx context.Context, e *engine.Engine, s lab.Scenario, o engine.LabOptions) labResult {
	began := time.Now()
	r := labResult{Name: s.Name, Expected: s.Expect, Differs: []string{}}
	if _, r.err = e.PlayScenario(ctx, s, o); r.err != nil {
		return r
	}
	if r.err = e.WaitIdle(ctx); r.err != nil {
		return r
	}
	r.compare(e.Report())
	r.DurationMS = time.Since(began).Milliseconds()
	return r
}

// compare holds the verdict on the last attempt against the expectation.
func (r *labResult) compare(rep *inspector.Report) {
	r.Got = verdictOf(rep)
	x, g := r.Expected, r.Got
	// Where a scenario is about a trouble for which there is no code, a
	// wrapper's code beside it is as good as none.
	coded := x.Code != "" || x.Trouble == ""
	for _, pair := range []struct {
		what, want, got string
		counts          bool
	}{
		{"outcome", x.Outcome, g.Outcome, true}, {"broken", x.Broken, g.Broken, true},
		{"issuer", x.Issuer, g.Issuer, coded}, {"space", x.Space, g.Space, coded}, {"code", x.Code, g.Code, coded},
		{"message", x.Message, g.message, x.Message != ""}, {"trouble", x.Trouble, g.Trouble, x.Trouble != ""},
	} {
		if pair.counts && pair.want != pair.got {
			r.differ("%s: want %q, got %q", pair.what, pair.want, pair.got)
		}
	}
	if x.Code != "" && !g.known {
		r.differ("code: %q does not lead to one row of the tables", g.Code)
	}
	if want := max(x.Flows, 1); want != g.Flows {
		r.differ("attempts: want %d, got %d", want, g.Flows)
	}
	if x.Check != "" && !slices.Contains(g.Checks, x.Check) {
		r.differ("check: %q found nothing", x.Check)
	}
	for _, also := range x.Also {
		if !reportHasCode(rep, also) {
			r.differ("also: %s %s is in no step", also.Space, also.Code)
		}
	}
	r.OK = len(r.Differs) == 0
}

func (r *labResult) differ(format string, args ...any) {
	r.Differs = append(r.Differs, fmt.Sprintf(format, args...))
}

func verdictOf(rep *inspector.Report) labVerdict {
	g := labVerdict{Flows: len(rep.Flows), Checks: []string{}}
	for _, f := range rep.Findings {
		g.Checks = append(g.Checks, f.Check)
	}
	if len(rep.Flows) == 0 {
		return g
	}
	f := &rep.Flows[len(rep.Flows)-1]
	v := f.Verdict
	g.Outcome = string(v.Outcome)
	if v.Broken >= 0 && v.Broken < len(f.Steps) {
		g.Broken, g.Trouble = string(f.Steps[v.Broken].Kind), string(f.Steps[v.Broken].Trouble)
	}
	if v.Root != nil {
		g.Issuer, g.Space, g.Code = string(v.Root.Issuer), string(v.Root.Space), v.Root.Code
		g.known, g.message = v.Root.Lookup.Known(), v.Root.Message
	}
	return g
}

// reportHasCode looks for a code in the steps of all attempts.
func reportHasCode(rep *inspector.Report, want lab.CodeRef) bool {
	for _, f := range rep.Flows {
		for _, s := range f.Steps {
			for _, c := range s.Codes {
				if string(c.Space) == want.Space && c.Code == want.Code {
					return true
				}
			}
		}
	}
	return false
}

// print reports how the scenarios went. A verdict that differs from what is
// expected is a problem; a scenario that could not run is an error.
func (c *labRunCmd) print(t *terminal, list []labResult) error {
	sum := labRun{Schema: "loginscope/lab-run", Version: 1, Count: len(list), Results: list}
	var broken error
	for i, r := range list {
		if r.err != nil {
			broken = errors.Join(broken, fmt.Errorf("scenario %q: %w", r.Name, r.err))
			list[i].Differs = append(r.Differs, "not run: "+redact.Text(r.err.Error()))
		}
		if list[i].OK {
			sum.Passed++
		} else {
			sum.Failed++
		}
	}
	if c.JSON {
		if err := t.json(sum); err != nil {
			return err
		}
	} else {
		t.labTable(sum)
	}
	switch {
	case broken != nil:
		return broken
	case sum.Failed > 0:
		return errProblems
	}
	return nil
}

func (t *terminal) labTable(sum labRun) {
	width := 0
	for _, r := range sum.Results {
		width = max(width, cells.Width(r.Name))
	}
	for _, r := range sum.Results {
		mark, sgr := "✓", "32"
		if !r.OK {
			mark, sgr = "✗", "31"
		}
		fmt.Fprintf(t.out, "%s %s  %-12s %-10s %s\n", t.paint(sgr, mark), cells.Pad(r.Name, width), r.Got.Code,
			r.Got.Broken, r.Got.Outcome)
		for _, d := range r.Differs {
			fmt.Fprintf(t.out, "    %s\n", cells.Tame(d))
		}
	}
	fmt.Fprintln(t.out, t.T("cli.lab.sum", sum.Count, sum.Passed, sum.Failed))
}

// phoneView is what a simulated phone behind a foreign proxy saw.
type phoneView struct {
	Schema    string          `json:"schema"`
	Version   int             `json:"version"`
	Name      string          `json:"name"`
	SignedIn  bool            `json:"signed_in"`
	Masked    bool            `json:"masked"`
	Callbacks []phoneCallback `json:"callbacks"`
	Requests  []phoneRequest  `json:"requests"`
}

type phoneCallback struct {
	Code string `json:"code"`
	Data string `json:"data"`
}

type phoneRequest struct {
	Network string `json:"network"`
	Method  string `json:"method"`
	URL     string `json:"url"`
	Action  string `json:"action,omitempty"`
	Status  int    `json:"status"`
	Error   string `json:"error,omitempty"`
}

func newPhoneView(name string, r lab.Result, reveal bool) phoneView {
	token := func(s string) string { return redact.Value(inspector.Token, s) }
	if reveal {
		token = func(s string) string { return s }
	}
	v := phoneView{Schema: "loginscope/lab-phone", Version: 1, Name: name, SignedIn: r.SignedIn, Masked: !reveal,
		Callbacks: []phoneCallback{}, Requests: []phoneRequest{}}
	for _, c := range r.Callbacks {
		data := redact.Text(c.Data)
		if c.Code == "1002" || reveal {
			data = token(c.Data)
		}
		v.Callbacks = append(v.Callbacks, phoneCallback{c.Code, data})
	}
	for _, q := range r.Requests {
		v.Requests = append(v.Requests,
			phoneRequest{q.Network, q.Method, redact.URL(q.URL), q.Action, q.Status, redact.Text(q.Err)})
	}
	return v
}

func (t *terminal) phone(v phoneView) {
	for _, q := range v.Requests {
		state := fmt.Sprint(q.Status)
		if q.Status == 0 {
			state = q.Error
		}
		fmt.Fprintf(t.out, "%-9s %-5s %s %s  %s\n", q.Network, q.Method, cells.Tame(q.URL), q.Action, cells.Tame(state))
	}
	for _, c := range v.Callbacks {
		fmt.Fprintf(t.out, "%s %s\n", c.Code, cells.Tame(c.Data))
	}
	key := "cli.lab.notsignedin"
	if v.SignedIn {
		key = "cli.lab.signedin"
	}
	fmt.Fprintln(t.out, t.T(key))
}
