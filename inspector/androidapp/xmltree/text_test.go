package xmltree_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/xmltree"
)

// FuzzParse demands no panic, and spans that lie in the source and nest.
func FuzzParse(f *testing.F) {
	f.Add([]byte(
		`<?xml version="1.0"?><a xmlns:android="http://schemas.android.com/apk/res/android" android:b="@x/y"><!-- c --><d/>text</a>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`))
	f.Add([]byte("<a\n  b='1'\r\n/>"))
	f.Add([]byte(`<?xml version="1.0" encoding="gbk"?><a>` + "\xd6\xd0" + `</a>`))
	f.Fuzz(func(t *testing.T, src []byte) {
		root, err := xmltree.Parse(src)
		if err != nil {
			return
		}
		if !strings.Contains(strings.ToLower(string(src)), "encoding") {
			walk(t, root, 0, len(src))
		}
	})
}

func walk(t *testing.T, n *xmltree.Node, from, to int) {
	s := n.Span
	if s.Start < from || s.Start > s.Inner || s.Inner > s.Close || s.Close > s.End || s.End > to {
		t.Fatalf("%s: span %+v outside %d..%d", n.Name, s, from, to)
	}
	for _, c := range n.Children {
		walk(t, c, s.Inner, s.Close)
	}
}

func TestParse(t *testing.T) {
	src := "<?xml version=\"1.0\"?>\n<!-- c -->\n<a xmlns:android=\"http://schemas.android.com/apk/res/android\">\n " +
		" <b android:on=\"true\" n=\"0x10\" r=\"@raw/x\"/>\n  <b>text</b>\n</a>\n"
	root, err := xmltree.Parse([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	b := root.First("b")
	on, _ := b.Android("on")
	r, _ := b.Attr("", "r")
	num, _ := b.Attr("", "n")
	if n, ok := num.Int(); !on.Bool(false) || !r.Reference() || !ok || n != 16 || b.Line != 4 {
		t.Errorf("attributes %+v, line %d", b.Attrs, b.Line)
	}
	if !b.Span.SelfClosed || src[b.Span.Start:b.Span.End] != `<b android:on="true" n="0x10" r="@raw/x"/>` {
		t.Errorf("span %+v", b.Span)
	}
	count := 0
	for c := range root.Named("b") {
		count += len(c.Content())
	}
	if count != 4 || src[root.Span.Close:root.Span.End] != "</a>" {
		t.Errorf("content %d, span %+v", count, root.Span)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"unknown entity", `<a>&b;</a>`, "line 1"},
		{"second root", "<a/>\n<b/>", "line 2"},
		{"attribute twice", `<a b="1" b="2"/>`, "twice"},
		{"prefix that is not declared", `<a><b tools:c="1"/></a>`, "prefix \"tools\""},
		{"prefix of an element", `<a><x:b/></a>`, "prefix \"x\""},
		{"nothing", " ", "no element"},
		{"encoding", `<?xml version="1.0" encoding="big5"?><a/>`, "big5"},
		{"utf-16, cut", "\xff\xfe<\x00a\x00", "EOF"},
		{"utf-16 declared only", `<?xml version="1.0" encoding="utf-16"?><a/>`, "not that of the document"},
		{"newline before the declaration", "\n<?xml version=\"1.0\"?><a/>", "before the XML declaration"},
	}
	for _, tt := range tests {
		if _, err := xmltree.Parse([]byte(tt.src)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

// TestEncodings: the build tools read UTF-16 with and without a mark, a mark of
// UTF-8, and a newline before the root.
func TestEncodings(t *testing.T) {
	wide := func(s, mark string, big bool) string {
		out := mark
		for _, c := range []byte(s) {
			if big {
				out += "\x00" + string(rune(c))
			} else {
				out += string(rune(c)) + "\x00"
			}
		}
		return out
	}
	const doc = `<?xml version="1.0" encoding="utf-16"?><a b="c"/>`
	for name, src := range map[string]string{
		"little": wide(doc, "\xff\xfe", false), "big": wide(doc, "\xfe\xff", true),
		"little without a mark": wide(doc, "", false), "big without a mark": wide(doc, "", true),
		"newline first": "\n\n<a b='c'/>", "mark of UTF-8": "\ufeff<?xml version='1.0'?><a b='c'/>",
	} {
		root, err := xmltree.Parse([]byte(src))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a, _ := root.Attr("", "b"); root.Name != "a" || a.Value != "c" {
			t.Errorf("%s: %+v", name, root)
		}
	}
	root, err := xmltree.Parse([]byte(wide(`<?xml version="1.0" encoding="utf-8"?><a/>`, "\xff\xfe", false)))
	if err != nil || !strings.HasPrefix(root.Encoding, "UTF-16, declared") {
		t.Errorf("declared otherwise: %+v, %v", root, err)
	}
}
