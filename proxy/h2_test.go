package proxy_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// h2Fields are what h2Origin answers with, in this order, which Go's own server
// would sort.
var h2Fields = exchange.Header{
	{Name: "zz", Value: "1"}, {Name: "content-type", Value: "text/plain"}, {Name: "set-cookie", Value: "b=1"}, {
		Name:  "aa",
		Value: "2",
	},
	{Name: "set-cookie", Value: "a=2"}, {Name: "content-length", Value: "5"}, {Name: "empty", Value: ""},
}

func h2Origin(c net.Conn) {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(c, preface); err != nil {
		return
	}
	var block bytes.Buffer
	enc := hpack.NewEncoder(&block)
	fr := http2.NewFramer(c, c)
	_ = fr.WriteSettings()
	for {
		f, err := fr.ReadFrame()
		if err != nil {
			return
		}
		switch f := f.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				_ = fr.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			if f.StreamEnded() {
				h2Answer(fr, enc, &block, f.StreamID)
			}
		case *http2.DataFrame:
			if f.StreamEnded() {
				h2Answer(fr, enc, &block, f.StreamID)
			}
		}
	}
}

// h2Answer sends an early hint and the answer, each header block in two frames.
func h2Answer(fr *http2.Framer, enc *hpack.Encoder, block *bytes.Buffer, stream uint32) {
	for _, status := range []string{"103", "200"} {
		block.Reset()
		_ = enc.WriteField(hpack.HeaderField{Name: ":status", Value: status})
		for _, line := range h2Fields {
			if status == "200" {
				_ = enc.WriteField(hpack.HeaderField{Name: line.Name, Value: line.Value})
			}
		}
		_ = fr.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes()[:1], PadLength: 3})
		_ = fr.WriteContinuation(stream, true, block.Bytes()[1:])
	}
	_ = fr.WriteData(stream, true, []byte("hello"))
}

// TestHTTP2FieldOrder: the session has the fields of both header blocks in the order
// that was on the wire, also when a connection's dynamic table is in use.
func TestHTTP2FieldOrder(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "h2.example.test"
	l := tls.NewListener(rig.Net.Listen(host+":443"), rig.Net.TLS(host, "h2"))
	var serving sync.WaitGroup
	over := make(chan struct{})
	t.Cleanup(func() { l.Close(); close(over); serving.Wait() })
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { <-over; c.Close() })
			serving.Go(func() { h2Origin(c) })
		}
	})
	url := "https://" + host
	got := rig.Curl(t, "--http2", "-A", "an agent", "-H", "zeta: 1", "-H", "Alpha: 2", "-H", "zeta: 3", "-H",
		"cookie: k=v", "-d", "x=1", url+"/1", url+"/2", url+"/3")
	if got.Out != "hellohellohello" {
		t.Fatalf("%+v\n%s", got, rig.Text())
	}
	want := exchange.Header{
		{Name: "user-agent", Value: "an agent"}, {Name: "accept", Value: "*/*"}, {Name: "zeta", Value: "1"}, {
			Name:  "alpha",
			Value: "2",
		},
		{Name: "zeta", Value: "3"}, {Name: "cookie", Value: "k=v"}, {Name: "content-length", Value: "3"}, {
			Name:  "content-type",
			Value: "application/x-www-form-urlencoded",
		},
	}
	for _, path := range []string{"/1", "/2", "/3"} {
		x := rig.AwaitFinished(t, path)
		if d := cmp.Diff(want, x.Request.Header); d != "" || !x.Request.HeaderAsSent || x.Request.Proto != "HTTP/2.0" {
			t.Errorf("%s: request, as sent %v (-sent +captured):\n%s", path, x.Request.HeaderAsSent, d)
		}
		if d := cmp.Diff(h2Fields, x.Response.Header); d != "" || !x.Response.HeaderAsSent ||
			x.Response.Proto != "HTTP/2.0" {
			t.Errorf("%s: response, as sent %v (-sent +captured):\n%s", path, x.Response.HeaderAsSent, d)
		}
		if x.Server.TLS == nil || x.Server.TLS.ALPN != "h2" || x.Server.Remote == "" ||
			string(x.Response.Body.Head) != "hello" {
			t.Errorf("%s: server %+v", path, x.Server)
		}
	}
}

// TestHTTP2StreamsKeepHeaderBlocks: of many streams at once, each exchange has
// its own header block and nobody else's.
func TestHTTP2StreamsKeepHeaderBlocks(t *testing.T) {
	rig := proxytest.Start(t)
	const host, n = "many.example.test", 150
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Back", r.Header.Get("X-Number"))
		_, _ = io.WriteString(w, "hello")
	}))
	client := rig.Client(t, true)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			req, _ := http.NewRequest(http.MethodGet, "https://"+host+"/same", nil)
			req.Header.Set("X-Number", fmt.Sprint(i))
			req.Header.Add("Cookie", "a=1")
			resp, err := client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		})
	}
	wg.Wait()
	seen := map[string]int{}
	ended := map[exchange.ID]bool{}
	proxytest.Await(t, rig.Events, func(f exchange.Finished) bool {
		ended[f.Exchange.ID] = true
		return len(ended) == n
	})
	for _, f := range proxytest.Of[exchange.Finished](rig.Events) {
		x := f.Exchange
		number := x.Request.Header.Get("x-number")
		if !x.Request.HeaderAsSent || !x.Response.HeaderAsSent || x.Response.Header.Get("x-back") != number {
			t.Errorf("exchange %d: number %q, as sent %v %v, answer %v", x.ID, number, x.Request.HeaderAsSent,
				x.Response.HeaderAsSent, x.Response.Header)
		}
		seen[number]++
	}
	for i := range n {
		if seen[fmt.Sprint(i)] != 1 {
			t.Errorf("number %d was captured %d times", i, seen[fmt.Sprint(i)])
		}
	}
}

// TestHTTP2Nonsense: a client that breaks the protocol loses its connection,
// as without the tap, and nobody else does.
func TestHTTP2Nonsense(t *testing.T) {
	if testing.Short() {
		t.Skip("waits until broken connections are closed")
	}
	rig := proxytest.Start(t)
	const host = "api.example.test"
	rig.Net.HTTP(host, true,
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "hello") }))
	frame := func(kind, flags byte, stream byte, payload string) string {
		return string([]byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags, 0, 0,
			0, stream}) + payload
	}
	settings := frame(4, 0, 0, "")
	for name, bytes := range map[string]string{
		"no frames":           "GET / HTTP/1.1\r\n\r\n and so on and on",
		"bad header block":    settings + frame(1, 4, 1, "\xff\xff\xff\xff\xff\xff"),
		"continuation alone":  settings + frame(9, 4, 1, "\x82"),
		"another in a block":  settings + frame(1, 0, 1, "\x82") + frame(0, 0, 1, "data"),
		"padding too long":    settings + frame(1, 4|8, 1, "\xf0\x82"),
		"headers of stream 0": settings + frame(1, 4, 0, "\x82"),
		"push from a client":  settings + frame(5, 4, 1, "\x00\x00\x00\x02\x82"),
	} {
		t.Run(name, func(t *testing.T) {
			c := rig.TLSOver(t, rig.Connect(t, host+":443"), host, "h2")
			_, _ = io.WriteString(c, http2.ClientPreface+bytes)
			_ = c.CloseWrite()
			if _, err := io.Copy(io.Discard, c); err != nil {
				t.Logf("ended by %v", err)
			}
		})
	}
	if got := rig.Curl(t, "--http2", "https://"+host+"/after").Out; got != "hello" {
		t.Errorf("after all that: %q", got)
	}
	if x := rig.AwaitFinished(t, "/after"); !x.Request.HeaderAsSent {
		t.Error("the tap of another connection is broken too")
	}
}
