package adbtest

import (
	"bytes"
	"fmt"
	"net"
	"sync"
)

// transport is one connection of an adb server, with its streams.
type transport struct {
	device *Device
	conn   net.Conn
	write  sync.Mutex

	mu      sync.Mutex
	next    uint32
	streams map[uint32]*stream
	wg      sync.WaitGroup
}

func (t *transport) send(p packet) error {
	t.write.Lock()
	defer t.write.Unlock()
	_, err := t.conn.Write(p.bytes())
	return err
}

func (t *transport) handle(p packet) error {
	switch p.cmd {
	case cmdCNXN:
		return t.send(packet{cmd: cmdCNXN, arg0: version, arg1: maxData, data: t.device.banner()})
	case cmdOPEN:
		return t.open(p)
	}
	s := t.find(p.arg1)
	if s == nil {
		return nil
	}
	switch p.cmd {
	case cmdWRTE:
		s.feed(p.data)
		return t.send(packet{cmd: cmdOKAY, arg0: s.local, arg1: s.remote})
	case cmdOKAY:
		s.acknowledged()
	case cmdCLSE:
		s.shut()
	}
	return nil
}

func (t *transport) find(local uint32) *stream {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.streams[local]
}

func (t *transport) open(p packet) error {
	service := string(bytes.TrimRight(p.data, "\x00"))
	t.mu.Lock()
	t.next++
	s := newStream(t, t.next, p.arg0)
	t.streams[s.local] = s
	t.mu.Unlock()
	if err := t.send(packet{cmd: cmdOKAY, arg0: s.local, arg1: s.remote}); err != nil {
		return err
	}
	t.wg.Go(func() {
		t.device.service(service, s)
		s.finish()
		t.mu.Lock()
		delete(t.streams, s.local)
		t.mu.Unlock()
	})
	return nil
}

func (t *transport) closeAll() {
	t.mu.Lock()
	for _, s := range t.streams {
		s.shut()
	}
	t.mu.Unlock()
	t.wg.Wait()
}

// stream is one service: an io.ReadWriter for whoever serves it. A WRTE waits
// for the OKAY of the one before, as the protocol demands.
type stream struct {
	t             *transport
	local, remote uint32

	mu     sync.Mutex
	cond   *sync.Cond
	in     bytes.Buffer
	ready  bool
	closed bool
}

func newStream(t *transport, local, remote uint32) *stream {
	s := &stream{t: t, local: local, remote: remote, ready: true}
	s.cond = sync.NewCond(&s.mu)
	return s
}

func (s *stream) feed(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in.Write(b)
	s.cond.Broadcast()
}

func (s *stream) acknowledged() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready = true
	s.cond.Broadcast()
}

func (s *stream) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.cond.Broadcast()
}

// Read blocks until the host sends more or closes.
func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.in.Len() == 0 && !s.closed {
		s.cond.Wait()
	}
	return s.in.Read(p)
}

// Write sends one packet at a time.
func (s *stream) Write(p []byte) (int, error) {
	total := 0
	for len(p) > 0 {
		n := min(len(p), maxData/2)
		if err := s.writeOne(p[:n]); err != nil {
			return total, err
		}
		p, total = p[n:], total+n
	}
	return total, nil
}

func (s *stream) writeOne(p []byte) error {
	s.mu.Lock()
	for !s.ready && !s.closed {
		s.cond.Wait()
	}
	closed := s.closed
	s.ready = false
	s.mu.Unlock()
	if closed {
		return fmt.Errorf("stream %d is closed", s.local)
	}
	return s.t.send(packet{cmd: cmdWRTE, arg0: s.local, arg1: s.remote, data: p})
}

// finish waits until the last packet was taken, then closes.
func (s *stream) finish() {
	s.mu.Lock()
	for !s.ready && !s.closed {
		s.cond.Wait()
	}
	s.mu.Unlock()
	_ = s.t.send(packet{cmd: cmdCLSE, arg0: s.local, arg1: s.remote}) // the connection may be gone already
}
