package redact

import (
	"strings"
)

// minRun is the length from which a run of characters without a space can be
// a token; UUIDs (36) and MD5 sums (32) are shorter.
const minRun = 40

// runs masks what looks like a token by itself: JWTs, access key ids and long
// random runs.
func (m Masker) runs(s string, depth int) string {
	e := edit{s: s}
	for i := 0; i < len(s); {
		if !runByte(s[i]) {
			i++
			continue
		}
		from := i
		for i < len(s) && runByte(s[i]) {
			i++
		}
		end := i
		for end > from && (s[end-1] == '.' || s[end-1] == '/') {
			end--
		}
		if end-from < minShort || strings.HasPrefix(s[end:], "…(") {
			continue
		}
		if by := m.maskRun(s, from, end, depth); by != s[from:end] {
			e.put(from, end, by)
		}
	}
	return e.text()
}

// minShort is the length in bytes from which a run is checked.
const minShort = 8

// afterScheme reports whether s[i] follows the name of an authentication scheme, as in
// "Bearer abc".
func afterScheme(s string, i int) bool {
	for _, scheme := range [...]string{"Bearer ", "bearer ", "Basic ", "basic ", "BEARER "} {
		if strings.HasSuffix(s[:i], scheme) {
			return true
		}
	}
	return false
}

func runByte(c byte) bool {
	return nameByte(c) || c == '+' || c == '/' || c == '=' || c == '.' || c == '~'
}

func (m Masker) maskRun(s string, from, to, depth int) string {
	run := s[from:to]
	if a, b := aliasIn(run); b > 0 {
		return m.maskRun(s, from, from+a, depth) + run[a:b] + m.maskRun(s, from+b, to, depth)
	}
	if afterScheme(s, from) && random(run, 1) {
		return m.value(Token, "authorization", run)
	}
	if a, b := m.encoded(run, depth); b > 0 {
		return run[:a] + m.token(run[a:b]) + run[b:]
	}
	if len(run) < 16 {
		return run
	}
	return m.maskToken(run)
}

// maskToken masks what is a token by itself.
func (m Masker) maskToken(run string) string {
	if j := strings.Index(run, "eyJ"); j >= 0 && strings.Count(run[j:], ".") == 2 && len(run)-j > 24 {
		return run[:j] + m.value(Token, "token", run[j:])
	}
	for _, prefix := range []string{"LTAI", "STS."} {
		if j := strings.Index(run, prefix); j >= 0 && len(run)-j >= 16 && random(run[j:], 2) {
			return run[:j] + m.value(Secret, "access-key", run[j:])
		}
	}
	if len(run) < minRun {
		return run
	}
	// Only the longest part between separators decides, so that paths, host
	// names and class names stay readable.
	from, to := longest(run)
	if to-from < 24 || !random(run[from:to], 3) {
		return run
	}
	if to-from < minRun && (to-from < len(run)*2/3 || from > 0 && run[from-1] == '=') {
		return run
	}
	return run[:from] + m.value(Token, "token", run[from:to]) + run[to:]
}

// longest finds the longest part without a dot or, if it is long enough to be
// base64 all the same, across slashes.
func longest(run string) (from, to int) {
	start := 0
	for i := 0; i <= len(run); i++ {
		if i < len(run) && run[i] != '.' && run[i] != '~' && !innerEquals(run, i) && !(run[i] == '/' && pathLike(run)) {
			continue
		}
		if i-start > to-from {
			from, to = start, i
		}
		start = i + 1
	}
	return from, to
}

// innerEquals reports whether run[i] is an equals sign that parts a name from its value
// and does not pad base64.
func innerEquals(run string, i int) bool {
	return run[i] == '=' && i+1 < len(run) && run[i+1] != '=' && run[i+1] != '.'
}

// pathLike reports whether slashes part words rather than base64 groups.
func pathLike(run string) bool {
	n := strings.Count(run, "/")
	return n > 0 && len(run)/(n+1) < 24
}

// random reports whether a run has digits enough, and letters, to be more than a name.
func random(run string, digits int) bool {
	d, letters := 0, 0
	for i := range len(run) {
		switch c := run[i]; {
		case c >= '0' && c <= '9':
			d++
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			letters++
		}
	}
	return d >= digits && letters >= 4
}
