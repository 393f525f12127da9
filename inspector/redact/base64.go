package redact

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// minEncoded is the length in base64 from which a run is decoded: ten bytes.
const minEncoded = 14

// encoded finds a part of a run that is base64 of a text in which something is masked.
// It returns the bounds of the part, to 0 if there is none.
func (m Masker) encoded(run string, depth int) (from, to int) {
	if depth >= maxNested {
		return 0, 0
	}
	for from < len(run) {
		to = from + segment(run[from:])
		if m.encodesSecret(run[from:to], depth) {
			return from, to
		}
		if a, b := m.inPath(run[from:to], depth); b > 0 {
			return from + a, from + b
		}
		from = to + 1
	}
	return 0, 0
}

// segment is the length of the beginning of a run up to a character that is not of
// base64, or stands behind its padding.
func segment(run string) int {
	for i := range len(run) {
		switch c := run[i]; {
		case c == '.' || c == '~':
			return i
		case c == '=' && i+1 < len(run) && run[i+1] != '=' && run[i+1] != '.' && run[i+1] != '~':
			return i
		}
	}
	return len(run)
}

// inPath looks between the slashes of a path, which are characters of base64 as well.
func (m Masker) inPath(run string, depth int) (from, to int) {
	if strings.IndexByte(run, '/') < 0 {
		return 0, 0
	}
	for from < len(run) {
		to = len(run)
		if n := strings.IndexByte(run[from:], '/'); n >= 0 {
			to = from + n
		}
		if m.encodesSecret(run[from:to], depth) {
			return from, to
		}
		from = to + 1
	}
	return 0, 0
}

// encodesSecret reports whether base64 decodes to text in which something is masked. Nearly every run
// of letters is passed over by its first bytes, without allocating.
func (m Masker) encodesSecret(run string, depth int) bool {
	run = strings.TrimRight(run, "=")
	if len(run) < minEncoded || len(run)%4 == 1 || !startsText(run) {
		return false
	}
	enc := base64.RawStdEncoding
	if strings.ContainsAny(run, "-_") {
		enc = base64.RawURLEncoding
	}
	plain, err := enc.DecodeString(run)
	if err != nil || !textual(plain) {
		return false
	}
	text := string(plain)
	return m.once(text, depth+1) != text
}

// startsText reports whether the first nine bytes that base64 holds are text.
func startsText(run string) bool {
	var b [9]byte
	for i := 0; i+4 <= 12; i += 4 {
		var word uint32
		for k := range 4 {
			v := sixBits(run[i+k])
			if v > 63 {
				return false
			}
			word = word<<6 | uint32(v)
		}
		at := i / 4 * 3
		b[at], b[at+1], b[at+2] = byte(word>>16), byte(word>>8), byte(word)
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i >= len(b)-2 // it may break off inside a character
		}
		if !readable(r) {
			return false
		}
		i += size
	}
	return true
}

// readable reports whether text holds a character.
func readable(r rune) bool { return r >= 0x20 && r != 0x7f || r == '\n' || r == '\r' || r == '\t' }

// sixBits is the value of a character of base64, 64 for any other.
func sixBits(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A'
	case c >= 'a' && c <= 'z':
		return c - 'a' + 26
	case digit(c):
		return c - '0' + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return 64
}

func textual(b []byte) bool {
	for _, c := range b {
		if !readable(rune(c)) {
			return false
		}
	}
	return utf8.Valid(b)
}
