package session

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: Append returns at once, whatever the disk does. Events
// wait in memory, visible to readers, until the writer has committed them.
// The memory is bounded in three steps, so that the bodies go first:
//
//   - over half the limit, a BodyChunk waits up to chunkWait for the writer
//     (not while the file cannot be written) and is then dropped;
//   - over the limit, other events come without their body heads;
//   - over the limit and its reserve, whole events are lost.
//
// Whatever is dropped is counted in Health.
//
// What was just committed stays for readers that follow the capture, so that
// they read no file: at most recentBytes, older events first to go.

const (
	defaultQueueCap = 64 << 20
	queueReserve    = 16 << 20
	chunkWait       = 100 * time.Millisecond
	// recentBytes limits the committed events that stay in memory.
	recentBytes = 2 << 20
	// itemCost is what an event costs beside its bytes.
	itemCost = 768
)

// item is one entry of the queue: an event, or a new value of the session's Meta.
type item struct {
	seq   Seq // 0 for a BodyChunk and for a rename
	event exchange.Event
	meta  *[2]string // key, value
	cost  int64
}

// queue holds what was appended and is not committed yet.
type queue struct {
	cap  int64
	full int64         // bytes held that end the writer's wait for more
	wake chan struct{} // one pending notice for the writer

	mu sync.Mutex // guards the rest
	// flying is being committed, waiting comes after it; both only grow at
	// their end or are replaced, so that a reader may keep what it took.
	flying, waiting []item
	// recent is committed; it stands before flying without a gap.
	recent        []item
	recentCost    int64
	last          Seq
	held          int64
	dropped, lost int64
	// pushed counts the items that came in, committed those that left.
	pushed, committed int64
	err               error // why the file cannot be written, nil if it can
	gone              error // why the file is not at its path, nil if it is
	rewritten         int
	forgotten         int64 // events that went with a file, see forgetCommitted
	closed            bool
	room              chan struct{} // closed and replaced at each change of held or err
}

func newQueue(limit int64, last Seq) *queue {
	if limit <= 0 {
		limit = defaultQueueCap
	}
	return &queue{cap: limit, full: min(flushBytes, limit/8), last: last, wake: make(chan struct{}, 1),
		room: make(chan struct{})}
}

// put appends an event and reports whether it was kept, if only in part, and under
// which number; 0 for a BodyChunk.
func (q *queue) put(e exchange.Event) (n Seq, kept bool) {
	if chunk, ok := e.(exchange.BodyChunk); ok {
		return 0, q.putChunk(chunk)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	it := item{event: inUTC(e), cost: eventCost(e)}
	if q.closed {
		return 0, false
	}
	if q.err != nil && q.held > q.cap/2 && isReplaced(e) {
		return 0, true // what replaces it needs the room
	}
	// One large event for which Write waited passes.
	if q.held > 0 && q.held+it.cost > q.cap {
		it.event = withoutPrefixes(e)
		it.cost = eventCost(it.event)
		q.dropped += eventCost(e) - it.cost
	}
	if q.held > 0 && q.held+it.cost > q.cap+queueReserve {
		q.lost++
		return 0, false
	}
	q.last++
	it.seq = q.last
	q.push(it)
	return it.seq, true
}

// push needs mu.
func (q *queue) push(it item) {
	q.waiting = append(q.waiting, it)
	q.held += it.cost
	q.pushed++
	if len(q.waiting) == 1 || q.held >= q.full && q.held-it.cost < q.full {
		notice(q.wake)
	}
}

// notice leaves one notice in c.
func notice(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (q *queue) putChunk(c exchange.BodyChunk) bool {
	it := item{event: c, cost: itemCost + int64(len(c.Data))}
	late := time.NewTimer(chunkWait)
	defer late.Stop()
	err := awaitRoom(q, late.C, it.cost, q.cap/2)
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	if err != nil && q.held+it.cost > q.cap/2 {
		q.dropped += int64(len(c.Data))
		return false
	}
	q.push(it)
	return true
}

// errNoRoom says that the writer is behind for too long.
var errNoRoom = errors.New("the queue is full")

// awaitRoom waits until cost bytes more keep within the limit. It fails at once
// while the file cannot be written, and when late receives.
func awaitRoom[T any](q *queue, late <-chan T, cost, limit int64) error {
	for {
		q.mu.Lock()
		free, err, room := q.held == 0 || q.held+cost <= limit, q.err, q.room
		q.mu.Unlock()
		if free {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-room:
		case <-late:
			return errNoRoom
		}
	}
}

// take hands the writer what is to be committed next: again what is flying,
// or else what is waiting.
func (q *queue) take() []item {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.flying) == 0 {
		q.flying, q.waiting = q.waiting, nil
	}
	return q.flying
}

// landed takes what was flying out of the queue: it is committed.
func (q *queue) landed() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, it := range q.flying {
		q.held -= it.cost
	}
	q.keep(q.flying)
	q.committed += int64(len(q.flying))
	q.flying, q.err = nil, nil
	q.changed()
}

// keep adds committed events to recent, within its limit. It needs mu.
func (q *queue) keep(items []item) {
	for _, it := range items {
		if it.seq > 0 {
			q.recent = append(q.recent, it)
			q.recentCost += it.cost
		}
	}
	n := 0
	for ; q.recentCost > recentBytes; n++ {
		q.recentCost -= q.recent[n].cost
	}
	// What left is let go of; readers keep what they took.
	if n > 0 {
		q.recent = slices.Clone(q.recent[n:])
	}
}

// following returns what came after a sequence number, oldest first, and the
// newest number, if memory holds all of it.
func (q *queue) following(after Seq) (parts [3][]item, last Seq, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	parts = [3][]item{q.recent, q.flying, q.waiting}
	for _, part := range parts {
		for _, it := range part {
			if it.seq > 0 {
				return parts, q.last, it.seq <= after+1
			}
		}
	}
	return parts, q.last, after >= q.last
}

// failed notes why the file cannot be written.
func (q *queue) failed(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.err = err
	q.changed()
}

func (q *queue) changed() {
	close(q.room)
	q.room = make(chan struct{})
}

// drained waits until everything that was appended before the call is
// committed. It fails at once while the file cannot be written.
func (q *queue) drained(ctx context.Context) error {
	q.mu.Lock()
	target := q.pushed
	q.mu.Unlock()
	for {
		q.mu.Lock()
		left, err, room := target-q.committed, q.err, q.room
		q.mu.Unlock()
		if left <= 0 {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// heldItems returns what is not committed, oldest first, and the sequence
// number of its first event, 0 if it holds none.
func (q *queue) heldItems() (held [2][]item, first, last Seq) {
	q.mu.Lock()
	defer q.mu.Unlock()
	held = [2][]item{q.flying, q.waiting}
	for _, part := range held {
		for _, it := range part {
			if it.seq > 0 {
				return held, it.seq, q.last
			}
		}
	}
	return held, 0, q.last
}

func (q *queue) health() Health {
	q.mu.Lock()
	defer q.mu.Unlock()
	err := cmp.Or(q.err, q.gone)
	return Health{Degraded: err != nil, Err: err, Held: q.held, Dropped: q.dropped, Lost: q.lost + q.forgotten,
		Rewritten: q.rewritten}
}

// eventCost estimates the memory that an event holds.
func eventCost(e exchange.Event) int64 {
	switch e := e.(type) {
	case exchange.Started:
		return exchangeCost(&e.Exchange)
	case exchange.Progress:
		return exchangeCost(&e.Exchange)
	case exchange.Finished:
		return exchangeCost(&e.Exchange)
	case exchange.Frame:
		return itemCost + int64(len(e.Data))
	case exchange.LogLine:
		return itemCost + int64(len(e.Text))
	}
	return itemCost
}

func exchangeCost(x *exchange.Exchange) int64 {
	n := itemCost + len(x.Path) + len(x.Request.Body.Head) + headerCost(x.Request.Header)
	if r := x.Response; r != nil {
		n += len(r.Body.Head) + headerCost(r.Header)
	}
	return int64(n)
}

func headerCost(h exchange.Header) int {
	n := 0
	for _, f := range h {
		n += 32 + len(f.Name) + len(f.Value)
	}
	return n
}

// isReplaced reports whether a later event will say what this one says.
func isReplaced(e exchange.Event) bool {
	switch e := e.(type) {
	case exchange.Progress:
		return true
	case exchange.Frame:
		return e.Part
	case exchange.Tunnelled:
		return e.Open
	}
	return false
}

// withoutPrefixes returns the event without the bytes of its bodies.
func withoutPrefixes(e exchange.Event) exchange.Event {
	switch e := e.(type) {
	case exchange.Started:
		return exchange.Started{Exchange: bare(e.Exchange)}
	case exchange.Progress:
		return exchange.Progress{Exchange: bare(e.Exchange)}
	case exchange.Finished:
		return exchange.Finished{Exchange: bare(e.Exchange)}
	case exchange.Frame:
		e.Data, e.Cut = nil, e.Cut || len(e.Data) > 0
		return e
	}
	return e
}

func bare(x exchange.Exchange) exchange.Exchange {
	x.Request.Body.Head = nil
	if x.Response != nil {
		r := *x.Response
		r.Body.Head = nil
		x.Response = &r
	}
	return x
}
