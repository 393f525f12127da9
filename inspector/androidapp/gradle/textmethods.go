package gradle

import "strings"

// part is text[from..to] of Groovy's, negative numbers counted from the end.
func part(s string, from, to int64, inclusive bool) value {
	n := int64(len(s))
	if from < 0 {
		from += n
	}
	if to < 0 {
		to += n
	}
	if inclusive {
		to++
	}
	if from < 0 || to > n || from > to {
		return none(reason("a part of a text that is not there", "文本中不存在的部分"))
	}
	return str(s[from:to])
}

// partMethod is a method that takes a part of a text by numbers or signs.
func partMethod(s, name string, args []arg) (value, bool) {
	first, isNumber := first(args).int()
	mark, _ := firstText(args)
	n := int64(len(s))
	switch {
	case name == "substring" && len(args) == 2:
		if to, ok := args[1].v.int(); ok && isNumber {
			return part(s, first, to, false), true
		}
	case name == "substring" || name == "drop":
		if isNumber && first >= 0 && first <= n {
			return str(s[first:]), true
		}
	case name == "take" && isNumber && first >= 0:
		return str(s[:min(first, n)]), true
	case name == "dropLast" || name == "dropRight":
		if isNumber && first >= 0 {
			return str(s[:max(n-first, 0)]), true
		}
	case name == "lastIndexOf":
		return num(int64(strings.LastIndex(s, mark))), true
	case name == "indexOf":
		return num(int64(strings.Index(s, mark))), true
	case name == "substringBefore":
		before, _, _ := strings.Cut(s, mark)
		return str(before), true
	case name == "substringAfter":
		if _, after, ok := strings.Cut(s, mark); ok {
			return str(after), true
		}
		return str(s), true
	case name == "substringBeforeLast", name == "substringAfterLast":
		i := strings.LastIndex(s, mark)
		if i < 0 {
			return str(s), true
		}
		if name == "substringAfterLast" {
			return str(s[i+len(mark):]), true
		}
		return str(s[:i]), true
	}
	return value{}, false
}

func firstText(args []arg) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	return args[0].v.text()
}
