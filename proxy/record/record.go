package record

import (
	"strings"
	"sync"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/upstream"
	"loginscope/proxy/wire"
)

// Law of this file: of one exchange, Started is emitted first and once, then
// its progress and its chunks, Finished last and once; all under the Exchange's
// lock. What is emitted is never touched again.

// maxChunk limits the data of one BodyChunk.
const maxChunk = 32 << 10

// Config configures a Recorder; every field is mandatory, and BodyCap and
// SpoolCap are those of proxy.Config.
type Config struct {
	Emit     func(exchange.Event)
	NewID    func() exchange.ID
	BodyCap  int
	SpoolCap int64
	// Begin counts a task that Done ends; it returns false once the proxy closes.
	Begin func() bool
	Done  func()
}

// Recorder turns what passes into events and lists what is open.
type Recorder struct {
	Config
	list openList
}

// New returns one that lists nothing yet.
func New(cfg Config) *Recorder {
	r := &Recorder{Config: cfg}
	r.list.report = r.reportOpen
	return r
}

// Named is something open, with a name for a person.
type Named interface {
	// Name takes no lock: it can be asked of what hangs.
	Name() string
	// Abandon ends the recording as failed by shutdown.
	Abandon()
}

// Open returns what is open, the newest first.
func (r *Recorder) Open() []Named {
	var out []Named
	for _, o := range r.list.all() {
		out = append(out, o)
	}
	return out
}

// Stop ends the regular reports; one that runs is not waited for.
func (r *Recorder) Stop() { r.list.stop() }

// Exchange records one exchange.Exchange that is still open. It is safe for
// concurrent use.
type Exchange struct {
	rec *Recorder

	mu       sync.Mutex
	x        exchange.Exchange
	body     [2]capturedBody // by exchange.Side
	done     [2]bool         // nothing more comes on that side
	fail     *exchange.Failure
	finished bool
	paged    bool                // the client gets a page of the proxy
	up       *upstream.Conn      // the server's connection, once there is one
	upH2     *upstream.HTTP2Conn // the same, if it is HTTP/2
	news     bool                // something beside the bodies changed since the last Progress
	emitted  [2]int64            // body sizes that the last Progress gave
	// messages find the WebSocket messages of the two sides, nil if there are none.
	messages [2]*wire.WebSocketReader

	item // in Proxy.open
}

// capturedBody is what is kept of one body so far.
type capturedBody struct {
	prefix        []byte
	size, spooled int64
	safe          int // bytes of head that went out as chunks
	complete      bool
}

func (c *capturedBody) body() exchange.Body {
	return exchange.Body{Size: c.size, Head: c.prefix, Spooled: c.spooled, Complete: c.complete}
}

// Start emits Started for an exchange whose request header is complete. It sets
// its ID and origin.
func (c *Recorder) Start(x exchange.Exchange) *Exchange {
	x.ID = c.NewID()
	x.Origin = exchange.Captured
	r := &Exchange{rec: c, x: x}
	c.Emit(exchange.Started{Exchange: x})
	c.list.add(&r.item, r)
	return r
}

// Append takes the next bytes of the body of one side; the slice is not kept.
func (r *Exchange) Append(side exchange.Side, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	c := &r.body[side]
	c.size += int64(len(b))
	if n := min(len(b), r.rec.BodyCap-len(c.prefix)); n > 0 {
		c.prefix = append(c.prefix, b[:n]...)
		b = b[n:]
	}
	for len(b) > 0 {
		n := min(int64(len(b)), maxChunk, r.rec.SpoolCap-int64(len(c.prefix))-c.spooled)
		if n <= 0 {
			return
		}
		data := make([]byte, n)
		copy(data, b)
		r.rec.Emit(exchange.BodyChunk{ID: r.x.ID, Side: side, Offset: int64(len(c.prefix)) + c.spooled, Data: data})
		c.spooled += n
		b = b[n:]
	}
}

// Update changes the open exchange under its lock.
func (r *Exchange) Update(change func(x *exchange.Exchange)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.finished {
		change(&r.x)
		r.news = true
	}
}

// Watch makes the readers of the two directions emit what they have of an
// unfinished message at every report.
func (r *Exchange) Watch(up, down *wire.WebSocketReader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = [2]*wire.WebSocketReader{up, down}
}

// SideDone says that nothing more comes on one side; complete, that its body
// was seen to the end. The first failure stays. When both sides
// are done the exchange finishes.
func (r *Exchange) SideDone(side exchange.Side, complete bool, fail *exchange.Failure) {
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

// Close finishes the exchange if it is still open; the request is over for us.
func (r *Exchange) Close(cause exchange.FailureCause) {
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

func (r *Exchange) finish() {
	r.finished = true
	r.rec.list.remove(&r.item)
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
	r.rec.Emit(exchange.Finished{Exchange: x})
	r.body = [2]capturedBody{}
}

// Replace fails the exchange; the client gets a page of the proxy in place of what
// the server may have said.
func (r *Exchange) Replace(fail *exchange.Failure) {
	r.mu.Lock()
	r.paged = true
	r.mu.Unlock()
	r.SideDone(exchange.ResponseSide, false, fail)
}

// Broken reports whether the server's response, passed on, ended before its end.
func (r *Exchange) Broken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.fail != nil && r.x.Response != nil && !r.paged
}

// Name implements Named.
func (r *Exchange) Name() string {
	x := &r.x // method and address are never changed
	path, _, query := strings.Cut(x.Path, "?")
	if query {
		path += "?…"
	}
	name := x.Request.Method + " " + x.Scheme + "://" + hosts.Join(x.Host, x.Port) + path
	return strings.ToValidUTF8(name[:min(len(name), maxName)], "\uFFFD")
}

// maxName limits a name.
const maxName = 2 << 10

// Abandon implements Named.
func (r *Exchange) Abandon() { r.Close(exchange.FailShutdown) }

// Now returns the exchange as it is by now, without its bodies.
func (r *Exchange) Now() exchange.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.x
}
