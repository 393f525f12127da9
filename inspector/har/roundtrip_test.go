package har

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"loginscope/proxy/exchange"
)

// kept is one exchange with all that belongs to it, whatever events it came in.
type keptExchange struct {
	Exchange exchange.Exchange // without bodies' Head and Spooled
	Bodies   [2]string
	Messages []exchange.Frame
}

// generated makes sessions by chance.
type generated struct{ *rand.Rand }

func (g generated) one(list ...string) string { return list[g.IntN(len(list))] }

func (g generated) sometimes() bool { return g.IntN(3) == 0 }

// text is a string as phones, servers and people write them, also one that is no UTF-8.
func (g generated) text() string {
	return g.one("", "a", "中文", "\xc4\xe3\xba\xc3", "a\x00b", "\"\\/<>&", "\u2028", "\x00base64:x", "\ufeff",
		"eyJhIjoxfQ==", "deadbeef", strings.Repeat("x", g.IntN(300)))
}

func (g generated) instant() time.Time {
	return time.Unix(1_790_000_000+g.Int64N(1e6), g.Int64N(1e9)).UTC()
}

func (g generated) header() exchange.Header {
	var h exchange.Header
	for range g.IntN(6) {
		h = append(h, exchange.Field{Name: g.one("A", "a", "X-Very-Long", "Cookie", "Set-Cookie", "Location", "Via"),
			Value: g.text()})
	}
	return h
}

func (g generated) bytes() []byte {
	if g.IntN(60) == 0 { // longer than an entry takes, cut within a character
		return bytes.Repeat([]byte("中文"), maxInline/6+g.IntN(100))
	}
	switch g.IntN(6) {
	case 0:
		return nil
	case 1:
		b := make([]byte, g.IntN(5000))
		for i := range b {
			b[i] = byte(g.Uint32())
		}
		return b
	case 2:
		return bytes.Repeat([]byte("中文 body\r\n"), g.IntN(40_000))
	}
	return []byte(g.text())
}

// body makes a body and its content coding.
func (g generated) body(h *exchange.Header, open bool) (exchange.Body, string) {
	data := g.bytes()
	if g.sometimes() {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(data)
		_ = z.Close()
		data = b.Bytes()
		*h = append(*h, exchange.Field{Name: "Content-Encoding", Value: g.one("gzip", "br", "gzip")})
	}
	if g.sometimes() {
		*h = append(*h, exchange.Field{Name: "Content-Type",
			Value: g.one("text/html; charset=gbk", "application/json", "image/png")})
	}
	b := exchange.Body{Size: int64(len(data)), Complete: !open && !g.sometimes(), Decoded: g.sometimes()}
	if g.sometimes() {
		b.Size += g.Int64N(1000) // cut
	}
	head := min(len(data), g.IntN(300_000))
	if open {
		head = 0
	}
	if head > 0 {
		b.Head = data[:head]
	}
	b.Spooled = int64(len(data) - head)
	return b, string(data)
}

func (g generated) peer() exchange.Peer {
	p := exchange.Peer{Remote: g.one("", "192.0.2.1:443", "[2001:db8::1]:9743"), Local: g.one("", "10.0.0.1:5"),
		Egress: g.one("", "wlan0")}
	if g.sometimes() {
		p.TLS = &exchange.TLS{Version: "TLS 1.3", Cipher: g.text(), SNI: g.text(), ALPN: "h2",
			OfferedVersions: []string{"TLS 1.2", g.text()}, OfferedSCT: g.sometimes(), WideDates: g.sometimes()}
		if g.sometimes() {
			p.TLS.Certificate = &exchange.Certificate{Subject: g.text(), Issuer: g.text(), Names: []string{g.text()},
				NotBefore: g.instant(), NotAfter: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), SHA256: "ab"}
		}
	}
	return p
}

func (g generated) exchange(id exchange.ID) keptExchange {
	open := g.IntN(8) == 0
	x := exchange.Exchange{
		ID: id, Device: g.one("", "192.168.1.20"), Conn: uint64(g.IntN(5)), Scheme: g.one("http", "https", "wss", "ws"),
		Host: g.one("localhost", "a.example", "2001:db8::5", "192.0.2.7"), Port: []int{0, 80, 443, 9743, 65535}[g.IntN(5)],
		Path:   g.one("/", "/x", "/a b|c", "*", "/?a=1&a=2&b", "/%2F/%zz", "/\xc4\xe3", "/x#frag", "/中文?q=中文", "//h/p", "/?"),
		Origin: []exchange.Origin{exchange.Captured, exchange.Imported, exchange.Replayed}[g.IntN(3)], Done: !open,
		Client: g.peer(), Server: g.peer(),
		Request: exchange.Request{Method: g.one("GET", "post", "M-SEARCH", "PUT"),
			Proto: g.one("HTTP/1.1", "HTTP/2.0", "HTTP/1.0", "HTTP/3.0", "", "weird"), Header: g.header(),
			Trailer: g.header(), HeaderAsSent: g.sometimes()},
		Timing: exchange.Timing{Start: g.instant(), Reused: g.sometimes()},
	}
	for at, t := x.Timing.Start, 0; t < 4; t++ {
		at = at.Add(time.Duration(g.Int64N(1e10) - 1e8))
		if !g.sometimes() {
			*[]*time.Time{&x.Timing.Connected, &x.Timing.Sent, &x.Timing.FirstByte, &x.Timing.End}[t] = at
		}
	}
	out := keptExchange{}
	x.Request.Body, out.Bodies[0] = g.body(&x.Request.Header, open)
	if !g.sometimes() {
		r := &exchange.Response{Status: []int{0, 101, 200, 404, 999, 1000}[g.IntN(6)], Reason: g.text(),
			Proto: "HTTP/1.1", Header: g.header(), Trailer: g.header(), HeaderAsSent: g.sometimes()}
		r.Body, out.Bodies[1] = g.body(&r.Header, open)
		x.Response = r
	}
	if g.sometimes() || x.Response == nil && x.Done {
		x.Failure = &exchange.Failure{Cause: exchange.FailReset, Detail: g.text()}
	}
	for range g.IntN(4) {
		f := exchange.Frame{ID: id, Side: exchange.Side(g.IntN(2)), Time: g.instant(), Opcode: byte(g.IntN(11)),
			Data: g.bytes(), Cut: g.sometimes(), Compressed: g.sometimes()}
		if len(f.Data) == 0 {
			f.Data = nil
		}
		f.Size = int64(len(f.Data)) + g.Int64N(3) - 1
		f.Size = max(f.Size, 0)
		out.Messages = append(out.Messages, f)
	}
	out.Exchange = x
	return out
}

func (g generated) event() exchange.Event {
	failure := &exchange.Failure{Cause: exchange.FailDNS, Detail: g.text()}
	switch g.IntN(4) {
	case 0:
		return exchange.Tunnelled{Conn: 7, Device: g.text(), Target: "h:443", SNI: g.text(), Start: g.instant(),
			End: g.instant(), Open: g.sometimes(), BytesUp: 1, BytesDown: g.Int64N(1e12), Reason: exchange.TunnelRule,
			Server: g.peer(), Failure: failure}
	case 1:
		return exchange.TLSRefused{Conn: 8, Target: g.text(), Time: g.instant(), Elapsed: time.Duration(g.Int64N(1e12)),
			Cause: exchange.RefusedAlert, Alert: g.IntN(200) - 1, Hello: *cmpOr(g.peer().TLS), Detail: g.text(),
			Early: g.sometimes(), Learned: g.sometimes(), HandshakeDone: g.sometimes(), BytesAfter: 3, Plaintext: true}
	case 2:
		return exchange.Blocked{Conn: 9, Device: g.text(), Time: g.instant(), Target: g.text(),
			Reason: exchange.BlockedLoopback, Detail: g.text()}
	}
	return exchange.LogLine{Device: "d", Time: g.instant(), Tag: g.text(), Level: "E", PID: 1, TID: -2, Text: g.text(),
		Original: g.text(), Source: g.text(), Line: g.IntN(9)}
}

func cmpOr(t *exchange.TLS) *exchange.TLS {
	if t == nil {
		return &exchange.TLS{}
	}
	return t
}

// source is how a session hands an exchange to the Writer.
func (k keptExchange) source() Source {
	return Source{
		Exchange: k.Exchange,
		Body: func(s exchange.Side) (io.ReadCloser, error) {
			if k.Bodies[s] == "" {
				return nil, fmt.Errorf("exchange: %w", ErrNoBody)
			}
			return io.NopCloser(strings.NewReader(k.Bodies[s])), nil
		},
		Messages: k.messages(),
	}
}

func (k keptExchange) messages() iter.Seq2[exchange.Frame, error] {
	return func(yield func(exchange.Frame, error) bool) {
		for _, m := range k.Messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// gathered puts the events of a file together again.
func gathered(t *testing.T, in io.Reader) (all []keptExchange, other []exchange.Event) {
	t.Helper()
	at := map[exchange.ID]int{}
	st, err := Read(in, options(), func(ev exchange.Event) error {
		switch ev := ev.(type) {
		case exchange.Started:
			at[ev.Exchange.ID] = len(all)
			all = append(all, keptExchange{})
		case exchange.BodyChunk:
			k := &all[at[ev.ID]]
			for len(k.Bodies[ev.Side]) < int(ev.Offset) && len(k.Bodies[ev.Side]) == 0 && ev.Offset > 0 {
				k.Bodies[ev.Side] = strings.Repeat("\x00", int(ev.Offset)) // its Head comes with the end
			}
			if len(k.Bodies[ev.Side]) != int(ev.Offset) {
				return fmt.Errorf("chunk at %d behind %d bytes", ev.Offset, len(k.Bodies[ev.Side]))
			}
			k.Bodies[ev.Side] += string(ev.Data)
		case exchange.Frame:
			k := &all[at[ev.ID]]
			k.Messages = append(k.Messages, ev)
		case exchange.Finished:
			all[at[ev.Exchange.ID]].end(ev.Exchange)
		case exchange.Progress:
			all[at[ev.Exchange.ID]].end(ev.Exchange)
		default:
			other = append(other, ev)
		}
		return nil
	})
	if err != nil || st.Document.Version != Version || st.Kept != len(all) || st.Events < len(other) {
		t.Fatalf("read %+v: %v", st, err)
	}
	return all, other
}

func (k *keptExchange) end(x exchange.Exchange) {
	k.Exchange = x
	put := func(side exchange.Side, b exchange.Body) {
		if n := len(b.Head); n > 0 {
			k.Bodies[side] = string(b.Head) + k.Bodies[side][min(n, len(k.Bodies[side])):]
		}
	}
	put(exchange.RequestSide, x.Request.Body)
	if x.Response != nil {
		put(exchange.ResponseSide, x.Response.Body)
	}
}

// plainer leaves out what may differ: how a long body is split.
func plainer(k keptExchange) keptExchange {
	k.Exchange.Request.Body = unsplit(k.Exchange.Request.Body)
	if k.Exchange.Response != nil {
		r := *k.Exchange.Response
		r.Body = unsplit(r.Body)
		k.Exchange.Response = &r
	}
	for side, b := range k.Bodies {
		k.Bodies[side] = short(b)
	}
	k.Messages = slices.Clone(k.Messages)
	for i := range k.Messages {
		k.Messages[i].Data = []byte(short(string(k.Messages[i].Data)))
	}
	return k
}

// short stands for a long text where two are compared.
func short(s string) string {
	if len(s) < 1000 {
		return s
	}
	return fmt.Sprintf("%d bytes, SHA-256 %x", len(s), sha256.Sum256([]byte(s)))
}

func unsplit(b exchange.Body) exchange.Body {
	b.Spooled, b.Head = b.Kept(), nil
	return b
}

// TestWhatIsWrittenIsReadBack is the law of the package: import(export(x)) equals x.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for seed := range rounds {
		g := generated{rand.New(rand.NewPCG(uint64(seed), 15))}
		var want []keptExchange
		var events []exchange.Event
		var b bytes.Buffer
		w := NewWriter(&b, "1", Document{Name: "中文", Answers: "vpn=off"})
		for i := range 1 + g.IntN(8) {
			k := g.exchange(exchange.ID(i + 1))
			want = append(want, k)
			if err := w.Write(k.source()); err != nil {
				t.Fatal(err)
			}
		}
		for range g.IntN(8) {
			ev := g.event()
			events = append(events, ev)
			if err := w.Event(ev); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(b.Bytes()) {
			t.Fatalf("seed %d: not JSON", seed)
		}
		got, others := gathered(t, &b)
		if diff := cmp.Diff(events, others, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d: events: %s", seed, diff)
		}
		for i := range want {
			if i >= len(got) {
				t.Fatalf("seed %d: %d exchanges of %d", seed, len(got), len(want))
			}
			if diff := cmp.Diff(plainer(want[i]), plainer(got[i]), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d, exchange %d: %s", seed, i+1, diff[:min(len(diff), 4000)])
			}
		}
	}
}

// TestPortsStand: an address has its port unless it is the scheme's own.
func TestPortsStand(t *testing.T) {
	for _, c := range []struct {
		scheme, host string
		port         int
		want         string
	}{
		{"https", "localhost", 9743, "https://localhost:9743/x"}, {"https", "h", 443, "https://h/x"},
		{"http", "h", 443, "http://h:443/x"}, {"ws", "::1", 8080, "ws://[::1]:8080/x"}, {"https", "h", 0, "https://h/x"},
	} {
		x := exchange.Exchange{Scheme: c.scheme, Host: c.host, Port: c.port, Path: "/x"}
		if got := Address(&x); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

// TestErrorsOfTheDiskStay: the first error of the writer below is the one that counts.
func TestErrorsOfTheDiskStay(t *testing.T) {
	full := errors.New("no space left")
	w := NewWriter(failing{full}, "1", Document{})
	if err := w.Write(Source{Exchange: exchange.Exchange{ID: 1, Scheme: "http", Host: "h", Path: "/"}}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if err := w.Close(); !errors.Is(err, full) {
		t.Errorf("close: %v", err)
	}
}

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }
