package source

import (
	"slices"
	"strings"
	"unicode"
)

// program is what is known of all files while they are added.
type program struct {
	byName map[string][]constant
	count  int
	outers map[string][]string // classes by the member that is set from elsewhere
	calls  []pending
}

// constant is a member of a class, with the names of its own file replaced.
type constant struct {
	class, file string
	e           []token
}

// pending is a call whose values may stand in other files.
type pending struct {
	call Call
	name string
	arg  []token
	// runs are the conditions under which it runs.
	runs []guard
}

func newProgram() *program {
	return &program{byName: map[string][]constant{}, outers: map[string][]string{}}
}

// take keeps the members of a file that others may name.
func (p *program) take(u *unit) {
	for s, list := range u.names {
		for _, n := range list {
			if !n.member || p.count >= maxConsts {
				continue
			}
			e := u.value(n, n.to, 0)
			if len(e) == 0 || len(e) == 1 && e[0].s == unknownToken.s {
				e = []token{unknownToken}
			}
			p.count++
			p.byName[s] = append(p.byName[s], constant{u.owner(n.at), u.file, slices.Clone(e)})
		}
	}
	for _, o := range u.set {
		if !slices.Contains(p.outers[o.name], o.class) {
			p.outers[o.name] = append(p.outers[o.name], o.class)
		}
	}
}

// givenElsewhere reports whether another class sets "Class.name". One that names
// an object, whose class is not known, may mean it.
func (p *program) givenElsewhere(member string) bool {
	class, name, _ := strings.Cut(member, ".")
	return slices.ContainsFunc(p.outers[name], func(by string) bool {
		return by == "" || by == class || by == "INSTANCE" || by == "Companion" || unicode.IsLower(rune(by[0]))
	})
}

// evaluate works the calls out.
func (p *program) evaluate(env Env) []Call {
	var out []Call
	for _, c := range p.calls {
		v := &evaluator{p: p, env: env, file: c.call.File}
		call := c.call
		call.Release = shown(c.name, v.run(c.arg))
		plain := &evaluator{p: p, file: c.call.File, plain: true}
		if s := shown(c.name, plain.run(c.arg)); s != "" {
			call.Arg = s
		}
		for _, g := range c.runs {
			if x := v.run(g.cond); x.kind == boolean && x.is == g.not {
				call.Debug = true
			}
		}
		out = append(out, call)
	}
	return out
}

// shown describes a known value; a text that is no address is hidden.
func shown(call string, x value) string {
	switch {
	case x.kind == boolean && x.is:
		return "true"
	case x.kind == boolean:
		return "false"
	case call == "setBaseUrl" && x.kind == textual:
		return `"` + x.s + `"`
	case call == "setBaseUrl" && strings.Contains(x.prefix, "://"):
		return `"` + x.prefix + `…"`
	case x.kind == textual:
		return `"…"`
	}
	return ""
}
