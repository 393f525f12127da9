package androidapp_test

import (
	"runtime/metrics"
	"sync/atomic"
	"testing"
	"time"
)

// watchHeap samples the memory that the Go heap takes until the test ends; the
// returned function gives the highest value so far, in bytes.
func watchHeap(tb testing.TB) func() int64 {
	tb.Helper()
	var peak atomic.Int64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(sample)
			peak.Store(max(peak.Load(), int64(sample[0].Value.Uint64())))
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	tb.Cleanup(func() { close(stop); <-done })
	return peak.Load
}
