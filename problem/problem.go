// Package problem owns the shape in which an error reaches a person: what
// happened, why, and what to do, in both languages. It knows no error but a few
// of the standard library: every other one is described where it is declared, by
// being made with [New] or by having the method of [Worder].
package problem

import (
	"context"
	"errors"
	"io/fs"

	"loginscope/lang"
)

// Problem describes an error for a person. It is an error itself, so that it can be
// returned where its words are known and the caller's are not better.
type Problem struct {
	What, Why, Do lang.Text
	Err           error // the cause, for experts and for errors.Is; nil if it says no more
}

// Error is the English sentences and the cause.
func (p *Problem) Error() string {
	text := p.What.EN
	if text == "" {
		text = p.Why.EN
	}
	switch {
	case p.Err == nil:
		return text
	case text == "":
		return p.Err.Error()
	}
	return p.Err.Error() + ": " + text
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Problem makes a Problem a Worder.
func (p *Problem) Problem() Problem { return *p }

// Worder is an error that describes itself. What it leaves empty, What or all of
// it, is for the error that wraps it to say.
type Worder interface {
	error
	Problem() Problem
}

// kind is a sentinel error with its words.
type kind struct {
	text   string
	words  Problem
	detail bool // the error that wraps it names the part
}

func (k *kind) Error() string { return k.text }

// Problem returns the words.
func (k *kind) Problem() Problem { return k.words }

// New returns a sentinel error with its words. Text is the error's own, for
// developers; errors.Is compares the error as one of errors.New.
func New(text string, what, why, do lang.Text) error {
	return &kind{text: text, words: Problem{What: what, Why: why, Do: do}}
}

// NewOfPart is New for an error that is always wrapped by one that names the part
// concerned: the text of that one stands behind the reason.
func NewOfPart(text string, what, why, do lang.Text) error {
	return &kind{text, Problem{What: what, Why: why, Do: do}, true}
}

// Of describes an error: as the outermost error of its tree that describes itself, or as
// an error of the standard library that people meet, or as an unknown one, whose
// own text is the reason. Err is the whole error. What nothing says is filled in,
// but for the reason and the advice of a *Problem, which may do without.
func Of(err error) Problem {
	p, _ := Find(err)
	if p.What == (lang.Text{}) {
		p.What = lang.Both("This did not work.", "操作失败。")
	}
	if said := (*Problem)(nil); errors.As(err, &said) && said.Why == p.Why && said.Do == p.Do {
		return p
	}
	if p.Why == (lang.Text{}) {
		p.Why = Plain(err)
	}
	if p.Do == (lang.Text{}) {
		p.Do = lang.Both("Try again; if it happens again, report it with this text.", "请重试；如仍出现，请附上此信息反馈。")
	}
	return p
}

// Find is Of for an error that describes the rest itself: it leaves empty what
// nothing says, and reports whether anything described the error.
func Find(err error) (p Problem, ok bool) {
	var w Worder
	if errors.As(err, &w) {
		p, ok = w.Problem(), true
	} else {
		p, ok = standard(err)
	}
	if k, isKind := w.(*kind); isKind && k.detail && err != error(k) {
		p.Why.EN += " (" + err.Error() + ")"
		p.Why.ZH += "（" + err.Error() + "）"
	}
	p.Err = err
	return p, ok
}

func standard(err error) (Problem, bool) {
	for _, s := range standards {
		if errors.Is(err, s.kind) {
			return s.words, true
		}
	}
	return Problem{}, false
}

// standards are the errors of the standard library that a person can cure.
var standards = []struct {
	kind  error
	words Problem
}{
	{context.Canceled, Problem{
		What: lang.Both("This was stopped before it finished.", "操作已中止。"),
		Why:  lang.Both("It was cancelled, or another session was opened.", "操作被取消，或打开了其他会话。"),
		Do:   lang.Both("Start it again if you still need it.", "如有需要，请重新执行。"),
	}},
	{fs.ErrNotExist, Problem{
		What: lang.Both("The file could not be read.", "无法读取文件。"),
		Why:  lang.Both("It is not there.", "文件不存在。"),
		Do:   lang.Both("Check the path.", "请检查路径。"),
	}},
	{fs.ErrPermission, Problem{
		What: lang.Both("The file could not be used.", "无法使用该文件。"),
		Why:  lang.Both("You may not access it.", "没有访问权限。"),
		Do:   lang.Both("Correct its permissions.", "请修改权限。"),
	}},
}

// Plain is an error's own text in both languages, for want of a better one.
func Plain(err error) lang.Text { return lang.Both(err.Error(), err.Error()) }
