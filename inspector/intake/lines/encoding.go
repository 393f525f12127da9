package lines

import (
	"bytes"
	"io"
)

// headSize is the number of bytes that encoding and line endings are guessed by.
const headSize = 4 << 10

// UTF16 guesses the byte order ("LE" or "BE") of UTF-16 without a mark by the
// NUL bytes that digits, blanks and line ends of ASCII leave at every second
// byte; "" if the text is none.
func UTF16(head []byte) string {
	head = head[:min(len(head), headSize)]
	var at [2]int
	control := 0 // the partner of a NUL that is no character of a text
	for i, c := range head {
		if c != 0 {
			continue
		}
		at[i%2]++
		if p := i ^ 1; p < len(head) && !printed(head[p]) {
			control++
		}
	}
	if control*20 > at[0]+at[1] {
		return ""
	}
	const share = 16 // one character in so many is ASCII even in Chinese prose
	switch pairs := len(head) / 2; {
	case pairs < 2:
		return ""
	case at[1] >= max(2, pairs/share) && at[0]*20 < at[1]:
		return "LE"
	case at[0] >= max(2, pairs/share) && at[1]*20 < at[0]:
		return "BE"
	}
	return ""
}

// Textual reports whether the beginning of a file is text. Some NUL bytes are
// allowed: a log that was cut off while it was written has runs of them. Other
// control characters beside white space and colour escapes are not.
func Textual(head []byte) bool {
	if bytes.IndexByte(head, 0) < 0 {
		return true
	}
	text, control := 0, 0
	for _, c := range head {
		switch {
		case c == 0:
		case printed(c), c >= 0x80:
			text++
		default:
			control++
		}
	}
	return text >= 16 && control*100 < text
}

// printed reports whether a byte is a character of ASCII text.
func printed(c byte) bool { return c >= ' ' && c < 0x7f || c >= '\t' && c <= '\r' || c == 0x1b }

// onlyCR reports line ends of old Macintosh files. A CR at the very end may be
// half of a CRLF.
func onlyCR(head []byte) bool {
	return len(head) > 1 && bytes.IndexByte(head[:len(head)-1], '\r') >= 0 && bytes.IndexByte(head, '\n') < 0
}

// loneCR turns the line ends of old Macintosh files into those of others.
type loneCR struct{ io.Reader }

func (r loneCR) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
