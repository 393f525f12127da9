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
