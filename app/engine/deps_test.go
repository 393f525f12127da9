package engine_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestReachesNoWindow holds the arrows: nothing that the engine reaches draws,
// and it knows neither of its two front ends.
func TestReachesNoWindow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "loginscope/app/session") {
		t.Fatalf("go list gives %d packages without the session", len(deps))
	}
	for _, d := range deps {
		for _, no := range []string{"fyne.io/", "loginscope/app/ui", "loginscope/app/cli", "loginscope/app/feed"} {
			if strings.HasPrefix(d, no) {
				t.Errorf("reaches %s", d)
			}
		}
	}
}
