package proxy

import (
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Law of this file: a client that ends its writing side together with its
// request (RFC 9112, section 9.6) still gets the answer. http.Server takes the
// end for the client's leaving, so the end is kept from it until the request is
// answered. An end that comes later, or once the answer has begun, is what a
// cancelled call looks like, and is passed on at once.

// atOnce is how soon after a whole request its end must come. A client that
// sends its end with the request needs no more than the way of a packet that
// was lost once.
const atOnce = 200 * time.Millisecond

// halfClose holds back the end of a client's connection.
type halfClose struct {
	answered atomic.Int64 // requests
	wrote    atomic.Int64 // time of the newest write to the client, in nanoseconds since 1970
	wake     chan struct{}
	over     chan struct{}
	once     sync.Once
	until    atomic.Int64 // read deadline in nanoseconds since 1970, 0 for none
}

// wait returns when a read deadline has passed, which is how http.Server takes
// a waiting read back, or when the connection is closed.
func (h *halfClose) wait() error {
	for {
		var timer <-chan time.Time
		if t := h.until.Load(); t != 0 {
			left := time.Until(time.Unix(0, t))
			if left <= 0 {
				return os.ErrDeadlineExceeded
			}
			timer = time.After(left)
		}
		select {
		case <-h.wake:
		case <-timer:
		case <-h.over:
			return net.ErrClosed
		}
	}
}

func (h *halfClose) deadline(t time.Time) {
	if t.IsZero() {
		h.until.Store(0)
	} else {
		h.until.Store(max(t.UnixNano(), 1))
	}
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *halfClose) end() { h.once.Do(func() { close(h.over) }) }
