package logcat

import (
	"bytes"
)

// header is one parsed line. Its slices point into the line.
type header struct {
	stamp    []byte // date and time as they stand, empty if none
	level    byte   // V D I W E F, 0 if unknown
	pid, tid int
	tag      []byte
	text     []byte
	long     bool // the text follows on the next lines
	divider  bool // "--------- beginning of main"
}

// parse takes a line apart. It returns false for a line without a header.
func parse(line []byte, h *header) bool {
	if len(line) == 0 {
		return false
	}
	switch c := line[0]; {
	case c == '-':
		h.divider = bytes.HasPrefix(line, []byte("--------- beginning of")) ||
			bytes.HasPrefix(line, []byte("--------- switch to"))
		return h.divider
	case c == '[':
		return parseLong(line, h)
	case c >= '0' && c <= '9', c == ' ':
		return parseStamped(line, h)
	case isLevel(c) && len(line) > 2:
		return parseBrief(line, h) || parseThread(line, h)
	}
	return false
}

func isLevel(c byte) bool {
	return c == 'V' || c == 'D' || c == 'I' || c == 'W' || c == 'E' || c == 'F' || c == 'A'
}

// parseStamped reads the formats that begin with a time.
func parseStamped(line []byte, h *header) bool {
	n := stampLen(line)
	if n == 0 {
		return false
	}
	h.stamp = bytes.TrimLeft(line[:n], " ")
	rest := bytes.TrimLeft(line[n:], " ")
	if len(rest) < 3 {
		return false
	}
	if isLevel(rest[0]) && rest[1] == '/' {
		return parseBrief(rest, h)
	}
	if isDigit(rest[0]) && studioIDs(rest) > 0 {
		return parseStudio(rest, h)
	}
	return parseThreadtime(rest, h)
}

// parseThreadtime reads "[uid] pid tid L tag: text".
func parseThreadtime(rest []byte, h *header) bool {
	var ids [3][]byte
	n := 0
	for n < 4 {
		word, tail := cutWord(rest)
		if len(word) == 1 && isLevel(word[0]) {
			if n < 1 {
				return false
			}
			rest = tail
			h.level = normal(word[0])
			break
		}
		if n == 3 || len(word) == 0 {
			return false
		}
		ids[n] = word
		n++
		rest = tail
	}
	var okP, okT bool
	switch n {
	case 1: // an old tool that prints the process only
		h.pid, okP = number(ids[0])
		okT = true
	case 2:
		h.pid, okP = number(ids[0])
		h.tid, okT = number(ids[1])
	case 3: // -v uid
		h.pid, okP = number(ids[1])
		h.tid, okT = number(ids[2])
	}
	return okP && okT && tagText(rest, h)
}

// parseBrief reads "L/tag(pid): text", and "L/tag: text" of the tag format.
func parseBrief(line []byte, h *header) bool {
	if line[1] != '/' {
		return false
	}
	rest := line[2:]
	end := bytes.Index(rest, []byte("): "))
	if end < 0 && bytes.HasSuffix(rest, []byte("):")) {
		end = len(rest) - 2
	}
	if end > 0 {
		if par := bytes.LastIndexByte(rest[:end], '('); par >= 0 {
			if pid, ok := number(bytes.TrimSpace(rest[par+1 : end])); ok {
				h.level, h.pid = normal(line[0]), pid
				h.tag = bytes.TrimSpace(rest[:par])
				h.text = after(rest, end+3)
				return true
			}
		}
	}
	h.level = normal(line[0])
	return tagText(rest, h) && len(h.tag) > 0
}

// parseThread reads "L(pid:tid) text" and "L(pid) text  (tag)".
func parseThread(line []byte, h *header) bool {
	if line[1] != '(' {
		return false
	}
	end := bytes.IndexByte(line, ')')
	if end < 0 || end+1 < len(line) && line[end+1] != ' ' {
		return false
	}
	first, second, two := bytes.Cut(line[2:end], []byte{':'})
	pid, ok := number(bytes.TrimSpace(first))
	if !ok {
		return false
	}
	if two {
		if h.tid, ok = number(bytes.TrimSpace(second)); !ok {
			return false
		}
	}
	h.level, h.pid, h.text = normal(line[0]), pid, after(line, end+2)
	if par := bytes.LastIndex(h.text, []byte("  (")); !two && par >= 0 && h.text[len(h.text)-1] == ')' {
		h.tag, h.text = bytes.TrimSpace(h.text[par+3:len(h.text)-1]), h.text[:par]
	}
	return true
}

// parseLong reads "[ time pid:tid L/tag ]"; the text stands below it.
func parseLong(line []byte, h *header) bool {
	if len(line) < 8 || line[1] != ' ' || line[len(line)-1] != ']' {
		return false
	}
	in := line[2 : len(line)-1]
	n := stampLen(in)
	if n == 0 {
		return false
	}
	slash := bytes.IndexByte(in[n:], '/') + n
	if slash < n+2 || !isLevel(in[slash-1]) {
		return false
	}
	ids := bytes.TrimSpace(in[n : slash-1])
	colon := bytes.LastIndexByte(ids, ':')
	if colon < 0 {
		return false
	}
	before := bytes.TrimSpace(ids[:colon])
	if i := bytes.LastIndexAny(before, " :"); i >= 0 {
		before = before[i+1:] // -v uid puts "user:" in front
	}
	var okP, okT bool
	h.pid, okP = number(before)
	h.tid, okT = number(bytes.TrimSpace(ids[colon+1:]))
	h.level, h.tag, h.stamp, h.long = normal(in[slash-1]), bytes.TrimSpace(in[slash+1:]), bytes.TrimSpace(in[:n]), true
	return okP && okT
}

// studioIDs is the length of Android Studio's "pid-tid", 0 if there is none.
func studioIDs(b []byte) int {
	i := 0
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	if i == 0 || i >= len(b) || b[i] != '-' {
		return 0
	}
	j := i + 1
	for j < len(b) && isDigit(b[j]) {
		j++
	}
	if j == i+1 || j >= len(b) || b[j] != ' ' && b[j] != '/' {
		return 0
	}
	return j
}

// parseStudio reads "pid-tid/app L/tag: text" of Android Studio before
// Dolphin, and "pid-tid  tag  app  L  text" since.
func parseStudio(rest []byte, h *header) bool {
	n := studioIDs(rest)
	dash := bytes.IndexByte(rest, '-')
	h.pid, _ = number(rest[:dash]) // digits by studioIDs
	h.tid, _ = number(rest[dash+1 : n])
	if rest[n] == '/' {
		sp := bytes.IndexByte(rest, ' ')
		if sp < 0 || sp+2 >= len(rest) || !isLevel(rest[sp+1]) || rest[sp+2] != '/' {
			return false
		}
		h.level = normal(rest[sp+1])
		return tagText(rest[sp+3:], h)
	}
	cols := rest[n:]
	for i := 2; i+1 < len(cols) && i < 200; i++ {
		if cols[i-1] == ' ' && isLevel(cols[i]) && (cols[i+1] == ' ') {
			h.level, h.text = normal(cols[i]), after(cols, i+3)
			h.tag = firstColumn(bytes.TrimSpace(cols[:i]))
			return len(h.tag) > 0
		}
	}
	return false
}

// firstColumn is what stands before two spaces, or before the last word.
func firstColumn(b []byte) []byte {
	if i := bytes.Index(b, []byte("  ")); i > 0 {
		return b[:i]
	}
	if i := bytes.LastIndexByte(b, ' '); i > 0 {
		return b[:i]
	}
	return b
}

// tagText cuts "tag: text". A tag may hold a colon ("CMCC-SDK:AuthnResult"),
// but none with a space behind it.
func tagText(b []byte, h *header) bool {
	i := bytes.Index(b, []byte(": "))
	if i < 0 {
		if len(b) == 0 || b[len(b)-1] != ':' {
			return false
		}
		i = len(b) - 1
	}
	h.tag, h.text = bytes.TrimSpace(b[:i]), after(b, i+2)
	return true
}

// normal maps "A" (assert, Android Studio) to logcat's own "F".
func normal(level byte) byte {
	if level == 'A' {
		return 'F'
	}
	return level
}

func after(b []byte, i int) []byte {
	if i >= len(b) {
		return nil
	}
	return b[i:]
}

func cutWord(b []byte) (word, rest []byte) {
	i := 0
	for i < len(b) && b[i] == ' ' {
		i++
	}
	j := i
	for j < len(b) && b[j] != ' ' {
		j++
	}
	return b[i:j], after(b, j)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number reads up to nine digits.
func number(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
