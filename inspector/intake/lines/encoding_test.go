package lines

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

func TestEncodings(t *testing.T) {
	encode := func(e encoding.Encoding, s string) string {
		out, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const said = "登录失败，错误码 600012\ncode=600002 ok"
	for name, in := range map[string]string{
		"UTF-16LE without a mark": encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), said),
		"UTF-16BE without a mark": encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), said),
		"CR only":                 strings.ReplaceAll(said, "\n", "\r"),
		"NUL bytes":               strings.ReplaceAll(said, "\n", "\x00\x00\n\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			r := New(strings.NewReader(in))
			var got []string
			for {
				line, err := r.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, UTF8(line))
			}
			if strings.Join(got, "\n") != said {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestTextual(t *testing.T) {
	for in, want := range map[string]bool{
		"a log line with 600012\n":                         true,
		"a log line with 600012\n\x00\x00\x00\x00":         true,
		"\x7fELF\x02\x01\x01\x00\x00":                      false,
		"\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00": false,
		"short\x00": false,
		"text enough to pass \x00\x01\x02\x03\x04\x05\x06 ": false,
	} {
		if got := Textual([]byte(in)); got != want || UTF16([]byte(in)) != "" {
			t.Errorf("%q: text %v, UTF-16 %q", in, got, UTF16([]byte(in)))
		}
	}
}
