package proxy

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"loginscope/proxy/exchange"
)

func TestHeadTap(t *testing.T) {
	const a = "GET /a HTTP/1.1\r\nHost: x\r\nsome-Name:  v \r\n\r\n"
	tests := []struct {
		name, in string
		want     []string // method and target of each head, in order
		left     string   // unclaimed start
	}{
		{"one", a, []string{"GET /a"}, ""},
		{"pipelined", a + a, []string{"GET /a", "GET /a"}, ""},
		{"body skipped", "POST /p HTTP/1.1\r\nContent-Length: 9\r\n\r\nGET / HT\n" + a, []string{"POST /p", "GET /a"}, ""},
		{"chunks skipped", "POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nGET /\r\n0\r\nT: v\r\n\r\n" + a, []string{"POST /p", "GET /a"}, ""},
		{"empty lines before", "\r\n\r\n" + a, []string{"GET /a"}, ""},
		{"bare line ends", "GET /a HTTP/1.1\nHost: x\n\n" + a, []string{"GET /a", "GET /a"}, ""},
		{"connect ends it", "CONNECT h:1 HTTP/1.1\r\n\r\n" + a, []string{"CONNECT h:1"}, ""},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nil, ""},
		{"half", "GET /half HTTP/1.1\r\nHo", nil, "GET"},
		{"bad length", "POST /p HTTP/1.1\r\nContent-Length: x\r\n\r\n" + a, []string{"POST /p"}, ""},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 2, 3, 7, 1 << 20} {
			tap := newHeadTap(1 << 10)
			for b := []byte(tt.in); len(b) > 0; b = b[min(size, len(b)):] {
				tap.feed(b[:min(size, len(b))])
			}
			for _, want := range tt.want {
				method, target, _ := strings.Cut(want, " ")
				if _, ok := tap.claim(method, target); !ok {
					t.Errorf("%s by %d: no head for %s", tt.name, size, want)
				}
			}
			h, _, ok := tap.unclaimed()
			if first, _, _ := h.startLine(); ok != (tt.left != "") || first != tt.left {
				t.Errorf("%s by %d: unclaimed %q", tt.name, size, h.text)
			}
		}
	}
}

func TestHeadTapLosesItsPlaceSafely(t *testing.T) {
	tap := newHeadTap(1 << 10)
	tap.feed([]byte("GET /a HTTP/1.1\r\n\r\n"))
	if _, ok := tap.claim("GET", "/other"); ok {
		t.Error("another request's head was handed out")
	}
	tap.feed([]byte("GET /a HTTP/1.1\r\n\r\n"))
	if _, ok := tap.claim("GET", "/a"); ok {
		t.Error("a tap that lost its place went on")
	}
}

func TestRawHeadFields(t *testing.T) {
	h := rawHead{text: "GET / HTTP/1.1\r\nHost: x\r\nFolded: a\r\n  b\r\nnoColon\r\nE:\r\nx-UP: \tv\t\r\n\r\n"}
	want := exchange.Header{{Name: "Host", Value: "x"}, {Name: "Folded", Value: "a b"}, {Name: "noColon"}, {Name: "E"}, {Name: "x-UP", Value: "v"}}
	if d := cmp.Diff(want, h.fields()); d != "" {
		t.Error(d)
	}
}

// FuzzHeadTap compares the tap with net/http on the same bytes: every request
// that net/http reads must be there to claim, however the bytes are cut.
func FuzzHeadTap(f *testing.F) {
	f.Add([]byte("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n"), 3)
	f.Add([]byte("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: y\r\n\r\n"), 1)
	f.Add([]byte("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nabGET / HTTP/1.1\r\nHost: y\r\n\r\n"), 5)
	f.Fuzz(func(t *testing.T, data []byte, size int) {
		size = max(1, size&0xff)
		tap := newHeadTap(1 << 16)
		for b := data; len(b) > 0; b = b[min(size, len(b)):] {
			tap.feed(b[:min(size, len(b))])
		}
		br := bufio.NewReader(bytes.NewReader(data))
		for range maxPending {
			r, err := http.ReadRequest(br)
			if err != nil {
				return
			}
			if r.Method == "CONNECT" || r.Method == "PRI" {
				return
			}
			h, ok := tap.claim(r.Method, r.RequestURI)
			if !ok {
				return // in doubt the tap stops; it must never hand out a wrong head
			}
			for _, field := range h.fields() {
				if name := http.CanonicalHeaderKey(field.Name); name != "Host" && r.Header[name] == nil && !strings.Contains(field.Name, " ") &&
					name != "Transfer-Encoding" && name != "Trailer" && name != "Content-Length" {
					t.Fatalf("field %q is not in %v", field.Name, r.Header)
				}
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return
			}
		}
	})
}

func TestWSReader(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want []wsMessage
		off  bool
	}{
		{"text", "\x81\x02hi", []wsMessage{{opcode: 1, data: []byte("hi"), size: 2}}, false},
		{"masked", "\x82\x83\x01\x02\x03\x04\x60\x60\x60", []wsMessage{{opcode: 2, data: []byte("abc"), size: 3}}, false},
		{"fragments with a ping between", "\x01\x01a\x89\x01p\x80\x01b", []wsMessage{{opcode: 9, data: []byte("p"), size: 1}, {opcode: 1, data: []byte("ab"), size: 2}}, false},
		{"16-bit length, cut to the cap", "\x82\x7e\x00\x0a0123456789", []wsMessage{{opcode: 2, data: []byte("01234567"), size: 10, cut: true}}, false},
		{"64-bit length", "\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x01x", []wsMessage{{opcode: 2, data: []byte("x"), size: 1}}, false},
		{"empty", "\x81\x00", []wsMessage{{opcode: 1}}, false},
		{"compressed without being agreed", "\xc1\x01x", nil, true},
		{"negative length", "\x82\x7f\xff\x00\x00\x00\x00\x00\x00\x01x", nil, true},
		{"long ping", "\x89\x7e\x00\x80", nil, true},
		{"continuation of nothing", "\x80\x01x", nil, true},
		{"two messages at once", "\x01\x01a\x81\x01b", nil, true},
		{"reserved bit", "\x91\x01a", nil, true},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 3, 1 << 20} {
			var got []wsMessage
			r := newWSReader(8, deflateExt{}, false, func(m wsMessage) { got = append(got, m) })
			for b := []byte(tt.in); len(b) > 0; b = b[min(size, len(b)):] {
				r.feed(b[:min(size, len(b))])
			}
			ignoreEmpty := cmp.Transformer("", func(b []byte) string { return string(b) })
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(wsMessage{}), ignoreEmpty); d != "" || r.off != tt.off {
				t.Errorf("%s by %d: off %v\n%s", tt.name, size, r.off, d)
			}
		}
	}
}

// FuzzWSReader: no panic, no more kept than the cap, and the same messages
// however the bytes are cut.
func FuzzWSReader(f *testing.F) {
	f.Add([]byte("\x81\x02hi\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"), 2, true)
	f.Add([]byte("\x01\x01a\x89\x01p\x80\x01b"), 1, false)
	f.Fuzz(func(t *testing.T, data []byte, size int, deflate bool) {
		const limit = 512
		run := func(size int, tell bool) (out []wsMessage) {
			var parts partsOf
			r := newWSReader(limit, deflateExt{on: deflate}, false, func(m wsMessage) {
				if len(m.data) > limit {
					t.Fatalf("kept %d bytes", len(m.data))
				}
				if parts.take(t, m); !m.part {
					out = append(out, m)
				}
			})
			for b := data; len(b) > 0; b = b[min(size, len(b)):] {
				if r.feed(b[:min(size, len(b))]); tell {
					r.tellPart(false)
				}
			}
			return out
		}
		whole := run(1<<20, false)
		parts := run(max(1, size&0x1f), true)
		same := cmp.Transformer("", func(b []byte) string { return string(b) })
		if d := cmp.Diff(whole, parts, cmp.AllowUnexported(wsMessage{}), same); d != "" {
			t.Fatal(d)
		}
	})
}

// partsOf puts the parts of a message together and holds them to the message.
type partsOf struct {
	data       []byte
	compressed bool
	told       int // parts
	most       int // bytes of the message under way
}

func (p *partsOf) take(t *testing.T, m wsMessage) {
	t.Helper()
	switch {
	case m.part && m.offset == 0:
		p.data, p.compressed = bytes.Clone(m.data), m.compressed
		p.told++
		p.most = max(p.most, len(p.data))
	case m.part:
		if m.offset != int64(len(p.data)) || m.compressed != p.compressed {
			t.Fatalf("a part from %d on, %d were told", m.offset, len(p.data))
		}
		p.data = append(p.data, m.data...)
		p.told++
		p.most = len(p.data)
	case m.opcode < opControl:
		if p.compressed == m.compressed && !bytes.HasPrefix(m.data, p.data) {
			t.Fatalf("parts %q of %q", p.data, m.data)
		}
		p.data, p.compressed, p.most = nil, false, 0
	}
}

// TestMessageInParts: what came of an unfinished message is told, inflated as
// far as it goes, and the next messages are read as if nothing had been told.
func TestMessageInParts(t *testing.T) {
	texts := []string{strings.Repeat("the same again ", 300), strings.Repeat("the same again and more ", 300), "last"}
	for _, deflated := range []bool{false, true} {
		var wire bytes.Buffer
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, flate.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			payload, first := []byte(text), byte(0x81)
			if deflated {
				packed.Reset()
				_, _ = io.WriteString(w, text)
				_ = w.Flush()
				payload, first = bytes.Clone(packed.Bytes()[:packed.Len()-4]), 0xc1
			}
			wire.Write([]byte{first, 126, byte(len(payload) >> 8), byte(len(payload))})
			wire.Write(payload)
		}
		var parts partsOf
		var got []string
		r := newWSReader(1<<20, deflateExt{on: deflated}, false, func(m wsMessage) {
			if m.compressed {
				t.Errorf("deflated %v: a message or a part was not inflated", deflated)
			}
			whole := parts.most
			if parts.take(t, m); m.part {
				return
			}
			got = append(got, string(m.data))
			if want := len(texts[len(got)-1]) / 2; whole < want {
				t.Errorf("deflated %v: %d bytes of message %d were told before its end, want %d", deflated, whole, len(got), want)
			}
		})
		rest := wire.Bytes()
		for len(rest) > 1 { // the last byte never comes
			r.feed(rest[:1])
			r.tellPart(false)
			rest = rest[1:]
		}
		if d := cmp.Diff(texts[:2], got); d != "" || parts.told < 10 {
			t.Errorf("deflated %v: %d parts, %s", deflated, parts.told, d)
		}
		if want := "las"; !deflated && string(parts.data) != want {
			t.Errorf("left %q, want %q", parts.data, want)
		}
	}
}

// TestPartsPastTheCap: a message without end is told as often as it doubles.
func TestPartsPastTheCap(t *testing.T) {
	var told []wsMessage
	r := newWSReader(100, deflateExt{}, false, func(m wsMessage) { told = append(told, m) })
	r.feed([]byte("\x82\x7f\x00\x00\x00\x7f\x00\x00\x00\x00"))
	for range 100_000 {
		r.feed(make([]byte, 10))
		r.tellPart(false)
	}
	last := told[len(told)-1]
	if len(told) < 15 || len(told) > 30 || last.size < 500_000 || len(last.data) != 0 || last.offset != 100 || !last.cut {
		t.Errorf("%d parts, the last %+v", len(told), last)
	}
	r.tellPart(true)
	if last := told[len(told)-1]; last.size != 1_000_000 {
		t.Errorf("at the end the size is %d", last.size)
	}
}

// deflated is a WebSocket message of one frame with permessage-deflate.
func deflated(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, text)
	_ = w.Flush()
	n := b.Len() - 4
	return append([]byte{0xc1, 127, 0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, b.Bytes()[:n]...)
}

// TestWhatIsCutSaysSo: by what the message holds, not by its length on the wire.
func TestWhatIsCutSaysSo(t *testing.T) {
	noise := make([]byte, 3000)
	for i := range noise {
		noise[i] = byte(i * i * 31 >> 3)
	}
	for _, tt := range []struct {
		name  string
		text  string
		limit int
		cut   bool
		data  int
	}{
		{"short", "Hello", 100, false, 5},
		{"longer than on the wire", strings.Repeat("a", 90), 100, false, 90},
		{"cut when inflated", strings.Repeat("a", 5000), 100, true, 100},
		{"cut on the wire", string(noise), 500, true, -1},
	} {
		var got []wsMessage
		r := newWSReader(tt.limit, deflateExt{on: true}, true, func(m wsMessage) { got = append(got, m) })
		r.feed(deflated(t, tt.text))
		if len(got) != 1 || got[0].compressed || got[0].cut != tt.cut || tt.data >= 0 && len(got[0].data) != tt.data || !strings.HasPrefix(tt.text, string(got[0].data)) {
			t.Errorf("%s: %d messages, the first compressed %v, cut %v, %d bytes", tt.name, len(got), got[0].compressed, got[0].cut, len(got[0].data))
		}
	}
}

// TestPartsHoldOnlyThemselves: an inflated part keeps no more memory than it
// says, since a session that cannot write counts by that.
func TestPartsHoldOnlyThemselves(t *testing.T) {
	wire := deflated(t, strings.Repeat("0123456789", 20_000))
	r := newWSReader(1<<20, deflateExt{on: true}, true, func(m wsMessage) {
		if m.part && cap(m.data) > 2*len(m.data)+64 {
			t.Errorf("a part of %d bytes holds %d", len(m.data), cap(m.data))
		}
	})
	for i := range wire {
		r.feed(wire[i : i+1])
		r.tellPart(false)
	}
}

func TestInflateIsBounded(t *testing.T) {
	f := newWSInflater(1<<10, false)
	garbage := f.message(wsMessage{opcode: 1, data: []byte("\xff\xff\xff"), size: 3, compressed: true})
	if !garbage.compressed || !f.lost {
		t.Error("garbage was taken for deflate")
	}
	f = newWSInflater(1<<10, false)
	cut := f.message(wsMessage{opcode: 1, data: []byte("x"), size: 9, compressed: true, cut: true})
	if !cut.cut || !f.lost {
		t.Error("after a message that was not kept whole the next one is inflated")
	}
}

// FuzzHello: whatever comes, the bytes read are the bytes given.
func FuzzHello(f *testing.F) {
	f.Add(clientHello(f, "api.example.test"))
	f.Add([]byte("\x16\x03\x01\x00\x10this is not tls!"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, raw, _ := readHello(&bytesConn{rest: bytes.Clone(data)})
		if !bytes.HasPrefix(data, raw) {
			t.Fatalf("read %q of %q", raw, data)
		}
		w := &helloWatch{}
		for _, b := range data {
			w.feed([]byte{b})
		}
	})
}

// clientHello is what crypto/tls sends first for a name.
func clientHello(t testing.TB, name string) []byte {
	a, b := net.Pipe()
	defer b.Close()
	go func() {
		_ = tls.Client(a, &tls.Config{ServerName: name}).HandshakeContext(context.Background())
		a.Close()
	}()
	facts, raw, err := readHello(b)
	if err != nil || facts.SNI != name {
		t.Fatalf("%+v %v", facts, err)
	}
	return raw
}

func TestHelloWatchInPieces(t *testing.T) {
	hello := clientHello(t, "pieces.example.test")
	for _, size := range []int{1, 5, 100, 1 << 20} {
		w := &helloWatch{}
		for b := hello; len(b) > 0; b = b[min(size, len(b)):] {
			w.feed(b[:min(size, len(b))])
		}
		if w.sni() != "pieces.example.test" || !w.done {
			t.Errorf("by %d: %q", size, w.sni())
		}
	}
}

// TestRouteRoundTrip: a route survives its way through the pool's key, and
// two different routes never share one.
func TestRouteRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.StringMatching(`[a-z0-9][a-z0-9.~-]{0,20}`)
		draw := func(n string) route {
			r := route{target: joinAuthority(normalHost(host.Draw(t, n+"target")), rapid.IntRange(1, 65535).Draw(t, n+"port")), name: normalHost(host.Draw(t, n+"name"))}
			if rapid.Bool().Draw(t, n+"same") {
				r.name, _ = splitAuthority(r.target, 0)
			}
			r.noSNI = rapid.Bool().Draw(t, n+"noSNI")
			return r
		}
		a, b := draw("a"), draw("b")
		got, err := decodeRoute(a.encode())
		if err != nil || got != a {
			t.Fatalf("%+v became %+v by %q, %v", a, got, a.encode(), err)
		}
		if a != b && a.encode() == b.encode() {
			t.Fatalf("%+v and %+v share %q", a, b, a.encode())
		}
	})
}

func TestHostSet(t *testing.T) {
	s := newHostSet([]string{"Exact.test", "*.below.test", "10.0.0.1", "[2001:DB8::1]"})
	for host, want := range map[string]bool{
		"exact.test": true, "EXACT.test.": true, "x.exact.test": false, "a.below.test": true, "a.b.below.test": true,
		"below.test": false, "xbelow.test": false, "10.0.0.1": true, "2001:db8::1": true, "": false,
	} {
		if s.match(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}

func TestLooksHTTP(t *testing.T) {
	for in, want := range map[string][2]bool{
		"": {false, true}, "GE": {false, true}, "GET ": {true, true}, "PRI * HTTP/2.0": {true, true}, "M-SEARCH * ": {true, true},
		"\r\nGET ": {true, true}, "get ": {true, false}, " GET": {true, false}, "\x10": {true, false}, "EHLO\r\n": {true, false},
		strings.Repeat("A", 40): {true, false},
	} {
		if decided, http := looksHTTP([]byte(in)); [2]bool{decided, http} != want {
			t.Errorf("%q: decided %v, http %v", in, decided, http)
		}
	}
}

func TestWithoutQuery(t *testing.T) {
	got := withoutQuery(`Get "https://h/p?access_token=secret&x=1": dial http://h/?t=secret failed`)
	if strings.Contains(got, "secret") || !strings.Contains(got, "https://h/p") {
		t.Error(got)
	}
	if n := len(withoutQuery(strings.Repeat("é", 1000))); n > maxLogText+4 {
		t.Errorf("%d bytes", n)
	}
}

func TestPlaintextAlert(t *testing.T) {
	if a, ok := plaintextAlert([]byte("junk\x15\x03\x03\x00\x02\x02\x30")); !ok || a != 48 {
		t.Errorf("%d %v", a, ok)
	}
	for _, bad := range []string{"", "\x15\x03\x03\x00\x02\x01\x00", "\x17\x03\x03\x00\x02\x02\x30", "\x03\x00\x02\x02\x30"} {
		if _, ok := plaintextAlert([]byte(bad)); ok {
			t.Errorf("%q taken for an alert", bad)
		}
	}
}

func TestRefusalCauseOfOddErrors(t *testing.T) {
	for want, err := range map[exchange.RefusalCause]error{
		exchange.RefusedNoCert:  &leafError{errors.New("x")},
		exchange.RefusedClosed:  io.EOF,
		exchange.RefusedTimeout: context.DeadlineExceeded,
		exchange.RefusedVersion: errors.New("tls: client offered only unsupported versions: [300]"),
		exchange.RefusedGarbage: errors.New("tls: first record does not look like a TLS handshake"),
	} {
		if got, alert := refusalCause(err); got != want || alert != -1 {
			t.Errorf("%v: %s %d", err, got, alert)
		}
	}
}
