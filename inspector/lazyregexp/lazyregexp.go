// Package lazyregexp holds patterns that are compiled at their first use, so
// that a command that matches none of them does not pay for all of them at its
// start. A pattern that does not compile is a fault of the build: a test reads
// every call of New and compiles its pattern.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a [regexp.Regexp] that is compiled at its first use. It is safe for
// concurrent use. A text that has none of the literals that the pattern needs is not
// matched at all.
type Regexp struct{ compiled func() *pattern }

type pattern struct {
	*regexp.Regexp
	literals []literal // every match has one of them; nil if that is not known
}

// may reports whether s may have a match.
func (p *pattern) may(s string) bool {
	if p.literals == nil {
		return true
	}
	for _, l := range p.literals {
		if l.in(s) {
			return true
		}
	}
	return false
}

// New returns the pattern. It panics at its first use if that does not compile.
func New(pattern string) *Regexp { return Made(func() string { return pattern }) }

// Made returns the pattern that text makes, for one that is put together from a
// table. A test beside it has to use it once, since none reads it as a literal.
func Made(text func() string) *Regexp {
	return &Regexp{sync.OnceValue(func() *pattern {
		return &pattern{regexp.MustCompile(text()), needs(text())}
	})}
}

// MatchString is as in package regexp, and so are the others.
func (r *Regexp) MatchString(s string) bool {
	p := r.compiled()
	return p.may(s) && p.MatchString(s)
}

// FindString returns the leftmost match.
func (r *Regexp) FindString(s string) string {
	if p := r.compiled(); p.may(s) {
		return p.FindString(s)
	}
	return ""
}

// FindStringIndex returns the byte offsets of the leftmost match.
func (r *Regexp) FindStringIndex(s string) []int {
	if p := r.compiled(); p.may(s) {
		return p.FindStringIndex(s)
	}
	return nil
}

// FindSubmatch returns the leftmost match in bytes and its groups.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.compiled().FindSubmatch(b) }

// FindStringSubmatch returns the leftmost match and its groups.
func (r *Regexp) FindStringSubmatch(s string) []string {
	if p := r.compiled(); p.may(s) {
		return p.FindStringSubmatch(s)
	}
	return nil
}

// FindStringSubmatchIndex returns the byte offsets of the leftmost match and its groups.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if p := r.compiled(); p.may(s) {
		return p.FindStringSubmatchIndex(s)
	}
	return nil
}

// FindAllString returns at most n matches, all if n is negative.
func (r *Regexp) FindAllString(s string, n int) []string {
	if p := r.compiled(); p.may(s) {
		return p.FindAllString(s, n)
	}
	return nil
}

// FindAllStringIndex returns the byte offsets of at most n matches.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if p := r.compiled(); p.may(s) {
		return p.FindAllStringIndex(s, n)
	}
	return nil
}

// FindAllStringSubmatch returns at most n matches and their groups.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if p := r.compiled(); p.may(s) {
		return p.FindAllStringSubmatch(s, n)
	}
	return nil
}

// FindAllStringSubmatchIndex returns the byte offsets of at most n matches and their groups.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if p := r.compiled(); p.may(s) {
		return p.FindAllStringSubmatchIndex(s, n)
	}
	return nil
}

// ReplaceAllString replaces every match.
func (r *Regexp) ReplaceAllString(s, by string) string {
	if p := r.compiled(); p.may(s) {
		return p.ReplaceAllString(s, by)
	}
	return s
}

// ReplaceAllStringFunc replaces every match by what by makes of it.
func (r *Regexp) ReplaceAllStringFunc(s string, by func(string) string) string {
	if p := r.compiled(); p.may(s) {
		return p.ReplaceAllStringFunc(s, by)
	}
	return s
}

// Split slices s between the matches, into at most n parts if n is positive.
func (r *Regexp) Split(s string, n int) []string { return r.compiled().Split(s, n) }
