package redact

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"loginscope/proxy/exchange"
)

// The limits of Known.
const (
	// MaxKnown is the number of values that are remembered; later ones are masked
	// only by their keys and shapes.
	MaxKnown = 2048
	// MinKnown is the length in bytes from which a value is remembered. A shorter
	// one would hide parts of ordinary words.
	MinKnown = 8
	// maxKnownLen is the number of bytes of a value that are remembered; what
	// follows it in a text without a break is masked with it.
	maxKnownLen = 512
)

// Known are the values that one piece of evidence showed to be secret or personal: a
// session token under its key, the cookies, a device id. They are masked wherever
// else they stand. The zero value knows nothing. It is not safe for concurrent use;
// Clone makes a copy that may be read while the original learns.
type Known struct {
	values map[string]secret
	// most is how many values there may be, 0 for MaxKnown.
	most int
	// byPrefix finds the values by their first eight bytes, longest first.
	byPrefix map[uint64][]string
	// prefixes is a bit for each possible low part of a prefix, so that nearly every
	// position of a text is passed over without a look-up.
	prefixes [64]uint64
}

// Len is the number of values.
func (k *Known) Len() int {
	if k == nil {
		return 0
	}
	return len(k.values)
}

// Clone returns an independent copy, nil if nothing is known.
func (k *Known) Clone() *Known {
	if k.Len() == 0 {
		return nil
	}
	out := &Known{}
	for v, s := range k.values {
		out.add(v, s)
	}
	return out
}

// secret is what is known of a value.
type secret struct {
	sens Sensitivity
	kind string // the ID of a Kind
}

// Add remembers a value, unless it is too short or too plain to differ from ordinary
// text, or MaxKnown are known.
func (k *Known) Add(sens Sensitivity, value string) { k.remember(sens, usual(sens), value) }

func (k *Known) remember(sens Sensitivity, kind, value string) {
	value = strings.TrimSpace(value)
	if !worth(value) || masked(value) {
		return
	}
	k.add(strings.Clone(value[:min(len(value), maxKnownLen)]), secret{sens, kind})
}

func (k *Known) add(v string, s secret) {
	if _, have := k.values[v]; have || len(k.values) >= cmp.Or(k.most, MaxKnown) {
		return
	}
	if k.values == nil {
		k.values, k.byPrefix = map[string]secret{}, map[uint64][]string{}
	}
	k.values[v] = s
	h := prefixOf(v)
	list := append(k.byPrefix[h], v)
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	k.byPrefix[h] = list
	k.mark(h)
}

func prefixOf(s string) uint64 { return binary.LittleEndian.Uint64([]byte(s[:8])) }

func bit(h uint64) (word, mask uint64) {
	h *= 0x9e3779b97f4a7c15
	return h >> 58, 1 << (h >> 52 & 63)
}

func (k *Known) mark(h uint64) {
	w, m := bit(h)
	k.prefixes[w] |= m
}

// worth reports whether a value is long and random enough to be recognised by itself.
func worth(v string) bool {
	if len(v) < MinKnown {
		return false
	}
	digits, letters, high := 0, 0, 0
	for i := range len(v) {
		switch c := v[i]; {
		case digit(c):
			digits++
		case letter(c):
			letters++
		case c >= 0x80:
			high++
		case c == '\n':
			return false
		}
	}
	switch {
	case high > 0:
		return high >= 9 // three Chinese characters
	case letters == 0:
		return digits >= 15 && digits != 17 // a time in milliseconds has 13, one in words 17
	case digits == 0:
		return len(v) >= 16 && !strings.Contains(v, " ")
	}
	return !strings.Contains(v, "://")
}

// known masks the known values in a text.
func (m Masker) known(s string) string {
	k := m.Known
	if k.Len() == 0 || len(s) < MinKnown {
		return s
	}
	e := edit{s: s}
	h := prefixOf(s)
	for i := 0; ; {
		to, is := k.at(s, i, h)
		if to > 0 {
			if by := m.value(is.sens, is.kind, s[i:to]); by != s[i:to] {
				e.put(i, to, by)
			}
			if i = to; i+MinKnown > len(s) {
				break
			}
			h = prefixOf(s[i:])
			continue
		}
		if i+MinKnown >= len(s) {
			break
		}
		h = h>>8 | uint64(s[i+8])<<56
		i++
	}
	return e.text()
}

// at returns the end of the known value at s[i] and what it is, 0 if there is none.
func (k *Known) at(s string, i int, h uint64) (to int, is secret) {
	if w, m := bit(h); k.prefixes[w]&m == 0 {
		return 0, secret{}
	}
	for _, v := range k.byPrefix[h] {
		if !strings.HasPrefix(s[i:], v) {
			continue
		}
		to = i + len(v)
		if len(v) == maxKnownLen {
			for to < len(s) && runByte(s[to]) {
				to++
			}
		} else if len(v) < 16 && !apart(s, i, to) {
			continue
		}
		return to, k.values[v]
	}
	return 0, secret{}
}

// apart reports whether s[from:to] is no part of a longer word; a number may have letters
// around it.
func apart(s string, from, to int) bool {
	number := digitsIn(s[from:to]) == to-from
	alnum := func(c byte) bool { return letter(c) && !number || digit(c) }
	return (from == 0 || !alnum(s[from-1]) || !alnum(s[from])) && (to == len(s) || !alnum(s[to]) || !alnum(s[to-1]))
}

// Learn remembers the values of a text that stand under keys of credentials, documents
// and devices.
func (k *Known) Learn(s string) {
	if len(k.values) >= MaxKnown {
		return
	}
	eachNamed(s, func(v found) int {
		value := s[v.from:v.to]
		switch {
		case v.kind.line && v.kind.ID == "cookie":
			k.cookies(value)
		case v.kind.line:
			k.remember(Token, v.kind.ID, credentialOf(value))
		case v.kind.learn:
			k.learn(v.kind, value)
		default:
			return nextAfter(v, value)
		}
		return v.to
	})
}

func (k *Known) learn(kind *Kind, value string) {
	if harmless(value) {
		return
	}
	value = plainOf(value)
	if kind.matches != nil && !kind.matches(value) {
		return
	}
	k.remember(kind.Sensitivity, kind.ID, value)
}

// LearnHeader remembers the credentials of a header block.
func (k *Known) LearnHeader(h exchange.Header) {
	for _, f := range h {
		switch kind := kindOf(f.Name); {
		case kind == nil:
		case kind.ID == "cookie":
			k.cookies(f.Value)
		case kind.line:
			k.remember(Token, kind.ID, credentialOf(f.Value))
		case kind.learn:
			k.learn(kind, f.Value)
		}
	}
}

// minCookie is the length from which the value of a cookie is remembered.
const minCookie = 12

// cookies remembers the values of Cookie or Set-Cookie; the attributes of the latter
// are too plain.
func (k *Known) cookies(v string) {
	for pair := range strings.SplitSeq(v, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		switch strings.ToLower(name) {
		case "expires", "path", "domain", "max-age", "samesite", "version":
			continue
		}
		if value = strings.Trim(value, `"`); ok && len(value) >= minCookie {
			k.remember(Token, "cookie", value)
		}
	}
}

// credentialOf is what follows the scheme of an Authorization value.
func credentialOf(v string) string {
	if _, rest, ok := strings.Cut(strings.TrimSpace(v), " "); ok {
		return strings.TrimSpace(rest)
	}
	return v
}
