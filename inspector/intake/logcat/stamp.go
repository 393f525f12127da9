package logcat

import (
	"bytes"
	"time"
)

// stampLen is the length of the time at the start of b, with leading spaces,
// or 0. The forms: "MM-DD hh:mm:ss.fff", "YYYY-MM-DD hh:mm:ss.fff", each
// optionally with " +hhmm", and "seconds.fff" (epoch or monotonic), with three,
// six or nine digits behind the point.
func stampLen(b []byte) int {
	i := 0
	for i < len(b) && b[i] == ' ' {
		i++
	}
	start := i
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	if i == start || i >= len(b) {
		return 0
	}
	switch {
	case b[i] == '.' && i-start <= 12:
		if n := digits(b[i+1:]); n == 3 || n == 6 || n == 9 {
			return ends(b, i+1+n)
		}
		return 0
	case b[i] == '-' && i-start == 4:
		if n := dayTime(b[i+1:]); n > 0 {
			return zone(b, i+1+n)
		}
	case b[i] == '-' && i-start == 2:
		if n := dayTime(b[start:]); n > 0 {
			return zone(b, start+n)
		}
	}
	return 0
}

// dayTime is the length of "MM-DD hh:mm:ss.fff" at the start of b, or 0.
func dayTime(b []byte) int {
	const shape = "00-00 00:00:00"
	if len(b) < len(shape)+2 {
		return 0
	}
	for i := range len(shape) {
		if shape[i] == '0' && !isDigit(b[i]) || shape[i] != '0' && b[i] != shape[i] {
			return 0
		}
	}
	if c := b[len(shape)]; c != '.' && c != ',' {
		return 0
	}
	n := digits(b[len(shape)+1:])
	if n == 0 || n > 9 {
		return 0
	}
	return len(shape) + 1 + n
}

// zone goes past " +hhmm" if it is there.
func zone(b []byte, i int) int {
	if i+6 <= len(b) && b[i] == ' ' && (b[i+1] == '+' || b[i+1] == '-') && digits(b[i+2:]) == 4 {
		i += 6
	}
	return ends(b, i)
}

// ends accepts a time only where it is followed by a space or ends the text.
func ends(b []byte, i int) int {
	if i < len(b) && b[i] != ' ' && b[i] != ':' {
		return 0
	}
	return i
}

func digits(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[n]) {
		n++
	}
	return n
}

// time turns the stamp into an instant. dated is false when the year had to be
// left open (1970).
func (h *header) time(reference time.Time, zone *time.Location) (at time.Time, dated bool) {
	if len(h.stamp) == 0 {
		return time.Time{}, true
	}
	if i := digits(h.stamp); h.stamp[i] == '.' {
		return seconds(h.stamp, i)
	}
	stamp, zone := splitZone(h.stamp, zone)
	year, hasYear := 0, len(stamp) > 4 && stamp[4] == '-'
	if hasYear {
		year, _ = number(stamp[:4])
		stamp = stamp[5:]
	}
	two := func(i int) int { return int(stamp[i]-'0')*10 + int(stamp[i+1]-'0') }
	month, day := time.Month(two(0)), two(3)
	build := func(y int) time.Time {
		return time.Date(y, month, day, two(6), two(9), two(12), nanos(stamp[15:]), zone)
	}
	if hasYear {
		return build(year), true
	}
	if reference.IsZero() {
		return build(1970), false
	}
	return latest(build, reference, month), true
}

// latest picks the newest year that does not put the line more than a day past
// the reference (clocks and zones differ), and in which its date exists.
func latest(build func(int) time.Time, reference time.Time, month time.Month) time.Time {
	limit := reference.Add(24 * time.Hour)
	year := limit.Year()
	for y := year; y > year-9; y-- {
		if t := build(y); t.Month() == month && !t.After(limit) {
			return t
		}
	}
	return build(year)
}

// seconds reads "1661230920.123". Less than a year is a monotonic clock, which
// counts from the phone's start: its times order lines and date nothing.
func seconds(stamp []byte, point int) (time.Time, bool) {
	var s int64
	for _, c := range stamp[:point] {
		s = s*10 + int64(c-'0')
	}
	const year = 365 * 24 * 3600
	return time.Unix(s, int64(nanos(stamp[point+1:]))).UTC(), s > year
}

// splitZone takes " +hhmm" off the end.
func splitZone(stamp []byte, zone *time.Location) ([]byte, *time.Location) {
	n := len(stamp)
	if n < 6 || stamp[n-6] != ' ' || stamp[n-5] != '+' && stamp[n-5] != '-' {
		return stamp, zone
	}
	hhmm, ok := number(stamp[n-4:])
	if !ok {
		return stamp, zone
	}
	offset := (hhmm/100)*3600 + (hhmm%100)*60
	if stamp[n-5] == '-' {
		offset = -offset
	}
	return bytes.TrimRight(stamp[:n-6], " "), time.FixedZone("", offset)
}

// nanos reads a fraction of a second of up to nine digits.
func nanos(b []byte) int {
	n, scale := 0, 1_000_000_000
	for _, c := range b[:min(digits(b), 9)] {
		n = n*10 + int(c-'0')
		scale /= 10
	}
	return n * scale
}
