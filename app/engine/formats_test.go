package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"loginscope/app/session"
	"loginscope/codes"
)

func TestEveryFormatKeepsItsVerdict(t *testing.T) {
	kept, err := filepath.Glob("../session/testdata/formats/*/*" + session.Ext)
	if err != nil || len(kept) < 3 {
		t.Fatalf("%q, %v", kept, err)
	}
	for _, file := range kept {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "kept"+session.Ext)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		e := newEngine(t)
		if err := e.OpenSession(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		idle(t, e)
		r := e.Report()
		if len(r.Flows) != 1 || r.Flows[0].Verdict.Outcome != "signed-in" || r.Flows[0].Carrier != codes.ChinaMobile ||
			r.Flows[0].Package != "com.example.loginlab" || r.Summary.Exchanges != 5 {
			t.Errorf("%s: %+v", file, r.Summary)
		}
		sum, err := e.Summarize(t.Context(), path)
		if err != nil || sum.Outcome != "signed-in" || sum.Attempts != 1 {
			t.Errorf("%s: %+v, %v", file, sum, err)
		}
	}
}
