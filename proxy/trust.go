package proxy

import (
	"cmp"
	"container/list"
	"slices"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

const (
	// goodWindow is how long a good request vouches for a connection of the
	// same device to the same host that closes without one: browsers open
	// spare connections.
	goodWindow = 5 * time.Minute
	// reportGrace is how long such a close waits for a good request on a
	// sister connection before it is reported.
	reportGrace = time.Second
	// maxTrust bounds the device and host pairs that are remembered.
	maxTrust = 4096
)

// LearnedHost is a host that passes through unread for one device, because
// the device refused our certificate for it.
type LearnedHost struct {
	Device string
	Host   string
	// Refusals counts the handshakes that were refused.
	Refusals int
	Since    time.Time
}

type trustKey struct{ device, host string }

type trustEntry struct {
	key      trustKey
	refusals int
	since    time.Time // of learning; zero while not learned
	good     time.Time // of the newest request that was read
	print    uint64    // of the client that refused and said no reason; 0 for none
	tested   bool      // its clock was put to the test, see datetest.go
}

// trustMemory remembers which device accepts our certificate for which host.
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

func (m *trustMemory) entry(device, host string) *trustEntry {
	key := trustKey{device, normalHost(host)}
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
func (m *trustMemory) good(device, host string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.trusts[device] && len(m.trusts) < maxTrust {
		m.trusts[device] = true
		for _, el := range m.entries {
			if e := el.Value.(*trustEntry); e.key.device == device {
				e.refusals, e.since = 0, time.Time{}
			}
		}
	}
	e := m.entry(device, host)
	e.good, e.refusals = time.Now(), 0
}

// refused counts a refusal towards learning.
func (m *trustMemory) refused(device, host string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entry(device, host)
	e.refusals++
	if m.learnAfter > 0 && e.refusals >= m.learnAfter && e.since.IsZero() {
		e.since = time.Now()
	}
}

func (m *trustMemory) learned(device, host string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.entries[trustKey{device, normalHost(host)}]
	return ok && !el.Value.(*trustEntry).since.IsZero()
}

func (m *trustMemory) vouched(device, host string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.entries[trustKey{device, normalHost(host)}]
	return ok && time.Since(el.Value.(*trustEntry).good) < goodWindow
}

// later calls report once, after the grace or when the memory is flushed, and
// says whether a good request vouches for the host by then.
func (m *trustMemory) later(device, host string, report func(vouched bool)) {
	p := &pendingReport{send: func() { report(m.vouched(device, host)) }}
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
			out = append(out, LearnedHost{e.key.device, e.key.host, e.refusals, e.since})
		}
	}
	slices.SortFunc(out, func(a, b LearnedHost) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.Host, b.Host))
	})
	return out
}

// ForgetLearned makes a host be intercepted again, for every device.
func (p *Proxy) ForgetLearned(host string) {
	m := p.trust
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, el := range m.entries {
		if e := el.Value.(*trustEntry); e.key.host == normalHost(host) {
			e.refusals, e.since = 0, time.Time{}
		}
	}
}

// suspect reports a refusal that may be none, and counts it, after the grace.
func (p *Proxy) suspect(e exchange.TLSRefused, host string, print uint64) {
	if !p.begin() {
		return
	}
	p.trust.later(e.Device, host, func(vouched bool) {
		defer p.tasks.Done()
		if !vouched {
			p.refusal(e, host, print)
		}
	})
}

// refusal reports a refused certificate and counts it towards learning.
// print is the ClientHello's.
func (p *Proxy) refusal(e exchange.TLSRefused, host string, print uint64) {
	switch e.Cause {
	case exchange.RefusedTimeout, exchange.RefusedGarbage, exchange.RefusedNoCert:
	default:
		p.trust.refused(e.Device, host)
	}
	if saysNothing(e) {
		p.trust.unexplained(e.Device, host, print)
	}
	p.emit(e) // last: whoever hears of it finds it counted
}
