package proxy_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// headLines are the sorted lines of a header block after its first.
func headLines(head string) []string {
	lines := strings.Split(strings.TrimRight(head, "\r\n"), "\r\n")[1:]
	slices.Sort(lines)
	return lines
}

func readAllHead(c net.Conn) string {
	br := bufio.NewReader(c)
	var b strings.Builder
	for {
		line, err := br.ReadString('\n')
		b.WriteString(line)
		if err != nil || line == "\r\n" {
			return b.String()
		}
	}
}

// TestTrueToBothSides compares the bytes that the phone sent with those that
// arrived, and back, and both with what the session got.
func TestTrueToBothSides(t *testing.T) {
	const host = "gw.example.test"
	const request = "POST /a|b/%7e?q={\"x\"}&empty HTTP/1.1\r\n" +
		"traceId: 1a2b\r\n" +
		"Host: gw.example.test\r\n" +
		"user-agent: Mozilla/5.0 (old)\r\n" +
		"CMCC-EncryptType: STD\r\n" +
		"X-client-id: one\r\n" +
		"X-client-id: two\r\n" +
		"Accept-Encoding: br, zstd;q=0.5\r\n" +
		"content-type: application/json\r\n" +
		"Cookie: a=1; b=2\r\n" +
		"Empty:\r\n" +
		"Content-Length: 4\r\n\r\n"
	const response = "HTTP/1.1 402 Some Reason\r\n" +
		"server: gateway\r\n" +
		"X-client-id: one\r\n" +
		"Set-Cookie: a=1\r\n" +
		"Set-Cookie: b=2\r\n" +
		"dm: 1/2\r\n" +
		"content-type: application/json\r\n" +
		"Content-Encoding: gzip\r\n" +
		"Content-Length: 3\r\n\r\n"
	got := make(chan string, 4)
	serve := func(c net.Conn) {
		got <- readAllHead(c)
		_, _ = io.WriteString(c, response+"\x1f\x8b!")
	}
	for _, way := range []string{"CONNECT TLS", "CONNECT plain", "absolute"} {
		t.Run(way, func(t *testing.T) {
			rig := proxytest.Start(t) // with no connection of before, which the server is closing
			rig.Net.Raw(host+":80", serve)
			rig.Net.RawTLS(host+":443", serve)
			sent := request
			var c net.Conn
			switch way {
			case "CONNECT TLS":
				c = rig.TLSOver(t, rig.Connect(t, host+":443"), host)
			case "CONNECT plain":
				c = rig.Connect(t, host+":80")
			default:
				c = rig.DialProxy(t)
				sent = strings.Replace(request, "POST /", "POST http://gw.example.test/", 1)
			}
			_, _ = io.WriteString(c, sent+"body")
			var arrived string
			select {
			case arrived = <-got:
			case <-time.After(proxytest.Patience):
				t.Fatalf("nothing arrived:\n%s", rig.Text())
			}
			if line, _, _ := strings.Cut(arrived, "\r\n"); line != "POST /a|b/%7e?q={\"x\"}&empty HTTP/1.1" {
				t.Errorf("request line %q", line)
			}
			want := headLines(strings.Replace(request, "Empty:\r\n", "Empty: \r\n", 1))
			if d := cmp.Diff(want, headLines(arrived)); d != "" {
				t.Errorf("request changed (-sent +arrived):\n%s", d)
			}
			back := readAllHead(c)
			if d := cmp.Diff(headLines(response), headLines(back)); d != "" {
				t.Errorf("response changed (-sent +arrived):\n%s", d)
			}
			x := proxytest.Await[exchange.Finished](t, rig.Events, nil).Exchange
			wantHeader(t, request, x.Request.Header, x.Request.HeaderAsSent)
			wantHeader(t, response, x.Response.Header, x.Response.HeaderAsSent)
			if x.Path != "/a|b/%7e?q={\"x\"}&empty" || string(x.Request.Body.Head) != "body" ||
				string(x.Response.Body.Head) != "\x1f\x8b!" ||
				x.Response.Reason != "Some Reason" || !x.Request.Body.Complete || !x.Response.Body.Complete ||
				x.Failure != nil {
				t.Errorf("exchange %+v\n%+v", x, x.Response)
			}
			wantTiming(t, x)
		})
	}
}

func wantHeader(t *testing.T, head string, got exchange.Header, asSent bool) {
	t.Helper()
	var want exchange.Header
	for _, line := range strings.Split(strings.TrimRight(head, "\r\n"), "\r\n")[1:] {
		name, value, _ := strings.Cut(line, ":")
		want = append(want, exchange.Field{Name: name, Value: strings.TrimSpace(value)})
	}
	if d := cmp.Diff(want, got); d != "" || !asSent {
		t.Errorf("captured header, as sent %v (-sent +captured):\n%s", asSent, d)
	}
}

func wantTiming(t *testing.T, x exchange.Exchange) {
	t.Helper()
	tm := x.Timing
	order := []time.Time{tm.Start, tm.Connected, tm.Sent, tm.FirstByte, tm.End}
	for i, at := range order {
		if at.IsZero() || i > 0 && at.Before(order[i-1]) && i != 3 {
			t.Errorf("timing out of order: %+v", tm)
		}
	}
}

// TestProxyAddsNothing: a bare request stays bare, and so does a bare response.
func TestProxyAddsNothing(t *testing.T) {
	rig := proxytest.Start(t)
	got := make(chan string, 1)
	rig.Net.Raw("bare.example.test:80", func(c net.Conn) {
		got <- readAllHead(c)
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>maybe not")
	})
	c := rig.DialProxy(t)
	_, _ = io.WriteString(c,
		"GET http://bare.example.test/ HTTP/1.1\r\nHost: bare.example.test\r\nProxy-Connection: "+
			"keep-alive\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: "+
			"timeout=5\r\nProxy-Authorization: Basic eA==\r\n\r\n")
	if d := cmp.Diff([]string{"Host: bare.example.test"}, headLines(<-got)); d != "" {
		t.Errorf("request: %s", d)
	}
	if d := cmp.Diff([]string{"Content-Length: 15"}, headLines(readAllHead(c))); d != "" {
		t.Errorf("response: %s", d)
	}
}

func TestMethodsAndStatusesWithoutBody(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "empty.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/204":
			w.WriteHeader(204)
		case "/304":
			w.Header().Set("Etag", `"x"`)
			w.WriteHeader(304)
		case "/zero":
			w.Header().Set("Content-Length", "0")
		default:
			w.Header().Set("Content-Length", "1234")
			if r.Method != http.MethodHead {
				_, _ = w.Write(make([]byte, 1234))
			}
		}
	}))
	for _, h2 := range []bool{false, true} {
		client := rig.Client(t, h2)
		for _, tt := range []struct {
			method, path string
			status       int
			length       string
		}{{"HEAD", "/head", 200, "1234"}, {"GET", "/204", 204, ""}, {"GET", "/304", 304, ""},
			{"GET", "/zero", 200, "0"}, {"DELETE", "/del", 200, "1234"}, {"OPTIONS", "/opt", 200, "1234"}} {
			path := fmt.Sprintf("%s?h2=%v", tt.path, h2)
			req, _ := http.NewRequest(tt.method, "https://"+host+path, nil)
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode != tt.status || resp.Header.Get("Content-Length") != tt.length {
				t.Errorf("%s %s: %d, length %q", tt.method, path, resp.StatusCode, resp.Header.Get("Content-Length"))
			}
			if x := rig.AwaitFinished(t, path); x.Failure != nil || !x.Response.Body.Complete ||
				x.Response.Status != tt.status {
				t.Errorf("%s: %+v", path, x)
			}
		}
	}
}

// TestStreamsFlush: the header block, and then each piece, reaches the phone before the
// next piece is made.
func TestStreamsFlush(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "stream.example.test"
	next := make(chan struct{}, 1)
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", r.URL.Query().Get("type"))
		if n := r.URL.Query().Get("length"); n != "" {
			w.Header().Set("Content-Length", n)
		}
		rc := http.NewResponseController(w)
		_ = rc.Flush()
		for i := range 3 {
			<-next
			fmt.Fprintf(w, "data: %d\n\n", i)
			_ = rc.Flush()
		}
	}))
	for _, h2 := range []bool{false, true} {
		for _, scheme := range []string{"https", "http"} {
			for _, query := range []string{"type=text/event-stream", "type=application/json",
				"type=text/plain&length=27"} {
				if h2 && scheme == "http" {
					continue
				}
				t.Run(fmt.Sprint(scheme, h2, query), func(t *testing.T) {
					resp, err := rig.Client(t, h2).Get(scheme + "://" + host + "/s?" + query)
					if err != nil {
						t.Fatal(err)
					}
					defer resp.Body.Close()
					if known := strings.Contains(query, "length"); known != (resp.ContentLength == 27) || known &&
						resp.TransferEncoding != nil {
						t.Errorf("length %d, coding %q", resp.ContentLength, resp.TransferEncoding)
					}
					for i := range 3 {
						next <- struct{}{}
						piece := make([]byte, 9)
						if _, err := io.ReadFull(resp.Body, piece); err != nil ||
							string(piece) != fmt.Sprintf("data: %d\n\n", i) {
							t.Fatalf("piece %d: %q %v", i, piece, err)
						}
					}
				})
			}
		}
	}
}

// TestHeaderBlockDoesNotWaitForBody: a header block whose body is known to come later is
// seen by curl before the server goes on.
func TestHeaderBlockDoesNotWaitForBody(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "slow.example.test"
	seen := make(chan struct{}, 1)
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "4")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-seen:
			_, _ = io.WriteString(w, "body")
		case <-r.Context().Done():
		}
	}))
	for _, version := range []string{"--http1.1", "--http2"} {
		// curl says what it sees at once, and holds header blocks on standard output back.
		cmd := exec.Command("curl", append(curlArgs(rig, version), "-v", "-N", "https://"+host+"/")...)
		said, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		cmd.Stdout = &body
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		br := bufio.NewReader(said)
		var head []string
		for line := ""; line != "<" || !slices.Contains(head, "< content-length: 4"); head = append(head, line) {
			if line, err = br.ReadString('\n'); err != nil {
				t.Fatalf("%s: %q: %v", version, head, err)
			}
			line = strings.ToLower(strings.TrimSpace(line))
		}
		seen <- struct{}{}
		_, _ = io.Copy(io.Discard, br)
		if err := cmd.Wait(); err != nil || body.String() != "body" {
			t.Errorf("%s: body %q, %v", version, body.String(), err)
		}
		if slices.Contains(head, "< transfer-encoding: chunked") {
			t.Errorf("%s: head %q", version, head)
		}
	}
}

// TestOrdinaryAnswerIsOneWrite: a short answer that the server sent in one
// piece reaches the phone in one.
func TestOrdinaryAnswerIsOneWrite(t *testing.T) {
	rig := proxytest.Start(t)
	const host, answers = "short.example.test", 20
	rig.Net.Raw(host+":80", func(c net.Conn) {
		for range answers {
			readAllHead(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")
		}
	})
	c := rig.DialProxy(t)
	for range answers {
		_, _ = io.WriteString(c, "GET http://"+host+"/ HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
		b := make([]byte, 4096)
		n, err := c.Read(b)
		if err != nil || !strings.HasSuffix(string(b[:n]), "\r\n\r\nbody") {
			t.Fatalf("first read: %q, %v", b[:n], err)
		}
	}
}

// TestFullDuplex: the answer flows while the request is still being sent.
func TestFullDuplex(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "duplex.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rc := http.NewResponseController(w)
		_ = rc.EnableFullDuplex()
		_ = rc.Flush()
		buf := make([]byte, 64)
		for {
			n, err := r.Body.Read(buf)
			_, _ = w.Write(bytes.ToUpper(buf[:n]))
			_ = rc.Flush()
			if err != nil {
				return
			}
		}
	}))
	for _, h2 := range []bool{false, true} {
		pr, pw := io.Pipe()
		path := fmt.Sprintf("/duplex-%v", h2)
		req, _ := http.NewRequest("POST", "https://"+host+path, pr)
		resp, err := rig.Client(t, h2).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"one", "two", "three"} {
			_, _ = io.WriteString(pw, word)
			got := make([]byte, len(word))
			if _, err := io.ReadFull(resp.Body, got); err != nil || string(got) != strings.ToUpper(word) {
				t.Fatalf("h2 %v: %q %v", h2, got, err)
			}
		}
		pw.Close()
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		x := rig.AwaitFinished(t, path)
		if string(x.Request.Body.Head) != "onetwothree" || string(x.Response.Body.Head) != "ONETWOTHREE" ||
			!x.Request.Body.Complete || !x.Response.Body.Complete || x.Failure != nil {
			t.Errorf("h2 %v: %+v %+v", h2, x.Request.Body, x.Response.Body)
		}
	}
}

func TestTrailers(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "trailers.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "body")
		w.Header().Set("X-Sum", r.Trailer.Get("X-Up")+"!")
	}))
	for _, h2 := range []bool{false, true} {
		path := fmt.Sprintf("/trailers-%v", h2)
		req, _ := http.NewRequest("POST", "https://"+host+path, struct{ io.Reader }{strings.NewReader("up")})
		req.Trailer = http.Header{"X-Up": {"42"}}
		resp, err := rig.Client(t, h2).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if resp.Trailer.Get("X-Sum") != "42!" {
			t.Errorf("h2 %v: trailer %v", h2, resp.Trailer)
		}
		x := rig.AwaitFinished(t, path)
		if x.Response.Trailer.Get("X-Sum") != "42!" || x.Request.Trailer.Get("X-Up") != "42" {
			t.Errorf("h2 %v: captured %+v, %+v", h2, x.Response.Trailer, x.Request.Trailer)
		}
	}
}

func TestExpectContinue(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a client that waits for 100 Continue")
	}
	rig := proxytest.Start(t)
	const host = "expect.example.test"
	rig.Net.HTTP(host, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/refuse" {
			w.WriteHeader(http.StatusExpectationFailed)
			return
		}
		n, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n)
	}))
	big := proxytest.WriteFile(t, "big", make([]byte, 2<<20))
	for _, scheme := range []string{"https", "http"} {
		r := rig.Curl(t, "--http1.1", "-H", "Expect: 100-continue", "--expect100-timeout", "20", "--data-binary",
			"@"+big, scheme+"://"+host+"/up")
		if r.Out != "2097152" || r.Elapsed > 18*time.Second { // curl alone would wait for 20
			t.Errorf("%s: curl %+v", scheme, r)
		}
		// A server that takes more than a second to refuse gets the body.
		for tries := 5; ; tries-- {
			r = rig.Curl(t, "--http1.1", "-H", "Expect: 100-continue", "--expect100-timeout", "20", "-w",
				"%{http_code} %{size_upload}", "--data-binary", "@"+big, scheme+"://"+host+"/refuse")
			if strings.HasPrefix(r.Out, "417 0") {
				break
			}
			if tries == 0 {
				t.Errorf("%s: refused upload went on: %+v", scheme, r)
				break
			}
		}
	}
	if r := rig.OkHTTP(t, "expect", "https://"+host+"/up", "100000"); r.Out != "http/1.1 200 100000\n" {
		t.Errorf("OkHttp: %+v", r)
	}
}

func TestEarlyHints(t *testing.T) {
	rig := proxytest.Start(t)
	rig.Net.HTTP("hints.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</a.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
		_, _ = io.WriteString(w, "done")
	}))
	for _, version := range []string{"--http1.1", "--http2"} {
		r := rig.Curl(t, version, "-i", "https://hints.example.test/")
		if !strings.Contains(r.Out, " 103") || strings.Count(strings.ToLower(r.Out), "link:") != 1 ||
			!strings.HasSuffix(r.Out, "done") {
			t.Errorf("%s: %s", version, r.Out)
		}
	}
}

// TestCodingsPassAsTheyAre: no recompression, whatever the coding is called.
func TestCodingsPassAsTheyAre(t *testing.T) {
	rig := proxytest.Start(t)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(z, strings.Repeat("你好", 100))
	z.Close()
	rig.Net.HTTP("zip.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Accepted", r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zipped.Bytes())
	}))
	for _, accept := range []string{"gzip", "br, zstd", ""} {
		r := rig.Curl(t, "-H", "Accept-Encoding: "+accept, "-D", "-", "-o", "/dev/null",
			"https://zip.example.test/"+fmt.Sprint(len(accept)))
		x := rig.AwaitFinished(t, fmt.Sprint("/", len(accept)))
		if !bytes.Equal(x.Response.Body.Head, zipped.Bytes()) || x.Response.Header.Get("X-Accepted") != accept ||
			x.Response.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("accept %q: %+v\n%s", accept, x.Response.Header, r.Out)
		}
	}
}

// TestClients: the versions that real clients speak, through and captured.
func TestClients(t *testing.T) {
	if testing.Short() {
		t.Skip("starts curl, Node.js and a JVM")
	}
	rig := proxytest.Start(t)
	const host = "api.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(hello))
	rig.Net.HTTP("h1.example.test", false, http.HandlerFunc(hello))
	tests := []struct {
		name, path, proto, upstream string
		run                         func(url string) string
	}{
		{"curl h1", "/curl1", "HTTP/1.1", "HTTP/1.1",
			func(u string) string { return rig.Curl(t, "--http1.1", "https://"+host+u).Out }},
		{"curl 1.0", "/curl0", "HTTP/1.0", "HTTP/1.1",
			func(u string) string { return rig.Curl(t, "--http1.0", "https://"+host+u).Out }},
		{"curl h2", "/curl2", "HTTP/2.0", "HTTP/2.0",
			func(u string) string { return rig.Curl(t, "--http2", "https://"+host+u).Out }},
		{"curl offers h2 to h1", "/curl21", "HTTP/1.1", "HTTP/1.1",
			func(u string) string { return rig.Curl(t, "--http2", "https://h1.example.test"+u).Out }},
		{"curl h2c prior knowledge", "/h2c", "HTTP/2.0", "HTTP/1.1", func(u string) string {
			return rig.Curl(t, "--http2-prior-knowledge", "--proxytunnel", "http://"+host+u).Out
		}},
		{"curl h2c upgrade", "/h2cup", "HTTP/1.1", "HTTP/1.1",
			func(u string) string { return rig.Curl(t, "--http2", "http://"+host+u).Out }},
		{"curl plain", "/plain", "HTTP/1.1", "HTTP/1.1",
			func(u string) string { return rig.Curl(t, "http://"+host+u).Out }},
		{"OkHttp h2", "/ok2", "HTTP/2.0", "HTTP/2.0", func(u string) string {
			return strings.TrimSuffix(strings.TrimPrefix(rig.OkHTTP(t, "get", "https://"+host+u).Out, "h2 200 "), "\n")
		}},
		{"OkHttp h1", "/ok1", "HTTP/1.1", "HTTP/1.1", func(u string) string {
			return strings.TrimSuffix(strings.TrimPrefix(rig.OkHTTP(t, "h1", "https://"+host+u).Out, "http/1.1 200 "),
				"\n")
		}},
		{"openssl TLS 1.1", "/old", "HTTP/1.0", "HTTP/1.1", func(u string) string {
			out := rig.OpenSSL(t, host+":443", "GET "+u+" HTTP/1.0\r\nHost: "+host+"\r\n\r\n",
				"-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0", "-servername", host, "-CAfile", rig.CAFile,
				"-verify_return_error", "-quiet", "-ign_eof").Out
			return out[max(0, len(out)-5):]
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.run(tt.path); got != "hello" {
				t.Errorf("got %q\n%s", got, rig.Text())
			}
			x := rig.AwaitFinished(t, tt.path)
			if x.Request.Proto != tt.proto || x.Response.Proto != tt.upstream || x.Failure != nil ||
				string(x.Response.Body.Head) != "hello" {
				t.Errorf("captured %s and %s, %+v", x.Request.Proto, x.Response.Proto, x.Failure)
			}
			if !x.Request.HeaderAsSent || !x.Response.HeaderAsSent {
				t.Errorf("as sent %v and %v", x.Request.HeaderAsSent, x.Response.HeaderAsSent)
			}
			if x.Scheme == "https" &&
				(x.Client.TLS == nil || x.Client.TLS.Version == "" || x.Client.TLS.SNI == "" || x.Server.TLS == nil ||
					x.Server.TLS.Certificate == nil) {
				t.Errorf("TLS %+v %+v", x.Client.TLS, x.Server.TLS)
			}
		})
	}
	if x := rig.AwaitFinished(t, "/old"); x.Client.TLS.Version != "TLS 1.1" {
		t.Errorf("version %q", x.Client.TLS.Version)
	}
}

// TestConnectByAddress: apps with a resolver of their own CONNECT to an
// address and name the host in the SNI, or in the Host field alone.
func TestConnectByAddress(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "dns.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(hello))
	rig.Net.At("203.0.113.9:443", rig.Net.Real(host+":443"))
	for _, sni := range []string{host, ""} {
		rig.Forget()
		name := sni
		if sni == "" {
			name = "203.0.113.9"
		}
		c := rig.TLSOver(t, rig.Connect(t, "203.0.113.9:443"), name)
		_, _ = io.WriteString(c, "GET /by-address HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		answer, _ := io.ReadAll(c)
		x := rig.AwaitFinished(t, "/by-address")
		if !strings.HasPrefix(string(answer), "HTTP/1.1 200") || x.Host != host || x.Failure != nil {
			t.Errorf("SNI %q: %q %+v", sni, answer, x.Failure)
		}
		if d := rig.Net.Dials(); d[len(d)-1] != "203.0.113.9:443" {
			t.Errorf("dialled %v", d)
		}
	}
	c := rig.TLSOver(t, rig.Connect(t, "203.0.113.9:443"), "203.0.113.9")
	_, _ = io.WriteString(c, "GET /wrong HTTP/1.1\r\nHost: other.example.test\r\nConnection: close\r\n\r\n")
	if answer, _ := io.ReadAll(c); !strings.HasPrefix(string(answer), "HTTP/1.1 502") {
		t.Errorf("a certificate for another name was accepted: %q", answer)
	}
}
