package detail

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrettied(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"json", `{"a":[1,2]}`, "{\n  \"a\": [\n    1,\n    2\n  ]\n}"},
		{"broken json stays", `{"a":`, `{"a":`},
		{"form", "&Action=GetStsToken&Message=%E5%A4%B1", "Action=GetStsToken\nMessage=失"},
		{"text stays", "a = b, c", "a = b, c"},
		{"empty", "", ""},
	} {
		if got := prettied([]byte(c.in)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLinesAreCutBetweenCharacters(t *testing.T) {
	got := lines("a\r\n" + strings.Repeat("国", lineMax))
	if got[0] != "a" || len(got) != 5 {
		t.Fatalf("%d lines, the first %q", len(got), got[0])
	}
	for _, l := range got {
		if len(l) > lineMax || !utf8.ValidString(l) {
			t.Errorf("a line of %d bytes, valid %v", len(l), utf8.ValidString(l))
		}
	}
}

func TestHexLine(t *testing.T) {
	data := []byte("0123456789abcdef\x00\xffz")
	want := []string{
		"00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef",
		"00000010  00 ff 7a                                          ..z",
	}
	if got := []string{hexLine(data, 0), hexLine(data, 1)}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSplitLine(t *testing.T) {
	for _, c := range []struct{ in, name, rest string }{
		{`  "Code": "OK",`, `  "Code"`, `: "OK",`},
		{`  "just a string",`, "", `  "just a string",`},
		{"Action=GetStsToken", "Action", "=GetStsToken"},
		{"}", "", "}"},
		{"a sentence = b", "", "a sentence = b"},
	} {
		if n, r := splitLine(c.in); n != c.name || r != c.rest {
			t.Errorf("%q: got %q and %q", c.in, n, r)
		}
	}
}

func TestQuoteForTheShell(t *testing.T) {
	if got := quote("it's"); got != `'it'\''s'` {
		t.Errorf("got %s", got)
	}
}

func FuzzPrettied(f *testing.F) {
	f.Add([]byte(`{"a":1}`))
	f.Add([]byte("a=%zz&b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range lines(prettied(b)) {
			if len(l) > lineMax {
				t.Fatalf("a line of %d bytes", len(l))
			}
		}
	})
}
