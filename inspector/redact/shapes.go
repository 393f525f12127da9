package redact

import "strings"

// run is a run of digits, ASCII or full-width.
type run struct {
	from, to int
	n        int
	digits   [24]byte // the first of the n digits, as ASCII
	wide     bool
}

// begins reports whether the run begins with digits.
func (r *run) begins(with string) bool {
	return r.n >= len(with) && len(with) <= len(r.digits) && string(r.digits[:len(with)]) == with
}

// runAt reads the run of digits that begins at s[i].
func runAt(s string, i int) run {
	r := run{from: i}
	for {
		c, size := digitAt(s, i)
		if size == 0 {
			r.to = i
			return r
		}
		if r.n < len(r.digits) {
			r.digits[r.n] = c
		}
		r.wide = r.wide || size > 1
		r.n++
		i += size
	}
}

// digitAt reads one digit at s[i], as ASCII; size is 0 if there is none.
func digitAt(s string, i int) (c byte, size int) {
	if i >= len(s) {
		return 0, 0
	}
	if c = s[i]; digit(c) {
		return c, 1
	}
	if c == 0xef && i+2 < len(s) && s[i+1] == 0xbc && s[i+2] >= 0x90 && s[i+2] <= 0x99 {
		return s[i+2] - 0x90 + '0', 3
	}
	return 0, 0
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func hexDigit(c byte) bool { return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// shapes masks what its own form gives away, whatever stands beside it: numbers of
// phones, people, cards and devices, addresses of networks and mail, coordinates.
func (m Masker) shapes(s string) string {
	e := edit{s: s}
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case digit(c) || c == 0xef:
			r := runAt(s, i)
			if r.n == 0 {
				i++
				continue
			}
			i = m.number(&e, r)
		case c == ':' || c == '-':
			if from, to := macAt(s, i); to > 0 && from >= e.done {
				e.put(from, to, m.value(Identity, "mac", s[from:to]))
				i = to
				continue
			}
			i++
		case c == '@':
			i = m.mail(&e, i)
		default:
			i++
		}
	}
	return e.text()
}

// number masks what begins with a run of digits and returns where to go on.
func (m Masker) number(e *edit, r run) int {
	from, to, mask := m.numberMask(e.s, r)
	if to == 0 || from < e.done || mask == e.s[from:to] {
		return max(r.to, to)
	}
	if q := jsonQuotes(e.s, from, to); q != "" {
		mask = q + mask + q
	}
	e.put(from, to, mask)
	return to
}

// numbered are the numbers that their form gives away, beside those of phones.
var numbered = [...]struct {
	kind string
	find func(string, run) (to int)
}{
	{"resident-id", residentID},
	{"iccid", iccid},
	{"bank-card", bankCard},
	{"public-ip", ipv4},
	{"public-ip", ipv6},
	{"imsi", func(_ string, r run) int { return whole(r, imsi(r)) }},
	{"imei", func(s string, r run) int { return whole(r, imei(s, r)) }},
}

// whole is the end of a run that is a number of a kind, 0 if it is none.
func whole(r run, is bool) int {
	if is {
		return r.to
	}
	return 0
}

func (m Masker) numberMask(s string, r run) (from, to int, mask string) {
	if from, to, mask = phoneNumber(s, r); to > 0 {
		return from, to, m.phoneMask(s[from:to], mask)
	}
	if to, mask = veiledPhone(s, r); to > 0 && (m.Aliases != nil || mask != s[r.from:to]) {
		return r.from, to, m.phoneMask(s[r.from:to], mask)
	}
	for _, n := range numbered {
		if to = n.find(s, r); to > 0 {
			return r.from, to, m.value(Identity, n.kind, s[r.from:to])
		}
	}
	if from, to = coordinates(s, r); to > 0 {
		return from, to, m.value(Identity, "location", s[from:to])
	}
	return 0, 0, ""
}

// phoneMask stands for a number whose usual mask is mask. A number and its half hidden
// form have one alias.
func (m Masker) phoneMask(number, mask string) string {
	if m.keeps("phone") {
		return number
	}
	m.Found.add("phone", number)
	if m.Aliases != nil {
		return m.Aliases.number(mask)
	}
	return mask
}

// jsonQuotes returns the quotes that a masked number needs to stay a JSON value: those
// of its key. It is "" where the number stands in a string or in no JSON.
func jsonQuotes(s string, from, to int) string {
	i := from
	for i > 0 && (s[i-1] == ' ' || s[i-1] == '\n' || s[i-1] == '\t') {
		i--
	}
	if i == 0 || s[i-1] != ':' || to < len(s) && !strings.ContainsRune(",}] \r\n\t", rune(s[to])) {
		return ""
	}
	_, _, quote := nameSpan(s, i-1)
	if !strings.HasSuffix(quote, `"`) {
		return ""
	}
	return quote
}

// mail masks the local part of a mail address around e.s[i], an '@', and returns where
// to go on.
func (m Masker) mail(e *edit, i int) int {
	s := e.s
	if i == 0 || i+1 >= len(s) || !nameByte(s[i+1]) {
		return i + 1
	}
	from := i
	for from > e.done && (nameByte(s[from-1]) || s[from-1] == '.' || s[from-1] == '+') {
		from--
	}
	to := i + 1
	for to < len(s) && (nameByte(s[to]) || s[to] == '.') {
		to++
	}
	if from == i || strings.IndexByte(s[i+1:to], '.') <= 0 {
		return i + 1
	}
	if m.keeps("e-mail") {
		return i + 1
	}
	m.Found.add("e-mail", s[from:to])
	if m.Aliases != nil {
		e.put(from, i, m.Aliases.person(s[from:to]))
		return i + 1
	}
	e.put(from+1, i, hidden)
	return i + 1
}
