package cli

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"runtime"

	"loginscope/app/engine"
	"loginscope/proxy/phone/guide"
)

// lanFlags are record's flags about phones on the network.
type lanFlags struct {
	Allow             []string `aliases:"device" help:"${flag_allow}" placeholder:"ADDR"`
	Egress            []string `help:"${flag_egress}" placeholder:"NAME=ADDR|IFACE"`
	InterceptCarriers bool     `help:"${flag_intercept_carriers}"`
}

// everyone are the networks that the word any stands for.
var everyone = []string{"0.0.0.0/0", "::/0"}

// options checks the flags and makes capture options of them.
func (f lanFlags) options(t *terminal) (o engine.CaptureOptions, err error) {
	o.InterceptCarriers = f.InterceptCarriers
	for _, a := range f.Allow {
		_, err1 := netip.ParseAddr(a)
		_, err2 := netip.ParsePrefix(a)
		switch {
		case a == "any":
			o.Allow = append(o.Allow, everyone...)
		case err1 != nil && err2 != nil:
			return o, t.fault(err1, "device", clip(a))
		default:
			o.Allow = append(o.Allow, a)
		}
	}
	for _, s := range f.Egress {
		w, err := engine.ParseEgressRule(s)
		if err != nil {
			return o, t.fault(err, "egress", clip(s))
		}
		if !localNow(w.Local) {
			t.say("cli.record.egress_absent", clip(w.Local))
		}
		o.Egress = append(o.Egress, w)
	}
	return o, nil
}

// localNow reports whether an address or interface is of this machine at the
// moment; a tethered phone may come later.
func localNow(local string) bool {
	if _, err := net.InterfaceByName(local); err == nil {
		return true
	}
	ip := net.ParseIP(local)
	if ip == nil {
		return false
	}
	if ip.IsLoopback() {
		return true
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.Equal(ip) {
			return true
		}
	}
	return false
}

// lan says by which addresses phones reach the capture, with the portal's QR
// code, and who may use it.
func (t *terminal) lan(listen string, allowed, remembered int) error {
	reaches, err := engine.Reaches(listen)
	if err != nil {
		return err
	}
	t.say("cli.record.lanwarning")
	if remembered > 0 {
		t.say("cli.record.remembered", remembered)
	}
	if allowed == 0 {
		t.say("cli.record.nodevice")
	} else {
		t.say("cli.record.open")
	}
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return err
	}
	// Standard output is the report's.
	shown := *t
	shown.out = bufio.NewWriter(t.err)
	if !t.live {
		shown.colour = false
	}
	shown.addresses(reaches, guide.Reachability(runtime.GOOS, t.lang(), port), t.live)
	return shown.out.Flush()
}

// printWaiting says once of each device that it waits to be allowed.
func (t *terminal) printWaiting(s engine.Status, reported map[string]bool) {
	for _, w := range s.Waiting {
		if reported[w.Address] || len(reported) >= maxReported {
			continue
		}
		reported[w.Address] = true
		if t.live {
			fmt.Fprint(t.err, "\r\x1b[K")
		}
		who := w.Address
		if w.Hint != "" {
			who += " (" + w.Hint + ")"
		}
		t.say("cli.record.waiting", who, w.Address)
	}
}

// maxReported limits the devices that are reported.
const maxReported = 64
