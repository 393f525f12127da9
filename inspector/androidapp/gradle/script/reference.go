package script

import "unicode"

// reference is Kotlin's "x::name" and "::name" and Groovy's "x.&name", read as the closure
// that calls it: on its argument where x is a type.
func reference(x Expr, name token) Expr {
	line := Pos(name.line)
	params := []string{"referenced"}
	if takesTwo[name.s] {
		params = append(params, "value")
	}
	call := &Call{Pos: line}
	for _, p := range params {
		call.Args = append(call.Args, Arg{Value: &Name{line, p}})
	}
	switch t, ok := x.(*Name); {
	case x == nil:
		call.Fn = &Name{line, name.s}
	case ok && unicode.IsUpper(firstRune(t.Name)):
		call.Fn, call.Args = &Prop{line, &Name{line, params[0]}, name.s, false}, nil
	default:
		call.Fn = &Prop{line, x, name.s, false}
	}
	return &Closure{Pos: line, Params: params, Body: []Stmt{call}}
}

// takesTwo are methods of maps that take a key and a value.
var takesTwo = map[string]bool{"put": true, "set": true, "setProperty": true}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
