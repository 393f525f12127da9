package app

import (
	"os"
	"runtime/debug"
)

// gcPercent is how much the heap may grow before it is collected. A long list
// of exchanges makes it large and long-lived; at Go's usual 100 as much again
// would lie idle. With half of it, 100,000 exchanges take 124 MB above the
// empty window instead of 173 (make bench-ui), at no wait that can be measured.
const gcPercent = 50

// saveMemory applies gcPercent, unless the person who starts the program
// decides with GOGC.
func saveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
