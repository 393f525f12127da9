package cli

import (
	"testing"
	"time"
)

func TestZoneOf(t *testing.T) {
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		in      string
		seconds int
		bad     bool
	}{
		{"+8", 8 * 3600, false}, {"+08:00", 8 * 3600, false}, {"UTC+8", 8 * 3600, false}, {"GMT-0530", -19800, false},
		{"utc", 0, false}, {"Asia/Shanghai", 8 * 3600, false}, {"+15", 0, true}, {"+8:99", 0, true},
		{"Mars/Base", 0, true}, {"8", 0, true},
	} {
		l, err := zoneOf(tt.in)
		if (err != nil) != tt.bad {
			t.Errorf("%q: %v", tt.in, err)
			continue
		}
		if err != nil {
			continue
		}
		if _, got := at.In(l).Zone(); got != tt.seconds {
			t.Errorf("%q: %d s", tt.in, got)
		}
	}
	if l, err := zoneOf(""); err != nil || l != time.Local {
		t.Errorf("no zone: %v, %v", l, err)
	}
}

func TestZoneName(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"+8", "UTC+08:00"}, {"Asia/Shanghai", "Asia/Shanghai (UTC+08:00)"}, {"utc", "UTC+00:00"},
	} {
		l, err := zoneOf(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := zoneName(l); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
