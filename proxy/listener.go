package proxy

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/wire"
)

// connTable tracks every accepted connection until it is really closed, so
// that Close reaches hijacked ones too, and holds the limits.
type connTable struct {
	admitted func(device string) bool
	ids      atomic.Uint64

	mu        sync.Mutex
	closed    bool
	conns     map[*trackedConn]struct{}
	known     budget    // of admitted devices
	strangers budget    // of the others
	lastLimit time.Time // of the newest Blocked event for a limit
}

// budget limits connections in all and by device.
type budget struct {
	most, mostPerDevice int
	open                int
	perDevice           map[string]int
}

func (b *budget) enter(device string) bool {
	if b.open >= b.most || b.perDevice[device] >= b.mostPerDevice {
		return false
	}
	b.open++
	b.perDevice[device]++
	return true
}

func (b *budget) leave(device string) {
	b.open--
	if b.perDevice[device]--; b.perDevice[device] <= 0 {
		delete(b.perDevice, device)
	}
}

func (d *connTable) init(cfg Config) {
	d.admitted = cfg.Admit
	d.conns = map[*trackedConn]struct{}{}
	d.known = budget{most: cfg.MaxConns, mostPerDevice: cfg.MaxConnsPerDevice, perDevice: map[string]int{}}
	d.strangers = budget{most: cfg.MaxStrangers, mostPerDevice: cfg.MaxConnsPerStranger, perDevice: map[string]int{}}
}

// trackedConn is an accepted TCP connection.
type trackedConn struct {
	net.Conn
	table  *connTable
	device string
	budget *budget
	once   sync.Once
}

// Close implements net.Conn and frees the connection's slot.
func (c *trackedConn) Close() error {
	c.once.Do(func() { c.table.leave(c) })
	return c.Conn.Close()
}

// CloseWrite passes a half-close on.
func (c *trackedConn) CloseWrite() error { return wire.CloseWrite(c.Conn) }

// admit accepts a connection; nil means that a limit is reached. report is true
// when the limit is worth an event: at most one a second.
func (d *connTable) admit(c net.Conn) (t *trackedConn, report bool) {
	device := hosts.Device(c.RemoteAddr())
	b := &d.strangers
	if d.admitted(device) {
		b = &d.known
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || !b.enter(device) {
		now := time.Now()
		report = !d.closed && now.Sub(d.lastLimit) >= time.Second
		if report {
			d.lastLimit = now
		}
		return nil, report
	}
	t = &trackedConn{Conn: c, table: d, device: device, budget: b}
	d.conns[t] = struct{}{}
	return t, false
}

func (d *connTable) leave(c *trackedConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.conns, c)
	c.budget.leave(c.device)
}

func (d *connTable) closeAll() {
	d.mu.Lock()
	d.closed = true
	open := make([]*trackedConn, 0, len(d.conns))
	for c := range d.conns {
		open = append(open, c)
	}
	d.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
}

// clientListener makes what a listener accepts into connections with a link.
type clientListener struct {
	net.Listener
	p *Proxy
}

// Accept implements net.Listener.
func (f *clientListener) Accept() (net.Conn, error) {
	for {
		c, err := f.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l := &link{
			id:     f.p.clients.ids.Add(1),
			device: hosts.Device(c.RemoteAddr()),
			client: exchange.Peer{Remote: c.RemoteAddr().String(), Local: c.LocalAddr().String()},
			scheme: "http",
		}
		t, report := f.p.clients.admit(c)
		if t != nil {
			return newClientConn(t, l, nil, f.p.cfg.MaxHeaderBytes), nil
		}
		if report {
			f.p.blocked(l, "", exchange.BlockedLimit, "too many open connections")
		}
		refuseConn(c)
	}
}

// refuseConn answers without reading and closes. The answer fits in any socket
// buffer, so that the write does not wait; the deadline is for the odd case.
func refuseConn(c net.Conn) {
	_ = c.SetDeadline(time.Now().Add(100 * time.Millisecond))
	_, _ = c.Write(
		[]byte("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n"))
	_ = c.Close()
}
