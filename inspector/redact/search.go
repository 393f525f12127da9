package redact

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"slices"
	"strings"
)

// In reports whether a known value stands in a text: in plain, backwards, percent-encoded,
// with the escapes of JSON or HTML, in base64 of either alphabet, or in hexadecimal digits;
// these also inside each other, to a depth of three. It returns the ID of the value's kind.
// Nothing is masked: it is how a finished file is checked.
func (k *Known) In(s string) (kind string, found bool) {
	if k.Len() == 0 {
		return "", false
	}
	if kind, found = k.plainly(s); found {
		return kind, true
	}
	if kind, found = k.plainly(backwards(s)); found {
		return kind, true
	}
	return k.inside(s, maxNested)
}

// plainly looks for a value as it is.
func (k *Known) plainly(s string) (kind string, found bool) {
	if len(s) < MinKnown {
		return "", false
	}
	h := prefixOf(s)
	for i := 0; ; i++ {
		if to, is := k.at(s, i, h); to > 0 {
			return is.kind, true
		}
		if i+MinKnown >= len(s) {
			return "", false
		}
		h = h>>8 | uint64(s[i+8])<<56
	}
}

// inside looks in what a text holds in another form.
func (k *Known) inside(s string, depth int) (kind string, found bool) {
	if depth == 0 || len(s) < MinKnown {
		return "", false
	}
	for _, decode := range [...]func(string) string{unpercent, unslash, html.UnescapeString} {
		if plain := decode(s); plain != s {
			if kind, found = k.deeper(plain, depth); found {
				return kind, true
			}
		}
	}
	for i := 0; i < len(s); {
		if sixBits(s[i]) > 63 {
			i++
			continue
		}
		from := i
		for i < len(s) && sixBits(s[i]) <= 63 {
			i++
		}
		if i-from < MinKnown {
			continue
		}
		if kind, found = k.encoded(s[from:i], depth); found {
			return kind, true
		}
	}
	return "", false
}

func (k *Known) deeper(s string, depth int) (kind string, found bool) {
	if kind, found = k.plainly(s); found {
		return kind, true
	}
	return k.inside(s, depth-1)
}

// encoded looks in a run of base64 characters, which may begin anywhere in a group of four.
func (k *Known) encoded(run string, depth int) (kind string, found bool) {
	std := strings.NewReplacer("-", "+", "_", "/").Replace(run)
	for from := range min(4, len(std)) {
		part := std[from:]
		if len(part)%4 == 1 {
			part = part[:len(part)-1]
		}
		b, err := base64.RawStdEncoding.DecodeString(part)
		if err != nil {
			continue
		}
		if kind, found = k.plainly(string(b)); found {
			return kind, true
		}
		if mostlyText(b) {
			if kind, found = k.inside(string(b), depth-1); found {
				return kind, true
			}
		}
	}
	for from := range 2 {
		part := run[from:]
		b, err := hex.DecodeString(part[:len(part)&^1])
		if err != nil {
			continue
		}
		if kind, found = k.plainly(string(b)); found {
			return kind, true
		}
	}
	return "", false
}

// mostlyText reports whether bytes are worth to be looked into once more.
func mostlyText(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' {
			odd++
		}
	}
	return odd*8 < len(b)
}

// unpercent takes off every percent escape that is whole.
func unpercent(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
			if c, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b.Write(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unslash takes off the escapes of JSON, those of a string in a string at once.
func unslash(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	s = unescapeUnicode(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func backwards(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}
