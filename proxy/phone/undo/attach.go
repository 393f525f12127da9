package undo

import (
	"context"
	"time"

	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
)

// SetProxy sets a phone's global proxy, remembered first.
func (j *Journal) SetProxy(ctx context.Context, c *adb.Client, serial, address string, now time.Time) error {
	if err := j.Add(Entry{Serial: serial, Kind: GlobalProxy, Value: address, Since: now}); err != nil {
		return err
	}
	return device.SetGlobalProxy(ctx, device.On(c, serial), address)
}

// Reverse makes a reverse forward, remembered first: a proxy on 127.0.0.1 and
// the phone's port then reaches the local port of this machine.
func (j *Journal) Reverse(ctx context.Context, c *adb.Client, serial string, phonePort, localPort int,
	now time.Time) error {
	if err := j.Add(Entry{Serial: serial, Kind: Reverse, Port: phonePort, Since: now}); err != nil {
		return err
	}
	return c.Reverse(ctx, serial, phonePort, localPort)
}
