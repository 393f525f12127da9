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
}

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

// maxSteps bounds the work on one expression.
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

func (x value) begins() string {
	if x.kind == textual {
		return x.s
	}
	return x.prefix
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

// choice is "c ? a : b", "if (c) a else b" and "a ?: b".
func (v *evaluator) choice() value {
	if v.is("if") && v.at(1, "(") {
		v.i++
		c := v.primary()
		a := v.branch()
		if !v.take("else") {
			return value{}
		}
		return pick(c, a, v.branch())
	}
	c := v.or()
	switch {
	case v.at(0, "?") && v.at(1, ":"):
		v.i += 2
		other := v.choice()
		if c.kind == unknown {
			return pick(value{}, c, other)
		}
		return c
	case v.is("?") && !v.at(1, "."):
		v.i++
		a := v.choice()
		if !v.take(":") {
			return value{}
		}
		return pick(c, a, v.choice())
	}
	return c
}

// branch is one side of an if: an expression, or a block of one.
func (v *evaluator) branch() value {
	if !v.take("{") {
		return v.choice()
	}
	x := v.choice()
	if v.take(";"); !v.take("}") {
		v.i = len(v.e) + 1 // more than one expression
		return value{}
	}
	return x
}

func pick(c, a, b value) value {
	switch {
	case c.kind == boolean && c.is:
		return a
	case c.kind == boolean:
		return b
	case a == b:
		return a
	}
	return value{}
}

func (v *evaluator) or() value {
	x := v.and()
	for {
		exclusive := v.take("xor") || v.take("^")
		if !exclusive && !v.pair("|") && !v.take("|") && !v.take("or") {
			return x
		}
		y := v.and()
		switch {
		case exclusive:
			x = both(x, y, x.is != y.is)
		case x.kind == boolean && x.is || y.kind == boolean && y.is:
			x = truth(true)
		default:
			x = both(x, y, false)
		}
	}
}

// both is a boolean where both operands are known ones.
func both(x, y value, is bool) value {
	if x.kind != boolean || y.kind != boolean {
		return value{}
	}
	return truth(is)
}

func (v *evaluator) and() value {
	x := v.equal()
	for v.pair("&") || v.take("&") || v.take("and") {
		y := v.equal()
		if x.kind == boolean && !x.is || y.kind == boolean && !y.is {
			x = truth(false)
			continue
		}
		x = both(x, y, true)
	}
	return x
}

func (v *evaluator) equal() value {
	x := v.sum()
	for {
		not := v.at(0, "!") && v.at(1, "=")
		if !not && !v.pairEqual() {
			return x
		}
		if not {
			v.i += 2
		}
		v.take("=") // Kotlin's ===
		y := v.sum()
		if x.kind == unknown || x.kind != y.kind {
			x = value{}
			continue
		}
		x = truth((x == y) != not)
	}
}

func (v *evaluator) pairEqual() bool { return v.pair("=") }

func (v *evaluator) sum() value {
	x := v.unary()
	for v.take("+") {
		y := v.unary()
		switch {
		case x.kind == textual && y.kind == textual:
			x.s += y.s
		case x.kind == textual:
			x = value{prefix: x.s + y.prefix}
		default:
			x = value{prefix: x.prefix}
		}
		if len(x.s) > 4096 {
			return value{}
		}
	}
	return x
}

func (v *evaluator) unary() value {
	if v.is("!") && !v.at(1, "=") {
		v.i++
		x := v.unary()
		if x.kind == boolean {
			return truth(!x.is)
		}
		return value{}
	}
	return v.postfix(v.primary())
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
	if len(inner) == 1 && inner[0].kind == word && slices.Contains([]string{"boolean", "Boolean", "String"}, inner[0].s) {
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
	if last := parts[len(parts)-1]; x.kind == unknown && v.is(".") && v.called(v.i+2) && v.e[v.i+1].kind == word && last[0] >= 'A' && last[0] <= 'Z' {
		parts = append(parts, v.e[v.i+1].s) // a static function of a class
		v.i += 2
		return v.call(parts)
	}
	return x
}

func (v *evaluator) called(i int) bool {
	return i < len(v.e) && v.e[i].kind == symbol && v.e[i].s == "("
}

// named is the value of a name of another file, the build or the resources.
func (v *evaluator) named(parts []string) value {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "Companion" || s == "INSTANCE" })
	n := len(parts)
	if n == 0 {
		return value{}
	}
	last, owner := parts[n-1], ""
	if n > 1 {
		owner = parts[n-2]
	}
	switch {
	case owner == "?":
		return value{}
	case owner == "BuildConfig":
		return v.field(last)
	case owner == "Boolean" && (last == "TRUE" || last == "FALSE"):
		return truth(last == "TRUE")
	case n >= 3 && parts[n-3] == "R":
		return value{kind: resource, s: owner + "/" + last}
	}
	return v.constant(owner, last)
}

// field is one of BuildConfig.
func (v *evaluator) field(name string) value {
	if v.plain {
		return value{}
	}
	switch name {
	case "DEBUG":
		return truth(false)
	case "BUILD_TYPE":
		return value{kind: textual, s: "release"}
	}
	if v.env.Field == nil {
		return value{}
	}
	written, ok := v.env.Field(v.file, name)
	if !ok {
		return value{}
	}
	return v.run(lex(written, Java))
}

// constant is a member of another class. Where several classes have that name, or
// the class is not said, all must hold the same.
func (v *evaluator) constant(owner, name string) value {
	var out value
	found := false
	for _, c := range v.p.byName[name] {
		if owner != "" && c.class != owner {
			continue
		}
		inner := &evaluator{p: v.p, env: v.env, file: c.file, plain: v.plain, depth: v.depth, steps: v.steps}
		x := inner.run(c.e)
		if found && x != out {
			return value{}
		}
		out, found = x, true
	}
	return out
}

// call is "name(arguments)" with the open parenthesis at hand.
func (v *evaluator) call(parts []string) value {
	args := v.arguments()
	name := parts[len(parts)-1]
	switch name {
	case "getBoolean", "getString", "getText", "booleanResource", "stringResource", "bool", "string":
		if len(args) >= 1 && args[len(args)-1].kind == resource {
			return v.resource(args[len(args)-1].s)
		}
		return value{}
	case "parseBoolean", "valueOf", "toBoolean":
		if len(args) == 1 {
			return parsed(args[0])
		}
	}
	if len(args) > 0 {
		return value{}
	}
	parts[len(parts)-1] = name + "()"
	return v.named(parts)
}

// arguments reads "(a, b)".
func (v *evaluator) arguments() []value {
	v.i++
	end := min(v.closing(), len(v.e))
	inner, depth, from := v.e[v.i:end], 0, 0
	var out []value
	for i, t := range inner {
		if t.kind != symbol {
			continue
		}
		switch t.s {
		case "(", "{", "[":
			depth++
		case ")", "}", "]":
			depth--
		case ",":
			if depth == 0 {
				out = append(out, v.run(inner[from:i]))
				from = i + 1
			}
		}
	}
	if from < len(inner) {
		out = append(out, v.run(inner[from:]))
	}
	v.i = min(end+1, len(v.e))
	return out
}

// resource is the one value of a resource; one that differs by configuration or is
// not at hand is unknown.
func (v *evaluator) resource(name string) value {
	if v.plain || v.env.Resource == nil {
		return value{}
	}
	found := v.env.Resource(name)
	for _, s := range found {
		if s != found[0] {
			return value{}
		}
	}
	if len(found) == 0 {
		return value{}
	}
	if strings.HasPrefix(name, "bool/") {
		return parsed(value{kind: textual, s: found[0]})
	}
	return value{kind: textual, s: found[0]}
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

// postfix is what is done with a value: ".not()", ".equals(x)", "!!".
func (v *evaluator) postfix(x value) value {
	for v.i < len(v.e) {
		switch {
		case v.at(0, "!") && v.at(1, "!"):
			v.i += 2
		case v.take("as"):
			v.i++ // the type
		case v.is("?") && v.at(1, ".") || v.is("."):
			v.take("?")
			v.i++
			x = v.method(x)
		default:
			return x
		}
	}
	return x
}

func (v *evaluator) method(x value) value {
	if v.i >= len(v.e) || v.e[v.i].kind != word {
		return value{}
	}
	name := v.e[v.i].s
	v.i++
	if !v.is("(") {
		return value{}
	}
	if x.kind == unknown && x.prefix == "" {
		return v.call([]string{"?", name}) // whose class is not known
	}
	args := v.arguments()
	switch {
	case name == "not" && x.kind == boolean:
		return truth(!x.is)
	case len(args) == 0 && (name == "toBoolean" || name == "toBooleanStrict"):
		return parsed(x)
	case len(args) == 0 && (name == "booleanValue" || name == "toString" || name == "trim" || name == "intern"):
		return x
	case len(args) == 1 && (name == "equals" || name == "contentEquals") && x.kind != unknown && x.kind == args[0].kind:
		return truth(x == args[0])
	case len(args) == 1 && name == "and" && x.kind == boolean && args[0].kind == boolean:
		return truth(x.is && args[0].is)
	case len(args) == 1 && name == "or" && x.kind == boolean && args[0].kind == boolean:
		return truth(x.is || args[0].is)
	}
	return value{}
}
