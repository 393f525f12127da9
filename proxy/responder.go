package proxy

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"loginscope/proxy/wire"
)

// responder is the ResponseWriter that goproxy writes to. It flushes whatever
// is not known to be followed by more at once, so that a stream reaches the
// phone as it comes, and pools the copy's buffers. A response with a length
// that comes in one piece is not flushed and leaves in one write; its header block
// alone leaves after headPatience.
type responder struct {
	http.ResponseWriter
	conn *clientConn
	h1   bool
	// patience is how long one write may take before the client counts as gone.
	patience time.Duration

	// wrote is held while anything is written; informational responses come
	// from the transport's goroutine.
	mu     sync.Mutex
	wrote  bool
	closed bool  // the round trip is over: no more informational responses
	left   int64 // bytes until Content-Length, -1 if that is unknown
	held   bool  // the header block is written and not flushed

	// Of the handler's goroutine alone:
	atHand bool        // the body's beginning came together with the header block
	timer  *time.Timer // flushes a held header block; nil if none is
}

// headerPatience is how long a header block waits for the beginning of its body.
const headerPatience = 5 * time.Millisecond

func newResponder(w http.ResponseWriter, r *http.Request, c *clientConn, patience time.Duration) *responder {
	return &responder{ResponseWriter: w, conn: c, h1: r.ProtoMajor == 1, patience: patience, left: -1}
}

// asWriter hides Hijack from HTTP/2, where it does not exist: goproxy asks for
// the method to distinguish the two.
func (w *responder) asWriter() http.ResponseWriter {
	if w.h1 {
		return hijackable{w}
	}
	return w
}

// WriteHeader implements http.ResponseWriter.
func (w *responder) WriteHeader(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wrote {
		return
	}
	w.wrote = true
	if n, err := strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64); err == nil {
		w.left = n
	}
	w.ResponseWriter.WriteHeader(status)
	switch {
	case status == http.StatusSwitchingProtocols:
	case w.left < 0:
		w.Flush()
	case w.left > 0 && !w.atHand:
		w.held = true
		w.timer = time.AfterFunc(headerPatience, w.flushHeader)
	}
}

// flushHeader sends a header block whose body does not come. It runs beside a handler
// that waits for its server, and never beside a write.
func (w *responder) flushHeader() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.held {
		return
	}
	w.held = false
	if w.h1 {
		_ = w.conn.SetWriteDeadline(time.Now().Add(w.patience))
	}
	w.Flush()
}

// settle ends the time of a held header block: it leaves with what is written next, or
// with the handler's end.
func (w *responder) settle() {
	if w.timer == nil {
		return
	}
	w.timer.Stop()
	w.timer = nil
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = false
}

// informational sends a 1xx response while the final one is awaited.
func (w *responder) informational(status int, header http.Header) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wrote || w.closed {
		return
	}
	h := w.Header()
	for name, values := range header {
		h[name] = values
	}
	w.ResponseWriter.WriteHeader(status)
	clear(h)
}

// tripOver ends the time for informational responses.
func (w *responder) tripOver() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
}

// Write implements io.Writer.
func (w *responder) Write(b []byte) (int, error) {
	w.settle()
	n, err := w.ResponseWriter.Write(b)
	if w.left >= 0 {
		w.left -= int64(n)
	}
	return n, err
}

var copyBuffers = sync.Pool{New: func() any { b := make([]byte, 32<<10); return &b }}

// ReadFrom implements io.ReaderFrom, which io.Copy prefers.
func (w *responder) ReadFrom(src io.Reader) (total int64, err error) {
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	for {
		n, rerr := src.Read(*buf)
		if n > 0 {
			release := w.limitWrite(total + int64(n))
			wn, werr := w.Write((*buf)[:n])
			if werr == nil && w.left != 0 && rerr == nil {
				w.Flush()
			}
			release()
			if total += int64(wn); werr != nil {
				return total, werr
			}
		}
		if rerr == io.EOF {
			return total, nil
		}
		if rerr != nil {
			return total, rerr
		}
	}
}

// limitWrite puts a deadline on the next write of a body that has reached size.
// An HTTP/2 stream can stall by its window only after more than that window,
// and must not keep the deadline, which would end it while it is quiet.
func (w *responder) limitWrite(size int64) (release func()) {
	const firstWindow = 64<<10 - 1
	switch {
	case w.h1:
		_ = w.conn.SetWriteDeadline(time.Now().Add(w.patience))
	case size > firstWindow:
		rc := http.NewResponseController(w.ResponseWriter)
		if rc.SetWriteDeadline(time.Now().Add(w.patience)) == nil {
			return func() { _ = rc.SetWriteDeadline(time.Time{}) }
		}
	}
	return func() {}
}

// Flush implements http.Flusher.
func (w *responder) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (w *responder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// hijackable is a responder on HTTP/1.
type hijackable struct{ *responder }

// Hijack implements http.Hijacker. Bytes that the server has read already are
// not in the bufio.ReadWriter, which goproxy drops: the connection replays them.
func (w hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h, ok := w.ResponseWriter.(http.Hijacker)
	if !ok {
		return nil, nil, http.ErrNotSupported
	}
	_, rw, err := h.Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.conn.requests.Stop()
	early, _ := rw.Reader.Peek(rw.Reader.Buffered())
	c := &wire.PrefixedConn{Conn: w.conn.Conn, Prefix: append(early[:len(early):len(early)], w.conn.prefix...)}
	return c, bufio.NewReadWriter(bufio.NewReader(c), bufio.NewWriter(c)), nil
}
