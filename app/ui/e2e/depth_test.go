//go:build e2e

package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loginscope/app/ui/state"
)

// play runs a sample login by its name and waits for its outcome.
func (s *Screen) play(t *testing.T, name, outcome string) {
	t.Helper()
	n := len(s.until(t, "no other work", func(st state.State) bool { return st.Busy == "" }).Attempts)
	if err := s.Sample(t.Context(), name); err != nil {
		s.failed(t)
		t.Fatal(err)
	}
	s.until(t, name, func(st state.State) bool {
		return len(st.Attempts) > n && st.Verdict != nil && st.Verdict.Outcome == outcome && st.Busy == ""
	})
}

// A trainer: two logins side by side, then one of them step by step, by keys
// alone, in large type.
func TestATrainerComparesAndPlays(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.play(t, "cu-success", "signed-in")
	s.play(t, "nested-1105", "failed")
	must(t, s.Key("ctrl+k"))
	st := s.until(t, "the comparison", func(st state.State) bool { return st.Page == "compare" && len(st.Text) > 5 })
	if !strings.Contains(st.Text[0], "1105") {
		t.Errorf("the first difference is %q", st.Text[0])
	}
	must(t, s.Shot(filepath.Join(artifacts(), "compare-en.png")))
	must(t, s.Key("ctrl+b"))
	must(t, s.Key("ctrl+u"))
	st = s.until(t, "the playback", func(st state.State) bool { return st.Page == "play" && len(st.Text) > 1 })
	first := strings.Join(st.Text, "\n")
	must(t, s.Key("Right"))
	s.until(t, "the second step", func(st state.State) bool { return strings.Join(st.Text, "\n") != first })
	must(t, s.Key("End"))
	s.until(t, "the verdict", func(st state.State) bool {
		return slices.ContainsFunc(st.Text,
			func(l string) bool { return strings.Contains(l, "different generations for China Unicom") })
	})
	must(t, s.Shot(filepath.Join(artifacts(), "play-en.png")))
	must(t, s.Key("Escape"))
	s.until(t, "the attempts", func(st state.State) bool { return st.Page == "attempts" })
}

// A support engineer: name a session, begin another, find the first again.
func TestSessionNamedAndReopened(t *testing.T) {
	s := open(t, "zh_CN.UTF-8")
	s.captures(t)
	s.press(t, "door-sample")
	s.until(t, "the sample login",
		func(st state.State) bool { return st.Verdict != nil && st.Verdict.Outcome == "signed-in" })
	s.press(t, "place-sessions")
	s.until(t, "the sessions", func(st state.State) bool { _, ok := st.Controls["session-name"]; return ok })
	s.press(t, "session-name")
	must(t, s.Key("ctrl+a"))
	must(t, s.Type("ticket-4711"))
	must(t, s.Key("Return"))
	s.until(t, "the new name", func(st state.State) bool { return says(st, "ticket-4711") })
	s.press(t, "session-new")
	open := "" // the button of the old session; it has none while it is the open one
	s.until(t, "an empty session", func(st state.State) bool {
		at := slices.IndexFunc(st.Text, func(l string) bool { return strings.Contains(l, "ticket-4711") })
		open = fmt.Sprintf("recent-open-%d", at)
		return len(st.Attempts) == 0 && has(open)(st)
	})
	s.press(t, open)
	s.press(t, "question-end") // the capture would end
	s.until(t, "the old session", func(st state.State) bool { return len(st.Attempts) == 1 && !st.Capturing })
	must(t, s.Shot(filepath.Join(artifacts(), "sessions-zh.png")))
}

// A developer: from the step to its bytes, as a tree, masked until revealed.
func TestBodyAsTree(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.play(t, "cm-success", "signed-in")
	s.press(t, "place-exchanges")
	must(t, s.Key("ctrl+f"))
	must(t, s.Type("step:exchange"))
	s.until(t, "the filter", func(st state.State) bool { return st.Page == "exchanges" && st.Total == 1 })
	must(t, s.ClickRow(0))
	for _, c := range []string{"detail-response", "form-tree"} {
		s.press(t, c)
	}
	st := s.until(t, "the tree", func(st state.State) bool {
		return slices.ContainsFunc(st.Detail, func(l string) bool { return strings.HasPrefix(l, "  JWT RS256") })
	})
	masked := strings.Join(st.Detail, "\n")
	if n := phoneNumber.FindString(masked); n != "" {
		t.Errorf("a phone number is on the screen: %s", n)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "tree-en.png")))
	must(t, s.Key("ctrl+shift+m"))
	s.press(t, "reveal-confirm")
	s.until(t, "the values",
		func(st state.State) bool { return st.Revealed && strings.Join(st.Detail, "\n") != masked })
}
