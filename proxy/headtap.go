package proxy

// Law of this file: the tap watches and never decides. It reads the same bytes
// as net/http's parser, beside it; where the two could disagree the tap stops
// and the exchange is marked as not "as sent". What it holds is bounded by
// maxHead for every head and maxPending heads; for HTTP/2, by 2*maxHead in all
// beside the decoder's own table.

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// maxPending bounds the heads of pipelined requests that wait to be claimed.
const maxPending = 64

// maxIdleHead bounds what is kept between two heads to save an allocation.
const maxIdleHead = 8 << 10

// rawHead is a message head as it was on the wire, with the empty line.
type rawHead struct {
	text  string
	start time.Time // arrival of its first byte
	// list is fields(), once it was needed.
	list exchange.Header
}

// startLine returns the first line's three parts; missing ones are "".
func (h rawHead) startLine() (a, b, c string) {
	line, _, _ := strings.Cut(h.text, "\n")
	line = strings.TrimSuffix(line, "\r")
	a, line, _ = strings.Cut(line, " ")
	b, c, _ = strings.Cut(line, " ")
	return a, b, c
}

// fields returns the field lines in order, names as sent. A folded line
// (RFC 9112, section 5.2) is joined to the one before by one space.
func (h rawHead) fields() exchange.Header {
	if h.list != nil {
		return h.list
	}
	_, rest, _ := strings.Cut(h.text, "\n")
	out := make(exchange.Header, 0, strings.Count(rest, "\n"))
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			break
		}
		if (line[0] == ' ' || line[0] == '\t') && len(out) > 0 {
			last := &out[len(out)-1]
			last.Value = strings.Trim(last.Value+" "+strings.Trim(line, " \t"), " ")
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		out = append(out, exchange.Field{Name: name, Value: strings.Trim(value, " \t")})
	}
	return out
}

type tapState uint8

const (
	tapHead      tapState = iota // in, or before, a head
	tapBody                      // left bytes of a body with a length
	tapChunkSize                 // in the line with a chunk's size
	tapChunk                     // left bytes of a chunk and its line end
	tapTrailer                   // in the trailer section
	tapPreface                   // left bytes of HTTP/2's preface
	tapH2                        // HTTP/2 frames
	tapOff                       // upgraded, or not understood
)

// headTap notes the heads of requests in a byte stream, HTTP/1 or HTTP/2.
type headTap struct {
	maxHead int

	mu      sync.Mutex
	state   tapState
	buf     []byte // of the head, size line or trailer line under way
	start   time.Time
	left    int64
	pending []rawHead
	tooLong bool      // the head under way is longer than maxHead
	begun   int64     // requests of HTTP/1 whose head is complete
	last    time.Time // arrival of the newest bytes

	h2      *h2Reader // nil before HTTP/2's preface
	h2Heads h2Heads
}

func newHeadTap(maxHead int) *headTap { return &headTap{maxHead: maxHead} }

// claimFor takes the head of a request; false if it is not known for sure.
func (t *headTap) claimFor(r *http.Request) (rawHead, bool) {
	if r.ProtoMajor >= 2 {
		return t.claimH2(r)
	}
	return t.claim(r.Method, r.RequestURI)
}

// claim takes the oldest head if it belongs to the request line given. When it
// does not, the tap has lost its place and stops.
func (t *headTap) claim(method, target string) (rawHead, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) == 0 {
		return rawHead{}, false
	}
	h := t.pending[0]
	if m, u, _ := h.startLine(); m != method || u != target {
		t.stop()
		return rawHead{}, false
	}
	t.pending = t.pending[1:]
	return h, true
}

// claimH2 takes the head of an HTTP/2 request.
func (t *headTap) claimH2(r *http.Request) (rawHead, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h, ok := t.h2Heads.claim(func(h *h2Head) bool { return h.isOf(r) })
	if !ok {
		return rawHead{}, false
	}
	if h.fields == nil {
		h.fields = exchange.Header{}
	}
	return rawHead{start: h.start, list: h.fields}, true
}

// unclaimed returns what arrived of a head that no handler asked for: the
// request was malformed, too long or cut short.
func (t *headTap) unclaimed() (h rawHead, tooLong, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) > 0 {
		return t.pending[0], false, true
	}
	if t.state == tapHead && len(t.buf) > 0 {
		return rawHead{text: string(t.buf), start: t.start}, t.tooLong, true
	}
	return rawHead{}, false, false
}

// justAsked reports whether a whole request of HTTP/1 came just now and no
// answer to it has begun; answered counts those that ended, wrote is the time of
// the newest write, in nanoseconds since 1970.
func (t *headTap) justAsked(answered, wrote int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == tapHead && len(t.buf) == 0 && t.begun > answered &&
		t.last.UnixNano() > wrote && time.Since(t.last) < atOnce
}

// off stops the tap for good: the connection is no longer HTTP/1.
func (t *headTap) off() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop()
}

func (t *headTap) stop() {
	t.state, t.buf, t.pending = tapOff, nil, nil
	t.h2, t.h2Heads = nil, h2Heads{}
}

func (t *headTap) feed(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = time.Now()
	for len(b) > 0 && t.state != tapOff {
		switch t.state {
		case tapHead:
			b = t.feedHead(b)
		case tapBody:
			if b = t.skip(b); t.left == 0 {
				t.state = tapHead
			}
		case tapChunkSize:
			b = t.feedLine(b, t.chunkSize)
		case tapChunk:
			if b = t.skip(b); t.left == 0 {
				t.state = tapChunkSize
			}
		case tapTrailer:
			b = t.feedLine(b, t.trailerLine)
		case tapPreface:
			if b = t.skip(b); t.left == 0 {
				t.state = tapH2
			}
		case tapH2:
			if !t.h2.feed(b) {
				t.stop()
			}
			return
		}
	}
}

func (t *headTap) skip(b []byte) []byte {
	n := min(int64(len(b)), t.left)
	t.left -= n
	return b[n:]
}

func (t *headTap) feedHead(b []byte) []byte {
	if len(t.buf) == 0 {
		// Empty lines before a request line mean nothing (RFC 9112, section 2.2).
		if b = bytes.TrimLeft(b, "\r\n"); len(b) == 0 {
			return nil
		}
		t.start = time.Now()
	}
	from := max(0, len(t.buf)-3) // the end may straddle what came before
	n := min(len(b), t.maxHead-len(t.buf))
	t.buf = append(t.buf, b[:n]...)
	end := headEnd(t.buf[from:])
	if end < 0 {
		t.tooLong = len(t.buf) >= t.maxHead
		return nil // of an overlong head the rest is not looked at; net/http refuses it as well
	}
	end += from
	rest := b[n-(len(t.buf)-end):]
	head := rawHead{text: string(t.buf[:end]), start: t.start}
	if t.buf = t.buf[:0]; cap(t.buf) > maxIdleHead {
		t.buf = nil // a large head is held once, by head
	}
	t.begin(head)
	return rest
}

// headEnd returns the offset after the empty line that ends a head, -1 if none.
func headEnd(b []byte) int {
	for i := 0; ; {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 {
			return -1
		}
		i += j + 1
		switch {
		case i < len(b) && b[i] == '\n':
			return i + 1
		case i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n':
			return i + 2
		}
	}
}

// begin files a complete head and decides how the body after it is framed.
func (t *headTap) begin(h rawHead) {
	if len(t.pending) >= maxPending {
		t.stop()
		return
	}
	if strings.HasPrefix(h.text, "PRI * HTTP/2.0") {
		t.beginH2()
		return
	}
	h.list = h.fields()
	t.begun++
	t.pending = append(t.pending, h)
	method, _, _ := h.startLine()
	length, chunked, ok := framing(h)
	switch {
	case !ok || method == "CONNECT":
		t.state = tapOff
	case chunked:
		t.state = tapChunkSize
	case length > 0:
		t.state, t.left = tapBody, length
	}
}

// beginH2 goes on with HTTP/2 after the first part of its preface (RFC 9113,
// section 3.4).
func (t *headTap) beginH2() {
	const rest = "SM\r\n\r\n"
	t.state, t.left, t.pending = tapPreface, int64(len(rest)), nil
	t.h2Heads = h2Heads{maxBytes: 2 * t.maxHead}
	t.h2 = newH2Reader(t.maxHead, func(h h2Head) {
		if h.method != "" { // else trailers
			t.h2Heads.file(h)
		}
	})
}

// framing reads the few fields that say where the body ends; ok is false when
// they are in doubt, which net/http answers with an error or a close.
func framing(h rawHead) (length int64, chunked, ok bool) {
	seen := false
	for _, f := range h.fields() {
		switch {
		case strings.EqualFold(f.Name, "Content-Length"):
			n, err := strconv.ParseUint(f.Value, 10, 63)
			if err != nil || seen && int64(n) != length {
				return 0, false, false
			}
			length, seen = int64(n), true
		case strings.EqualFold(f.Name, "Transfer-Encoding"):
			if !strings.EqualFold(f.Value, "chunked") || chunked {
				return 0, false, false
			}
			chunked = true
		}
	}
	return length, chunked, true
}

// feedLine collects one line and hands it to done without its end.
func (t *headTap) feedLine(b []byte, done func(line []byte)) []byte {
	i := bytes.IndexByte(b, '\n')
	part := b
	if i >= 0 {
		part = b[:i]
	}
	if len(t.buf)+len(part) > t.maxHead {
		t.stop()
		return nil
	}
	t.buf = append(t.buf, part...)
	if i < 0 {
		return nil
	}
	line := bytes.TrimSuffix(t.buf, []byte("\r"))
	t.buf = t.buf[:0]
	done(line)
	return b[i+1:]
}

func (t *headTap) chunkSize(line []byte) {
	size, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 62)
	switch {
	case err != nil:
		t.stop()
	case n == 0:
		t.state = tapTrailer
	default:
		t.state, t.left = tapChunk, int64(n)+2 // the data's own line end
	}
}

func (t *headTap) trailerLine(line []byte) {
	if len(line) == 0 {
		t.state = tapHead
	}
}
