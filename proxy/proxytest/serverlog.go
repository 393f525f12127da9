package proxytest

import (
	"bytes"
	"log"
	"sync"
	"testing"
)

// ServerLog takes what net/http says of a test's server: a panic of a handler
// fails the test, anything else goes to the test's log, as broken handshakes
// do, which are the point of many tests. What comes after the test is dropped,
// since testing takes no more then.
func ServerLog(t testing.TB) *log.Logger {
	w := &serverLog{t: t}
	t.Cleanup(w.end)
	return log.New(w, "", 0)
}

type serverLog struct {
	t    testing.TB
	mu   sync.Mutex
	over bool
}

func (w *serverLog) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
}

// Write implements io.Writer for a log.Logger, which calls it once a line.
func (w *serverLog) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.over:
	case bytes.Contains(line, []byte("panic serving")):
		w.t.Errorf("a test's server: %s", line)
	default:
		w.t.Logf("a test's server: %s", bytes.TrimSpace(line))
	}
	return len(line), nil
}
