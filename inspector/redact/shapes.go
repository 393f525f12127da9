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
			i = e.number(r)
		case c == ':' || c == '-':
			if from, to := macAt(s, i); to > 0 && from >= e.done {
				e.put(from, to, Value(Identity, s[from:to]))
				i = to
				continue
			}
			i++
		case c == '@':
			i = e.mail(i)
		default:
			i++
		}
	}
	return e.text()
}

// number masks what begins with a run of digits and returns where to go on.
func (e *edit) number(r run) int {
	from, to, mask := numberMask(e.s, r)
	if to == 0 || from < e.done {
		return r.to
	}
	if q := jsonQuotes(e.s, from, to); q != "" {
		mask = q + mask + q
	}
	e.put(from, to, mask)
	return to
}

func numberMask(s string, r run) (from, to int, mask string) {
	if from, to, mask = phoneNumber(s, r); to > 0 {
		return from, to, mask
	}
	if to, mask = veiledPhone(s, r); to > 0 && mask != s[r.from:to] {
		return r.from, to, mask
	}
	for _, find := range [...]func(string, run) int{residentID, iccid, bankCard, ipv4, ipv6} {
		if to = find(s, r); to > 0 {
			return r.from, to, Value(Identity, s[r.from:to])
		}
	}
	if imsi(r) || imei(s, r) {
		return r.from, r.to, Value(Identity, s[r.from:r.to])
	}
	if from, to = coordinates(s, r); to > 0 {
		return from, to, Value(Identity, s[from:to])
	}
	return 0, 0, ""
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
func (e *edit) mail(i int) int {
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
	e.put(from+1, i, hidden)
	return i + 1
}
