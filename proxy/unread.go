package proxy

import (
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: a tunnel that lasts is told at the next look and whenever
// it has changed, every tunnel at its end, last and once; all under its lock.

// unread is a connection that is relayed and not read, while it lasts.
type unread struct {
	place // in Proxy.open
	p     *Proxy
	// target is what CONNECT asked for.
	target string
	count  relayed
	hello  helloWatch // may find the name that the client asks for

	mu    sync.Mutex
	e     exchange.Tunnelled // as it was told last
	told  int                // how often
	skip  bool               // the next look
	ended bool
}

// oftenTold is how often a tunnel is told at every look; from then on at every
// other one, which still leaves a second old counts to none.
const oftenTold = 40

// openTunnel lists a tunnel that begins now to be relayed.
func (p *Proxy) openTunnel(e exchange.Tunnelled) *unread {
	u := &unread{p: p, e: e, target: e.Target}
	u.e.Open = true
	p.open.add(&u.place, u)
	return u
}

// progress implements openEnded: it tells the tunnel if it was not told yet, or
// not with its present name and counts.
func (u *unread) progress() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.skip || u.ended {
		u.skip = false
		return
	}
	if u.look() || u.told == 0 {
		u.told++
		u.skip = u.told > oftenTold
		u.p.emit(u.e)
	}
}

// look brings e up to date and reports whether anything changed; it needs mu.
func (u *unread) look() bool {
	was := u.e
	u.e.BytesUp, u.e.BytesDown = u.count.up.Load(), u.count.down.Load()
	if name := u.hello.sni(); name != "" {
		u.e.SNI = name
	}
	return u.e.BytesUp != was.BytesUp || u.e.BytesDown != was.BytesDown || u.e.SNI != was.SNI
}

// close tells the end of the tunnel.
func (u *unread) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ended {
		return
	}
	u.look()
	u.ended = true
	u.p.open.remove(&u.place)
	u.e.Open, u.e.End = false, time.Now()
	u.p.emit(u.e)
}
