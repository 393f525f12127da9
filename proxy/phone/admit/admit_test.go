package admit

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

func TestOnlyAllowedDevicesGetIn(t *testing.T) {
	calls := 0
	now := time.Unix(1e9, 0)
	l, err := New([]string{"192.168.1.7", "10.1.0.0/16"}, func() time.Time { now = now.Add(time.Second); return now },
		func() { calls++ })
	if err != nil {
		t.Fatal(err)
	}
	for device, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "192.168.1.7": true, "::ffff:192.168.1.7": true, "10.1.2.3": true,
		"192.168.1.8": false, "10.2.0.1": false, "fe80::1%wlan0": false, "": false, "phone": false,
	} {
		if got := l.Admit(device); got != want {
			t.Errorf("%q: got %v", device, got)
		}
	}
	if calls != 3 || len(l.Waiting()) != 3 {
		t.Errorf("%d calls, waiting %+v", calls, l.Waiting())
	}
	l.Admit("192.168.1.8")
	if calls != 3 {
		t.Error("a known device was announced again")
	}
	if !l.Allow("192.168.1.8") || !l.Admit("192.168.1.8") || len(l.Waiting()) != 2 {
		t.Error("allowing had no effect")
	}
	if l.Revoke("192.168.1.8"); l.Admit("192.168.1.8") {
		t.Error("revoking had no effect")
	}
}

func TestBothListsAreBounded(t *testing.T) {
	l, err := New(nil, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 * MaxAllowed {
		l.Admit(fmt.Sprintf("10.0.%d.%d", i/200, i%200))
		l.Allow(fmt.Sprintf("10.9.%d.%d", i/200, i%200))
	}
	if n := len(l.Waiting()); n != MaxWaiting {
		t.Errorf("%d wait", n)
	}
	if len(l.allowed) != MaxAllowed || l.Allow("10.8.0.1") {
		t.Errorf("%d are allowed", len(l.allowed))
	}
}

func TestABadListIsRefused(t *testing.T) {
	if _, err := New([]string{"my-phone"}, time.Now, nil); err == nil {
		t.Error("a name was taken for an address")
	}
}

// TestPreviouslyAllowedDevice is let in by its first request, or by a later
// one where the look-up came too early; and no device is asked for all the time.
func TestPreviouslyAllowedDevice(t *testing.T) {
	now := time.Unix(1e9, 0)
	l, err := New(nil, func() time.Time { return now }, nil)
	if err != nil {
		t.Fatal(err)
	}
	asked, ready := 0, false
	l.Recognise = func(a netip.Addr) bool {
		asked++
		return a.String() == "192.168.1.7" || a.String() == "192.168.1.9" && ready
	}
	if !l.Admit("192.168.1.7") || !l.Admit("::ffff:192.168.1.7") || asked != 1 || len(l.Waiting()) != 0 {
		t.Errorf("asked %d times, waiting %+v", asked, l.Waiting())
	}
	for range 50 {
		if l.Admit("192.168.1.9") {
			t.Fatal("a stranger was let in")
		}
	}
	if asked != 2 || len(l.Waiting()) != 1 || l.Waiting()[0].Tries != 50 {
		t.Errorf("asked %d times, waiting %+v", asked, l.Waiting())
	}
	ready, now = true, now.Add(time.Minute)
	if !l.Admit("192.168.1.9") || len(l.Waiting()) != 0 {
		t.Error("it was not looked up again")
	}
	if l.Revoke("192.168.1.7"); !l.Admit("192.168.1.7") {
		t.Error("whoever revokes must make Recognise forget, too") // this list does not know of it
	}
}
