// Package redact masks what must not leave the session file: phone numbers, tokens,
// keys, names, ids of people and devices. Kinds is the catalogue; each kind is found
// by the key beside a value, by the value's shape or by both. A Masker with the Known
// of the evidence masks also what was seen to be secret elsewhere in it. The package
// is pure and knows the shapes in which such values stand in logs, forms, JSON, XML,
// headers, addresses and base64.
//
// Laws: masking twice gives what masking once gives; a return code, a time
// stamp or a request id is never touched; the cost is linear in the text.
package redact

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"loginscope/proxy/exchange"
)

// hidden stands for a value of which nothing may be shown.
const hidden = "***"

// Value masks one value by its sensitivity. A phone number keeps its first
// three and last four digits, a token its first four characters and its
// length, an identity its first character, a secret nothing.
func Value(s Sensitivity, v string) string {
	return Masker{}.value(s, usual(s), v)
}

// value masks a value of a kind, by its ID, unless the kind is kept.
func (m Masker) value(s Sensitivity, kind, v string) string {
	if v == "" || masked(v) || s == Public || m.keeps(kind) {
		return v
	}
	m.Found.add(kind, v)
	switch s {
	case Phone:
		if m.Aliases != nil {
			return m.Aliases.number(v)
		}
		return phone(v)
	case Token:
		return m.token(v)
	case Identity:
		if m.Aliases != nil {
			return m.Aliases.person(v)
		}
		_, n := utf8.DecodeRuneInString(v)
		return v[:n] + hidden
	}
	return hidden
}

// usual is the kind of a value of which only the sensitivity is known.
func usual(s Sensitivity) string {
	switch s {
	case Phone:
		return "phone"
	case Token:
		return "token"
	case Secret:
		return "secret"
	}
	return "person"
}

// keeps reports whether the values of a kind stay readable.
func (m Masker) keeps(kind string) bool { return len(m.Keep) > 0 && m.Keep[kind] }

// Masked reports whether a value is the output of a mask, so that it is worth nothing
// to what needs the value.
func Masked(v string) bool { return v != "" && masked(v) }

// masked reports whether a value is the output of a mask.
func masked(v string) bool {
	if strings.HasSuffix(v, hidden) && utf8.RuneCountInString(v) <= 1+len(hidden) || strings.Contains(v, "****") {
		return true
	}
	if strings.HasPrefix(v, aliasPrefix) && aliased(v) {
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

func (m Masker) token(v string) string {
	if m.Aliases != nil {
		return m.Aliases.of(v)
	}
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

// Masker masks texts. The zero value knows only the catalogue; one with the Known of
// the evidence masks also what that showed to be secret. It may be copied, and used
// from several goroutines while nobody adds to its Known and it has no Aliases.
type Masker struct {
	Known *Known
	// Aliases, unless nil, stand for values in place of their first characters.
	Aliases *Aliases
	// Keep are the kinds, by ID, whose values stay readable; nil for none.
	Keep map[string]bool
	// Found, unless nil, collects what was masked; then a Masker belongs to one goroutine.
	Found *Found
}

// maxRounds limits how often a text is gone over: a mask may part a neighbour from
// what hid it.
const maxRounds = 4

// Text masks what it finds in a text of any kind: a log line, a body, a path.
func Text(s string) string { return Masker{}.Text(s) }

// URL masks an address: user information, sensitive query values and
// whatever else Text finds.
func URL(s string) string { return Masker{}.URL(s) }

// Header masks the value of one header field by the field's name.
func Header(f exchange.Field) exchange.Field { return Masker{}.Header(f) }

// Text masks what it finds in a text of any kind: a log line, a body, a path.
func (m Masker) Text(s string) string {
	for range maxRounds {
		masked := m.once(s, 0)
		if masked == s {
			break
		}
		s = masked
	}
	return s
}

func (m Masker) once(s string, depth int) string {
	s = m.known(s)
	s = m.parts(s)
	s = m.tags(s)
	s = m.named(s)
	if depth < maxNested {
		s = m.percents(s, depth)
		s = m.unicodes(s, depth)
	}
	s = m.runs(s, depth)
	return m.shapes(s)
}

// Value masks one value by its sensitivity, and what else Text finds in it.
func (m Masker) Value(s Sensitivity, v string) string {
	if s == Public {
		return m.Text(v)
	}
	return m.value(s, usual(s), v)
}

// URL masks an address: user information, sensitive query values and
// whatever else Text finds.
func (m Masker) URL(s string) string {
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			s = scheme + "://" + hidden + rest[at:]
		}
	}
	return m.Text(s)
}

// Header masks the value of one header field by the field's name.
func (m Masker) Header(f exchange.Field) exchange.Field {
	switch k := kindOf(f.Name); {
	case k == nil, k.matches != nil && !k.matches(plainOf(f.Value)):
		f.Value = m.Text(f.Value)
	case k.line:
		f.Value = m.scheme(k, f.Value)
	default:
		f.Value = m.value(k.Sensitivity, k.ID, f.Value)
	}
	return f
}

// scheme masks an Authorization or cookie value but for its scheme.
func (m Masker) scheme(k *Kind, v string) string {
	if m.keeps(k.ID) {
		return v
	}
	by := keepScheme(v)
	if by != v {
		m.Found.add(k.ID, credentialOf(v))
	}
	return by
}

// keepScheme keeps the scheme of an Authorization value and hides the rest.
func keepScheme(v string) string {
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
