package redact

import "strings"

// edit is a text with parts replaced, in their order. It allocates nothing until the
// first.
type edit struct {
	s    string
	b    strings.Builder
	done int // the bytes of s that are in b
}

// put replaces s[from:to].
func (e *edit) put(from, to int, by string) {
	if e.done == 0 && e.b.Len() == 0 {
		e.b.Grow(len(e.s))
	}
	e.b.WriteString(e.s[e.done:from])
	e.b.WriteString(by)
	e.done = to
}

// text returns the result, s itself if nothing was replaced.
func (e *edit) text() string {
	if e.done == 0 {
		return e.s
	}
	e.b.WriteString(e.s[e.done:])
	return e.b.String()
}
