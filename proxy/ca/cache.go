package ca

import (
	"container/list"
	"context"
	"crypto/tls"
	"sync"
	"time"
)

// maxLeaves limits the cache: a phone in use talks to a few hundred hosts.
const maxLeaves = 1024

// leafCache is an LRU of leaves that signs each name once at a time.
type leafCache struct {
	limit int
	now   func() time.Time
	sign  func(host string) (*tls.Certificate, error)

	mu      sync.Mutex
	entries map[string]*list.Element // of *leafEntry
	order   *list.List               // most recently used first
}

// leafEntry is written by the goroutine that signs, before ready is closed.
type leafEntry struct {
	host  string
	ready chan struct{}
	cert  *tls.Certificate
	err   error
}

func newLeafCache(limit int, now func() time.Time, sign func(string) (*tls.Certificate, error)) *leafCache {
	return &leafCache{limit: limit, now: now, sign: sign, entries: map[string]*list.Element{}, order: list.New()}
}

func (c *leafCache) get(ctx context.Context, host string) (*tls.Certificate, error) {
	e, mine := c.entry(host)
	if mine {
		e.cert, e.err = c.sign(host)
		close(e.ready)
		if e.err != nil {
			c.drop(e)
		}
		return e.cert, e.err
	}
	select {
	case <-e.ready:
		return e.cert, e.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// entry returns the entry for host; mine is true if the caller has to sign it.
func (c *leafCache) entry(host string) (e *leafEntry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.entries[host]; ok {
		if e = el.Value.(*leafEntry); !c.stale(e) {
			c.order.MoveToFront(el)
			return e, false
		}
		c.remove(el)
	}
	e = &leafEntry{host: host, ready: make(chan struct{})}
	c.entries[host] = c.order.PushFront(e)
	for c.order.Len() > c.limit {
		c.remove(c.order.Back())
	}
	return e, true
}

func (c *leafCache) stale(e *leafEntry) bool {
	select {
	case <-e.ready:
		return e.cert != nil && e.cert.Leaf.NotAfter.Sub(c.now()) < leafRenew
	default:
		return false
	}
}

func (c *leafCache) drop(e *leafEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.entries[e.host]; ok && el.Value.(*leafEntry) == e {
		c.remove(el)
	}
}

func (c *leafCache) remove(el *list.Element) {
	delete(c.entries, el.Value.(*leafEntry).host)
	c.order.Remove(el)
}

func (c *leafCache) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len()
}
