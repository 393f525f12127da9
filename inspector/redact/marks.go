package redact

import "strings"

// leastStars is how many stars in a row are a mask.
const leastStars = len(hidden)

// Marks counts the masks in a text: how many values a reader of it does not see. Two
// values that one mask hides count once.
func Marks(s string) int {
	n := 0
	for i := 0; i < len(s); {
		size := markAt(s[i:])
		if size > 0 {
			n++
		}
		i += max(1, size)
	}
	return n
}

// markAt is the length of the mask with which a text begins, 0 if with none.
func markAt(s string) int {
	switch {
	case s[0] == '*':
		if n := len(s) - len(strings.TrimLeft(s, "*")); n >= leastStars {
			return n
		}
	case strings.HasPrefix(s, "…("):
		digits := strings.TrimLeft(s[len("…("):], "0123456789")
		if n := len(s) - len(digits); n > len("…(") && strings.HasPrefix(digits, ")") {
			return n + 1
		}
	case strings.HasPrefix(s, aliasPrefix):
		if n := len(s) - len(strings.TrimLeft(s[len(aliasPrefix):], aliasSet)); n > len(aliasPrefix) {
			return n
		}
	}
	return 0
}
