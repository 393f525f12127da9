package wire

// Law of this file: it observes and never decides. It reads the same bytes as
// net/http's parser, beside it; where the two could disagree it stops, and the
// exchange is marked as not "as sent". It holds at most maxPending header blocks
// of at most maxBlock bytes each; for HTTP/2, 2*maxBlock bytes in all beside the
// decoder's own table.

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// maxPending limits the header blocks of pipelined requests that wait to be claimed.
const maxPending = 64

// maxIdleBlock limits the buffer kept between two header blocks to save an allocation.
const maxIdleBlock = 8 << 10

// HeaderBlock is the start line and header of a message as they were on the wire,
// with the empty line.
type HeaderBlock struct {
	Text  string
	Start time.Time // arrival of its first byte
	// list caches Fields.
	list exchange.Header
}

// StartLine returns the first line's three parts; missing ones are "".
func (h HeaderBlock) StartLine() (a, b, c string) {
	line, _, _ := strings.Cut(h.Text, "\n")
	line = strings.TrimSuffix(line, "\r")
	a, line, _ = strings.Cut(line, " ")
	b, c, _ = strings.Cut(line, " ")
	return a, b, c
}

// Fields returns the field lines in order, names as sent. A folded line
// (RFC 9112, section 5.2) is joined to the one before by one space.
func (h HeaderBlock) Fields() exchange.Header {
	if h.list != nil {
		return h.list
	}
	_, rest, _ := strings.Cut(h.Text, "\n")
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

type requestState uint8

const (
	inBlock     requestState = iota // in, or before, a header block
	inBody                          // left bytes of a body with a length
	inChunkSize                     // in the line with a chunk's size
	inChunk                         // left bytes of a chunk and its line end
	inTrailer                       // in the trailer section
	inPreface                       // left bytes of HTTP/2's preface
	inHTTP2                         // HTTP/2 frames
	stopped                         // upgraded, or not understood
)

// Requests finds the header blocks of requests in the bytes that a client sends
// on one connection, HTTP/1 or HTTP/2. It is safe for concurrent use.
type Requests struct {
	maxBlock int

	mu      sync.Mutex
	state   requestState
	buf     []byte // of the header block, chunk size line or trailer line being read
	start   time.Time
	left    int64
	pending []HeaderBlock
	tooLong bool      // the header block being read is longer than maxBlock
	begun   int64     // HTTP/1 requests whose header block is complete
	last    time.Time // arrival of the newest bytes

	h2        *h2Reader // nil before HTTP/2's preface
	h2Pending pendingBlocks
}

// NewRequests returns one that holds header blocks of at most maxBlock bytes.
func NewRequests(maxBlock int) *Requests { return &Requests{maxBlock: maxBlock} }

// Claim removes and returns the header block of a request; false if it is not
// known for sure.
func (t *Requests) Claim(r *http.Request) (HeaderBlock, bool) {
	if r.ProtoMajor >= 2 {
		return t.claimH2(r)
	}
	return t.claimHTTP1(r.Method, r.RequestURI)
}

// claimHTTP1 takes the oldest header block if it belongs to the request line
// given. If it does not, the position in the stream is lost and t stops.
func (t *Requests) claimHTTP1(method, target string) (HeaderBlock, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) == 0 {
		return HeaderBlock{}, false
	}
	h := t.pending[0]
	if m, u, _ := h.StartLine(); m != method || u != target {
		t.stop()
		return HeaderBlock{}, false
	}
	t.pending = t.pending[1:]
	return h, true
}

// claimH2 takes the header block of an HTTP/2 request.
func (t *Requests) claimH2(r *http.Request) (HeaderBlock, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h, ok := t.h2Pending.claim(func(h *h2Block) bool { return h.isOf(r) })
	if !ok {
		return HeaderBlock{}, false
	}
	if h.fields == nil {
		h.fields = exchange.Header{}
	}
	return HeaderBlock{Start: h.start, list: h.fields}, true
}

// Unclaimed returns what arrived of a header block that no handler asked for: the
// request was malformed, too long or cut short.
func (t *Requests) Unclaimed() (h HeaderBlock, tooLong, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) > 0 {
		return t.pending[0], false, true
	}
	if t.state == inBlock && len(t.buf) > 0 {
		return HeaderBlock{Text: string(t.buf), Start: t.start}, t.tooLong, true
	}
	return HeaderBlock{}, false, false
}

// JustAsked reports whether a whole HTTP/1 request came within the given time and
// no answer to it has begun; answered counts those that ended, wrote
// is the time of the newest write, in nanoseconds since 1970.
func (t *Requests) JustAsked(answered, wrote int64, within time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == inBlock && len(t.buf) == 0 && t.begun > answered &&
		t.last.UnixNano() > wrote && time.Since(t.last) < within
}

// Stop ends the observation for good: the connection no longer carries HTTP.
func (t *Requests) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop()
}

func (t *Requests) stop() {
	t.state, t.buf, t.pending = stopped, nil, nil
	t.h2, t.h2Pending = nil, pendingBlocks{}
}

// SkipEmptyLines returns b without the line ends that stand before a request line,
// if b begins between two requests of HTTP/1. It is to be called before Feed.
func (t *Requests) SkipEmptyLines(b []byte) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state != inBlock || len(t.buf) > 0 {
		return b
	}
	return bytes.TrimLeft(b, "\r\n")
}

// Feed takes the next bytes from the client.
func (t *Requests) Feed(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = time.Now()
	for len(b) > 0 && t.state != stopped {
		switch t.state {
		case inBlock:
			b = t.feedBlock(b)
		case inBody:
			if b = t.skip(b); t.left == 0 {
				t.state = inBlock
			}
		case inChunkSize:
			b = t.feedLine(b, t.chunkSize)
		case inChunk:
			if b = t.skip(b); t.left == 0 {
				t.state = inChunkSize
			}
		case inTrailer:
			b = t.feedLine(b, t.trailerLine)
		case inPreface:
			if b = t.skip(b); t.left == 0 {
				t.state = inHTTP2
			}
		case inHTTP2:
			if !t.h2.feed(b) {
				t.stop()
			}
			return
		}
	}
}

func (t *Requests) skip(b []byte) []byte {
	n := min(int64(len(b)), t.left)
	t.left -= n
	return b[n:]
}

func (t *Requests) feedBlock(b []byte) []byte {
	if len(t.buf) == 0 {
		// Empty lines before a request line mean nothing (RFC 9112, section 2.2).
		if b = bytes.TrimLeft(b, "\r\n"); len(b) == 0 {
			return nil
		}
		t.start = time.Now()
	}
	from := max(0, len(t.buf)-3) // the end may straddle what came before
	n := min(len(b), t.maxBlock-len(t.buf))
	t.buf = append(t.buf, b[:n]...)
	end := BlockEnd(t.buf[from:])
	if end < 0 {
		t.tooLong = len(t.buf) >= t.maxBlock
		return nil // net/http refuses an overlong header block as well
	}
	end += from
	rest := b[n-(len(t.buf)-end):]
	block := HeaderBlock{Text: string(t.buf[:end]), Start: t.start}
	if t.buf = t.buf[:0]; cap(t.buf) > maxIdleBlock {
		t.buf = nil // a large header block is held once, by block
	}
	t.begin(block)
	return rest
}

// BlockEnd returns the offset after the empty line that ends a header block, -1 if
// there is none.
func BlockEnd(b []byte) int {
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

// begin files a complete header block and decides how the body after it is framed.
func (t *Requests) begin(h HeaderBlock) {
	if len(t.pending) >= maxPending {
		t.stop()
		return
	}
	if strings.HasPrefix(h.Text, "PRI * HTTP/2.0") {
		t.beginH2()
		return
	}
	h.list = h.Fields()
	t.begun++
	t.pending = append(t.pending, h)
	method, _, _ := h.StartLine()
	length, chunked, ok := framing(h)
	switch {
	case !ok || method == "CONNECT":
		t.state = stopped
	case chunked:
		t.state = inChunkSize
	case length > 0:
		t.state, t.left = inBody, length
	}
}

// beginH2 goes on with HTTP/2 after the first part of its preface (RFC 9113,
// section 3.4).
func (t *Requests) beginH2() {
	const rest = "SM\r\n\r\n"
	t.state, t.left, t.pending = inPreface, int64(len(rest)), nil
	t.h2Pending = pendingBlocks{maxBytes: 2 * t.maxBlock}
	t.h2 = newH2Reader(t.maxBlock, func(h h2Block) {
		if h.method != "" { // else trailers
			t.h2Pending.file(h)
		}
	})
}

// framing reads the few fields that say where the body ends; ok is false when
// they are in doubt, which net/http answers with an error or a close.
func framing(h HeaderBlock) (length int64, chunked, ok bool) {
	seen := false
	for _, f := range h.Fields() {
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
func (t *Requests) feedLine(b []byte, done func(line []byte)) []byte {
	i := bytes.IndexByte(b, '\n')
	part := b
	if i >= 0 {
		part = b[:i]
	}
	if len(t.buf)+len(part) > t.maxBlock {
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

func (t *Requests) chunkSize(line []byte) {
	size, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 62)
	switch {
	case err != nil:
		t.stop()
	case n == 0:
		t.state = inTrailer
	default:
		t.state, t.left = inChunk, int64(n)+2 // the data's own line end
	}
}

func (t *Requests) trailerLine(line []byte) {
	if len(line) == 0 {
		t.state = inBlock
	}
}
