// Package redact masks what must not leave the session file: phone numbers,
// tokens, keys, names. It is pure and knows no format but the few shapes in
// which such values stand in logs, forms, JSON, headers and addresses.
//
// Laws: masking twice gives what masking once gives; a return code, a time
// stamp or a request id is never touched; the cost is linear in the text.
package redact

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// hidden stands for a value of which nothing may be shown.
const hidden = "***"

// Value masks one value by its sensitivity. A phone number keeps its first
// three and last four digits, a token its first four characters and its
// length, an identity its first character, a secret nothing.
func Value(s inspector.Sensitivity, v string) string {
	if v == "" || masked(v) {
		return v
	}
	switch s {
	case inspector.Phone:
		return phone(v)
	case inspector.Token:
		return token(v)
	case inspector.Secret:
		return hidden
	case inspector.Identity:
		_, n := utf8.DecodeRuneInString(v)
		return v[:n] + hidden
	}
	return v
}

// masked reports whether a value is the output of a mask.
func masked(v string) bool {
	if strings.HasSuffix(v, hidden) && utf8.RuneCountInString(v) <= 1+len(hidden) || strings.Contains(v, "****") {
		return true
	}
	i := strings.Index(v, "…(")
	return i >= 0 && i <= 4 && strings.HasSuffix(v, ")")
}

func phone(v string) string {
	digits := strings.TrimSpace(v)
	if len(digits) < 8 {
		return hidden
	}
	return ascii(digits[:3]) + "****" + ascii(digits[len(digits)-4:])
}

func token(v string) string {
	if len(v) < 12 {
		return hidden
	}
	return ascii(v[:4]) + "…(" + strconv.Itoa(len(v)) + ")"
}

// ascii keeps a cut-out part readable when it split a character.
func ascii(s string) string {
	for i := range len(s) {
		if s[i] < 0x21 || s[i] > 0x7e {
			return hidden
		}
	}
	return s
}

// Text masks what it finds in a text of any kind: a log line, a body, a
// sentence.
func Text(s string) string {
	s = named(s)
	s = runs(s)
	s = phones(s)
	return mails(s)
}

// URL masks an address: user information, sensitive query values and
// whatever else Text finds.
func URL(s string) string {
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			s = scheme + "://" + hidden + rest[at:]
		}
	}
	return Text(s)
}

// Header masks the value of one header field by the field's name.
func Header(f exchange.Field) exchange.Field {
	sens, line, ok := sensitivityOf(f.Name)
	switch {
	case !ok:
		f.Value = Text(f.Value)
	case line:
		f.Value = credentials(f.Value)
	default:
		f.Value = Value(sens, f.Value)
	}
	return f
}

// credentials keeps the scheme of an Authorization value and hides the rest.
func credentials(v string) string {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(v), " ")
	if ok && (strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "basic") ||
		strings.EqualFold(scheme, "digest")) {
		if rest == "" || rest == hidden {
			return v
		}
		return scheme + " " + hidden
	}
	return hidden
}
