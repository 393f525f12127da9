package replay

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 900 * time.Millisecond: "1 s", 90 * time.Second: "1 min 30 s", 11 * time.Minute: "11 min",
		-2 * time.Minute: "2 min", 25*time.Hour + time.Minute: "1 d 1 h", time.Hour + time.Second: "1 h",
	} {
		if got := span(d).EN; got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
	if got := span(90 * time.Second).ZH; got != "1 分钟 30 秒" {
		t.Errorf("got %q", got)
	}
}
