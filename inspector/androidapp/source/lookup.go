package source

import (
	"slices"
	"strings"
)

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
		if owner != "" && c.class != owner || v.env.Built != nil && !v.env.Built(c.file) {
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
