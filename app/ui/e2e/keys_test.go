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

// onScreen reports whether a control stands whole inside of the window and,
// where it scrolls, of the middle.
func onScreen(st state.State, name string) bool {
	box := st.Controls[name]
	return box.X >= 0 && box.Y >= 0 && box.X+box.W <= st.Width*st.Scale+1 && box.Y+box.H <= st.Height*st.Scale+1
}

// tab presses Tab and waits until another part has the focus.
func (s *Screen) tab(t *testing.T) state.State {
	t.Helper()
	before, err := s.State()
	must(t, err)
	must(t, s.Key("Tab"))
	return s.until(t, "the focus after Tab", func(st state.State) bool { return st.Holder != before.Holder })
}

// tabs goes from control to control by Tab until one comes again, and returns
// all that had the focus.
func (s *Screen) tabs(t *testing.T) []string {
	t.Helper()
	var seen []string
	for range 150 {
		st := s.tab(t)
		switch {
		case st.Focus == "": // a part that no script presses, or the end of the round
			continue
		case slices.Contains(seen, st.Focus) && seen[len(seen)-1] != st.Focus:
			return seen
		}
		if !onScreen(st, st.Focus) {
			t.Errorf("page %s: %s has the focus and is not on the screen: %+v", st.Page, st.Focus,
				st.Controls[st.Focus])
		}
		if !slices.Contains(seen, st.Focus) {
			seen = append(seen, st.Focus)
		}
	}
	return seen
}

// Without a mouse, every button and text box of every page is reached by Tab.
func TestTabReachesEveryControl(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	must(t, s.Key("ctrl+l"))
	s.until(t, "the sample login", func(st state.State) bool {
		return st.Busy == "" && st.Verdict != nil && st.Verdict.Outcome == "signed-in"
	})
	places := []string{"attempts", "exchanges", "findings", "codes", "attach", "appcheck", "replay", "lab", "sessions",
		"settings"}
	for i, p := range places {
		must(t, s.Key(fmt.Sprintf("ctrl+%d", (i+1)%10)))
		st := s.until(t, "the page "+p, func(st state.State) bool { return st.Page == p && st.Busy == "" })
		seen := s.tabs(t)
		if st, _ = s.State(); st.Page != p {
			t.Fatalf("Tab left the page %s for %s", p, st.Page)
		}
		for name, box := range st.Controls {
			if box.Kind != "" && !slices.Contains(seen, name) {
				t.Errorf("page %s: Tab never comes to %s; it comes to %q", p, name, seen)
			}
		}
	}
}

// A whole path without a mouse: choose a login in the lab, read its verdict,
// look a code up, open the help and a file dialog and leave them again.
func TestKeyboardOnly(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	must(t, s.Key("ctrl+8"))
	s.until(t, "the lab", func(st state.State) bool { return st.Page == "lab" && st.Busy == "" })
	s.focus(t, "lab-search")
	must(t, s.Type("nested-1105"))
	s.until(t, "the login",
		func(st state.State) bool { return len(st.Text) > 0 && strings.HasPrefix(st.Text[0], "nested-1105 ") })
	s.focus(t, "lab-list")
	must(t, s.Key("Return"))
	st := s.until(t, "the broken login", func(st state.State) bool {
		return st.Page == "attempts" && st.Busy == "" && st.Verdict != nil && st.Verdict.Outcome == "failed"
	})
	s.focus(t, "code-1105")
	must(t, s.Key("Return"))
	s.until(t, "the code", func(st state.State) bool { return st.Page == "codes" && says(st, "1105") })
	s.focus(t, "codes-search") // F1 works in a text box too
	must(t, s.Key("F1"))
	s.until(t, "the shortcuts", func(st state.State) bool { return st.Dialog })
	must(t, s.Shot(filepath.Join(artifacts(), "keys-en.png")))
	must(t, s.Key("Escape"))
	s.until(t, "no dialog", func(st state.State) bool { return !st.Dialog })
	must(t, s.Key("ctrl+o"))
	s.until(t, "the file dialog", func(st state.State) bool { return st.Dialog })
	must(t, s.Key("Escape"))
	s.until(t, "no file dialog", func(st state.State) bool { return !st.Dialog })
	must(t, s.Key("ctrl+1"))
	s.until(t, "the attempts",
		func(now state.State) bool { return now.Page == "attempts" && len(now.Attempts) == len(st.Attempts) })
	must(t, s.Key("ctrl+t", "Down", "Down"))
	s.until(t, "a row", func(st state.State) bool { return len(st.Selected) > 0 && len(st.Detail) > 0 })
}

// focus goes on by Tab until a control has the focus.
func (s *Screen) focus(t *testing.T, name string) {
	t.Helper()
	var seen []string
	for range 150 {
		st, err := s.State()
		must(t, err)
		if st.Focus == name {
			return
		}
		seen = append(seen, st.Focus)
		s.tab(t)
	}
	s.failed(t)
	t.Fatalf("Tab never comes to %s; it comes to %q", name, seen)
}

// What a person chose is there again after the program was closed and opened:
// language, theme, text size and the size of the window.
func TestSettingsOutliveTheProgram(t *testing.T) {
	home := t.TempDir()
	s := openAt(t, home, "zh_CN.UTF-8")
	if st := s.until(t, "the language of the system",
		func(st state.State) bool { return st.Language == "zh" }); st.Theme != "dark" {
		t.Errorf("it begins in the theme %q", st.Theme)
	}
	for _, c := range []string{"place-settings", "lang-en", "theme-light", "present-on"} {
		s.press(t, c)
	}
	before := s.until(t, "the choices", func(st state.State) bool {
		return st.Language == "en" && st.Theme == "light" && st.Controls["present-on"].H > 0
	})
	must(t, s.xdotool("search", "--onlyvisible", "--name", "Loginscope", "windowsize", "1100", "720"))
	s.until(t, "the other size", func(st state.State) bool { return st.Width == 1100 && st.Height == 720 })
	s.Close()
	if complains(s.Log()) {
		t.Errorf("the program complained:\n%s", s.Log())
	}
	s = openAt(t, home, "zh_CN.UTF-8")
	st := s.until(t, "the choices again",
		func(st state.State) bool { return st.Language == "en" && st.Theme == "light" })
	if st.Width != 1100 || st.Height != 720 {
		t.Errorf("the window is %v by %v", st.Width, st.Height)
	}
	s.press(t, "place-settings")
	st, err := s.Still("present-on")
	must(t, err)
	if now, then := st.Controls["present-on"].H, before.Controls["present-on"].H; now != then || now < 35 {
		t.Errorf("a button is %v high, it was %v", now, then)
	}
}

// Text and all else grow with the scale that the desktop asks for.
func TestWindowScalesWithSystem(t *testing.T) {
	heights := map[string]float32{}
	for _, scale := range []string{"1", "1.5"} {
		t.Setenv("FYNE_SCALE", scale)
		s := open(t, "en_US.UTF-8")
		st, err := s.Still("place-codes")
		must(t, err)
		heights[scale] = st.Controls["place-codes"].H
		must(t, s.Shot(filepath.Join(artifacts(), "scale-"+scale+".png")))
		s.Close()
	}
	if r := heights["1.5"] / heights["1"]; r < 1.45 || r > 1.55 {
		t.Errorf("a button is %v pixels high, %v at one and a half", heights["1"], heights["1.5"])
	}
}
