package text

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"loginscope/inspector/intake/lines"
	"loginscope/inspector/intake/logcat"
	"loginscope/inspector/lazyregexp"
)

// This file undoes the encodings of mail and of addresses in a pasted text. Law:
// what does not come out as text stays as it stands.

var (
	// percent is a run with at least six octets as an address writes them.
	percent = lazyregexp.New(`(?:[^\s%]*%[0-9A-Fa-f]{2}){6,}[^\s%]*`)
	// quoted are three octets in a row as mail writes them: a Chinese character.
	quoted = lazyregexp.New(`(?:=[0-9A-F]{2}){3}`)
	// octet is one of them.
	octet = lazyregexp.New(`=([0-9A-F]{2})`)
	// packedLine is a line of nothing but base64.
	packedLine = lazyregexp.New(`^[A-Za-z0-9+/]{40,}={0,2}$|^[A-Za-z0-9+/]{2,}={1,2}$`)
)

// Limits of base64 in a text.
const (
	maxPackedLines = 20_000
	minPacked      = 40 // characters of the first line
)

// unescape takes percent-encoding off.
func unescape(line string) string {
	if strings.Count(line, "%") < 6 {
		return line
	}
	return percent.ReplaceAllStringFunc(line, func(run string) string {
		plain, err := url.QueryUnescape(run)
		if err != nil || !readable(plain) {
			return run
		}
		return plain
	})
}

// unquote takes quoted-printable off a line that has a Chinese character in it,
// or that stands below such a line.
func unquote(line string, below bool) string {
	if !quoted.MatchString(line) && !(below && octet.MatchString(line)) {
		return line
	}
	plain := octet.ReplaceAllStringFunc(line, func(o string) string {
		return string([]byte{hexOf(o[1])<<4 | hexOf(o[2])})
	})
	if out := lines.UTF8([]byte(plain)); readable(out) {
		return out
	}
	return line
}

func hexOf(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}

// unpack decodes base64 that holds a text about a login, "" for any other: a
// token is base64 as well and stays as it is.
func unpack(packed string) string {
	out, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		if out, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(packed, "=")); err != nil {
			return ""
		}
	}
	plain := lines.UTF8(out)
	if !readable(plain) {
		return ""
	}
	for line := range strings.Lines(plain) {
		if logcat.Relevant(nil, []byte(line)) || strings.Contains(line, "登录") || strings.Contains(line, "登陆") {
			return plain
		}
	}
	return ""
}

// readable reports whether a text has no control characters and nothing that
// could not be decoded.
func readable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	})
}
