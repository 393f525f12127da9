package source

import "bytes"

// Plain makes a text of a packed file in whatever encoding: keys are ASCII, so the
// zero bytes of UTF-16 are dropped, and other control bytes end a line.
func Plain(src []byte) []byte {
	if bytes.IndexByte(src, 0) < 0 {
		return src
	}
	out := make([]byte, 0, len(src)/2)
	for _, b := range src {
		switch {
		case b == 0:
		case b < ' ' && b != '\t' && b != '\r':
			out = append(out, '\n')
		default:
			out = append(out, b)
		}
	}
	return out
}
