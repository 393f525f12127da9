package app

import (
	"runtime/debug"
	"testing"
)

func TestGOGCDecidesOverTheProgram(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "80")
	saveMemory()
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("the program set %d although GOGC is set", got)
	}
	t.Setenv("GOGC", "")
	saveMemory()
	if got := debug.SetGCPercent(100); got != gcPercent {
		t.Errorf("got %d, want %d", got, gcPercent)
	}
}
