package inspector_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/inspector/inspectortest"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

var update = flag.Bool("update", false, "write the summaries of the cases anew")

// TestFlows inspects every case under testdata/flows.
func TestFlows(t *testing.T) {
	for _, path := range cases(t, "flows") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { golden(t, path) })
	}
}

// cases lists the files of a folder, which must not be empty.
func cases(t *testing.T, folder string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(list) == 0 {
		t.Fatalf("find cases in %q: %d files, error %v", folder, len(list), err)
	}
	return list
}

// golden inspects a case and compares its summary.
func golden(t *testing.T, path string) inspector.Report {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := inspectortest.Parse(a)
	if err != nil {
		t.Fatal(err)
	}
	r := inspector.Inspect(c.Evidence(), ruleset.Default())
	bilingual(t, r)
	got := inspectortest.Summary(r)
	if *update {
		writeWant(t, path, a, got)
		return r
	}
	if d := cmp.Diff(c.Want, got); d != "" {
		t.Errorf("summary differs (-want +got):\n%s", d)
	}
	return r
}

// bilingual demands both languages of everything that a person reads.
func bilingual(t *testing.T, r inspector.Report) {
	t.Helper()
	both := func(what string, list ...lang.Text) {
		for _, x := range list {
			if x.EN == "" || x.ZH == "" {
				t.Errorf("%s is not in both languages: %+v", what, x)
			}
		}
	}
	for _, f := range r.Flows {
		v := f.Verdict
		both("verdict", v.Title, v.Cause)
		for _, a := range v.Fix {
			both("fix", a.Text)
		}
		both("coverage", f.Coverage.Line)
		if v.Outcome == inspector.Failed {
			both("advice of a failure", v.Meanwhile, v.Reason)
			if len(v.Fix) == 0 || v.Actor == "" || v.Certainty == "" {
				t.Errorf("failure without fix, actor or certainty: %s", v.Title.EN)
			}
		}
		for _, s := range f.Steps {
			both("label of "+string(s.Kind), s.Label)
			both("note of "+string(s.Kind), s.Notes...)
			if s.Visibility == inspector.Deduced {
				both("source of "+string(s.Kind), s.InferredFrom)
			}
		}
	}
	for _, f := range r.Findings {
		both("finding "+f.Check, f.Title, f.What, f.Why, f.Fix)
	}
	for _, u := range r.Unknown {
		both("unknown", u.Why)
	}
}

func writeWant(t *testing.T, path string, a *txtar.Archive, got string) {
	t.Helper()
	files := a.Files[:0]
	for _, f := range a.Files {
		if f.Name != "want" {
			files = append(files, f)
		}
	}
	a.Files = append(files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEndpoints demands a case for every call that a profile knows.
func TestEndpoints(t *testing.T) {
	details, targets := map[string]bool{}, map[string]bool{}
	for _, folder := range []string{"flows", "checks"} {
		for _, path := range cases(t, folder) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c, err := inspectortest.Parse(a)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range c.Events {
				if f, ok := e.(exchange.Finished); ok {
					target, _, _ := strings.Cut(f.Exchange.Path, "?")
					targets[target] = true
				}
			}
			for _, f := range inspector.Inspect(c.Evidence(), ruleset.Default()).Flows {
				for _, s := range f.Steps {
					details[s.Detail] = true
				}
			}
		}
	}
	for _, p := range ruleset.Profiles() {
		for _, ep := range p.Endpoints {
			if ep.Match == "*" || details[ep.Name] || len(ep.Kinds) == 0 && anyMatches(targets, ep.Match) {
				continue // "*" is the call of a carrier that nothing decodes
			}
			t.Errorf("profile %q: no case in inspector/testdata/flows shows the call %q (%s)", p.Issuer, ep.Name, ep.Match)
		}
	}
}

func anyMatches(targets map[string]bool, pattern string) bool {
	prefix, open := strings.CutSuffix(pattern, "*")
	for target := range targets {
		if target == pattern || open && strings.HasPrefix(target, prefix) {
			return true
		}
	}
	return false
}
