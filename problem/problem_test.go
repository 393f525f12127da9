package problem_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"loginscope/lang"
	"loginscope/problem"
)

var errFull = problem.New("disk is full", lang.Text{}, lang.Both("The disk is full.", "磁盘已满。"), lang.Both(
	"Free some space.",
	"请清理磁盘空间。",
))

// fileError says what failed, and takes the rest from its cause.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return "write " + e.name + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }
func (e *fileError) Problem() problem.Problem {
	p := problem.Of(e.err)
	p.What = lang.Both(e.name+" cannot be written.", "无法写入 "+e.name+"。")
	return p
}

func TestOutermostTextWins(t *testing.T) {
	for name, tt := range map[string]struct {
		err           error
		what, why, do string
		known         bool
	}{
		"a sentinel": {fmt.Errorf("save: %w", errFull), "This did not work.", "The disk is full.",
			"Free some space.", true},
		"wrapped in words": {fmt.Errorf("save: %w", &fileError{"a.db", errFull}), "a.db cannot be written.",
			"The disk is full.", "Free some space.", true},
		"one of several": {errors.Join(errors.New("x"), &fileError{"a.db", errFull}), "a.db cannot be written.",
			"The disk is full.", "Free some space.", true},
		"of the library": {fmt.Errorf("open: %w", fs.ErrNotExist), "The file could not be read.", "It is not there.",
			"Check the path.", true},
		"unknown": {errors.New("x y z"), "This did not work.", "x y z",
			"Try again; if it happens again, report it with this text.", false},
	} {
		_, known := problem.Find(tt.err)
		p := problem.Of(tt.err)
		if p.What.EN != tt.what || p.Why.EN != tt.why || p.Do.EN != tt.do || known != tt.known || p.Err == nil ||
			p.Err.Error() != tt.err.Error() {
			t.Errorf("%s: %+v, %v", name, p, known)
		}
		if p.What.ZH == "" || p.Why.ZH == "" || p.Do.ZH == "" {
			t.Errorf("%s: half the words: %+v", name, p)
		}
	}
}

func TestPartErrorNamesPart(t *testing.T) {
	big := problem.NewOfPart("too big", lang.Text{}, lang.Both("A part is too large.", "某部分过大。"), lang.Text{})
	p := problem.Of(fmt.Errorf("lib/x.so: %w", big))
	if p.Why.EN != "A part is too large. (lib/x.so: too big)" || p.Why.ZH != "某部分过大。（lib/x.so: too big）" {
		t.Errorf("%+v", p.Why)
	}
	if p := problem.Of(big); p.Why.EN != "A part is too large." || p.Do.EN == "" {
		t.Errorf("%+v", p)
	}
}

func TestAProblemIsAnError(t *testing.T) {
	p := &problem.Problem{What: lang.Both("Not sent.", "未发送。"), Err: errFull}
	var err error = fmt.Errorf("replay: %w", p)
	if !errors.Is(err, errFull) || err.Error() != "replay: disk is full: Not sent." {
		t.Errorf("%v", err)
	}
	if got := problem.Of(err); got.What != p.What || !errors.Is(got.Err, errFull) {
		t.Errorf("%+v", got)
	}
	for want, p := range map[string]problem.Problem{"a": {What: lang.Both("a", "b"), Why: lang.Both("c", "d")},
		"c": {Why: lang.Both("c", "d")}, "disk is full": {Err: errFull}} {
		if got := p.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
