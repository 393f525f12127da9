package source

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

func (v *evaluator) called(i int) bool {
	return i < len(v.e) && v.e[i].kind == symbol && v.e[i].s == "("
}
