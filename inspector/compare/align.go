// Package compare sets two login attempts side by side: step by step, and within each
// step field by field. It knows nothing of how they are drawn, and masks nothing: each
// value has its sensitivity.
package compare

import "loginscope/inspector"

// Line is one pair of steps by their indices in Flow.Steps; -1 stands for a
// step that one side has not.
type Line struct{ Left, Right int }

// maxSteps limits the table of Align; what is beyond is paired by its position.
const maxSteps = 1000

// Align pairs the steps of two attempts: the longest common run of kinds in
// the order of both, with the steps between that only one side has.
func Align(left, right []inspector.Step) []Line {
	a, b := left[:min(len(left), maxSteps)], right[:min(len(right), maxSteps)]
	common := lengths(a, b)
	var out []Line
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case same(&a[i], &b[j]):
			out = append(out, Line{i, j})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out = append(out, Line{i, -1})
			i++
		default:
			out = append(out, Line{-1, j})
			j++
		}
	}
	for ; i < len(left); i++ {
		out = append(out, Line{i, -1})
	}
	for ; j < len(right); j++ {
		out = append(out, Line{-1, j})
	}
	return out
}

// lengths[i][j] is how many steps of a[i:] and b[j:] can be paired.
func lengths(a, b []inspector.Step) [][]int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(&a[i], &b[j]) {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

func same(a, b *inspector.Step) bool { return a.Kind == b.Kind && a.Role == b.Role }

// Differ reports whether two steps went differently; nil is a step that is
// not there. Times and what merely varies from run to run do not count, and neither
// does a step that went well on one side and that the other could not see: nothing is
// known of it there.
func Differ(a, b *inspector.Step) bool {
	if a == nil || b == nil {
		return a != b
	}
	if unseen(a) && !Broken(b) || unseen(b) && !Broken(a) {
		return false
	}
	reached := func(s *inspector.Step) bool { return s.Visibility != inspector.NotReached }
	return reached(a) != reached(b) || a.Outcome != b.Outcome || Code(a) != Code(b) || a.Trouble != b.Trouble
}

func unseen(s *inspector.Step) bool { return s.Visibility == inspector.NotVisible }

// Code is the innermost code of a step, "" for none.
func Code(s *inspector.Step) string {
	if s == nil || len(s.Codes) == 0 {
		return ""
	}
	return s.Codes[len(s.Codes)-1].Code
}

// Broken reports whether a step failed or was not reached.
func Broken(s *inspector.Step) bool {
	return s == nil || s.Outcome == inspector.OutcomeFailed || s.Visibility == inspector.NotReached
}

// incidental are steps that a login does without: reports that a SDK sends or not, and
// what a person did on the page.
var incidental = map[inspector.StepKind]bool{
	inspector.StepMonitor: true, inspector.StepCarrierLog: true, inspector.StepPageEvent: true,
}

// First is the index of the first line where the two went differently, whether both
// sides have the step or one alone: a step that one login lacks is a difference, and
// what comes after it may be its effect. Incidental steps count only if nothing else
// differs. It is -1 if they went alike.
func First(lines []Line, left, right []inspector.Step) int {
	other := -1
	for i, l := range lines {
		a, b := At(left, l.Left), At(right, l.Right)
		if !Differ(a, b) {
			continue
		}
		if !incidental[kindOf(a, b)] {
			return i
		}
		if other < 0 {
			other = i
		}
	}
	return other
}

func kindOf(a, b *inspector.Step) inspector.StepKind {
	if a == nil {
		a = b
	}
	return a.Kind
}

// At is a step by its index, nil for -1.
func At(steps []inspector.Step, i int) *inspector.Step {
	if i < 0 {
		return nil
	}
	return &steps[i]
}
