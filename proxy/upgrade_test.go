package proxy_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// echoWS echoes messages until the client closes.
func echoWS(mode websocket.CompressionMode) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: mode, CompressionThreshold: 1})
		if err != nil {
			return
		}
		defer func() { _ = c.CloseNow() }()
		c.SetReadLimit(8 << 20)
		for {
			typ, data, err := c.Read(r.Context())
			if err != nil || c.Write(r.Context(), typ, data) != nil {
				return
			}
		}
	})
}

// TestWebSocket relays messages and reports each of them inflated, with and
// without a tunnel, with every kind of compression context.
func TestWebSocket(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) { c.FrameCap = 64 << 10 })
	modes := map[string]websocket.CompressionMode{
		"off": websocket.CompressionDisabled, "takeover": websocket.CompressionContextTakeover,
		"nocontext": websocket.CompressionNoContextTakeover,
	}
	for name, mode := range modes {
		host := name + ".example.test"
		rig.Net.HTTP(host, true, echoWS(mode))
		for _, scheme := range []string{"ws", "wss"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				path := "/" + name + scheme
				ctx, cancel := context.WithTimeout(context.Background(), proxytest.Patience)
				defer cancel()
				c, _, err := websocket.Dial(ctx, scheme+"://"+host+path, &websocket.DialOptions{
					HTTPClient:           rig.Client(t, false),
					CompressionMode:      mode,
					CompressionThreshold: 1,
				})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = c.CloseNow() }()
				c.SetReadLimit(8 << 20)
				sent := []string{"你好", strings.Repeat("same text ", 400), strings.Repeat("same text ", 400), "",
					strings.Repeat("0123456789abcdef", 8<<10)}
				for _, text := range sent {
					if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
						t.Fatal(err)
					}
					if _, got, err := c.Read(ctx); err != nil || string(got) != text {
						t.Fatalf("echo of %d bytes: %d bytes, %v", len(text), len(got), err)
					}
				}
				c.Close(websocket.StatusNormalClosure, "bye")
				x := rig.AwaitFinished(t, path)
				if x.Scheme != scheme || x.Response == nil || x.Response.Status != 101 || x.Failure != nil ||
					!x.Response.HeaderAsSent {
					t.Errorf("%+v %+v", x, x.Failure)
				}
				wantFrames(t, rig, x.ID, sent, 64<<10)
			})
		}
	}
}

// wantFrames leaves out parts: where the machine is slow, a message that is
// under way for long is reported in parts before it is reported whole.
func wantFrames(t *testing.T, rig *proxytest.Rig, id exchange.ID, sent []string, limit int) {
	t.Helper()
	var got [2][]exchange.Frame
	for _, f := range proxytest.Of[exchange.Frame](rig.Events) {
		if f.ID == id && !f.Part {
			got[f.Side] = append(got[f.Side], f)
		}
	}
	for side, frames := range got {
		if len(frames) != len(sent)+1 || frames[len(sent)].Opcode != 8 ||
			!strings.Contains(string(frames[len(sent)].Data), "bye") {
			t.Fatalf("side %d: %d frames, want %d and a close with its reason", side, len(frames), len(sent))
		}
		for i, want := range sent {
			f := frames[i]
			if string(f.Data) != want[:min(len(want), limit)] || f.Opcode != 1 || f.Compressed {
				t.Errorf("side %d frame %d: opcode %d, %d bytes of %d, compressed %v", side, i, f.Opcode, len(f.Data),
					len(want), f.Compressed)
			}
		}
	}
}

func TestWebSocketWithOkHTTP(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a JVM")
	}
	rig := proxytest.Start(t)
	rig.Net.HTTP("ws.example.test", true, echoWS(websocket.CompressionDisabled))
	wantOut(t, rig.OkHTTP(t, "ws", "https://ws.example.test/ok", "hello"), "echo hello\n")
	if x := rig.AwaitFinished(t, "/ok"); x.Scheme != "wss" || x.Failure != nil {
		t.Errorf("%+v", x)
	}
}

// TestPlainWebSocketWithoutConnect: some clients send the upgrade with an
// absolute address, and both sockets must be closed at the end.
func TestPlainWebSocketWithoutConnect(t *testing.T) {
	rig := proxytest.Start(t)
	gone := make(chan struct{})
	rig.Net.Raw("ws.example.test:80", func(c net.Conn) {
		readHead(c)
		_, _ = io.WriteString(c,
			"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x02hi")
		<-gone
	})
	c := rig.DialProxy(t)
	_, _ = io.WriteString(c,
		"GET ws://ws.example.test/plain HTTP/1.1\r\nHost: ws.example.test\r\nConnection: Upgrade\r\nUpgrade: "+
			"websocket\r\n\r\n\x81\x85\x00\x00\x00\x00early")
	br := bufio.NewReader(c)
	header := ""
	for !strings.HasSuffix(header, "\r\n\r\n") {
		line, err := br.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		header += line
	}
	if header != "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nConnection: Upgrade\r\n\r\n" {
		t.Errorf("head %q", header)
	}
	if _, err := io.ReadFull(br, make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	up := proxytest.Await(t, rig.Events, func(f exchange.Frame) bool { return f.Side == exchange.RequestSide })
	if string(up.Data) != "early" {
		t.Errorf("a frame sent with the request was lost: %+v", up)
	}
	close(gone)
	if _, err := br.ReadByte(); err != io.EOF {
		t.Errorf("client's socket stayed open: %v", err)
	}
	c.Close()
	rig.AwaitFinished(t, "/plain")
}

// TestMessageThatIsCutShort: what came of a message is reported although its
// connection ended within it.
func TestMessageThatIsCutShort(t *testing.T) {
	rig := proxytest.Start(t)
	rig.Net.Raw("ws.example.test:80", func(c net.Conn) {
		readHead(c)
		_, _ = io.WriteString(c,
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x0ahalf a ")
	})
	c := rig.Connect(t, "ws.example.test:80")
	_, _ = io.WriteString(c,
		"GET /cut HTTP/1.1\r\nHost: ws.example.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	_, _ = io.Copy(io.Discard, c)
	c.Close()
	x := rig.AwaitFinished(t, "/cut")
	var got string
	for _, f := range proxytest.Of[exchange.Frame](rig.Events) {
		if f.ID != x.ID || !f.Part || f.Side != exchange.ResponseSide || f.Offset != int64(len(got)) {
			t.Errorf("%+v", f)
		}
		got += string(f.Data)
	}
	if got != "half a " {
		t.Errorf("parts %q", got)
	}
}

// TestUnknownUpgrade relays a protocol that nobody here knows.
func TestUnknownUpgrade(t *testing.T) {
	rig := proxytest.Start(t)
	rig.Net.RawTLS("up.example.test:443", func(c net.Conn) {
		readHead(c)
		_, _ = io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat/9\r\nConnection: Upgrade\r\n\r\n")
		_, _ = io.Copy(c, c)
	})
	c := rig.TLSOver(t, rig.Connect(t, "up.example.test:443"), "up.example.test")
	_, _ = io.WriteString(c,
		"GET /chat HTTP/1.1\r\nHost: up.example.test\r\nConnection: upgrade\r\nUpgrade: chat/9\r\n\r\n")
	readHead1(t, c)
	_, _ = io.WriteString(c, "\x00ping")
	got := make([]byte, 5)
	if _, err := io.ReadFull(c, got); err != nil || string(got) != "\x00ping" {
		t.Fatalf("%q %v", got, err)
	}
	c.Close()
	if x := rig.AwaitFinished(t, "/chat"); x.Response.Status != 101 || x.Failure != nil {
		t.Errorf("%+v", x)
	}
	e := rig.AwaitTunnel(t)
	if e.Reason != exchange.TunnelWebSocket || e.BytesUp != 5 || e.BytesDown != 5 || e.Target != "up.example.test:443" {
		t.Errorf("%+v", e)
	}
}

// readHead1 reads a header block byte by byte, so that nothing after it is lost.
func readHead1(t *testing.T, c net.Conn) {
	t.Helper()
	var header []byte
	b := make([]byte, 1)
	for !strings.HasSuffix(string(header), "\r\n\r\n") {
		if _, err := c.Read(b); err != nil {
			t.Fatalf("%q %v", header, err)
		}
		header = append(header, b...)
	}
}

func TestDeclinedUpgradeKeepsTheConnection(t *testing.T) {
	rig := proxytest.Start(t)
	rig.Net.HTTP("no.example.test", true, http.HandlerFunc(hello))
	c := rig.TLSOver(t, rig.Connect(t, "no.example.test:443"), "no.example.test")
	br := bufio.NewReader(c)
	for i := range 2 {
		fmt.Fprintf(c,
			"GET /%d HTTP/1.1\r\nHost: no.example.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nx-Case: "+
				"1\r\n\r\n", i)
		resp, err := http.ReadResponse(br, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != 200 || string(body) != "hello" {
			t.Errorf("%s %q", resp.Status, body)
		}
		if x := rig.AwaitFinished(t, fmt.Sprint("/", i)); !x.Request.HeaderAsSent || !x.Request.Header.Has("X-Case") ||
			x.Failure != nil {
			t.Errorf("%+v", x)
		}
	}
}

func TestTunnels(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.PassThrough = []string{"*.pass.example.test", "refusing.example.test"}
		c.HandshakeTimeout = 6 * time.Second // a quarter of it for the client alone
	})
	echo := func(c net.Conn) { _, _ = io.Copy(c, c) }
	rig.Net.HTTP("a.pass.example.test", true, http.HandlerFunc(hello))
	rig.Net.At("203.0.113.9:443", rig.Net.Real("a.pass.example.test:443"))
	rig.Net.Raw("binary.example.test:1883", echo)
	rig.Net.RawTLS("mqtts.example.test:8883", echo)
	rig.Net.Raw("first.example.test:25", func(c net.Conn) { _, _ = io.WriteString(c, "220 ready\r\n"); echo(c) })
	rig.Net.Raw("quiet.example.test:25", echo)
	rig.Net.Raw("tlcp.example.test:443", echo)
	origin := proxytest.WriteFile(t, "origin.pem", rig.Net.Authority.PEM())
	say := func(c net.Conn, text string) {
		t.Helper()
		_, _ = io.WriteString(c, text)
		got := make([]byte, len(text))
		if _, err := io.ReadFull(c, got); err != nil || string(got) != text {
			t.Errorf("echo %q: %v", got, err)
		}
		c.Close()
	}
	tests := []struct {
		name   string
		client func(t *testing.T)
		want   exchange.Tunnelled
	}{
		{"rule by CONNECT host", func(t *testing.T) {
			if r := rig.Curl(t, "--cacert", origin, "https://a.pass.example.test/"); r.Out != "hello" {
				t.Errorf("%+v", r)
			}
		}, exchange.Tunnelled{Target: "a.pass.example.test:443", SNI: "a.pass.example.test",
			Reason: exchange.TunnelRule}},
		{"rule by SNI", func(t *testing.T) {
			r := rig.Curl(t, "--cacert", origin, "--connect-to", "a.pass.example.test:443:203.0.113.9:443",
				"https://a.pass.example.test/")
			if r.Out != "hello" {
				t.Errorf("%+v", r)
			}
		}, exchange.Tunnelled{Target: "203.0.113.9:443", SNI: "a.pass.example.test", Reason: exchange.TunnelRule}},
		{"neither TLS nor HTTP",
			func(t *testing.T) { say(rig.Connect(t, "binary.example.test:1883"), "\x10\x0c\x00\x04MQTT") },
			exchange.Tunnelled{Target: "binary.example.test:1883", Reason: exchange.TunnelNotHTTP, BytesUp: 8,
				BytesDown: 8}},
		{"letters that are not HTTP",
			func(t *testing.T) { say(rig.Connect(t, "binary.example.test:1883"), "HELO\r\nthere") },
			exchange.Tunnelled{Target: "binary.example.test:1883", Reason: exchange.TunnelNotHTTP, BytesUp: 11,
				BytesDown: 11}},
		{"another protocol inside TLS", func(t *testing.T) {
			say(rig.TLSOver(t, rig.Connect(t, "mqtts.example.test:8883"), "mqtts.example.test"), "\x10\x0c\x00\x04MQTT")
		}, exchange.Tunnelled{Target: "mqtts.example.test:8883", SNI: "mqtts.example.test",
			Reason: exchange.TunnelNotHTTP, BytesUp: 8, BytesDown: 8}},
		{"TLCP", func(t *testing.T) { say(rig.Connect(t, "tlcp.example.test:443"), "\x16\x01\x01\x00\x02\x01\x00") },
			exchange.Tunnelled{Target: "tlcp.example.test:443", Reason: exchange.TunnelNotHTTP, BytesUp: 7,
				BytesDown: 7}},
		{"server speaks first", func(t *testing.T) {
			c := rig.Connect(t, "first.example.test:25")
			if _, err := io.ReadFull(c, make([]byte, 11)); err != nil {
				t.Error(err)
			}
			say(c, "EHLO x\r\n")
		}, exchange.Tunnelled{Target: "first.example.test:25", Reason: exchange.TunnelSilent, BytesUp: 8,
			BytesDown: 19}},
		{"nobody speaks", func(t *testing.T) {
			if n, err := rig.Connect(t, "quiet.example.test:25").Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("%d %v", n, err)
			}
		}, exchange.Tunnelled{Target: "quiet.example.test:25", Reason: exchange.TunnelSilent}},
	}
	slow := []string{ // start real clients, or wait for a handshake that times out
		"rule by CONNECT host", "rule by SNI", "TLCP", "server speaks first", "nobody speaks",
	}
	for _, tt := range tests {
		if testing.Short() && slices.Contains(slow, tt.name) {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			rig.Forget()
			tt.client(t)
			e := rig.AwaitTunnel(t)
			if e.Target != tt.want.Target || e.SNI != tt.want.SNI || e.Reason != tt.want.Reason || e.Failure != nil ||
				e.End.Before(e.Start) || e.Device == "" {
				t.Errorf("got %+v", e)
			}
			if tt.want.BytesUp > 0 && (e.BytesUp != tt.want.BytesUp || e.BytesDown != tt.want.BytesDown) {
				t.Errorf("counted %d up, %d down", e.BytesUp, e.BytesDown)
			}
		})
	}
	t.Run("failure", func(t *testing.T) {
		rig.Forget()
		_, resp := rig.TryConnect(t, "refusing.example.test:443")
		if resp.StatusCode != 502 || !strings.Contains(resp.Header.Get("Proxy-Status"), "dns_error") {
			t.Errorf("%s %v", resp.Status, resp.Header)
		}
		if e := rig.AwaitTunnel(t); e.Failure == nil || e.Failure.Cause != exchange.FailDNS {
			t.Errorf("%+v", e)
		}
	})
}

// TestLateClient: a client that waits longer than most still gets its
// connection read.
func TestLateClient(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a late client")
	}
	rig := proxytest.Start(t, func(c *proxy.Config) { c.HandshakeTimeout = 8 * time.Second })
	rig.Net.HTTP("late.example.test", false, http.HandlerFunc(hello))
	c := rig.Connect(t, "late.example.test:443")
	for deadline := time.Now().Add(proxytest.Patience); !slices.Contains(rig.Net.Dials(),
		"late.example.test:443"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the proxy does not turn to the server")
		}
	}
	tc := rig.TLSOver(t, c, "late.example.test")
	_, _ = io.WriteString(tc, "GET /late HTTP/1.1\r\nHost: late.example.test\r\nConnection: close\r\n\r\n")
	_, _ = io.Copy(io.Discard, tc)
	if x := rig.AwaitFinished(t, "/late"); x.Failure != nil || x.Response.Status != 200 {
		t.Errorf("%+v", x)
	}
}
