package redact

import "strings"

// phones masks Chinese mobile numbers: eleven digits that begin with 13 to 19
// and stand alone, so that a thirteen-digit time stamp is not one, also in
// groups of 3-4-4.
func phones(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i+11 <= len(s); i++ {
		if s[i] != '1' || s[i+1] < '3' || s[i+1] > '9' || i > 0 && digit(s[i-1]) && !country(s, i) {
			continue
		}
		n := phoneLen(s[i:])
		if n == 0 {
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString(s[i : i+3])
		b.WriteString("****")
		b.WriteString(s[i+n-4 : i+n])
		done = i + n
		i = done - 1
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// country reports whether the digits before s[i] are the country code 86.
func country(s string, i int) bool {
	return i >= 2 && s[i-2:i] == "86" && (i == 2 || !digit(s[i-3]))
}

// phoneLen is the length of the number at the beginning of s, 0 if none.
func phoneLen(s string) int {
	n, i := 0, 0
	for i < len(s) && n < 11 {
		switch c := s[i]; {
		case digit(c):
			n++
		case (c == '-' || c == ' ') && (n == 3 || n == 7) && i+1 < len(s) && digit(s[i+1]):
		default:
			return 0
		}
		i++
	}
	if n < 11 || i < len(s) && digit(s[i]) {
		return 0
	}
	return i
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// mails masks the local part of mail addresses.
func mails(s string) string {
	var b strings.Builder
	done := 0
	for i := 1; i+3 < len(s); i++ {
		if s[i] != '@' || !nameByte(s[i+1]) {
			continue
		}
		from := i
		for from > done && (nameByte(s[from-1]) || s[from-1] == '.' || s[from-1] == '+') {
			from--
		}
		to := i + 1
		for to < len(s) && (nameByte(s[to]) || s[to] == '.') {
			to++
		}
		if from == i || strings.IndexByte(s[i+1:to], '.') <= 0 {
			continue
		}
		b.WriteString(s[done : from+1])
		b.WriteString(hidden)
		done = i
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}
