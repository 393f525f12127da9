package wire

import (
	"net/http"
	"slices"
	"strconv"
	"sync"

	"loginscope/proxy/exchange"
)

// maxH2Pending limits the header blocks of one direction that wait to be claimed.
// net/http allows a client 250 streams at once.
const maxH2Pending = 256

// pendingBlocks holds the header blocks that were seen and not claimed. net/http does not
// say which stream a message belongs to, so a message is known by what it
// says: method, path and authority or status, and every field with its value.
// Of two that say the same, either is right.
type pendingBlocks struct {
	maxBytes int
	list     []h2Block
	bytes    int
}

// file adds a header block; the oldest are dropped to make room. Those are of streams that
// net/http refused, for which nobody will ask.
func (p *pendingBlocks) file(h h2Block) {
	p.list = append(p.list, h)
	p.bytes += h.size
	drop := 0
	for len(p.list)-drop > maxH2Pending || p.bytes > p.maxBytes {
		p.bytes -= p.list[drop].size
		drop++
	}
	p.list = slices.Delete(p.list, 0, drop)
}

// claim removes and returns the oldest matching header block.
func (p *pendingBlocks) claim(matches func(h *h2Block) bool) (h2Block, bool) {
	for i := range p.list {
		if matches(&p.list[i]) {
			h := p.list[i]
			p.bytes -= h.size
			p.list = slices.Delete(p.list, i, i+1)
			return h, true
		}
	}
	return h2Block{}, false
}

// isOf reports whether h is the header block of r as net/http's server reads it.
func (h *h2Block) isOf(r *http.Request) bool {
	return h.method == r.Method && h.path == r.RequestURI && (h.authority == r.Host || h.authority == "") &&
		sameFields(h.fields, r.Header)
}

// sameFields reports whether a parsed header says what the field lines say.
// Cookie, which net/http joins, and Expect and Trailer, which it takes out,
// are not compared.
func sameFields(lines exchange.Header, h http.Header) bool {
	n := 0
	for i := range lines {
		name := http.CanonicalHeaderKey(lines[i].Name)
		if changedByServer(name) {
			continue
		}
		n++
		at := 0 // index of the line among those of its name
		for j := range i {
			if lines[j].Name == lines[i].Name {
				at++
			}
		}
		if values := h[name]; at >= len(values) || values[at] != lines[i].Value {
			return false
		}
	}
	for name, values := range h {
		if !changedByServer(name) {
			n -= len(values)
		}
	}
	return n == 0
}

func changedByServer(name string) bool {
	return name == "Cookie" || name == "Expect" || name == "Trailer"
}

// H2Responses finds the header blocks of the responses in the bytes that a server
// sends on one HTTP/2 connection. It is safe for concurrent use.
type H2Responses struct {
	mu      sync.Mutex
	reader  *h2Reader // nil once its position is lost
	pending pendingBlocks
}

// NewH2Responses returns one that holds header blocks of at most maxBlock bytes.
func NewH2Responses(maxBlock int) *H2Responses {
	r := &H2Responses{pending: pendingBlocks{maxBytes: 2 * maxBlock}}
	r.reader = newH2Reader(maxBlock, func(h h2Block) {
		// Trailers have no status; an informational response is not the answer.
		if len(h.status) == 3 && h.status[0] != '1' {
			r.pending.file(h)
		}
	})
	return r
}

// Feed takes the next bytes from the server.
func (r *H2Responses) Feed(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != nil && !r.reader.feed(b) {
		r.reader, r.pending = nil, pendingBlocks{}
	}
}

// FieldsOf removes and returns the header of a response as it was sent; false if
// it is not known for sure.
func (r *H2Responses) FieldsOf(resp *http.Response) (exchange.Header, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	status := strconv.Itoa(resp.StatusCode)
	h, ok := r.pending.claim(func(h *h2Block) bool {
		return h.status == status && sameFields(h.fields, resp.Header)
	})
	return h.fields, ok
}
