package engine

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"loginscope/proxy/phone/admit"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/known"
)

// This file holds what is kept of devices: which of them a person allowed, and
// what they reported of their clock.

// maxClocks limits the devices whose clocks are kept.
const maxClocks = 256

func hintOf(waiting []admit.Waiting, device string) string {
	for _, w := range waiting {
		if w.Address == device {
			return w.Hint
		}
	}
	return ""
}

// describe identifies a device by what this machine knows of it.
func (e *Engine) describe(a netip.Addr) known.Device {
	d := known.Device{Hardware: e.cfg.Hardware(e.life, a), Address: a.String(), Last: e.cfg.Now()}
	if d.Hardware == "" {
		d.Network = e.cfg.Network(e.life, a)
	}
	return d
}

// remember keeps that a person allowed a device. That it could not be kept is
// no reason to turn the device away.
func (e *Engine) remember(address, hint string) {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return
	}
	d := e.describe(a.Unmap().WithZone(""))
	d.Since, d.Hint = d.Last, hint
	if _, err := e.devices.Add(d); err != nil {
		e.cfg.Log.Warn("remember an allowed device", "err", err)
	}
	e.readDevices()
}

// recognise says whether a device was allowed at another time; see
// admit.List.Recognise.
func (e *Engine) recognise(a netip.Addr) bool {
	if list, err := e.devices.List(); err != nil || len(list) == 0 {
		return false // and the neighbour table need not be asked
	}
	ok, err := e.devices.Seen(e.describe(a))
	if err != nil {
		e.cfg.Log.Warn("look for an allowed device", "err", err)
	}
	if ok {
		e.letIn(a.String())
		e.readDevices()
	}
	return ok
}

// forget takes a device off the list, by address or hardware address, and
// returns its address.
func (e *Engine) forget(key string) string {
	list, err := e.devices.List()
	if err != nil || len(list) == 0 {
		return key
	}
	address := key
	if i := slices.IndexFunc(list, func(d known.Device) bool { return d.Is(key) }); i >= 0 {
		address = list[i].Address
	}
	if _, err := e.devices.Forget(key); err != nil {
		e.cfg.Log.Warn("forget an allowed device", "err", err)
	}
	e.readDevices()
	return address
}

// readDevices brings Status up to date.
func (e *Engine) readDevices() {
	list, err := e.devices.List()
	if err == nil {
		e.set(func() { e.remembered = list })
	}
}

// Remembered lists the devices that a person allowed, in this program or
// another one on this machine, the newest first.
func (e *Engine) Remembered() ([]known.Device, error) { return e.devices.List() }

// Forget takes a remembered device off the list, by known.Device.Key or
// address. It reports whether there was one.
func (e *Engine) Forget(key string) (bool, error) {
	list, err := e.devices.List()
	if err != nil {
		return false, err
	}
	hit := slices.ContainsFunc(list, func(d known.Device) bool { return d.Is(key) })
	e.Revoke(key)
	return hit, nil
}

// visited notes that a device's browser has the portal's page, and what the page
// reported of its clock.
func (e *Engine) visited(device string, ahead time.Duration) {
	fresh := false
	e.set(func() {
		if fresh = !e.visitors[device] && len(e.visitors) < maxClocks; fresh {
			e.visitors[device] = true
		}
	})
	if fresh {
		e.refresh()
	}
	e.heardClock(device, ahead)
}

// heardClock keeps what a device reported of its clock, for the verdicts.
func (e *Engine) heardClock(device string, ahead time.Duration) {
	fresh := false
	e.set(func() {
		before, ok := e.clocks[device]
		if !ok && len(e.clocks) >= maxClocks {
			return
		}
		e.clocks[device] = ahead
		fresh = !ok || (ahead-before).Abs() > time.Minute
	})
	if fresh {
		e.refresh()
	}
}

// askClock asks a phone that is attached by USB for its clock. Its traffic
// comes from this machine's own address; that it does not answer is no failure.
func (e *Engine) askClock(ctx context.Context, serial string) {
	s, err := device.Read(ctx, device.On(e.cfg.ADB, serial), e.cfg.Now)
	if err == nil && s.SkewKnown {
		e.heardClock(usbDevice, s.Skew)
	}
}

// usbDevice is where the traffic of a phone behind adb reverse comes from.
const usbDevice = "127.0.0.1"
