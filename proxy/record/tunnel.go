package record

import (
	"sync"
	"sync/atomic"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/wire"
)

// Law of this file: a tunnel that lasts is emitted at the next report and whenever
// it has changed, every tunnel at its end, last and once; all under its lock.

// Counts counts the bytes of a relay in both directions; it may be read at any time.
type Counts struct{ Up, Down atomic.Int64 }

// Tunnel records a connection that is relayed and not decrypted, while it lasts.
type Tunnel struct {
	item // in Proxy.open
	rec  *Recorder
	// target is what CONNECT asked for.
	target string
	Count  Counts
	Hello  wire.ServerNameWatch // may find the name that the client asks for

	mu      sync.Mutex
	e       exchange.Tunnelled // as it was emitted last
	emitted int                // how often
	skip    bool               // the next poll
	ended   bool
}

// manyReports is how often a tunnel is emitted at every report; from then on at
// every other one, so that its counts are never older than a second.
const manyReports = 40

// StartTunnel lists a tunnel whose relay begins now.
func (c *Recorder) StartTunnel(e exchange.Tunnelled) *Tunnel {
	u := &Tunnel{rec: c, e: e, target: e.Target}
	u.e.Open = true
	c.list.add(&u.item, u)
	return u
}

// progress implements reporter: it emits the tunnel if it was not emitted yet, or
// not with its present name and counts.
func (u *Tunnel) progress() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.skip || u.ended {
		u.skip = false
		return
	}
	if u.refresh() || u.emitted == 0 {
		u.emitted++
		u.skip = u.emitted > manyReports
		u.rec.Emit(u.e)
	}
}

// refresh brings e up to date and reports whether anything changed; it needs mu.
func (u *Tunnel) refresh() bool {
	was := u.e
	u.e.BytesUp, u.e.BytesDown = u.Count.Up.Load(), u.Count.Down.Load()
	if name := u.Hello.ServerName(); name != "" {
		u.e.SNI = name
	}
	return u.e.BytesUp != was.BytesUp || u.e.BytesDown != was.BytesDown || u.e.SNI != was.SNI
}

// Close emits the end of the tunnel.
func (u *Tunnel) Close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ended {
		return
	}
	u.refresh()
	u.ended = true
	u.rec.list.remove(&u.item)
	u.e.Open, u.e.End = false, time.Now()
	u.rec.Emit(u.e)
}

// Name implements Named.
func (u *Tunnel) Name() string { return "CONNECT " + u.target }

// Abandon implements Named.
func (u *Tunnel) Abandon() { u.Close() }

// dialling is a tunnel whose server is not reached yet, listed so that it has a name.
type dialling struct {
	item
	target string
}

func (d *dialling) progress() {}

// Name implements Named.
func (d *dialling) Name() string { return "CONNECT " + d.target }

// Abandon implements Named.
func (d *dialling) Abandon() {}

// Dialling lists a tunnel whose server is being dialled, until done is called.
func (c *Recorder) Dialling(target string) (done func()) {
	d := &dialling{target: target}
	c.list.add(&d.item, d)
	return func() { c.list.remove(&d.item) }
}
