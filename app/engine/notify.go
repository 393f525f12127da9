package engine

import "sync"

// notifier wakes subscribers; a slow one gets one notice for many changes.
type notifier struct {
	mu     sync.Mutex
	closed bool
	subs   map[chan struct{}]bool
}

func (n *notifier) subscribe() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.subs == nil {
		n.subs = map[chan struct{}]bool{}
	}
	if n.closed {
		close(c)
		return c, func() {}
	}
	n.subs[c] = true
	return c, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.subs, c)
	}
}

// all leaves one notice with each subscriber and never blocks.
func (n *notifier) all() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.subs {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (n *notifier) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.subs {
		close(c)
	}
	n.closed, n.subs = true, nil
}
