package redact

import (
	"strings"
)

// found is a value that stands under a key of the catalogue.
type found struct {
	kind     *Kind
	from, to int    // of the value, without its quotes
	bare     string // the quotes of the key where a JSON value has none of its own
	quoted   bool
}

// eachNamed calls f with every value under a key of the catalogue, in their order:
// "token":"..", token=.., token='..', \"token\":\"..\", token: .., 手机号：.. and the pairs
// {"name":"token","value":".."} of HAR. f returns where to go on.
func eachNamed(s string, f func(found) (next int)) {
	var pair pairName
	for i := 0; i < len(s); i++ {
		c := s[i]
		size := 1
		if c != ':' && c != '=' {
			if size = wideJoint(s, i); size == 0 {
				continue
			}
		}
		from, to, quote := nameSpan(s, i)
		if from == to {
			continue
		}
		k := kindOf(s[from:to])
		if p := pair.kind(s, from, to, i+size); p != nil {
			k = p
		}
		if k == nil {
			continue
		}
		v := valueAfter(s, i+size, k)
		if v.from >= v.to {
			continue
		}
		v.kind = k
		if !v.quoted && quote != "" && c == ':' {
			v.bare = quote
		}
		if next := f(v); next > i {
			i = next - 1
		}
	}
}

// wideJoint is the length of a full-width colon or equals sign at s[i], 0 if there is none.
func wideJoint(s string, i int) int {
	const size = 3
	if i+size <= len(s) && s[i] == 0xef && s[i+1] == 0xbc && (s[i+2] == 0x9a || s[i+2] == 0x9d) {
		return size
	}
	return 0
}

// pairName remembers the key that stands as the value of "name", for the "value" behind it.
type pairName struct {
	last *Kind
	at   int
}

// pairRoom is how far "value" may stand behind "name".
const pairRoom = 200

// kind returns the kind of a "value" whose "name" came before, nil if there is none.
func (p *pairName) kind(s string, from, to, after int) *Kind {
	switch s[from:to] {
	case "name", "key", "field":
		v := valueAfter(s, after, nil)
		p.last, p.at = nil, after
		if v.quoted && v.to-v.from <= longestName {
			p.last = kindOf(s[v.from:v.to])
		}
	case "value", "val":
		if p.last != nil && from-p.at < pairRoom {
			return p.last
		}
	}
	return nil
}

// named masks the values of sensitive keys.
func (m Masker) named(s string) string {
	e := edit{s: s}
	eachNamed(s, func(v found) int {
		if v.from < e.done {
			return 0
		}
		value := s[v.from:v.to]
		by := m.maskNamed(v.kind, value)
		if by == value {
			return nextAfter(v, value)
		}
		e.put(v.from, v.to, v.bare+by+v.bare)
		return v.to
	})
	return e.text()
}

// nextAfter is where to look on behind a value that stays: inside, if it may hold others.
func nextAfter(v found, value string) int {
	if strings.ContainsAny(value, ":=：") {
		return 0
	}
	return v.to
}

// maskNamed masks a value by the kind of its key. What the kind does not accept stays.
func (m Masker) maskNamed(k *Kind, v string) string {
	if harmless(v) && !(k.short && len(v) >= 4 && digitsIn(v) == len(v)) || masked(v) {
		return v
	}
	plain := plainOf(v)
	if k.Sensitivity == Identity { // a form writes a blank as a plus sign
		plain = strings.ReplaceAll(plain, "+", " ")
	}
	if k.matches != nil && !k.matches(plain) {
		return v
	}
	if k.line {
		return m.scheme(k, v)
	}
	if m.keeps(k.ID) {
		return v
	}
	return m.value(k.Sensitivity, k.ID, plain)
}

// harmless reports whether a value is plainly no secret: a literal, or a short
// number such as a return code.
func harmless(v string) bool {
	switch v {
	case "null", "nil", "true", "false", "undefined", "None":
		return true
	}
	if len(v) > 6 {
		return false
	}
	for i := range len(v) {
		if c := v[i]; (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// maxQuotes limits the quotes and backslashes around a key or value: a string in a
// string doubles the backslashes.
const maxQuotes = 16

// nameBefore returns the name that ends before s[i], without its quotes.
func nameBefore(s string, i int) string {
	from, to, _ := nameSpan(s, i)
	return s[from:to]
}

// nameSpan returns where the name is that ends before s[i], and its quotes.
func nameSpan(s string, i int) (from, to int, quote string) {
	end := i
	for end > 0 && s[end-1] == ' ' && i-end < 2 {
		end--
	}
	shut := end
	for end > 0 && (s[end-1] == '"' || s[end-1] == '\'' || s[end-1] == '\\') && shut-end < maxQuotes {
		end--
	}
	from = end
	var high byte
	for from > 0 && end-from <= longestName && keyByte(s[from-1]) {
		from--
		high |= s[from]
	}
	if high >= 0x80 {
		from = afterMarks(s, from, end)
	}
	return from, end, s[end:shut]
}

// afterMarks moves the beginning of a name behind Chinese punctuation before it.
func afterMarks(s string, from, end int) int {
	for _, mark := range [...]string{"，", "。", "；", "：", "、", "（", "【", "“", "\u3000", "＝"} {
		if j := strings.LastIndex(s[from:end], mark); j >= 0 {
			from += j + len(mark)
		}
	}
	return from
}

func keyByte(c byte) bool { return nameByte(c) || c >= 0x80 }

func nameByte(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// valueAfter returns the bounds of the value that begins at or after s[i].
func valueAfter(s string, i int, k *Kind) found {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') && !(k != nil && k.line &&
		(s[i] == '\n' || s[i] == '\r')) {
		i++
	}
	quote := ""
	for j := i; j < len(s) && j < i+maxQuotes; j++ {
		if s[j] == '\\' {
			continue
		}
		if s[j] == '"' || s[j] == '\'' {
			quote = s[i : j+1]
		}
		break
	}
	from := i + len(quote)
	if quote != "" {
		return found{from: from, to: quoted(s, from, quote), quoted: true}
	}
	if k != nil && k.line {
		if n := strings.IndexAny(s[from:], "\r\n"); n >= 0 {
			return found{from: from, to: from + n}
		}
		return found{from: from, to: len(s)}
	}
	to := unquoted(s, from, k)
	if strings.HasPrefix(s[to:], "…(") || strings.HasPrefix(s[to:], "***") {
		return found{from: from, to: from} // masked already
	}
	return found{from: from, to: to}
}

// unquoted returns where an unquoted value that begins at s[from] ends. Values that
// people write as words may hold any character but punctuation; a credential is ASCII.
func unquoted(s string, from int, k *Kind) int {
	words := k != nil && k.Sensitivity == Identity
	to := from
	for to < len(s) {
		switch c := s[to]; {
		case valueByte(c):
			to++
		case words && c >= 0x80 && !wideMark(s[to:]):
			to++
		case words && c == ' ' && to > from && spaceInside(s, to):
			to++
		case k != nil && k.Sensitivity == Phone && digitsGoOn(s, to):
			to++
		default:
			return to
		}
	}
	return to
}

// wideMark reports whether a text begins with Chinese punctuation.
func wideMark(s string) bool {
	for _, mark := range [...]string{"，", "。", "；", "、", "）", "】", "”", "：", "…"} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// spaceInside reports whether a blank at s[i] parts words of one value: what follows is
// no key of its own.
func spaceInside(s string, i int) bool {
	j := i + 1
	if j >= len(s) || !keyByte(s[j]) {
		return false
	}
	for j < len(s) && keyByte(s[j]) && wideJoint(s, j) == 0 {
		j++
	}
	return j == len(s) || s[j] != '=' && s[j] != ':' && wideJoint(s, j) == 0
}

// digitsGoOn reports whether s[i] is a part of a number in groups or in wide digits.
func digitsGoOn(s string, i int) bool {
	if s[i] == ' ' {
		if i+1 >= len(s) {
			return false
		}
		_, size := digitAt(s, i+1)
		return size > 0
	}
	if s[i] == '(' || s[i] == ')' {
		return i+1 < len(s) && (digit(s[i+1]) || s[i+1] == '+' || s[i+1] == ' ')
	}
	_, wide := digitAt(s, i)
	return wide > 0 || i > 0 && s[i] >= 0x80 && s[i] < 0xc0 && insideDigit(s, i)
}

// insideDigit reports whether s[i] is the second or third byte of a full-width digit.
func insideDigit(s string, i int) bool {
	for back := 1; back <= 2 && i-back >= 0; back++ {
		if _, size := digitAt(s, i-back); size > back {
			return true
		}
	}
	return false
}

// quoted returns where a quoted value ends.
func quoted(s string, from int, quote string) int {
	if len(quote) > 1 {
		if n := strings.Index(s[from:], quote); n >= 0 {
			return from + n
		}
		return len(s)
	}
	for k := from; k < len(s); k++ {
		if s[k] == '\\' {
			k++
			continue
		}
		if s[k] == quote[0] {
			return k
		}
	}
	return len(s)
}

func valueByte(c byte) bool {
	return nameByte(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=' || c == '%' || c == '|' || c == '@'
}
