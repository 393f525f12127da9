package inspector_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/inspector/intake"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// result says where an answer to a report names the true cause.
type result string

const (
	first      result = "first"       // it leads
	amongThree result = "among-three" // second or third
	listed     result = "listed"      // further down
	missed     result = "missed"      // not at all
)

// What a report can be true to besides causes; see testdata/README.md.
const (
	notThisLogin = "not-this-login"
	noFailure    = "no-failure"
	otherMaker   = "other-maker"
	row          = "row"
)

// tally counts the answers to the reports.
type tally struct {
	First, AmongThree, Listed, Missed int
	// Silent answers say nothing at all, WrongEstablished ones call a cause
	// established that the thread did not find.
	Silent, WrongEstablished int
}

// reportsToday are the counts that hold today. A change for the better or for
// the worse is written here and in the report's own file.
var reportsToday = tally{First: 89, AmongThree: 5, Missed: 1}

// account is a stranger's report and what its thread found.
type account struct {
	Source, Found, Reason string
	True                  []string // any one of them
	Result                result
	// Wrong is the cause that is established though it is not true, "" if none.
	Wrong string
	Text  string
}

// TestReports answers the reports of strangers and compares with what their
// threads found in the end.
func TestReports(t *testing.T) {
	var got tally
	paths := cases(t, "reports")
	sources := map[string]string{}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a := readAccount(t, path)
			if other := sources[a.Source]; other != "" {
				t.Errorf("same source as %s", other)
			}
			sources[a.Source] = path
			r := inspectText(t, a.Text)
			got.add(a.compare(t, path, r), r)
		})
	}
	if got.total() != len(paths) || len(paths) < 60 {
		t.Errorf("%d of %d reports were judged; at least 60 are expected", got.total(), len(paths))
	}
	if got != reportsToday {
		t.Errorf("counts differ:\n got %+v\nwant %+v", got, reportsToday)
	}
}

// compare judges the answer to a report against what its file states.
func (a account) compare(t *testing.T, path string, r inspector.Report) account {
	t.Helper()
	now := a
	now.Result, now.Wrong = judge(a.True, r), wrongEstablished(a.True, r)
	if *update {
		now.write(t, path)
		return now
	}
	if now.Result != a.Result || now.Wrong != a.Wrong {
		t.Errorf("%s now, wrong %q; the file says %s, wrong %q (true is %v)\nanswer: %v",
			now.Result, now.Wrong, a.Result, a.Wrong, a.True, named(r))
	}
	if (now.Result == first && now.Wrong == "") != (a.Reason == "") {
		t.Errorf("a report needs a reason exactly if its answer is not the right one: %q", a.Reason)
	}
	return now
}

func (n *tally) add(a account, r inspector.Report) {
	switch a.Result {
	case first:
		n.First++
	case amongThree:
		n.AmongThree++
	case listed:
		n.Listed++
	case missed:
		n.Missed++
	}
	if len(r.Flows)+len(r.Findings)+len(r.Unknown) == 0 {
		n.Silent++
	}
	if a.Wrong != "" {
		n.WrongEstablished++
	}
}

func (n *tally) total() int { return n.First + n.AmongThree + n.Listed + n.Missed }

// judge says how well an answer meets the best of what is true.
func judge(truths []string, r inspector.Report) result {
	best := -1
	for _, v := range truths {
		if at := position(v, r); at >= 0 && (best < 0 || at < best) {
			best = at
		}
	}
	switch {
	case best == 0:
		return first
	case best > 0 && best < 3:
		return amongThree
	case best >= 3:
		return listed
	}
	return missed
}

// position is the index of the true cause in the answer, -1 if it is not there.
func position(truth string, r inspector.Report) int {
	var right bool
	switch kind, position, _ := strings.Cut(truth, ":"); kind {
	case notThisLogin:
		right = len(named(r)) == 0
	case noFailure:
		right = !r.Problems()
	case otherMaker:
		right = len(named(r)) == 0 && slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
			return f.Check == otherMaker
		})
	case row:
		return chainPosition(position, r)
	default:
		return slices.Index(named(r), truth)
	}
	if right {
		return 0
	}
	return -1
}

// chainPosition is how far a row of the tables is from being the root.
func chainPosition(position string, r inspector.Report) int {
	for _, f := range failed(r) {
		for i, c := range slices.Backward(f.Verdict.Chain) {
			if c.Lookup.Known() && string(c.Lookup.Candidates[0].Space)+" "+c.Code == position {
				return len(f.Verdict.Chain) - 1 - i
			}
		}
	}
	return -1
}

// named lists the causes of an answer in the order in which a person reads
// them: those of failed attempts, then those of findings.
func named(r inspector.Report) []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, f := range failed(r) {
		for _, c := range (cause.List{Causes: f.Verdict.Causes}).Remaining() {
			add(c.ID)
		}
	}
	for _, f := range r.Findings {
		for _, id := range f.Causes {
			add(id)
		}
		if len(f.Causes) == 0 {
			for _, c := range cause.ByCheck(f.Check) {
				add(c.ID)
			}
		}
	}
	return out
}

func failed(r inspector.Report) []inspector.Flow {
	return slices.DeleteFunc(slices.Clone(r.Flows), func(f inspector.Flow) bool {
		return f.Verdict.Outcome != inspector.Failed
	})
}

// wrongEstablished is a cause that an answer calls established and that is not
// true, "" if there is none.
func wrongEstablished(truths []string, r inspector.Report) string {
	for _, f := range failed(r) {
		for _, c := range f.Verdict.Causes {
			if c.Standing == cause.Established && !slices.Contains(truths, c.ID) {
				return c.ID
			}
		}
	}
	return ""
}

// inspectText inspects a text as a person pastes it.
func inspectText(t testing.TB, text string) inspector.Report {
	t.Helper()
	in := inspector.New(ruleset.Default())
	var id exchange.ID
	o := intake.Options{
		Name: "report.txt", AllLines: true, NewID: func() exchange.ID { id++; return id },
		Reference: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC),
	}
	_, err := intake.Read(strings.NewReader(text), o, func(e exchange.Event) error { in.Add(e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return in.Report(inspector.Context{Attach: inspector.AttachNone})
}

// readAccount reads a report's file and checks what it states.
func readAccount(t *testing.T, path string) account {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out, err := parseAccount(a)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func parseAccount(a *txtar.Archive) (account, error) {
	if len(a.Files) != 1 || a.Files[0].Name != "report" || len(strings.TrimSpace(string(a.Files[0].Data))) == 0 {
		return account{}, errors.New("a report has exactly one section, report, which is not empty")
	}
	out := account{Text: string(a.Files[0].Data)}
	for line := range strings.Lines(string(a.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "source":
			out.Source = value
		case "found":
			out.Found = value
		case "true":
			out.True = strings.Split(value, ", ")
		case "result":
			out.Result = result(value)
		case "wrong":
			out.Wrong = value
		case "reason":
			out.Reason = value
		default:
			return account{}, fmt.Errorf("%q is no field of a report", key)
		}
	}
	if !strings.HasPrefix(out.Source, "https://") || out.Found == "" || len(out.True) == 0 {
		return account{}, errors.New("a report needs its source, what its thread found, and what is true")
	}
	return out, out.known()
}

// known demands that everything true is a cause, a row or a word of ours.
func (a account) known() error {
	for _, v := range a.True {
		kind, position, _ := strings.Cut(v, ":")
		if slices.Contains([]string{notThisLogin, noFailure, otherMaker}, v) {
			continue
		}
		if kind == row {
			space, code, _ := strings.Cut(position, " ")
			if !codes.Lookup(codes.Query{Space: codes.Space(space), Code: code}).Known() {
				return fmt.Errorf("no table has the row %q", position)
			}
			continue
		}
		if _, ok := cause.ByID(v); !ok {
			return fmt.Errorf("%q is no cause", v)
		}
	}
	return nil
}

// write states today's result in the report's file.
func (a account) write(t *testing.T, path string) {
	t.Helper()
	if a.Result == first && a.Wrong == "" {
		a.Reason = ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "source: %s\nfound: %s\ntrue: %s\nresult: %s\n",
		a.Source, a.Found, strings.Join(a.True, ", "), a.Result)
	for _, f := range [][2]string{{"wrong", a.Wrong}, {"reason", a.Reason}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	out := &txtar.Archive{Comment: []byte(b.String()), Files: []txtar.File{{Name: "report", Data: []byte(a.Text)}}}
	if err := os.WriteFile(path, txtar.Format(out), 0o644); err != nil {
		t.Fatal(err)
	}
}
