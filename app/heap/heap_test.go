package heap

import (
	"runtime/debug"
	"testing"
)

func TestPercent(t *testing.T) {
	for _, tt := range []struct {
		live  uint64
		share int
		want  int
	}{
		{0, 100, most}, {4 << 20, 100, most}, {16 << 20, 100, 200}, {24 << 20, 50, 100},
		{32 << 20, 50, 50}, {40 << 20, 100, 100}, {1 << 30, 50, 50}, {1 << 30, 100, 100},
	} {
		if got := percent(tt.live, tt.share); got != tt.want {
			t.Errorf("%d MB alive, share %d: got %d, want %d", tt.live>>20, tt.share, got, tt.want)
		}
	}
}

// TestPercentKeepsToRoom: the share leads beyond Room only when it must.
func TestPercentKeepsToRoom(t *testing.T) {
	for live := uint64(1 << 20); live < 200<<20; live += 1 << 20 {
		top := live + live*uint64(percent(live, 50))/100
		if top > max(Room, live+live/2)+1<<20 {
			t.Errorf("%d MB alive: may grow to %d MB", live>>20, top>>20)
		}
	}
}

func TestGOGCVariableWins(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "80")
	Pace(50)
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("the program set %d although GOGC is set", got)
	}
}
