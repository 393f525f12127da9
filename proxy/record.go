package proxy

import (
	"io"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: of one exchange, Started is emitted first and once, then
// its progress and its chunks, Finished last and once; all under the record's
// lock. What is emitted is never touched again.

// maxChunk bounds the data of one BodyChunk.
const maxChunk = 32 << 10

// record is an Exchange that is still open.
type record struct {
	p *Proxy

	mu       sync.Mutex
	x        exchange.Exchange
	body     [2]capture // by exchange.Side
	done     [2]bool    // nothing more comes on that side
	fail     *exchange.Failure
	finished bool
	paged    bool          // the client gets a page of ours
	up       *upstreamConn // the server's connection, once there is one
	upH2     *h2Upstream   // the same, if it is HTTP/2
	news     bool          // something beside the bodies changed since it was told
	told     [2]int64      // body sizes that the last Progress gave
	// messages find the WebSocket messages of the two sides, nil if there are none.
	messages [2]*wsReader

	place // in Proxy.open
}

// capture is what is kept of one body so far.
type capture struct {
	head          []byte
	size, spooled int64
	safe          int // bytes of head that went out as chunks
	complete      bool
}

func (c *capture) body() exchange.Body {
	return exchange.Body{Size: c.size, Head: c.head, Spooled: c.spooled, Complete: c.complete}
}

// start emits Started for the exchange, whose request head is complete.
func (p *Proxy) start(x exchange.Exchange) *record {
	x.ID = p.cfg.NewID()
	x.Origin = exchange.Captured
	r := &record{p: p, x: x}
	p.emit(exchange.Started{Exchange: x})
	p.open.add(&r.place, r)
	return r
}

// append takes body bytes that passed; the slice is not kept.
func (r *record) append(side exchange.Side, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	c := &r.body[side]
	c.size += int64(len(b))
	if n := min(len(b), r.p.cfg.BodyCap-len(c.head)); n > 0 {
		c.head = append(c.head, b[:n]...)
		b = b[n:]
	}
	for len(b) > 0 {
		n := min(int64(len(b)), maxChunk, r.p.cfg.SpoolCap-int64(len(c.head))-c.spooled)
		if n <= 0 {
			return
		}
		data := make([]byte, n)
		copy(data, b)
		r.p.emit(exchange.BodyChunk{ID: r.x.ID, Side: side, Offset: int64(len(c.head)) + c.spooled, Data: data})
		c.spooled += n
		b = b[n:]
	}
}

// update changes the open exchange under its lock.
func (r *record) update(change func(x *exchange.Exchange)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.finished {
		change(&r.x)
		r.news = true
	}
}

// watch has the readers tell what they have of an unfinished message, from
// time to time.
func (r *record) watch(up, down *wsReader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = [2]*wsReader{up, down}
}

// sideDone says that nothing more comes on one side; complete, that its body
// was seen to the end. The first failure that is told stays. When both sides
// are done the exchange finishes.
func (r *record) sideDone(side exchange.Side, complete bool, fail *exchange.Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished || r.done[side] {
		return
	}
	r.done[side], r.news = true, true
	r.body[side].complete = complete
	if r.fail == nil {
		r.fail = fail
	}
	if side == exchange.ResponseSide {
		r.x.Timing.End = time.Now()
	}
	if r.done[0] && r.done[1] {
		r.finish()
	}
}

// close finishes the exchange if it is still open; the request is over for us.
func (r *record) close(cause exchange.FailureCause) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	if r.fail == nil && !r.done[exchange.ResponseSide] {
		r.fail = &exchange.Failure{Cause: cause}
	}
	r.finish()
}

func (r *record) finish() {
	r.finished = true
	r.p.open.remove(&r.place)
	x := r.x
	x.Request.Body = r.body[exchange.RequestSide].body()
	if x.Response != nil {
		resp := *x.Response
		resp.Body = r.body[exchange.ResponseSide].body()
		x.Response = &resp
	}
	if x.Timing.End.IsZero() {
		x.Timing.End = time.Now()
	}
	x.Failure = r.fail
	x.Done = true
	r.p.emit(exchange.Finished{Exchange: x})
	r.body = [2]capture{}
}

// instead fails the exchange; the client gets a page of ours in place of what
// the server may have said.
func (r *record) instead(fail *exchange.Failure) {
	r.mu.Lock()
	r.paged = true
	r.mu.Unlock()
	r.sideDone(exchange.ResponseSide, false, fail)
}

// broken reports whether the server's response, passed on, ended before its end.
func (r *record) broken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.fail != nil && r.x.Response != nil && !r.paged
}

// tee notes what is read of a body as it passes.
type tee struct {
	io.ReadCloser
	rec  *record
	side exchange.Side
	// ended is called once with the error that ended the body: io.EOF at its
	// end, another for a failure, nil when it was closed before.
	ended func(err error)
	once  sync.Once
	shut  sync.Once
}

// Read implements io.Reader.
func (t *tee) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	if n > 0 {
		t.rec.append(t.side, b[:n])
	}
	if err != nil {
		t.once.Do(func() { t.ended(err) })
	}
	return n, err
}

// Close implements io.Closer, and closes the body below exactly once. goproxy
// closes a body twice, and for each time net/http gives an HTTP/2 connection
// the unread bytes back, until its flow window overflows. It returns nil: how
// the body ended is told by ended.
func (t *tee) Close() error {
	t.shut.Do(func() { _ = t.ReadCloser.Close() })
	t.once.Do(func() { t.ended(nil) })
	return nil
}
