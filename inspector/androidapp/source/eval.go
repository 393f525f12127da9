package source

import (
	"slices"
	"strings"
)

// Env is what the build says of the names in a release build. A nil function
// knows nothing.
type Env struct {
	// Field is the Java expression that BuildConfig holds under a name in the module
	// of a file.
	Field func(file, name string) (expression string, ok bool)
	// Resource gives the values of "bool/check" or "string/host".
	Resource func(name string) []string
	// Built reports whether a file goes into a release build; nil for every file.
	Built func(file string) bool
}

// evaluator works one expression out by descent. What it does not know is unknown,
// and nothing else.
type evaluator struct {
	p     *program
	env   Env
	file  string
	plain bool // leave the build out: what holds for every build
	e     []token
	i     int
	depth int
	steps *int // that are left
}

// maxSteps limits the work on one expression.
const maxSteps = 20_000

// maxNesting bounds parentheses and constants of constants.
const maxNesting = 60

func (v *evaluator) run(e []token) value {
	if v.steps == nil {
		n := maxSteps
		v.steps = &n
	}
	if v.depth > maxNesting {
		return value{}
	}
	inner := &evaluator{p: v.p, env: v.env, file: v.file, plain: v.plain, e: e, depth: v.depth + 1, steps: v.steps}
	out := inner.choice()
	if inner.i < len(e) {
		return value{prefix: out.begins()}
	}
	return out
}

func (v *evaluator) is(s string) bool { return v.at(0, s) }

func (v *evaluator) at(n int, s string) bool {
	return v.i+n < len(v.e) && v.e[v.i+n].kind != text && v.e[v.i+n].s == s
}

func (v *evaluator) take(s string) bool {
	if v.is(s) {
		v.i++
		return true
	}
	return false
}

// pair takes an operator of two characters, in one of them or both.
func (v *evaluator) pair(s string) bool {
	if v.at(0, s) && v.at(1, s) {
		v.i += 2
		return true
	}
	return false
}

// primary is a literal, a name with its members, or what stands in parentheses.
func (v *evaluator) primary() value {
	if *v.steps--; v.i >= len(v.e) || *v.steps < 0 {
		v.i = len(v.e)
		return value{}
	}
	t := v.e[v.i]
	v.i++
	switch {
	case t.kind == text:
		return v.texts(t)
	case t.kind == word:
		return v.path(t.s)
	case t.s == "(":
		return v.parenthesis()
	case strings.HasPrefix(t.s, elsewhere):
		if v.p.givenElsewhere(t.s[len(elsewhere):]) {
			return value{}
		}
		return truth(false)
	}
	return value{}
}

// parenthesis is "(expression)", or a cast "(Type) expression".
func (v *evaluator) parenthesis() value {
	from, end := v.i, v.closing()
	v.i = min(end+1, len(v.e))
	inner := v.e[from:min(end, len(v.e))]
	if len(inner) == 1 && inner[0].kind == word &&
		slices.Contains([]string{"boolean", "Boolean", "String"}, inner[0].s) {
		return v.unary()
	}
	return v.run(inner)
}

// closing is the ")" of the parenthesis at hand.
func (v *evaluator) closing() int {
	depth := 0
	for i := v.i; i < len(v.e); i++ {
		if v.e[i].kind != symbol {
			continue
		}
		switch v.e[i].s {
		case "(", "{", "[":
			depth++
		case ")", "}", "]":
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return len(v.e)
}

func (v *evaluator) texts(t token) value {
	if t.parts == nil {
		return value{kind: textual, s: t.s}
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.code == nil {
			b.WriteString(p.plain)
			continue
		}
		x := v.run(p.code)
		switch x.kind {
		case textual:
			b.WriteString(x.s)
		case boolean:
			b.WriteString(map[bool]string{true: "true", false: "false"}[x.is])
		default:
			return value{prefix: b.String() + x.prefix}
		}
	}
	return value{kind: textual, s: b.String()}
}

// path is a name with members: "a.b.C.NAME", up to a call.
func (v *evaluator) path(first string) value {
	if first == "true" || first == "false" {
		return truth(first == "true")
	}
	parts := []string{first}
	for v.i+1 < len(v.e) && v.is(".") && v.e[v.i+1].kind == word && !v.called(v.i+2) {
		parts = append(parts, v.e[v.i+1].s)
		v.i += 2
	}
	if v.is("(") {
		return v.call(parts) // a function without an object
	}
	x := v.named(parts)
	if last := parts[len(parts)-1]; x.kind == unknown && v.is(".") && v.called(v.i+2) && v.e[v.i+1].kind == word &&
		last[0] >= 'A' && last[0] <= 'Z' {
		parts = append(parts, v.e[v.i+1].s) // a static function of a class
		v.i += 2
		return v.call(parts)
	}
	return x
}
