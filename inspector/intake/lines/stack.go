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
		return len(line) == 1 && line[0] == '(' // which opens the frames of an iOS exception
	}
	switch line[0] {
	case 'a':
		if rest, ok := bytes.CutPrefix(line, []byte("at ")); ok {
			return frame(rest)
		}
	case 'f':
		return bytes.HasPrefix(line, []byte("frame #")) // of a debugger on a Mac
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return numbered(line)
	case '*':
		return bytes.HasPrefix(line, []byte("*** First throw call stack"))
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

// numbered reports whether a line is a frame behind its number, as crash services and
// iOS print it: "3 com.example.A.b(A.java:5)", "3  App  0x0000000102a4 -[A b] + 16".
func numbered(line []byte) bool {
	rest := bytes.TrimLeft(line, "0123456789")
	n := len(line) - len(rest)
	if n > 3 || len(rest) == 0 || rest[0] != ' ' && rest[0] != '\t' {
		return false
	}
	return frame(bytes.TrimLeft(rest, " \t")) || bytes.Contains(rest, []byte(" 0x0")) ||
		bytes.Contains(rest, []byte(" 0x1"))
}

// frame reports whether what follows "at" is a method: dotted names up to a
// bracket, without a blank.
func frame(rest []byte) bool {
	i := bytes.IndexByte(rest, '(')
	return i > 0 && bytes.IndexByte(rest[:i], '.') > 0 && bytes.IndexByte(rest[:i], ' ') < 0
}
