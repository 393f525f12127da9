package proxy

import (
	"cmp"
	"container/list"
	"slices"
	"sync"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
)

const (
	// goodWindow is how long a good request vouches for a connection of the
	// same device to the same host that closes without one: browsers open
	// spare connections.
	goodWindow = 5 * time.Minute
	// spareAfter is how long a client that refuses a certificate after the
	// handshake takes at most. One that kept the connection longer had a spare
	// one, and no quarrel with the certificate.
	spareAfter = 5 * time.Second
	// reportGrace is how long such a close waits for a good request on a
	// sister connection before it is reported.
	reportGrace = time.Second
	// maxTrust limits the devices' hosts that are remembered.
	maxTrust = 4096
)

// LearnedHost is a host that passes through without decryption for one device, because
// the device refused our certificate for it.
type LearnedHost struct {
	Device string
	Host   string
	Port   int
	// Refusals counts the handshakes that were refused.
	Refusals int
	Since    time.Time
}

// trustKey is a host and port as one device sees it; host is a normalHost.
type trustKey struct {
	device, host string
	port         int
}

type trustEntry struct {
	key      trustKey
	refusals int
	since    time.Time // of learning; zero while not learned
	good     time.Time // of the newest request that was read
	print    uint64    // of the client that refused and said no reason; 0 for none
	tested   bool      // its clock was put to the test, see clocktest.go
}

// trustMemory remembers which device accepts our certificate for which host
// and port.
type trustMemory struct {
	learnAfter int

	mu      sync.Mutex
	entries map[trustKey]*list.Element // of *trustEntry
	order   *list.List                 // most recently used first
	trusts  map[string]bool            // devices that ever sent a good request
	tests   map[string]int             // of clocks, by device
	pending map[*pendingReport]struct{}
}

type pendingReport struct {
	timer *time.Timer
	send  func()
}

func newTrustMemory(learnAfter int) *trustMemory {
	return &trustMemory{
		learnAfter: learnAfter,
		entries:    map[trustKey]*list.Element{},
		order:      list.New(),
		trusts:     map[string]bool{},
		tests:      map[string]int{},
		pending:    map[*pendingReport]struct{}{},
	}
}

func (m *trustMemory) entry(key trustKey) *trustEntry {
	if el, ok := m.entries[key]; ok {
		m.order.MoveToFront(el)
		return el.Value.(*trustEntry)
	}
	e := &trustEntry{key: key}
	m.entries[key] = m.order.PushFront(e)
	for m.order.Len() > maxTrust {
		oldest := m.order.Back()
		delete(m.entries, oldest.Value.(*trustEntry).key)
		m.order.Remove(oldest)
	}
	return e
}

// good notes a request that was read inside TLS. The first one of a device
// forgets what was learned of it before: its refusals came from a certificate
// that was not installed yet, and not from the hosts.
func (m *trustMemory) good(key trustKey) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.trusts[key.device] && len(m.trusts) < maxTrust {
		m.trusts[key.device] = true
		for _, el := range m.entries {
			if e := el.Value.(*trustEntry); e.key.device == key.device {
				e.refusals, e.since = 0, time.Time{}
			}
		}
	}
	e := m.entry(key)
	e.good, e.refusals = time.Now(), 0
}

// refused counts a refusal towards learning, unless the host was good lately.
// It returns true when this one was the last that it took.
func (m *trustMemory) refused(key trustKey) (learned bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entry(key)
	if e.goodLately() {
		return false
	}
	e.refusals++
	if m.learnAfter <= 0 || e.refusals < m.learnAfter || !e.since.IsZero() {
		return false
	}
	e.since = time.Now()
	return true
}

func (e *trustEntry) goodLately() bool { return time.Since(e.good) < goodWindow }

func (m *trustMemory) learned(key trustKey) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.entries[key]
	return ok && !el.Value.(*trustEntry).since.IsZero()
}

func (m *trustMemory) vouched(key trustKey) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.entries[key]
	return ok && el.Value.(*trustEntry).goodLately()
}

// later calls report once, after the grace or when the memory is flushed, and
// says whether a good request vouches for the host by then.
func (m *trustMemory) later(key trustKey, report func(vouched bool)) {
	p := &pendingReport{send: func() { report(m.vouched(key)) }}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending[p] = struct{}{}
	p.timer = time.AfterFunc(reportGrace, func() {
		if m.take(p) {
			p.send()
		}
	})
}

func (m *trustMemory) take(p *pendingReport) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.pending[p]
	delete(m.pending, p)
	return ok
}

// flush reports what waits.
func (m *trustMemory) flush() {
	m.mu.Lock()
	waiting := make([]*pendingReport, 0, len(m.pending))
	for p := range m.pending {
		waiting = append(waiting, p)
	}
	m.mu.Unlock()
	for _, p := range waiting {
		if m.take(p) {
			p.timer.Stop()
			p.send()
		}
	}
}

// Learned lists the hosts that pass through because a device refused our
// certificate for them, by device and host.
func (p *Proxy) Learned() []LearnedHost {
	m := p.trust
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []LearnedHost
	for _, el := range m.entries {
		if e := el.Value.(*trustEntry); !e.since.IsZero() {
			out = append(out, LearnedHost{e.key.device, e.key.host, e.key.port, e.refusals, e.since})
		}
	}
	slices.SortFunc(out, func(a, b LearnedHost) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.Host, b.Host), cmp.Compare(a.Port, b.Port))
	})
	return out
}

// ForgetLearned makes a host, "name" or "name:port", be intercepted again, for
// every device; without a port, on all ports.
func (p *Proxy) ForgetLearned(host string) {
	m := p.trust
	host, port := hosts.Split(host, 0)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, el := range m.entries {
		if e := el.Value.(*trustEntry); e.key.host == host && (port == 0 || e.key.port == port) {
			e.refusals, e.since = 0, time.Time{}
		}
	}
}

// suspect reports a refusal that may be none, and counts it, after the grace.
func (p *Proxy) suspect(e exchange.TLSRefused, key trustKey, print uint64) {
	if !p.begin() {
		return
	}
	p.trust.later(key, func(vouched bool) {
		defer p.tasks.Done()
		if !vouched {
			p.refusal(e, key, print)
		}
	})
}

// refusal reports a refused certificate and counts it towards learning.
// print is the ClientHello's.
func (p *Proxy) refusal(e exchange.TLSRefused, key trustKey, print uint64) {
	if judged(e) {
		e.Learned = p.trust.refused(key)
	}
	if gaveNoReason(e) {
		p.trust.unexplained(key, print)
	}
	p.emit(e) // last: whoever hears of it finds it counted
}

// judged reports whether a client that did not go on had seen our certificate
// and ended the connection itself, by an alert or a close: then it may have
// refused it. A handshake that was broken off before, one that we gave up and
// one that found no common version says nothing of a certificate.
func judged(e exchange.TLSRefused) bool {
	switch e.Cause {
	case exchange.RefusedAlert, exchange.RefusedClosed, exchange.RefusedReset:
		return !e.Early
	case exchange.RefusedSilent:
		return e.Elapsed < spareAfter
	}
	return false
}
