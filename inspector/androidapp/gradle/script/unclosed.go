package script

import "strings"

// opening is a bracket that waits for its other half.
type opening struct {
	token
	indent int
}

var closers = map[string]string{"(": ")", "[": "]", "{": "}"}

// unclosed finds the first bracket that is never closed. Which one of several in each
// other that is, the brackets do not show: it is the first one whose closing bracket
// begins a line that is indented in another way, else the innermost that is left.
func unclosed(src string, toks []token) (Problem, bool) {
	var open []opening
	var odd *opening
	lines := strings.Split(src, "\n")
	for i, t := range toks {
		if t.kind != op {
			continue
		}
		if closers[t.s] != "" {
			open = append(open, opening{t, indent(lines, t.line)})
			continue
		}
		if t.s != ")" && t.s != "]" && t.s != "}" || len(open) == 0 {
			continue
		}
		top := open[len(open)-1]
		if closers[top.s] != t.s {
			return missing(top), true
		}
		open = open[:len(open)-1]
		begins := i == 0 || toks[i-1].line < t.line || toks[i-1].kind == newline
		if odd == nil && begins && t.line > top.line && indent(lines, t.line) < top.indent {
			odd = &top
		}
	}
	switch {
	case len(open) == 0:
		return Problem{}, false
	case odd != nil && odd.line >= open[0].line:
		return missing(*odd), true
	}
	return missing(open[len(open)-1]), true
}

func missing(o opening) Problem { return Problem{Line: o.line, Text: near(o.token), Unclosed: true} }

// indent is the white space before the code of a line.
func indent(lines []string, line int) int {
	if line < 1 || line > len(lines) {
		return 0
	}
	return len(lines[line-1]) - len(strings.TrimLeft(lines[line-1], " \t"))
}
