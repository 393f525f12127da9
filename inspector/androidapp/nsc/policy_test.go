package nsc_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/xmltree"
)

// TestPolicy runs every testdata/policy/*.txtar. A case holds
//
//	config.xml        the configuration (absent: no attribute in the manifest)
//	config_debug.xml  the "_debug" resource (optional)
//	cases             lines: NAME | app | host | want | reference
//
// where app is "target=28 debug uses=true instant" and want is any of
// cleartext, no-cleartext, user, no-user, pins, no-pins, ct, no-ct,
// origin=KIND, fault=KIND, unconfirmed.
func TestPolicy(t *testing.T) {
	files, err := filepath.Glob("testdata/policy/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	count := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		count += runCases(t, filepath.Base(f), txtar.Parse(src))
	}
	if count < 60 {
		t.Errorf("%d cases; the table must keep at least 60", count)
	}
}

func runCases(t *testing.T, file string, a *txtar.Archive) int {
	t.Helper()
	configs := map[string]*nsc.Config{}
	var lines []string
	for _, f := range a.Files {
		if f.Name == "cases" {
			lines = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
			continue
		}
		root, err := xmltree.Parse(f.Data)
		if err != nil {
			t.Fatalf("%s: %s: %v", file, f.Name, err)
		}
		configs[f.Name] = nsc.Parse(root)
	}
	for _, line := range lines {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			t.Fatalf("%s: %q has %d cells, want 5", file, line, len(cells))
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		t.Run(strings.TrimSuffix(file, ".txtar")+"/"+cells[0], func(t *testing.T) {
			if cells[4] == "" {
				t.Error("case has no reference")
			}
			app := parseApp(t, cells[1])
			app.Config, app.DebugConfig = configs["config.xml"], configs["config_debug.xml"]
			p := nsc.NewPolicy(app)
			for _, want := range strings.Fields(cells[3]) {
				if !holds(t, p, p.For(cells[2]), want) {
					t.Errorf("%s: host %s: want %s, got %+v faults %v", cells[1], cells[2], want, p.For(cells[2]),
						p.Faults())
				}
			}
		})
	}
	return len(lines)
}

func parseApp(t *testing.T, s string) nsc.App {
	t.Helper()
	var app nsc.App
	for _, w := range strings.Fields(s) {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "target":
			app.TargetSDK, _ = strconv.Atoi(value)
		case "uses":
			v := value == "true"
			app.UsesCleartext = &v
		case "debug":
			app.Debuggable = true
		case "instant":
			app.Instant = true
		default:
			t.Fatalf("unknown word %q", w)
		}
	}
	return app
}

func holds(t *testing.T, p *nsc.Policy, e nsc.Effective, want string) bool {
	t.Helper()
	key, value, _ := strings.Cut(want, "=")
	switch key {
	case "cleartext":
		return e.Cleartext
	case "no-cleartext":
		return !e.Cleartext
	case "user":
		return e.TrustsUserCAs()
	case "no-user":
		return !e.TrustsUserCAs()
	case "pins":
		return e.PinsBindUserCAs()
	case "no-pins":
		return !e.PinsBindUserCAs()
	case "ct":
		return e.CT
	case "no-ct":
		return !e.CT
	case "unconfirmed":
		return e.Certainty == "unconfirmed"
	case "origin":
		return string(e.Origin.Kind) == value
	case "no-fault":
		return len(p.Faults()) == 0
	case "fault":
		for _, f := range p.Faults() {
			if string(f.Kind) == value {
				return true
			}
		}
		return false
	}
	t.Fatalf("unknown word %q", want)
	return false
}

func TestPinExpiry(t *testing.T) {
	day := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	pins := []string{"AAAA"}
	tests := []struct {
		name string
		set  *nsc.PinSet
		now  time.Time
		want bool
	}{
		{"no set", nil, day, false},
		{"no pins", &nsc.PinSet{Expires: day}, day.AddDate(0, 0, -1), false},
		{"never expires", &nsc.PinSet{Pins: pins}, day, true},
		{"day before", &nsc.PinSet{Pins: pins, Expires: day}, day.Add(-time.Hour), true},
		{"on the day", &nsc.PinSet{Pins: pins, Expires: day}, day.Add(time.Hour), false},
		{"unknown time", &nsc.PinSet{Pins: pins, Expires: day}, time.Time{}, true},
	}
	for _, tt := range tests {
		if got := tt.set.Enforced(tt.now); got != tt.want {
			t.Errorf("%s: Enforced = %v, want %v", tt.name, got, tt.want)
		}
	}
}
