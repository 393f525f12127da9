package inspector_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"loginscope/inspector"
	"loginscope/inspector/check"
)

// TestChecks inspects every case under testdata/checks: the check that gives
// the file its name must find something in "-fires" and nothing in "-quiet".
func TestChecks(t *testing.T) {
	for _, path := range cases(t, "checks") {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			r := golden(t, path)
			id, fires := strings.CutSuffix(name, "-fires")
			if !fires {
				id = strings.TrimSuffix(name, "-quiet")
			}
			if got := found(r, id); got != fires {
				t.Errorf("check %q found something: %v, want %v", id, got, fires)
			}
		})
	}
}

func found(r inspector.Report, id string) bool {
	for _, f := range r.Findings {
		if f.Check == id {
			return true
		}
	}
	return false
}

// TestChecksComplete demands of every check both cases, documentation in both
// languages, a source and a date.
func TestChecksComplete(t *testing.T) {
	have := map[string]bool{}
	for _, path := range cases(t, "checks") {
		have[strings.TrimSuffix(filepath.Base(path), ".txtar")] = true
	}
	ids := map[string]bool{}
	for _, ck := range check.All() {
		if ck.ID == "" || ids[ck.ID] {
			t.Errorf("check %q: ID empty or taken", ck.ID)
		}
		ids[ck.ID] = true
		for _, suffix := range []string{"-fires", "-quiet"} {
			if !have[ck.ID+suffix] {
				t.Errorf("check %q: no case %s%s.txtar", ck.ID, ck.ID, suffix)
			}
			delete(have, ck.ID+suffix)
		}
		if ck.Title.EN == "" || ck.Doc.EN == "" || !chinese(ck.Title.ZH) || !chinese(ck.Doc.ZH) {
			t.Errorf("check %q: title or documentation is not in both languages", ck.ID)
		}
		if _, err := time.Parse(time.DateOnly, ck.Date); err != nil || ck.Source == "" {
			t.Errorf("check %q: source %q, date %q", ck.ID, ck.Source, ck.Date)
		}
		if ck.Status == "" || ck.Run == nil {
			t.Errorf("check %q: no status or nothing to run", ck.ID)
		}
	}
	for name := range have {
		t.Errorf("case %q belongs to no check", name)
	}
}

func chinese(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
