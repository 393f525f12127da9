package record

import (
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: whatever was seen of an exchange or of a tunnel is emitted
// within reportEvery, whether or not it has ended, so that a session that commits
// within another half second has it although this process is killed. Nothing of a
// body is copied for that: a chunk of its head is a slice of the head itself.

// reportEvery is the interval between two reports on what is open.
const reportEvery = 250 * time.Millisecond

// reporter is what may last: it emits what is new of it at every report.
type reporter interface {
	progress()
	Named
}

// item is an entry of openList, to be embedded in what is listed.
type item struct {
	prev, next *item // openList.mu guards them
	of         reporter
}

// openList lists what has begun and not ended. While it is empty no timer runs.
type openList struct {
	report func() // called every reportEvery while something is open

	mu      sync.Mutex // guards the rest
	first   *item
	timer   *time.Timer
	armed   bool
	stopped bool
}

func (o *openList) add(at *item, of reporter) {
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
		o.timer = time.AfterFunc(reportEvery, o.report)
		return
	}
	o.timer.Reset(reportEvery)
}

// remove removes what was added.
func (o *openList) remove(at *item) {
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
func (o *openList) all() []reporter {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []reporter
	for at := o.first; at != nil; at = at.next {
		list = append(list, at.of)
	}
	return list
}

// rearm arms the timer for the next report, if anything is open.
func (o *openList) rearm() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.armed = false
	o.arm()
}

// stop ends the reports; one that runs is not waited for.
func (o *openList) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped = true; o.timer != nil {
		o.timer.Stop()
	}
}

// reportOpen emits what is new of everything open.
func (c *Recorder) reportOpen() {
	if !c.Begin() {
		return
	}
	defer c.Done()
	for _, o := range c.list.all() {
		o.progress()
	}
	c.list.rearm()
}

// progress implements reporter: it emits what is known of the exchange and was
// not emitted yet. The size of a body alone counts as new once it has doubled,
// which limits the snapshots of an endless stream; its bytes are always emitted.
func (r *Exchange) progress() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	up, down := r.body[exchange.RequestSide].size, r.body[exchange.ResponseSide].size
	if r.news || up > 2*r.emitted[exchange.RequestSide] || down > 2*r.emitted[exchange.ResponseSide] {
		r.news, r.emitted = false, [2]int64{up, down}
		r.rec.Emit(exchange.Progress{Exchange: r.snapshot()})
	}
	r.emitPrefix(exchange.RequestSide)
	r.emitPrefix(exchange.ResponseSide)
	for _, messages := range r.messages {
		if messages != nil {
			messages.EmitPart(false)
		}
	}
}

// snapshot is the open exchange; its bodies' bytes are in chunks.
func (r *Exchange) snapshot() exchange.Exchange {
	x := r.x
	x.Request.Body = r.body[exchange.RequestSide].spooledBody()
	if x.Response != nil {
		resp := *x.Response
		resp.Body = r.body[exchange.ResponseSide].spooledBody()
		x.Response = &resp
	}
	return x
}

func (c *capturedBody) spooledBody() exchange.Body {
	return exchange.Body{Size: c.size, Spooled: int64(len(c.prefix)) + c.spooled, Complete: c.complete}
}

// emitPrefix emits the part of a body's head that was not emitted yet. It is a part
// of the slice that Append never writes to again.
func (r *Exchange) emitPrefix(side exchange.Side) {
	c := &r.body[side]
	for c.safe < len(c.prefix) {
		end := min(len(c.prefix), c.safe+maxChunk)
		r.rec.Emit(exchange.BodyChunk{ID: r.x.ID, Side: side, Offset: int64(c.safe), Data: c.prefix[c.safe:end:end]})
		c.safe = end
	}
}
