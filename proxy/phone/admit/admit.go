// Package admit decides which devices of the network may use the proxy: this
// machine always, others after a person allowed them once.
package admit

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Limits of the two lists.
const (
	MaxAllowed = 256
	MaxWaiting = 64
	maxHint    = 80
	// askEvery limits how often one device is looked up: its neighbour entry
	// may come a moment after its first packet.
	askEvery = 2 * time.Second
)

// Waiting is a device that asked and was not allowed yet.
type Waiting struct {
	Address string    `json:"address"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	Tries   int       `json:"tries"`
	// Hint is what its requests say of the device, such as "Xiaomi, Android
	// 14"; "" if nothing did.
	Hint string `json:"hint,omitempty"`

	asked time.Time // when Recognise was asked last
}

// List holds who may use the proxy. It is safe for concurrent use.
type List struct {
	now     func() time.Time
	changed func()
	// Recognise, if not nil, says whether a device that is not on the list was
	// allowed at another time. It is asked when the device first comes and then
	// every few seconds while it waits, and never with a lock held. It must be
	// set before the list is used.
	Recognise func(netip.Addr) bool

	mu      sync.Mutex
	allowed map[netip.Addr]bool
	nets    []netip.Prefix
	waiting map[netip.Addr]*Waiting
}

// New makes a list from addresses and networks ("192.168.1.7",
// "192.168.1.0/24"); changed, which may be nil, is called when a new device
// waits.
func New(allow []string, now func() time.Time, changed func()) (*List, error) {
	l := &List{now: now, changed: changed, allowed: map[netip.Addr]bool{}, waiting: map[netip.Addr]*Waiting{}}
	for _, a := range allow {
		if p, err := netip.ParsePrefix(a); err == nil {
			l.nets = append(l.nets, p.Masked())
			continue
		}
		addr, err := netip.ParseAddr(a)
		if err != nil {
			return nil, err
		}
		l.allowed[plain(addr)] = true
	}
	return l, nil
}

func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// Admit says whether a device may use the proxy, and remembers one that may not.
func (l *List) Admit(device string) bool {
	addr, err := netip.ParseAddr(device)
	if err != nil {
		return false
	}
	addr = plain(addr)
	if addr.IsLoopback() {
		return true
	}
	l.mu.Lock()
	ok, fresh, ask := l.known(addr), false, false
	if !ok {
		fresh = l.wait(addr)
		ask = l.due(l.waiting[addr])
	}
	l.mu.Unlock()
	if ask && l.Recognise(addr) {
		ok = l.Allow(device)
	}
	if fresh && l.changed != nil {
		l.changed()
	}
	return ok
}

// due says whether it is time to ask for a device that waits, and notes it.
func (l *List) due(w *Waiting) bool {
	now := l.now()
	if l.Recognise == nil || !w.asked.IsZero() && now.Sub(w.asked) < askEvery {
		return false
	}
	w.asked = now
	return true
}

func (l *List) known(a netip.Addr) bool {
	return l.allowed[a] || slices.ContainsFunc(l.nets, func(p netip.Prefix) bool { return p.Contains(a) })
}

// wait notes one more try; it reports whether the device is new to the list.
func (l *List) wait(a netip.Addr) bool {
	now := l.now()
	if w := l.waiting[a]; w != nil {
		w.Last = now
		w.Tries++
		return false
	}
	if len(l.waiting) >= MaxWaiting {
		l.forgetOldest()
	}
	l.waiting[a] = &Waiting{Address: a.String(), First: now, Last: now, Tries: 1}
	return true
}

// Describe notes a hint on a device that waits. The last one that says
// something holds.
func (l *List) Describe(device, hint string) {
	addr, err := netip.ParseAddr(device)
	if err != nil || hint == "" || len(hint) > maxHint {
		return
	}
	l.mu.Lock()
	w := l.waiting[plain(addr)]
	fresh := w != nil && w.Hint != hint
	if fresh {
		w.Hint = hint
	}
	l.mu.Unlock()
	if fresh && l.changed != nil {
		l.changed()
	}
}

func (l *List) forgetOldest() {
	var oldest netip.Addr
	for a, w := range l.waiting {
		if !oldest.IsValid() || w.Last.Before(l.waiting[oldest].Last) {
			oldest = a
		}
	}
	delete(l.waiting, oldest)
}

// Allow lets a device in from now on; it reports false when the list is full
// or the address is not one.
func (l *List) Allow(device string) bool {
	addr, err := netip.ParseAddr(device)
	if err != nil {
		return false
	}
	addr = plain(addr)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.allowed) >= MaxAllowed && !l.allowed[addr] {
		return false
	}
	l.allowed[addr] = true
	delete(l.waiting, addr)
	return true
}

// Revoke takes the permission back; connections that are open stay open.
func (l *List) Revoke(device string) {
	if addr, err := netip.ParseAddr(device); err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.allowed, plain(addr))
	}
}

// Waiting lists who asked in vain, the newest first.
func (l *List) Waiting() []Waiting {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Waiting, 0, len(l.waiting))
	for _, w := range l.waiting {
		out = append(out, *w)
	}
	slices.SortFunc(out,
		func(a, b Waiting) int { return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.Address, b.Address)) })
	return out
}
