package wire

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"loginscope/proxy/exchange"
)

func TestHeaderTap(t *testing.T) {
	const a = "GET /a HTTP/1.1\r\nHost: x\r\nsome-Name:  v \r\n\r\n"
	tests := []struct {
		name, in string
		want     []string // method and target of each header block, in order
		left     string   // Unclaimed start
	}{
		{"one", a, []string{"GET /a"}, ""},
		{"pipelined", a + a, []string{"GET /a", "GET /a"}, ""},
		{"body skipped", "POST /p HTTP/1.1\r\nContent-Length: 9\r\n\r\nGET / HT\n" + a, []string{"POST /p", "GET /a"},
			""},
		{"chunks skipped", "POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nGET /\r\n0\r\nT: v\r\n\r\n" +
			a, []string{"POST /p", "GET /a"}, ""},
		{"empty lines before", "\r\n\r\n" + a, []string{"GET /a"}, ""},
		{"bare line ends", "GET /a HTTP/1.1\nHost: x\n\n" + a, []string{"GET /a", "GET /a"}, ""},
		{"connect ends it", "CONNECT h:1 HTTP/1.1\r\n\r\n" + a, []string{"CONNECT h:1"}, ""},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nil, ""},
		{"half", "GET /half HTTP/1.1\r\nHo", nil, "GET"},
		{"bad length", "POST /p HTTP/1.1\r\nContent-Length: x\r\n\r\n" + a, []string{"POST /p"}, ""},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 2, 3, 7, 1 << 20} {
			tap := NewRequests(1 << 10)
			for b := []byte(tt.in); len(b) > 0; b = b[min(size, len(b)):] {
				tap.Feed(b[:min(size, len(b))])
			}
			for _, want := range tt.want {
				method, target, _ := strings.Cut(want, " ")
				if _, ok := tap.claimHTTP1(method, target); !ok {
					t.Errorf("%s by %d: no head for %s", tt.name, size, want)
				}
			}
			h, _, ok := tap.Unclaimed()
			if first, _, _ := h.StartLine(); ok != (tt.left != "") || first != tt.left {
				t.Errorf("%s by %d: unclaimed %q", tt.name, size, h.Text)
			}
		}
	}
}

func TestHeaderTapStopsWhenOutOfStep(t *testing.T) {
	tap := NewRequests(1 << 10)
	tap.Feed([]byte("GET /a HTTP/1.1\r\n\r\n"))
	if _, ok := tap.claimHTTP1("GET", "/other"); ok {
		t.Error("another request's head was handed out")
	}
	tap.Feed([]byte("GET /a HTTP/1.1\r\n\r\n"))
	if _, ok := tap.claimHTTP1("GET", "/a"); ok {
		t.Error("a tap that lost its place went on")
	}
}

func TestRawHeaderFields(t *testing.T) {
	h := HeaderBlock{Text: "GET / HTTP/1.1\r\nHost: x\r\nFolded: a\r\n  b\r\nnoColon\r\nE:\r\nx-UP: \tv\t\r\n\r\n"}
	want := exchange.Header{{Name: "Host", Value: "x"}, {Name: "Folded", Value: "a b"}, {Name: "noColon"}, {Name: "E"},
		{
			Name:  "x-UP",
			Value: "v",
		}}
	if d := cmp.Diff(want, h.Fields()); d != "" {
		t.Error(d)
	}
}

// FuzzHeaderTap compares the tap with net/http on the same bytes: every request
// that net/http reads must be there to claim, however the bytes are cut.
func FuzzHeaderTap(f *testing.F) {
	f.Add([]byte("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n"), 3)
	f.Add([]byte(
		"POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET / "+
			"HTTP/1.1\r\nHost: y\r\n\r\n"), 1)
	f.Add([]byte("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nabGET / HTTP/1.1\r\nHost: y\r\n\r\n"), 5)
	f.Fuzz(func(t *testing.T, data []byte, size int) {
		size = max(1, size&0xff)
		tap := NewRequests(1 << 16)
		for b := data; len(b) > 0; b = b[min(size, len(b)):] {
			tap.Feed(b[:min(size, len(b))])
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
			h, ok := tap.claimHTTP1(r.Method, r.RequestURI)
			if !ok {
				return // in doubt the tap stops; it must never hand out a wrong header block
			}
			for _, field := range h.Fields() {
				if name := http.CanonicalHeaderKey(field.Name); name != "Host" && r.Header[name] == nil &&
					!strings.Contains(field.Name, " ") &&
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
