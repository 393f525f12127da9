package engine

import (
	"slices"
	"strings"

	"loginscope/inspector/cause"
)

// Answer takes what a person answers about a fact of phone or app, in place of an
// earlier answer; "" takes that back. It becomes part of the session and of every
// report from now on. Its error says that the fact or value is not known, that no
// session is open, or that the answer counts but is not kept, because the
// session was opened for reading (session.ErrReadOnly).
func (e *Engine) Answer(f cause.Fact, value string) error {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur == nil {
		return errNoSession
	}
	list := slices.DeleteFunc(answersOf(cur.session.Meta().Answers), func(s cause.Signal) bool { return s.Fact == f })
	if value != "" {
		s, err := cause.Parse(string(f) + "=" + value)
		if err != nil {
			return err
		}
		list = append(list, s)
	}
	err := cur.session.SetAnswers(written(list))
	cur.inspection.refresh()
	return err
}

// answersOf reads Meta.Answers. What this version does not know is left out.
func answersOf(text string) []cause.Signal {
	var out []cause.Signal
	for _, word := range strings.Fields(text) {
		if s, err := cause.Parse(word); err == nil {
			out = append(out, s)
		}
	}
	return out
}

// written is the inverse of answersOf.
func written(list []cause.Signal) string {
	var out []string
	for _, s := range list {
		out = append(out, string(s.Fact)+"="+s.Value)
	}
	return strings.Join(out, " ")
}

// beside is list with those of more whose facts it does not have.
func beside(list, more []cause.Signal) []cause.Signal {
	out := slices.Clone(list)
	for _, s := range more {
		if !slices.ContainsFunc(out, func(o cause.Signal) bool { return o.Fact == s.Fact }) {
			out = append(out, s)
		}
	}
	return out
}
