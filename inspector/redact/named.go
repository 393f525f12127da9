package redact

import (
	"strings"

	"loginscope/inspector"
)

// named masks the values of sensitive names: "token":"..", token=.., token='..',
// \"token\":\"..\", token: ...
func named(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		if s[i] != ':' && s[i] != '=' {
			continue
		}
		sens, line, ok := sensitivityOf(nameBefore(s, i))
		if !ok {
			continue
		}
		from, to := valueAfter(s, i+1, line)
		if from >= to || from < done {
			continue
		}
		v := s[from:to]
		m := maskNamed(sens, line, v)
		if m == v {
			i = to - 1
			continue
		}
		b.WriteString(s[done:from])
		b.WriteString(m)
		done = to
		i = to - 1
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

func maskNamed(sens inspector.Sensitivity, line bool, v string) string {
	if harmless(v) {
		return v
	}
	if line {
		return credentials(v)
	}
	return Value(sens, v)
}

// harmless reports whether a value is plainly no secret: a literal, or a short
// number such as a return code.
func harmless(v string) bool {
	switch v {
	case "null", "nil", "true", "false", "undefined", "None":
		return true
	}
	if len(v) > 6 {
		return false
	}
	for i := range len(v) {
		if c := v[i]; (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// nameBefore returns the name that ends before s[i], without its quotes.
func nameBefore(s string, i int) string {
	end := i
	for end > 0 && s[end-1] == ' ' && i-end < 2 {
		end--
	}
	for end > 0 && (s[end-1] == '"' || s[end-1] == '\'' || s[end-1] == '\\') && i-end < 4 {
		end--
	}
	from := end
	for from > 0 && end-from <= longestName && nameByte(s[from-1]) {
		from--
	}
	return s[from:end]
}

func nameByte(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// valueAfter returns the bounds of the value that begins at or after s[i].
func valueAfter(s string, i int, line bool) (from, to int) {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	quote := ""
	for j := i; j < len(s) && j < i+4; j++ {
		if s[j] == '\\' {
			continue
		}
		if s[j] == '"' || s[j] == '\'' {
			quote = s[i : j+1]
		}
		break
	}
	from = i + len(quote)
	if quote != "" {
		return from, quoted(s, from, quote)
	}
	if line {
		if n := strings.IndexAny(s[from:], "\r\n"); n >= 0 {
			return from, from + n
		}
		return from, len(s)
	}
	to = from
	for to < len(s) && valueByte(s[to]) {
		to++
	}
	if strings.HasPrefix(s[to:], "…(") || strings.HasPrefix(s[to:], "***") {
		return from, from // masked already
	}
	return from, to
}

// quoted returns where a quoted value ends.
func quoted(s string, from int, quote string) int {
	for k := from; k < len(s); k++ {
		if s[k] == '\\' && len(quote) == 1 {
			k++
			continue
		}
		if strings.HasPrefix(s[k:], quote) {
			return k
		}
	}
	return len(s)
}

func valueByte(c byte) bool {
	return nameByte(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=' || c == '%' || c == '|' || c == '@'
}
