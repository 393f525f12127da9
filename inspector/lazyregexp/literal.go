package lazyregexp

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Law of this file: a text is only kept from a pattern if the pattern cannot match
// it. Most lines hold none of the words that most patterns need, and to look for a
// word costs a small part of what a match costs.

const (
	// maxLiterals limits the words that are looked for in place of a match, minLiteral
	// the bytes of the shortest.
	maxLiterals, minLiteral = 96, 2
)

// literal is a text that stands in what a pattern matches.
type literal struct {
	text string // in lower case if fold
	fold bool
}

// needs returns literals of which every match of the pattern has at least one; nil if
// no such list is known. The two characters outside ASCII that Unicode folds to ASCII
// letters, K and ſ, are not looked for.
func needs(pattern string) []literal {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	list := needed(re.Simplify())
	if len(list) > maxLiterals {
		return nil
	}
	for _, l := range list {
		if len(l.text) < minLiteral {
			return nil
		}
	}
	return list
}

func needed(re *syntax.Regexp) []literal {
	switch re.Op {
	case syntax.OpLiteral:
		text, fold := string(re.Rune), re.Flags&syntax.FoldCase != 0
		if fold {
			text = strings.ToLower(text)
		}
		return []literal{{text, fold}}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpAlternate:
		var all []literal
		for _, sub := range re.Sub {
			part := needed(sub)
			if part == nil {
				return nil
			}
			all = append(all, part...)
		}
		return all
	case syntax.OpConcat:
		var best []literal
		for _, sub := range re.Sub {
			if part := needed(sub); part != nil && (best == nil || shortest(part) > shortest(best)) {
				best = part
			}
		}
		return best
	}
	return nil
}

func shortest(list []literal) int {
	n := len(list[0].text)
	for _, l := range list[1:] {
		n = min(n, len(l.text))
	}
	return n
}

// in reports whether s has the literal.
func (l literal) in(s string) bool {
	if !l.fold {
		return strings.Contains(s, l.text)
	}
	first := l.text[0]
	if first >= utf8.RuneSelf { // scripts with letters beyond ASCII are compared as they are
		return strings.Contains(s, l.text) || strings.Contains(strings.ToLower(s), l.text)
	}
	for i := 0; i+len(l.text) <= len(s); i++ {
		if lower(s[i]) == first && strings.EqualFold(s[i:i+len(l.text)], l.text) {
			return true
		}
	}
	return false
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
