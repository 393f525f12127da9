package compare

import (
	"fmt"
	"testing"

	"loginscope/inspector"
)

func steps(kinds ...inspector.StepKind) []inspector.Step {
	var out []inspector.Step
	for _, k := range kinds {
		out = append(out, inspector.Step{Kind: k, Outcome: inspector.OutcomeOK, Visibility: inspector.Visible})
	}
	return out
}

func TestAlign(t *testing.T) {
	for _, c := range []struct {
		name, want  string
		left, right []inspector.Step
	}{
		{"alike", "[{0 0} {1 1}]", steps("sts", "token"), steps("sts", "token")},
		{"one more at the right", "[{0 0} {-1 1} {1 2}]", steps("sts", "token"), steps("sts", "page", "token")},
		{"one more at the left", "[{0 0} {1 -1} {2 1}]", steps("sts", "page", "token"), steps("sts", "token")},
		{"left is empty", "[{-1 0}]", nil, steps("sts")},
		{"nothing in common", "[{0 -1} {-1 0}]", steps("sts"), steps("token")},
		{"repeated steps keep their order", "[{0 0} {1 1} {-1 2}]", steps("monitor", "token"),
			steps("monitor", "token", "monitor")},
	} {
		if got := fmt.Sprint(Align(c.left, c.right)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFirst(t *testing.T) {
	good, bad := steps("sts", "page", "token", "exchange"), steps("sts", "token", "exchange")
	bad[1].Outcome = inspector.OutcomeFailed
	bad[2].Visibility = inspector.NotReached
	lines := Align(good, bad)
	if got := First(lines, good, bad); got != 1 {
		t.Errorf("first difference at line %d of %v, want the page, which one side lacks", got, lines)
	}
	more := append(steps("monitor"), good...)
	if got := First(Align(more, bad), more, bad); got != 2 {
		t.Errorf("first difference at line %d, want the page and not an upload that one side lacks", got)
	}
	if got := First(Align(more, good), more, good); got != 0 {
		t.Errorf("first difference at line %d, want the only one", got)
	}
	swapped := Align(bad, good)
	if got := First(swapped, bad, good); got != 1 || swapped[got].Left != -1 {
		t.Errorf("first difference at line %d of %v, want the page from this side as well", got, swapped)
	}
	if got := First(Align(good, good), good, good); got != -1 {
		t.Errorf("an attempt differs from itself at %d", got)
	}
}

func TestAlignHasEveryStepOnce(t *testing.T) {
	a, b := steps("sts", "page", "monitor", "token", "monitor"), steps("page", "sts", "monitor", "exchange", "token")
	left, right := 0, 0
	for _, l := range Align(a, b) {
		if l.Left >= 0 {
			if l.Left != left {
				t.Errorf("left %d, want %d", l.Left, left)
			}
			left++
		}
		if l.Right >= 0 {
			if l.Right != right {
				t.Errorf("right %d, want %d", l.Right, right)
			}
			right++
		}
	}
	if left != len(a) || right != len(b) {
		t.Errorf("%d and %d steps, want %d and %d", left, right, len(a), len(b))
	}
}

// TestWhatWasNotSeenIsNoDifference: nothing is known of a step that one side could not
// see, unless the other shows that it failed.
func TestWhatWasNotSeenIsNoDifference(t *testing.T) {
	a, b := steps("vendors", "token"), steps("vendors", "token")
	b[0].Visibility, b[0].Outcome = inspector.NotVisible, inspector.OutcomeUnknown
	if got := First(Align(a, b), a, b); got != -1 {
		t.Errorf("first difference at line %d", got)
	}
	a[0].Outcome = inspector.OutcomeFailed
	if got := First(Align(a, b), a, b); got != 0 {
		t.Errorf("first difference at line %d, want the failed step", got)
	}
	left, right := Attempt{Flow: &inspector.Flow{Steps: a}}, Attempt{Flow: &inspector.Flow{Steps: b}}
	if f := Of(left, right).Rows[0].Fields; f != nil {
		t.Errorf("fields of a step that was not seen: %+v", f)
	}
}
