package xmltree_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/xmltree"
)

// written is a tree as text: elements with their attribute v, and text.
func written(n *xmltree.Node) string {
	if n.Kind == xmltree.Text {
		return n.Data
	}
	out := "<" + n.Name
	if a, ok := n.Attr("", "v"); ok {
		out += "=" + a.Value
	}
	if a, ok := n.Android("v"); ok {
		out += "=android " + a.Value
	}
	for _, c := range n.Children {
		out += " " + written(c)
	}
	return out + ">"
}

// TestEntities: the build tools expand what a document declares in itself.
func TestEntities(t *testing.T) {
	const ns = ` xmlns:android="http://schemas.android.com/apk/res/android"`
	tests := []struct{ name, declared, body, want string }{
		{"text", `<!ENTITY b "c">`, `<a v="x&b;">&b;d</a>`, "<a=xc cd>"},
		{"single quotes", `<!ENTITY b 'c"'>`, `<a v="&b;"/>`, `<a=c">`},
		{"nested, declared later", `<!ENTITY b "&c;&c;"><!ENTITY c "z">`, `<a>&b;</a>`, "<a zz>"},
		{"the first declaration counts", `<!ENTITY b "1"><!ENTITY b "2">`, `<a>&b;</a>`, "<a 1>"},
		{"characters", `<!ENTITY b "&#38;#60;&#x4e2d;&amp;">`, `<a>&b;</a>`, "<a <中&>"},
		{"an element", `<!ENTITY b "<c v='&d;'>x</c>y"><!ENTITY d "e">`, `<a>1&b;2</a>`, "<a 1 <c=e x> y 2>"},
		{"an element in a text", `<!ENTITY b "(&c;)"><!ENTITY c "<d/>">`, `<a>&b;</a>`, "<a ( <d> )>"},
		{"prefixes in scope", `<!ENTITY b "<c android:v='1'/>">`, `<a` + ns + `>&b;</a>`, "<a <c=android 1>>"},
		{"not used", `<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&c;"><!ENTITY % d "x">`, `<a/>`, "<a>"},
		{"only in a comment", `<!ENTITY b "c">`, `<a><!-- &nope; --><![CDATA[&nope;]]></a>`, "<a &nope;>"},
		{"a comment between", `<!ENTITY b "c"><!-- ' > --><!ELEMENT a ANY>`, `<a>&b;</a>`, "<a c>"},
	}
	for _, tt := range tests {
		root, err := xmltree.Parse([]byte("<!DOCTYPE a [\n" + tt.declared + "\n]>\n" + tt.body))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := written(root); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestEntityPlace: the nodes of an entity are where the reference is.
func TestEntityPosition(t *testing.T) {
	src := "<!DOCTYPE a [<!ENTITY b '\n\n<c/>'>]>\n<a>\n&b;</a>"
	root, err := xmltree.Parse([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	c := root.First("c")
	if c == nil || c.Line != root.Line || c.Span.Start != strings.Index(src, "\n&b;") || c.Span.End != c.Span.Start {
		t.Errorf("root line %d, %+v", root.Line, c)
	}
}

func TestEntityErrors(t *testing.T) {
	laughs := `<!ENTITY l0 "ha">`
	for i := 1; i < 12; i++ {
		laughs += fmt.Sprintf(`<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	deep := `<!ENTITY d0 "x">`
	for i := 1; i < 40; i++ {
		deep += fmt.Sprintf(`<!ENTITY d%d "&d%d;">`, i, i-1)
	}
	big := `<!ENTITY b "` + strings.Repeat("x", 1000) + `">`
	many := ""
	for i := range 2000 {
		many += fmt.Sprintf(`<!ENTITY m%d "">`, i)
	}
	tests := []struct{ name, doctype, body, want string }{
		{"laughs", "[" + laughs + "]", `<a>&l11;</a>`, "more than 1024 KiB"},
		{"laughs in an attribute", "[" + laughs + "]", `<a b="&l11;"/>`, "more than 1024 KiB"},
		{"laughs of elements", "[" + strings.ReplaceAll(laughs, `"ha"`, `"<b/>"`) + "]", `<a>&l11;</a>`, "more than"},
		{"quadratic", "[" + big + "]", "<a>" + strings.Repeat("&b;", 2000) + "</a>", "more than 1024 KiB"},
		{"deep", "[" + deep + "]", `<a>&d39;</a>`, "more than 20 others"},
		{"many", "[" + many + "]", `<a/>`, "more than 1000"},
		{"itself", `[<!ENTITY b "&c;"><!ENTITY c "&b;">]`, `<a>&b;</a>`, "refers to itself"},
		{"itself in an element", `[<!ENTITY b "<c>&b;</c>">]`, `<a>&b;</a>`, "refers to itself"},
		{"external", `[<!ENTITY b SYSTEM "file:///etc/passwd">]`, `<a>&b;</a>`, "&b; is an external entity"},
		{"public", `[<!ENTITY b PUBLIC "p" "http://x.invalid/">]`, `<a>&b;</a>`, "&b; is an external entity"},
		{"external subset", `SYSTEM "x.dtd"`, `<a>&b;</a>`, "its external DTD is not loaded"},
		{"parameter entity", `[<!ENTITY % p "<!ENTITY b 'c'>">%p;]`, `<a>&b;</a>`, "parameter entity"},
		{"default of an attribute", `[<!ATTLIST a b CDATA "true">]`, `<a/>`, "defaults of attributes"},
		{"not declared", `[<!ENTITY c "d">]`, `<a>&b;</a>`, "nothing declares &b;"},
		{"element in an attribute", `[<!ENTITY b "<c/>">]`, `<a b="&b;"/>`, "stands in an attribute"},
		{"lone ampersand", `[<!ENTITY b "&#38;">]`, `<a>&b;</a>`, "lone &"},
	}
	for _, tt := range tests {
		_, err := xmltree.Parse([]byte("<!DOCTYPE a " + tt.doctype + ">" + tt.body))
		if !errors.Is(err, xmltree.ErrEntities) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %.200v, want %s", tt.name, err, tt.want)
		}
	}
	for _, src := range []string{
		`<!DOCTYPE a [<!ENTITY b "</c><c>">]><a>&b;</a>`, `<!DOCTYPE a [<!ENTITY b "<c>">]><a>&b;</c></a>`,
		`<!DOCTYPE a><a/><!DOCTYPE a>`,
	} {
		if _, err := xmltree.Parse([]byte(src)); err == nil {
			t.Errorf("%s: no error", src)
		}
	}
}
