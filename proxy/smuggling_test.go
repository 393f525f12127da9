package proxy_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

var update = flag.Bool("update", false, "write docs/smuggling.md anew")

// oddRequest is a request that servers disagree about, with HOST for its server.
type oddRequest struct {
	name, bytes string
	// answers is how many responses the client gets.
	answers int
}

const (
	get  = "GET /a HTTP/1.1\r\nHost: HOST\r\n"
	post = "POST /a HTTP/1.1\r\nHost: HOST\r\n"
	te   = "Transfer-Encoding: chunked\r\n"
	body = "\r\n3\r\nabc\r\n0\r\n\r\n"
)

// oddRequests are the rows of docs/smuggling.md: framing, header block, request
// target, version, upgrade.
var oddRequests = []oddRequest{
	{"Content-Length and Transfer-Encoding", post + "Content-Length: 4\r\n" + te + "\r\n0\r\n\r\n", 1},
	{"the same, with a second request in what Content-Length leaves",
		post + "Content-Length: 4\r\n" + te + "\r\n0\r\n\r\nGET /b HTTP/1.1\r\nHost: HOST\r\n\r\n", 2},
	{"Transfer-Encoding: xchunked", post + "Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 1},
	{"Transfer-Encoding: chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 1},
	{"Transfer-Encoding: gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 1},
	{"two Transfer-Encoding fields", post + te + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", 1},
	{"a tab before chunked, beside Content-Length",
		post + "Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 1},
	{"Transfer-Encoding folded", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 1},
	{"Transfer-Encoding in HTTP/1.0", "POST /a HTTP/1.0\r\nHost: HOST\r\n" + te + body, 1},
	{"two equal Content-Length fields", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 1},
	{"two different Content-Length fields", post + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 1},
	{"Content-Length: 3, 3", post + "Content-Length: 3, 3\r\n\r\nabc", 1},
	{"Content-Length: +3", post + "Content-Length: +3\r\n\r\nabc", 1},
	{"Content-Length: -1", post + "Content-Length: -1\r\n\r\nabc", 1},
	{"Content-Length: 0x3", post + "Content-Length: 0x3\r\n\r\nabc", 1},
	{"Content-Length past 64 bits", post + "Content-Length: 99999999999999999999\r\n\r\nabc", 1},
	{"a blank before the colon of Content-Length", post + "Content-Length : 3\r\n\r\nabc", 1},
	{"GET with a body", get + "Content-Length: 3\r\n\r\nabc", 1},
	{"GET with Content-Length: 0", get + "Content-Length: 0\r\n\r\n", 1},
	{"POST without a length", post + "\r\n", 1},
	{"three requests at once", get + "\r\n" + get + "\r\n" + get + "\r\n", 3},
	{"chunk extensions", post + te + "\r\n3;a=b;c=\"d\"\r\nabc\r\n0\r\n\r\n", 1},
	{"a chunk extension of 64 KiB", post + te + "\r\n3;" + strings.Repeat("a", 64<<10) + "\r\nabc\r\n0\r\n\r\n", 1},
	{"chunk lines that end in LF alone", post + te + "\r\n3\nabc\n0\n\n", 1},
	{"chunk size 0x3", post + te + "\r\n0x3\r\nabc\r\n0\r\n\r\n", 1},
	{"chunk size -3", post + te + "\r\n-3\r\nabc\r\n0\r\n\r\n", 1},
	{"chunk size past 64 bits", post + te + "\r\n10000000000000003\r\nabc\r\n0\r\n\r\n", 1},
	{"no chunk size", post + te + "\r\n\r\nabc\r\n0\r\n\r\n", 1},
	{"blanks around the chunk size", post + te + "\r\n 3 \r\nabc\r\n0\r\n\r\n", 1},
	{"a chunk longer than its size", post + te + "\r\n3\r\nabcdef\r\n0\r\n\r\n", 1},
	{"a trailer", post + te + "Trailer: X-T\r\nTE: trailers\r\n\r\n3\r\nabc\r\n0\r\nX-T: v\r\n\r\n", 1},
	{"a trailer that was not announced", post + te + "\r\n3\r\nabc\r\n0\r\nX-U: v\r\n\r\n", 1},
	{"Content-Length as a trailer",
		post + te + "Trailer: Content-Length\r\n\r\n3\r\nabc\r\n0\r\nContent-Length: 99\r\n\r\n", 1},
	{"a folded field", get + "X-Fold: one\r\n two\r\nX-After: y\r\n\r\n", 1},
	{"lines that end in LF alone", "GET /a HTTP/1.1\nHost: HOST\nX-A: b\n\n", 1},
	{"CR inside a value", get + "X-A: b\rX-B: c\r\n\r\n", 1},
	{"NUL inside a value", get + "X-A: b\x00c\r\n\r\n", 1},
	{"a blank before the first field", "GET /a HTTP/1.1\r\n X: y\r\nHost: HOST\r\n\r\n", 1},
	{"a field without a name", get + ": v\r\n\r\n", 1},
	{"empty values", get + "X-E:\r\nAccept-Encoding:\r\n\r\n", 1},
	{"bytes that are not ASCII in a value", get + "X-L: caf\xe9 \x80\r\n\r\n", 1},
	{"two User-Agent fields", get + "User-Agent: a\r\nUser-Agent: b\r\n\r\n", 1},
	{"an empty User-Agent", get + "User-Agent:\r\n\r\n", 1},
	{"one field in two spellings", get + "X-B: 1\r\nx-a: 2\r\nx-b: 3\r\n\r\n", 1},
	{"two Cookie fields", get + "Cookie: a=1\r\nCookie: b=2\r\n\r\n", 1},
	{"300 KiB of header", get + "X-Big: " + strings.Repeat("a", 300<<10) + "\r\n\r\n", 1},
	{"empty lines before a request", "\r\n\r\n" + get + "\r\n", 1},
	{"no Host", "GET /a HTTP/1.1\r\n\r\n", 1},
	{"no Host in HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", 1},
	{"two Host fields", get + "Host: other.example.test\r\n\r\n", 1},
	{"a slash in Host", "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n", 1},
	{"user information in Host", "GET /a HTTP/1.1\r\nHost: a@b\r\n\r\n", 1},
	{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"a path that begins with two slashes", "GET //other.example.test/a HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"a fragment", "GET /a#frag HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"unusual escapes", "GET /a%2F..%2f/%41?x=%zz&y=a|b HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"%zz in the path", "GET /a%zz HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"UTF-8 in path and query", "GET /中文?q=中 HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"a blank in the path", "GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"dot segments", "GET /a/../../b/./c HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"quotes and brackets", "GET /a\"<>^`{}?a=\"<>^`{}|\\ HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"a method in small letters", "get /a HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"an unknown method", "PROPFIND-X /a HTTP/1.1\r\nHost: HOST\r\n\r\n", 1},
	{"HTTP/1.2", "GET /a HTTP/1.2\r\nHost: HOST\r\n\r\n", 1},
	{"HTTP/2.0 in a request line", "GET /a HTTP/2.0\r\nHost: HOST\r\n\r\n", 1},
	{"Expect: 100-continue", post + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", 1},
	{"another Expect", post + "Expect: foo\r\nContent-Length: 3\r\n\r\nabc", 1},
	{"an upgrade to h2c",
		get + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n", 1},
	{"an unknown upgrade", get + "Connection: Upgrade\r\nUpgrade: foo/2\r\n\r\n", 1},
	{"fields that Connection names", get + "Connection: X-Drop, close\r\nX-Drop: 1\r\nX-Keep: 1\r\n\r\n", 1},
	{"fields for the proxy", get + "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\n\r\n", 1},
}

// oddServer is a server that keeps the bytes of every request and answers it.
type oddServer struct {
	mu       sync.Mutex
	requests []string
}

func (s *oddServer) serve(c net.Conn) {
	var raw bytes.Buffer
	br := bufio.NewReader(io.TeeReader(onlyReader{c}, &raw))
	for {
		r, err := http.ReadRequest(br)
		if err != nil {
			return
		}
		if _, err = io.Copy(io.Discard, r.Body); err != nil {
			return // broken off: no request that a server would act on
		}
		s.mu.Lock()
		s.requests = append(s.requests, string(raw.Next(raw.Len()-br.Buffered())))
		s.mu.Unlock()
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	}
}

// onlyReader hides everything but Read.
type onlyReader struct{ io.Reader }

func (s *oddServer) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// TestOddRequests sends every row through a CONNECT. Whatever the row, a server
// gets requests with one framing only, as many as were answered by it, each of
// them recorded; what becomes of the row is what docs/smuggling.md says.
func TestOddRequests(t *testing.T) {
	rig := proxytest.Start(t)
	table := make([]string, len(oddRequests))
	t.Run("rows", func(t *testing.T) {
		for i, row := range oddRequests {
			host := fmt.Sprintf("odd%d.example.test", i)
			server := new(oddServer)
			rig.Net.Raw(host+":80", server.serve)
			t.Run(row.name, func(t *testing.T) {
				t.Parallel()
				statuses := sendOdd(t, rig, host, row)
				got := server.seen()
				served := strings.Count(strings.Join(statuses, " "), "200")
				if len(got) < served || len(got) > row.answers {
					t.Errorf("the server saw %d requests, the client %v", len(got), statuses)
				}
				for _, request := range got {
					oneFraming(t, request)
				}
				table[i] = oddRow(row, host, got, statuses)
			})
		}
	})
	compareDoc(t, table)
	if err := rig.Proxy.Close(); err != nil { // every exchange is finished then
		t.Error(err)
	}
	recorded := 0
	for _, e := range rig.All() {
		switch e := e.(type) {
		case exchange.Finished:
			if r := e.Exchange.Response; r != nil && r.Status == http.StatusOK && e.Exchange.Failure == nil {
				recorded++
			}
		case exchange.Tunnelled: // what does not look like HTTP is relayed as it is
			if !e.Open && e.BytesDown > 0 {
				recorded++
			}
		}
	}
	if want := strings.Count(strings.Join(table, "\n"), "200"); recorded != want {
		t.Errorf("%d answered requests are recorded, %d were answered", recorded, want)
	}
}

// sendOdd returns the status codes of the answers.
func sendOdd(t *testing.T, rig *proxytest.Rig, host string, row oddRequest) []string {
	t.Helper()
	c, err := net.Dial("tcp", rig.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(proxytest.Patience))
	br := bufio.NewReader(c)
	fmt.Fprintf(c, "CONNECT %s:80 HTTP/1.1\r\nHost: x\r\n\r\n", host)
	if resp, err := http.ReadResponse(br, &http.Request{Method: http.MethodConnect}); err != nil ||
		resp.StatusCode != http.StatusOK {
		t.Fatalf("CONNECT: %+v %v", resp, err)
	}
	_, _ = io.WriteString(c, strings.ReplaceAll(row.bytes, "HOST", host)) // may be refused before its end
	var statuses []string
	for len(statuses) < row.answers {
		resp, err := http.ReadResponse(br, nil)
		if err != nil {
			t.Fatalf("after %v: %v", statuses, err)
		}
		if resp.StatusCode == http.StatusContinue {
			continue
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		statuses = append(statuses, fmt.Sprint(resp.StatusCode))
	}
	return statuses
}

// oneFraming fails for a request whose end two servers could see differently.
func oneFraming(t *testing.T, request string) {
	t.Helper()
	header, _, _ := strings.Cut(request, "\r\n\r\n")
	lengths := regexp.MustCompile(`(?mi)^content-length:.*$`).FindAllString(header, -1)
	codings := regexp.MustCompile(`(?mi)^transfer-encoding:.*$`).FindAllString(header, -1)
	if len(lengths)+len(codings) > 1 || len(codings) == 1 && codings[0] != "Transfer-Encoding: chunked\r" &&
		codings[0] != "Transfer-Encoding: chunked" {
		t.Errorf("the server saw two framings: %q", header)
	}
	if len(lengths) == 1 && !regexp.MustCompile(`^Content-Length: \d+\r?$`).MatchString(lengths[0]) {
		t.Errorf("the server saw %q", lengths[0])
	}
}

func oddRow(row oddRequest, host string, got, statuses []string) string {
	show := func(s string) string {
		s = strings.ReplaceAll(strings.ReplaceAll(s, host, "HOST"), ":80", "")
		s = fmt.Sprintf("%q", s)
		s = regexp.MustCompile(`a{40,}`).ReplaceAllString(s[1:len(s)-1], "aaa…")
		return "`" + strings.NewReplacer("|", `\|`, `\"`, `"`, "`", "'").Replace(s) + "`"
	}
	reached := "nothing"
	if len(got) > 0 {
		var parts []string
		for _, g := range got {
			parts = append(parts, show(g))
		}
		reached = strings.Join(parts, " then ")
	}
	return fmt.Sprintf("| %s | %s | %s | %s |", strings.ReplaceAll(row.name, "|", `\|`), show(row.bytes), reached,
		strings.Join(statuses, ", "))
}

// compareDoc holds the table of docs/smuggling.md against what was seen.
func compareDoc(t *testing.T, table []string) {
	t.Helper()
	const file = "../docs/smuggling.md"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const start, end = "| --- | --- | --- | --- |\n", "\n\n## "
	before, rest, ok := strings.Cut(string(old), start)
	rows, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no table", file)
	}
	if *update {
		doc := before + start + strings.Join(table, "\n") + end + after
		if err := os.WriteFile(file, []byte(doc), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have := strings.Split(rows, "\n")
	if len(have) != len(table) {
		t.Fatalf("%s has %d rows, the test %d", file, len(have), len(table))
	}
	for i := range table {
		if have[i] != table[i] {
			t.Errorf("%s:\nsays %s\nseen %s", file, have[i], table[i])
		}
	}
}
