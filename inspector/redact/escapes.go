package redact

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNested limits how often a text inside a text is opened: JSON in a percent-encoded
// form in base64.
const maxNested = 3

// plainOf takes percent encoding and JSON's \u escapes off a value, so that it can be judged.
func plainOf(v string) string {
	if strings.Contains(v, `\u`) {
		v = unescapeUnicode(v)
	}
	if strings.IndexByte(v, '%') >= 0 {
		if u, err := url.QueryUnescape(v); err == nil && utf8.ValidString(u) {
			return u
		}
	}
	return v
}

// unescapeUnicode takes the \u escapes of JSON off a text and leaves everything else.
func unescapeUnicode(v string) string {
	var b strings.Builder
	b.Grow(len(v))
	for i := 0; i < len(v); {
		if r, size := unicodeAt(v, i); size > 0 {
			b.WriteRune(r)
			i += size
			continue
		}
		b.WriteByte(v[i])
		i++
	}
	return b.String()
}

// unicodeAt reads a \u escape at s[i] with any number of backslashes before the u.
func unicodeAt(s string, i int) (r rune, size int) {
	j := i
	for j < len(s) && s[j] == '\\' {
		j++
	}
	if j == i || j+5 > len(s) || s[j] != 'u' {
		return 0, 0
	}
	n, err := strconv.ParseUint(s[j+1:j+5], 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(n), j + 5 - i
}

// percents masks what stands percent-encoded.
func (m Masker) percents(s string, depth int) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	e := edit{s: s}
	for i := 0; i < len(s); {
		if !percentByte(s[i]) {
			i++
			continue
		}
		from, escapes := i, 0
		for i < len(s) && percentByte(s[i]) {
			if s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
				escapes++
			}
			i++
		}
		if escapes == 0 {
			continue
		}
		plain, err := url.PathUnescape(s[from:i])
		if err != nil || !utf8.ValidString(plain) {
			continue
		}
		if masked := m.once(plain, depth+1); masked != plain {
			e.put(from, i, escape(masked))
		}
	}
	return e.text()
}

func percentByte(c byte) bool {
	return nameByte(c) || c == '%' || c == '.' || c == '~' || c == '+' || c == '*' || c == '!' || c == '(' || c == ')'
}

// escape encodes what would be read otherwise in a form or an address, and leaves the
// marks of a mask readable.
func escape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case nameByte(c), c >= 0x80, strings.IndexByte(".~*()", c) >= 0:
			b.WriteByte(c)
		default:
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}

// unicodes masks what stands in the \u escapes of JSON.
func (m Masker) unicodes(s string, depth int) string {
	if !strings.Contains(s, `\u`) {
		return s
	}
	e := edit{s: s}
	for i := 0; i < len(s); {
		if _, size := unicodeAt(s, i); size == 0 {
			i++
			continue
		}
		from := i
		for i < len(s) {
			if _, size := unicodeAt(s, i); size > 0 {
				i += size
			} else if nameByte(s[i]) || s[i] == ' ' || s[i] == '+' || s[i] == '@' || s[i] == '.' {
				i++
			} else {
				break
			}
		}
		plain := unescapeUnicode(s[from:i])
		if !utf8.ValidString(plain) || strings.ContainsAny(plain, "\"\\\n\r\x00") {
			continue
		}
		if masked := m.once(plain, depth+1); masked != plain {
			e.put(from, i, masked)
		}
	}
	return e.text()
}
