package record

import (
	"io"
	"sync"

	"loginscope/proxy/exchange"
)

// Body records what is read of a body.
type Body struct {
	io.ReadCloser
	Rec  *Exchange
	Side exchange.Side
	// Ended is called once with the error that ended the body: io.EOF at its
	// end, another for a failure, nil when it was closed before.
	Ended func(err error)
	once  sync.Once
	shut  sync.Once
}

// Read implements io.Reader.
func (t *Body) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	if n > 0 {
		t.Rec.Append(t.Side, b[:n])
	}
	if err != nil {
		t.once.Do(func() { t.Ended(err) })
	}
	return n, err
}

// Close implements io.Closer, and closes the body below exactly once. goproxy
// closes a body twice, and for each time net/http gives an HTTP/2 connection
// the unread bytes back, until its flow window overflows. It returns nil: Ended
// says how the body ended.
func (t *Body) Close() error {
	t.shut.Do(func() { _ = t.ReadCloser.Close() })
	t.once.Do(func() { t.Ended(nil) })
	return nil
}
