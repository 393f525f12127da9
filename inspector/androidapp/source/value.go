package source

import "strings"

type valueKind uint8

const (
	unknown valueKind = iota
	boolean
	textual
	resource // a reference such as R.bool.check
)

// value is the result of an expression. prefix is how an unknown text begins.
type value struct {
	kind   valueKind
	is     bool
	s      string
	prefix string
}

func truth(b bool) value { return value{kind: boolean, is: b} }

func (x value) begins() string {
	if x.kind == textual {
		return x.s
	}
	return x.prefix
}

// both is a boolean where both operands are known ones.
func both(x, y value, is bool) value {
	if x.kind != boolean || y.kind != boolean {
		return value{}
	}
	return truth(is)
}

// parsed is Boolean.parseBoolean: true for "true" in any case, else false.
func parsed(x value) value {
	if x.kind == textual {
		return truth(strings.EqualFold(strings.TrimSpace(x.s), "true"))
	}
	if x.kind == boolean {
		return x
	}
	return value{}
}
