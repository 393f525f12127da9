package adb

import (
	"context"
	"strings"
)

// Device is one line of the device list.
type Device struct {
	Serial string `json:"serial"`
	State  State  `json:"state"`
	Model  string `json:"model,omitempty"`
	// Product and Transport are as adb gives them.
	Product   string `json:"product,omitempty"`
	Transport string `json:"transport,omitempty"`
}

// State is adb's own word for a device's state.
type State string

// The states (AOSP adb, ConnectionState).
const (
	Online        State = "device"
	Unauthorized  State = "unauthorized"
	Authorizing   State = "authorizing"
	Offline       State = "offline"
	Connecting    State = "connecting"
	NoPermissions State = "no permissions"
	Recovery      State = "recovery"
	Sideload      State = "sideload"
	Bootloader    State = "bootloader"
)

// Devices lists what the server knows, ready or not.
func (c *Client) Devices(ctx context.Context) ([]Device, error) {
	s, err := c.host(ctx, "host:devices-l")
	if err != nil {
		return nil, err
	}
	return parseDevices(s), nil
}

// Watch calls changed with the list now and after every change, until the
// context ends or the server goes away.
func (c *Client) Watch(ctx context.Context, changed func([]Device)) error {
	l, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.request("host:track-devices-l"); err != nil {
		return withContext(ctx, err)
	}
	for {
		s, err := l.text()
		if err != nil {
			return withContext(ctx, err)
		}
		changed(parseDevices(s))
	}
}

func parseDevices(s string) []Device {
	var out []Device
	for line := range strings.Lines(s) {
		if d, ok := parseDevice(strings.TrimSpace(line)); ok {
			out = append(out, d)
		}
	}
	return out
}

// parseDevice reads "SERIAL STATE key:value ...". The state "no permissions"
// carries a sentence with blanks behind it.
func parseDevice(line string) (Device, bool) {
	serial, rest, ok := strings.Cut(line, " ")
	if tab, after, cut := strings.Cut(line, "\t"); cut && len(tab) < len(serial) {
		serial, rest, ok = tab, after, true
	}
	rest = strings.TrimSpace(rest)
	if !ok || serial == "" || rest == "" {
		return Device{}, false
	}
	d := Device{Serial: serial}
	if strings.HasPrefix(rest, string(NoPermissions)) {
		d.State = NoPermissions
		return d, true
	}
	words := strings.Fields(rest)
	d.State = State(words[0])
	for _, w := range words[1:] {
		k, v, _ := strings.Cut(w, ":")
		switch k {
		case "model":
			d.Model = strings.ReplaceAll(v, "_", " ")
		case "product":
			d.Product = v
		case "transport_id":
			d.Transport = v
		}
	}
	return d, true
}

// Features lists what a device's adbd can do, for example "shell_v2".
func (c *Client) Features(ctx context.Context, serial string) ([]string, error) {
	s, err := c.host(ctx, "host-serial:"+serial+":features")
	if err != nil {
		return nil, err
	}
	return strings.Split(s, ","), nil
}
