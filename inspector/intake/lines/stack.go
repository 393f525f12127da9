package lines

import "bytes"

// framed are the beginnings of a stack's further lines, and of the list of
// permissions that Android's refusal names.
var framed = [][]byte{[]byte("Caused by: "), []byte("Suppressed: "), []byte("android.permission.")}

// Continues reports whether a line goes on with the exception above it: a frame
// of a Java stack, its cause, or what the message lists. Header and indentation
// of a log line must be taken off before, or be white space.
func Continues(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	if len(line) < 4 {
		return false
	}
	switch line[0] {
	case 'a':
		if rest, ok := bytes.CutPrefix(line, []byte("at ")); ok {
			return frame(rest)
		}
	case 'f':
		return bytes.HasPrefix(line, []byte("frame #")) // of a debugger on a Mac
	case '.':
		return bytes.HasPrefix(line, []byte("... ")) && bytes.HasSuffix(line, []byte(" more"))
	}
	for _, f := range framed {
		if bytes.HasPrefix(line, f) {
			return true
		}
	}
	return false
}

// frame reports whether what follows "at" is a method: dotted names up to a
// bracket, without a blank.
func frame(rest []byte) bool {
	i := bytes.IndexByte(rest, '(')
	return i > 0 && bytes.IndexByte(rest[:i], '.') > 0 && bytes.IndexByte(rest[:i], ' ') < 0
}
