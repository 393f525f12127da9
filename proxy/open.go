package proxy

import (
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: whatever was seen of an exchange goes out within tellEvery,
// whether or not it has ended, so that a session that commits within another
// half second has it although this process is killed. Nothing is copied for
// that: a chunk of a body's head is a part of the head itself.

// tellEvery is the time between two looks at the open exchanges.
const tellEvery = 250 * time.Millisecond

// openRecords lists the exchanges that have started and not finished. While
// there are none, nothing runs.
type openRecords struct {
	tell func() // called every tellEvery while a record is open

	mu      sync.Mutex // guards the rest, and every record's prev and next
	first   *record
	timer   *time.Timer
	armed   bool
	stopped bool
}

func (o *openRecords) add(r *record) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if r.next = o.first; r.next != nil {
		r.next.prev = r
	}
	o.first = r
	o.arm()
}

// arm needs mu.
func (o *openRecords) arm() {
	if o.armed || o.stopped || o.first == nil {
		return
	}
	o.armed = true
	if o.timer == nil {
		o.timer = time.AfterFunc(tellEvery, o.tell)
		return
	}
	o.timer.Reset(tellEvery)
}

// remove takes out a record that was added.
func (o *openRecords) remove(r *record) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if r.prev != nil {
		r.prev.next = r.next
	} else {
		o.first = r.next
	}
	if r.next != nil {
		r.next.prev = r.prev
	}
	r.prev, r.next = nil, nil
}

// all returns the open records.
func (o *openRecords) all() []*record {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []*record
	for r := o.first; r != nil; r = r.next {
		list = append(list, r)
	}
	return list
}

// again arms the timer for the next look, if there is anything to look at.
func (o *openRecords) again() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.armed = false
	o.arm()
}

// stop ends the looks; one that runs is not waited for.
func (o *openRecords) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped = true; o.timer != nil {
		o.timer.Stop()
	}
}

// tellOpen brings out what is new of every open exchange.
func (p *Proxy) tellOpen() {
	if !p.begin() {
		return
	}
	defer p.tasks.Done()
	for _, r := range p.open.all() {
		r.progress()
	}
	p.open.again()
}

// progress emits what is known of the exchange and was not told yet. The size
// of a body alone is news once it has doubled, which bounds the snapshots of
// an endless stream; its bytes always go out.
func (r *record) progress() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	up, down := r.body[exchange.RequestSide].size, r.body[exchange.ResponseSide].size
	if r.news || up > 2*r.told[exchange.RequestSide] || down > 2*r.told[exchange.ResponseSide] {
		r.news, r.told = false, [2]int64{up, down}
		r.p.emit(exchange.Progress{Exchange: r.snapshot()})
	}
	r.saveHead(exchange.RequestSide)
	r.saveHead(exchange.ResponseSide)
}

// snapshot is the open exchange; its bodies' bytes are in chunks.
func (r *record) snapshot() exchange.Exchange {
	x := r.x
	x.Request.Body = r.body[exchange.RequestSide].spooledBody()
	if x.Response != nil {
		resp := *x.Response
		resp.Body = r.body[exchange.ResponseSide].spooledBody()
		x.Response = &resp
	}
	return x
}

func (c *capture) spooledBody() exchange.Body {
	return exchange.Body{Size: c.size, Spooled: int64(len(c.head)) + c.spooled, Complete: c.complete}
}

// saveHead emits the part of a head that has not gone out. What is emitted is
// a part of the slice that append never writes to again.
func (r *record) saveHead(side exchange.Side) {
	c := &r.body[side]
	for c.safe < len(c.head) {
		end := min(len(c.head), c.safe+maxChunk)
		r.p.emit(exchange.BodyChunk{ID: r.x.ID, Side: side, Offset: int64(c.safe), Data: c.head[c.safe:end:end]})
		c.safe = end
	}
}
