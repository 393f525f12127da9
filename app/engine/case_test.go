package engine_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/lab"
)

// TestAReceivedCasePlaysItsVerdict turns the bundle of each scenario into a scenario of its
// own, writes and reads that, plays it, and compares attempts, steps and codes.
func TestAReceivedCasePlaysItsVerdict(t *testing.T) {
	all, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		if leftOut(i) {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			if _, err := e.RunLab(t.Context(), s.Name, engine.LabOptions{}); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "case"+bundle.Ext)
			if _, err := e.SaveBundle(t.Context(), path, engine.BundleOptions{}); err != nil {
				t.Fatal(err)
			}
			received := newEngine(t)
			if err := received.OpenSession(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			made, err := received.CaseScenario(t.Context(), "received")
			if err != nil {
				t.Fatal(err)
			}
			was := gistOrNothing(received.Report())
			var file bytes.Buffer
			if err := lab.WriteScenario(&file, made); err != nil {
				t.Fatal(err)
			}
			again, err := lab.ReadScenario(&file)
			if err != nil {
				t.Fatal(err)
			}
			player := newEngine(t)
			result, err := player.PlayScenario(t.Context(), again, engine.LabOptions{})
			if err != nil {
				t.Fatal(err)
			}
			idle(t, player)
			if is := gistOrNothing(player.Report()); is != was {
				t.Errorf("played (%d sent, %d entered):\n%s\nreceived:\n%s", result.Played, result.Entered, is, was)
			}
		})
	}
}

// leftOut reports whether a run leaves the scenario of this number out: a short one
// takes one in twenty, and so does one under the race detector.
func leftOut(i int) bool {
	return (testing.Short() || !everyScenario) && i%20 > 0
}
