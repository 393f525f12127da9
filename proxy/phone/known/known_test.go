package known

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, list ...Device) *AllowList {
	t.Helper()
	b := Open(filepath.Join(t.TempDir(), "new", "devices.json"))
	for i, d := range list {
		d.Since, d.Last = noon.Add(time.Duration(i)*time.Minute), noon.Add(time.Duration(i)*time.Minute)
		if ok, err := b.Add(d); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	return b
}

// TestKnownDevices has devices that pass for a remembered one and devices that
// do not.
func TestKnownDevices(t *testing.T) {
	const home, cafe = "02:00:00:00:00:01", "02:00:00:00:00:02"
	b := open(t, Device{Hardware: "d8:0b:9a:11:22:33", Address: "192.168.1.7", Hint: "Samsung"}, Device{
		Address: "192.168.1.9",
		Network: home,
	})
	for _, tt := range []struct {
		name string
		d    Device
		want bool
	}{
		{"the same phone", Device{Hardware: "D8:0B:9A:11:22:33", Address: "192.168.1.7"}, true},
		{"with another address", Device{Hardware: "d8:0b:9a:11:22:33", Address: "10.0.0.4"}, true},
		{"another phone with its address", Device{Hardware: "9e:00:00:00:00:09", Address: "192.168.1.7", Network: home},
			false},
		{"its address, hardware unknown", Device{Address: "192.168.1.7", Network: home}, false},
		{"by address in its network", Device{Address: "192.168.1.9", Network: home}, true},
		{"by address in another network", Device{Address: "192.168.1.9", Network: cafe}, false},
		{"by address in a network that is not known", Device{Address: "192.168.1.9"}, false},
		{"nothing", Device{}, false},
	} {
		if got, err := b.Seen(tt.d); err != nil || got != tt.want {
			t.Errorf("%s: known %v, %v", tt.name, got, err)
		}
	}
	list, err := Open(b.path).List() // another start
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, d := range list {
		if d.Hardware != "" && (d.Address != "10.0.0.4" || d.Hint != "Samsung" || !d.Since.Equal(noon)) {
			t.Errorf("after it was seen again: %+v", d)
		}
	}
	if info, err := os.Stat(b.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
}

func TestForget(t *testing.T) {
	b := open(t, Device{Hardware: "d8:0b:9a:11:22:33", Address: "192.168.1.7"}, Device{
		Hardware: "9e:0b:9a:11:22:33",
		Address:  "192.168.1.8",
	})
	for key, want := range map[string]bool{"192.168.1.99": false, "D8:0B:9A:11:22:33": true, "192.168.1.8": true} {
		if got, err := b.Forget(key); err != nil || got != want {
			t.Errorf("forget %s: %v %v", key, got, err)
		}
	}
	if list, err := b.List(); err != nil || len(list) != 0 {
		t.Errorf("left: %+v %v", list, err)
	}
}

func TestKnownListIsLimited(t *testing.T) {
	var all []Device
	for i := range Max + 10 {
		all = append(all, Device{Hardware: fmt.Sprintf("d8:00:00:00:00:%02x", i), Address: "192.168.1.7"})
	}
	list, err := open(t, all...).List()
	if err != nil || len(list) != Max || list[0].Hardware != all[len(all)-1].Hardware ||
		list[Max-1].Hardware != all[10].Hardware {
		t.Errorf("%d devices, %v", len(list), err)
	}
}

func TestIndistinctDeviceIsNotRemembered(t *testing.T) {
	b := Open(filepath.Join(t.TempDir(), "devices.json"))
	if ok, err := b.Add(Device{Address: "192.168.1.7"}); ok || err != nil {
		t.Error(ok, err)
	}
	if _, err := os.Stat(b.path); err == nil {
		t.Error("a file was made for nothing")
	}
	if err := os.WriteFile(b.path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.List(); err == nil {
		t.Error("a damaged file was read")
	}
	if _, err := b.Add(Device{Hardware: "d8:00:00:00:00:01"}); err == nil {
		t.Error("a damaged file was overwritten")
	}
}

func TestPrivate(t *testing.T) {
	for mac, want := range map[string]bool{"d8:0b:9a:11:22:33": false, "da:0b:9a:11:22:33": true,
		"02:00:00:00:00:01": true, "": false} {
		if got := (Device{Hardware: mac}).Private(); got != want {
			t.Errorf("%s: %v", mac, got)
		}
	}
}
