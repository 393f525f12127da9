package detail

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"loginscope/inspector/har"
	"loginscope/proxy/exchange"
)

func noMask(s string) string { return s }

func TestTreeDecodesNestedText(t *testing.T) {
	b64 := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	jwt := b64(`{"alg":"RS256","kid":"k1"}`) + "." + b64(`{"sub":"made-up"}`) + "." + b64("signature")
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"json", `{"a":{"b":1},"c":[true]}`, []string{"a: {1}", "b: 1", "c: [1]", "0: true"}},
		{"json in a string", `{"data":"{\"inner\":\"x\"}"}`, []string{"inner: x"}},
		{"base64 in json", `{"data":"` + b64(`{"deep":"yes"}`) + `"}`, []string{"deep: yes"}},
		{"token in json", `{"id_token":"` + jwt + `"}`, []string{"JWT RS256, kid k1", "sub: made-up"}},
		{"a token alone", jwt, []string{"sub: made-up"}},
		{"form", "Action=GetStsToken&Info=" + b64(`{"k":"v"}`), []string{"Action: GetStsToken", "k: v"}},
	} {
		tr := treeOf(c.in, noMask)
		if tr == nil {
			t.Errorf("%s: no tree", c.name)
			continue
		}
		var all []string
		for _, s := range tr.plain {
			all = append(all, s)
		}
		for _, want := range c.want {
			if !strings.Contains("\n"+strings.Join(all, "\n")+"\n", "\n"+want+"\n") {
				t.Errorf("%s: %q lacks %q", c.name, all, want)
			}
		}
	}
	if treeOf("a plain sentence", noMask) != nil {
		t.Error("a sentence has a tree")
	}
}

func TestTreeIsMaskedByName(t *testing.T) {
	mask := func(s string) string { return strings.ReplaceAll(s, `"phone":"13800000000"`, `"phone":"138****0000"`) }
	tr := treeOf(`{"phone":"13800000000"}`, mask)
	if tr.masked["/0"] != "phone: 138****0000" || tr.plain["/0"] != "phone: 13800000000" {
		t.Errorf("masked %q, plain %q", tr.masked["/0"], tr.plain["/0"])
	}
}

func TestTreeIsBounded(t *testing.T) {
	tr := treeOf("["+strings.Repeat("1,", 2*maxNodes)+"1]", noMask)
	if tr == nil || len(tr.plain) > maxNodes || len(tr.plain) < maxNodes/2 {
		t.Errorf("tree %v", tr != nil)
	}
}

func TestIndentXML(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{
			`<?xml version="1.0"?><a x="1"><b>text</b><c/></a>`,
			"<?xml version=\"1.0\"?>\n<a x=\"1\">\n  <b>text</b>\n  <c/>\n</a>",
		},
		{`<a><b>`, `<a><b>`},
		{`<p>one<br>two`, `<p>one<br>two`},
	} {
		if got := indentXML(c.in); got != c.want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.in, got, c.want)
		}
	}
}

func TestPictureOf(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 7, 5))); err != nil {
		t.Fatal(err)
	}
	if img := pictureOf(b.Bytes()); img == nil || img.Bounds().Dx() != 7 {
		t.Errorf("got %v", img)
	}
	if pictureOf([]byte("no picture")) != nil {
		t.Error("text is a picture")
	}
}

// counting is a body of n bytes that notes how far it was read.
type counting struct {
	n, read int
	closed  bool
}

func (c *counting) Read(p []byte) (int, error) {
	if c.read >= c.n {
		return 0, io.EOF
	}
	k := min(len(p), c.n-c.read)
	for i := range k {
		p[i] = 'x'
		if (c.read+i)%80 == 79 {
			p[i] = '\n'
		}
	}
	c.read += k
	return k, nil
}
func (c *counting) Close() error { c.closed = true; return nil }

func TestBigBodyOpensWithFirstPiece(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB")
	}
	const size = 100 << 20
	body := &counting{n: size}
	p := &Pane{cfg: Config{
		Body:   func(context.Context, exchange.ID, exchange.Side) (io.ReadCloser, error) { return body, nil },
		Decode: func(_ exchange.Header, raw []byte) ([]byte, bool, error) { return raw, true, nil },
		Mask:   Masks{Text: noMask},
	}}
	c := p.side(
		t.Context(),
		t.Context(),
		exchange.Exchange{ID: 1},
		exchange.ResponseSide,
		nil,
		exchange.Body{Size: size, Spooled: size, Complete: true},
	)
	if body.read > 2*streamChunk || len(c.plain) < 1000 || !c.text || !c.cut {
		t.Fatalf("read %d bytes at first, %d lines, text %v, cut %v", body.read, len(c.plain), c.text, c.cut)
	}
	for !c.stream.done {
		got := c.stream.next(noMask)
		c.stream.done = got.done
		c.take(got)
	}
	if len(c.raw) != size || c.cut || len(c.plain) != (size+79)/80 || !body.closed {
		t.Errorf("at the end %d bytes, %d lines, cut %v, closed %v", len(c.raw), len(c.plain), c.cut, body.closed)
	}
}

func TestPiecesKeepValuesWhole(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"aaaa\nbbbbb\ncc", "aaaa\nbbbbb\n"},
		{`{"a":1,"b":2,"c":"138`, `{"a":1,"b":2,`},
		{"a=1&b=2&c=13", "a=1&b=2&"},
		{"ab国"[:4], "ab"},
	} {
		if got := c.in[:safeCut([]byte(c.in))]; got != c.want {
			t.Errorf("%q is cut after %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHAREntryIsMaskedUnlessRevealed(t *testing.T) {
	revealed := false
	x := exchange.Exchange{
		ID:     1,
		Scheme: "https",
		Host:   "h.example",
		Port:   9743,
		Path:   "/p?token=secretvalue",
		Request: exchange.Request{
			Method: "POST",
			Proto:  "HTTP/1.1",
			Header: exchange.Header{{Name: "Authorization", Value: "secretvalue"}},
		},
		Response: &exchange.Response{
			Status: 200,
			Header: exchange.Header{{Name: "Content-Type", Value: "application/json"}},
		},
	}
	hide := func(s string) string { return strings.ReplaceAll(s, "secretvalue", "***") }
	p := &Pane{
		cfg: Config{
			Revealed: func() bool { return revealed },
			Mask:     Masks{Text: hide, Header: func(_, v string) string { return hide(v) }},
		},
	}
	p.loaded = &loaded{x: x}
	p.loaded.sides[exchange.ResponseSide] = content{size: 20, text: true, data: []byte(`{"t":"secretvalue"}`)}
	for _, word := range []func() string{p.har, p.message, p.curl} {
		revealed = false
		if s := word(); strings.Contains(s, "secretvalue") || !strings.Contains(s, "h.example") {
			t.Errorf("masked: %s", s)
		}
		revealed = true
		if s := word(); !strings.Contains(s, "secretvalue") {
			t.Errorf("revealed: %s", s)
		}
	}
	var last exchange.Event
	st, err := har.Read(strings.NewReader(p.har()), har.Options{NewID: func() exchange.ID { return 1 }},
		func(ev exchange.Event) error { last = ev; return nil })
	if err != nil || st.Kept != 1 || st.Document.Masked {
		t.Fatalf("%+v: %v", st, err)
	}
	if e := last.(exchange.Finished).Exchange; e.Request.Method != "POST" || e.Port != 9743 ||
		string(e.Response.Body.Head) != `{"t":"secretvalue"}` {
		t.Errorf("%+v", e)
	}
	if s := p.curl(); !strings.Contains(s, "https://h.example:9743/p") {
		t.Errorf("the address has no port: %s", s)
	}
}

func TestTokenClaimsAreMasked(t *testing.T) {
	b64 := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	jwt := b64(
		`{"alg":"RS256"}`,
	) + "." + b64(
		`{"name":"somebody","exp":1795405986,"api":"{\"nick\":\"somebody\"}"}`,
	) + "." + b64(
		"signature",
	)
	tr := treeOf(`{"id_token":"`+jwt+`"}`, noMask)
	var masked, plain []string
	for id, s := range tr.masked {
		masked, plain = append(masked, s), append(plain, tr.plain[id])
	}
	all := strings.Join(masked, "\n")
	if strings.Contains(all, "somebody") || !strings.Contains(all, "exp: 1795405986") ||
		!strings.Contains(strings.Join(plain, "\n"), "nick: somebody") {
		t.Errorf("masked:\n%s\nplain:\n%s", all, strings.Join(plain, "\n"))
	}
}

// TestUndecodableBodyIsShownRaw: what cannot be decoded is shown as it came,
// and why is kept for the line above it.
func TestUndecodableBodyIsShownRaw(t *testing.T) {
	raw := []byte("\x1f\x8b this is no gzip")
	why := errors.New("no gzip")
	p := &Pane{cfg: Config{
		Body: func(context.Context, exchange.ID, exchange.Side) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(raw)), nil
		},
		Decode: func(exchange.Header, []byte) ([]byte, bool, error) { return nil, false, why },
		Mask:   Masks{Text: noMask},
	}}
	h := exchange.Header{{Name: "Content-Encoding", Value: "gzip"}}
	c := p.side(
		t.Context(),
		t.Context(),
		exchange.Exchange{},
		exchange.ResponseSide,
		h,
		exchange.Body{Size: 100, Head: raw},
	)
	if !bytes.Equal(c.data, raw) || !bytes.Equal(c.raw, raw) || !errors.Is(c.err, why) || c.text || !c.cut {
		t.Errorf("content %+v", c)
	}
}
