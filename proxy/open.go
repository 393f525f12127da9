package proxy

import (
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: whatever was seen of an exchange or of a tunnel goes out
// within tellEvery, whether or not it has ended, so that a session that commits
// within another half second has it although this process is killed. Nothing of a
// body is copied for that: a chunk of its head is a part of the head itself.

// tellEvery is the time between two looks at what is open.
const tellEvery = 250 * time.Millisecond

// openEnded is what may last: it tells what is new of it, from time to time.
type openEnded interface {
	progress()
	name() string // for a person; it takes no lock
	abandon()     // ends it
}

// place is an entry of openList, to be embedded in what is listed.
type place struct {
	prev, next *place // openList.mu guards them
	of         openEnded
}

// openList lists what has begun and not ended. While there is nothing, nothing
// runs.
type openList struct {
	tell func() // called every tellEvery while something is open

	mu      sync.Mutex // guards the rest
	first   *place
	timer   *time.Timer
	armed   bool
	stopped bool
}

func (o *openList) add(at *place, of openEnded) {
	o.mu.Lock()
	defer o.mu.Unlock()
	at.of = of
	if at.next = o.first; at.next != nil {
		at.next.prev = at
	}
	o.first = at
	o.arm()
}

// arm needs mu.
func (o *openList) arm() {
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

// remove takes out what was added.
func (o *openList) remove(at *place) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at.prev != nil {
		at.prev.next = at.next
	} else {
		o.first = at.next
	}
	if at.next != nil {
		at.next.prev = at.prev
	}
	at.prev, at.next = nil, nil
}

// all returns what is open.
func (o *openList) all() []openEnded {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []openEnded
	for at := o.first; at != nil; at = at.next {
		list = append(list, at.of)
	}
	return list
}

// again arms the timer for the next look, if there is anything to look at.
func (o *openList) again() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.armed = false
	o.arm()
}

// stop ends the looks; one that runs is not waited for.
func (o *openList) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped = true; o.timer != nil {
		o.timer.Stop()
	}
}

// tellOpen brings out what is new of everything open.
func (p *Proxy) tellOpen() {
	if !p.begin() {
		return
	}
	defer p.tasks.Done()
	for _, o := range p.open.all() {
		o.progress()
	}
	p.open.again()
}

// progress implements openEnded: it emits what is known of the exchange and was
// not told yet. The size of a body alone is news once it has doubled, which
// bounds the snapshots of an endless stream; its bytes always go out.
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
	for _, messages := range r.messages {
		if messages != nil {
			messages.tellPart(false)
		}
	}
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
