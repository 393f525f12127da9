package e2e

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/app/ui/state"
)

// tries is how often a click is repeated that the window did not take.
const tries = 3

// Click presses a control by its name with the real mouse. It waits until the
// control is on the screen and stands still, scrolls to it where it is outside
// of the middle, and presses once the window says that the pointer is on it.
// Then it waits until the window says that the button was pressed, or that the
// text box has the focus. What did not succeed says what was in the way.
func (s *Screen) Click(name string) error {
	var err error
	for range tries {
		var before state.State
		if before, err = s.point(name); err != nil {
			break
		}
		if err = s.Press(); err != nil {
			return err
		}
		if err = s.awaitEffect(name, before); err == nil {
			return nil
		}
	}
	return fmt.Errorf("click %q: %w", name, err)
}

// awaitEffect waits for what a press of a control does at once.
func (s *Screen) awaitEffect(name string, before state.State) error {
	return s.retry(10*time.Second, func(st state.State) error {
		switch before.Controls[name].Kind {
		case "button":
			if st.Presses > before.Presses && st.Pressed == name {
				return nil
			}
		case "entry":
			if st.Focus == name {
				return nil
			}
		default:
			return nil
		}
		return fmt.Errorf("it had no effect: %s", where(st))
	})
}

// where says what is under the pointer and over the rest.
func where(st state.State) string {
	over := st.Over
	if over == "" {
		over = "no button"
	}
	return fmt.Sprintf("the pointer is over %s at %.0f,%.0f; place %q, dialog %v, focus %q, last pressed %q", over,
		st.OverX, st.OverY, st.Page, st.Dialog, st.Focus, st.Pressed)
}

// point moves the pointer to the middle of a control that stands still, and
// returns what the window said then.
func (s *Screen) point(name string) (state.State, error) {
	st, err := s.Still(name)
	if err != nil {
		return st, err
	}
	if st, err = s.reveal(name, st); err != nil {
		return st, err
	}
	for turn := range 8 {
		box := st.Controls[name]
		x, y := int(box.X+box.W/2)+turn%2, int(box.Y+box.H/2) // another point each time, so that the window notices
		if err := s.MoveTo(x, y); err != nil {
			return st, err
		}
		now, err := s.onIt(name, x, y)
		if err == nil && now.Controls[name] == box {
			return now, nil
		}
		if st, err = s.Still(name); err != nil {
			return st, err
		}
	}
	return st, fmt.Errorf("the pointer does not reach it: %s; it is at %+v in a window of %.0f by %.0f", where(st),
		st.Controls[name], st.Width*st.Scale, st.Height*st.Scale)
}

// onIt waits until the window has seen the pointer at a point and, for a
// button, found the button under it.
func (s *Screen) onIt(name string, x, y int) (state.State, error) {
	var last state.State
	err := s.retry(3*time.Second, func(st state.State) error {
		last = st
		if st.Controls[name].Kind != "button" {
			return nil // only a button shows that the pointer is on it
		}
		if st.Over == name && math.Abs(float64(st.OverX)-float64(x)) < 1.5 &&
			math.Abs(float64(st.OverY)-float64(y)) < 1.5 {
			return nil
		}
		return fmt.Errorf("%s", where(st))
	})
	return last, err
}

// Still waits until a control is on the screen, has a size and does not move
// from one poll to the next.
func (s *Screen) Still(name string) (state.State, error) {
	var before, last state.State
	err := s.retry(patience, func(st state.State) error {
		before, last = last, st
		box, ok := st.Controls[name]
		switch was, had := before.Controls[name]; {
		case !ok:
			return fmt.Errorf("%q is not on the screen: place %q, dialog %v, busy %q, notice %q", name, st.Page,
				st.Dialog, st.Busy, st.Notice)
		case box.W < 1 || box.H < 1:
			return fmt.Errorf("%q has no size: %+v", name, box)
		case !had || was != box:
			return fmt.Errorf("%q moves: %+v", name, box)
		}
		return nil
	})
	return last, err
}

// edge is the part of the middle, in pixels, that its content never covers.
const edge = 16

// reveal scrolls the middle until a control is inside of it.
func (s *Screen) reveal(name string, st state.State) (state.State, error) {
	for range 60 {
		wheel := wheelTo(name, st)
		if wheel == "" {
			return st, nil
		}
		box, view := st.Controls[name], st.View
		at := view.X + view.W - 2*edge // clear of text boxes, which scroll themselves
		if err := s.xdotool("mousemove", strconv.Itoa(int(at)), strconv.Itoa(int(view.Y+view.H/2)), "click",
			wheel); err != nil {
			return st, err
		}
		err := s.retry(3*time.Second, func(now state.State) error {
			if now.Controls[name] == box {
				return fmt.Errorf("nothing scrolls to %q, which is at %+v: %s", name, box, where(now))
			}
			return nil
		})
		if err != nil {
			return st, err
		}
		if st, err = s.Still(name); err != nil {
			return st, err
		}
	}
	return st, fmt.Errorf("%q is still outside of the middle after much scrolling", name)
}

// fixed are the controls around the middle, which do not scroll.
var fixed = []string{"capture", "attach", "open", "sample", "filter", "reveal", "reveal-end", "copy-values", "language",
	"theme", "attempts", "cancel"}

// wheelTo is the button of the mouse that scrolls to a control, "" if it is in
// the middle already or does not belong there.
func wheelTo(name string, st state.State) string {
	if st.Dialog || slices.Contains(fixed, name) || strings.HasPrefix(name, "place-") ||
		strings.HasPrefix(name, "notice-") {
		return ""
	}
	switch box, view := st.Controls[name], st.View; {
	case box.Y+box.H/2 > view.Y+view.H-edge:
		return "5"
	case box.Y+box.H/2 < view.Y+edge:
		return "4"
	}
	return ""
}

// retry asks the window until ok returns nil, and returns its last error.
func (s *Screen) retry(long time.Duration, ok func(state.State) error) error {
	end := time.Now().Add(long)
	for {
		st, err := s.State()
		if err == nil {
			err = ok(st)
		}
		if err == nil {
			return nil
		}
		if time.Now().After(end) {
			return err
		}
		time.Sleep(60 * time.Millisecond)
	}
}

// rowHeight is that of the table's rows, in pixels at the normal text size.
const rowHeight = 28

// ClickRow presses the nth visible row of the table, until the window says that
// it is the chosen one.
func (s *Screen) ClickRow(n int) error {
	var err error
	for range tries {
		var st state.State
		if st, err = s.Still("table"); err != nil {
			return err
		}
		if n >= len(st.Rows) {
			return fmt.Errorf("click row %d: there are %d", n, len(st.Rows))
		}
		at, want := st.Controls["table"], st.Rows[n]
		if err = s.ClickAt(int(at.X)+200, int(at.Y)+15+n*rowHeight); err != nil {
			return err
		}
		err = s.retry(10*time.Second, func(st state.State) error {
			if slices.Equal(st.Selected, want) {
				return nil
			}
			return fmt.Errorf("click row %d, %q: %q is chosen; %s", n, want, st.Selected, where(st))
		})
		if err == nil {
			return nil
		}
	}
	return err
}

// ClickAt presses the left button at a point of the screen.
func (s *Screen) ClickAt(x, y int) error {
	return s.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.1", "click", "1")
}

// MoveTo moves the mouse to a point of the screen.
func (s *Screen) MoveTo(x, y int) error {
	return s.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y))
}

// Press presses the left button where the mouse is.
func (s *Screen) Press() error { return s.xdotool("click", "1") }

// Key presses keys by their X names, such as "ctrl+f" or "Down".
func (s *Screen) Key(keys ...string) error {
	return s.xdotool(append([]string{"key", "--delay", "60"}, keys...)...)
}

// Type types a text.
func (s *Screen) Type(text string) error { return s.xdotool("type", "--delay", "25", text) }

func (s *Screen) xdotool(args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// Sample chooses a scenario of the lab by its name, once nothing else is under
// way, and plays it.
func (s *Screen) Sample(ctx context.Context, name string) error {
	if _, err := s.Wait(ctx, func(st state.State) bool { return st.Busy == "" }); err != nil {
		return err
	}
	for _, c := range []string{"place-lab", "lab-search"} {
		if err := s.Click(c); err != nil {
			return err
		}
	}
	if err := s.Key("ctrl+a"); err != nil { // what was typed before
		return err
	}
	if err := s.Type(name); err != nil {
		return err
	}
	st, err := s.Wait(ctx, func(st state.State) bool {
		return st.Page == "lab" && len(st.Text) > 0 && strings.HasPrefix(st.Text[0], name+" ") &&
			st.Controls["lab-search"].Text == name
	})
	if err != nil {
		return err
	}
	list := st.Controls["lab-list"]
	if err := s.ClickAt(int(list.X+60), int(list.Y+30)); err != nil {
		return err
	}
	_, err = s.Wait(ctx, func(st state.State) bool { return st.Page == "attempts" })
	return err
}
