// Package known remembers which devices a person allowed to use the proxy, in
// one file, so that they need not be allowed again at the next start.
//
// The law: a device is known by its hardware address. Where that cannot be
// read, it is known by its network address within one network, which is identified
// by its router's hardware address; where that cannot be read either, nothing
// is remembered. A phone that makes up a new hardware address is a stranger.
// Whoever can forge a hardware address on the network can pass for a device:
// the list spares questions among colleagues and is no lock.
package known

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Max limits the list; the device that was let in longest ago makes room.
const Max = 64

// Device is one that a person allowed.
type Device struct {
	// Hardware is its address on the link, "aa:bb:cc:dd:ee:ff"; "" if unknown.
	Hardware string `json:"hardware,omitempty"`
	// Address is its newest network address.
	Address string `json:"address"`
	// Network is the hardware address of the network's router, set only where
	// Hardware is not known.
	Network string `json:"network,omitempty"`
	// Hint is what its requests say of it, such as "Xiaomi, Android 14".
	Hint  string    `json:"hint,omitempty"`
	Since time.Time `json:"since"`
	Last  time.Time `json:"last"` // when it was let in last
}

// Key names the device in Forget: its hardware address, or else its network
// address.
func (d Device) Key() string { return cmp.Or(d.Hardware, d.Address) }

// Private reports whether the phone made its hardware address up (IEEE 802,
// locally administered), as Android does for each network.
func (d Device) Private() bool {
	return len(d.Hardware) > 1 && strings.ContainsRune("2367abefABEF", rune(d.Hardware[1]))
}

// Is reports whether a key, or the network address, names the device.
func (d Device) Is(key string) bool { return strings.EqualFold(d.Key(), key) || d.Address == key }

// same reports whether two descriptions are of one device.
func (d Device) same(o Device) bool {
	if d.Hardware != "" || o.Hardware != "" {
		return strings.EqualFold(d.Hardware, o.Hardware)
	}
	return d.Network != "" && d.Network == o.Network && d.Address == o.Address
}

// AllowList is the list in its file. It is safe for concurrent use; of several
// programs that write at once the last one wins.
type AllowList struct {
	path string
	mu   sync.Mutex
}

// Open uses the file at path, which need not exist.
func Open(path string) *AllowList { return &AllowList{path: path} }

// List returns the devices, the newest first.
func (b *AllowList) List() ([]Device, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.read()
}

// Add remembers a device; it reports false for one that cannot be distinguished
// from others.
func (b *AllowList) Add(d Device) (bool, error) {
	if d.Hardware == "" && d.Network == "" {
		return false, nil
	}
	return true, b.change(func(list []Device) []Device {
		list = slices.DeleteFunc(list, d.same)
		return append([]Device{d}, list...)
	})
}

// Seen reports whether a device is known, and notes that it was let in.
func (b *AllowList) Seen(d Device) (bool, error) {
	list, err := b.List()
	i := slices.IndexFunc(list, d.same)
	if err != nil || i < 0 {
		return false, err
	}
	d.Since, d.Hint = list[i].Since, cmp.Or(d.Hint, list[i].Hint)
	_, err = b.Add(d)
	return true, err
}

// Forget takes a device, or all that have the key, off the list. It reports
// whether there was one.
func (b *AllowList) Forget(key string) (found bool, err error) {
	err = b.change(func(list []Device) []Device {
		return slices.DeleteFunc(list, func(d Device) bool {
			found = found || d.Is(key)
			return d.Is(key)
		})
	})
	return found, err
}

func (b *AllowList) change(f func([]Device) []Device) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	list, err := b.read()
	if err != nil {
		return err
	}
	list = f(list)
	slices.SortStableFunc(list, func(a, c Device) int { return c.Last.Compare(a.Last) })
	return b.write(list[:min(len(list), Max)])
}

func (b *AllowList) read() ([]Device, error) {
	raw, err := os.ReadFile(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read allowed devices: %w", err)
	}
	var list []Device
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("read allowed devices in %q: %w", b.path, err)
	}
	return list[:min(len(list), Max)], nil
}

// write replaces the file as a whole.
func (b *AllowList) write(list []Device) error {
	raw, err := json.MarshalIndent(append([]Device{}, list...), "", " ")
	if err != nil {
		return fmt.Errorf("write allowed devices: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		return fmt.Errorf("write allowed devices: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(b.path), ".devices-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write allowed devices: %w", err)
	}
	_, err = tmp.Write(raw)
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), b.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write allowed devices: %w", err), os.Remove(tmp.Name()))
	}
	return nil
}
