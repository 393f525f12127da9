// Package heap decides how much the heap may grow before it is collected. It
// owns that one number and nothing else.
//
// Go lets a heap grow by a share of what lives in it, so that a small one is
// collected all the time: with 4 MB alive, every 4 MB. A capture that is young
// has a small heap and much traffic. So a heap may grow to Room first, and by
// the share that was asked for once more than that is alive.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// Room is what a heap may grow to whatever lives in it, in bytes.
	Room = 48 << 20
	// most limits the share, in percent of what is alive.
	most = 400
)

// Pace sets the share by which the heap may grow beyond Room, in percent of
// what is alive, for the rest of the process. It does nothing if the person who
// starts the program decides with GOGC.
func Pace(share int) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(percent(0, share))
	follow(share)
}

// percent is the GOGC value while so many bytes are alive.
func percent(live uint64, share int) int {
	if live == 0 {
		return most
	}
	room := int(min(Room*100/live, 10*most)) - 100
	return max(share, min(room, most))
}

// follow measures the heap after each collection: the finalizer of an object
// that nothing refers to runs then, and leaves the next one.
func follow(share int) {
	mark := new([16]byte)
	runtime.SetFinalizer(mark, func(*[16]byte) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		if metrics.Read(sample); sample[0].Value.Kind() == metrics.KindUint64 {
			debug.SetGCPercent(percent(sample[0].Value.Uint64(), share))
		}
		follow(share)
	})
}
