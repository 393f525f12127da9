package lines

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzNext reads any bytes line by line: no panic, no line past its bound.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"a\r\nb", "\xEF\xBB\xBFx\n", "\xFF\xFEa\x00\n\x00", "\x1b[31mred\x1b[0m\x1b[",
		"\xcd\xf8\xc2\xe7\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := New(strings.NewReader(s))
		for {
			line, err := r.Next()
			if err != nil {
				return
			}
			if len(line) > MaxLine {
				t.Fatalf("a line of %d bytes", len(line))
			}
			UTF8(line)
		}
	})
}

// FuzzDescend walks any JSON to an array: it ends, and never reads past the
// bound of one element.
func FuzzDescend(f *testing.F) {
	for _, s := range []string{`{"a":{"x":[1,{"y":2}],"b":[1,2]}}`, `{"a":null}`, `[]`, `{"a":{"b":[`,
		`{"a":{"b":"` + strings.Repeat("x", 600)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := NewBounded(strings.NewReader(s), 512)
		dec := json.NewDecoder(in)
		if Descend(dec, in, "a", "b") != nil {
			return
		}
		for dec.More() {
			in.Reset()
			var v any
			if dec.Decode(&v) != nil {
				return
			}
		}
	})
}
