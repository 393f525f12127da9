// Package device reads and changes the state of one phone over adb: what a
// login depends on (SIM, mobile data, Wi-Fi, VPN, clock, proxy), the installed
// app, and the proxy settings that an attachment needs. Everything that it
// changes is written to a Journal first, so that it can be undone.
package device

import (
	"bufio"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"loginscope/proxy/phone/adb"
)

// Shell runs one command on the phone; *adb.Client bound to a serial is one.
type Shell func(ctx context.Context, command string) (adb.Output, error)

// On binds a client to one device.
func On(c *adb.Client, serial string) Shell {
	return func(ctx context.Context, command string) (adb.Output, error) { return c.Shell(ctx, serial, command) }
}

// Tri is a fact that may be unknown.
type Tri string

// The values of a Tri.
const (
	Unknown Tri = "unknown"
	Yes     Tri = "yes"
	No      Tri = "no"
)

func tri(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// State is what a login on this phone depends on.
type State struct {
	Model        string `json:"model,omitempty"`
	Manufacturer string `json:"manufacturer,omitempty"`
	// Release is the Android version ("14"), API its level (34), 0 if unknown.
	Release string `json:"release,omitempty"`
	API     int    `json:"api,omitempty"`
	// Skew is the phone's clock minus ours; SkewKnown says whether it was read.
	Skew      time.Duration `json:"-"`
	SkewKnown bool          `json:"-"`

	SIM        Tri    `json:"sim"`
	Operator   string `json:"operator,omitempty"` // as the SIM names it
	OperatorID string `json:"operator_id,omitempty"`
	MobileData Tri    `json:"mobile_data"`
	WiFi       Tri    `json:"wifi"`
	Airplane   Tri    `json:"airplane"`
	VPN        Tri    `json:"vpn"`
	Roaming    Tri    `json:"roaming"`

	// GlobalProxy is "host:port", "" for none. It catches cellular-bound
	// calls too, which breaks the login.
	GlobalProxy string `json:"global_proxy,omitempty"`
}

// Read asks the phone for all of it. A fact that the phone does not report
// stays unknown; only a phone that does not answer is an error.
func Read(ctx context.Context, sh Shell, now func() time.Time) (State, error) {
	props, err := properties(ctx, sh)
	if err != nil {
		return State{}, fmt.Errorf("read phone state: %w", err)
	}
	s := State{
		Model: props["ro.product.model"], Manufacturer: props["ro.product.manufacturer"],
		Release: props["ro.build.version.release"], API: atoi(props["ro.build.version.sdk"]),
		SIM: simState(props["gsm.sim.state"]), Operator: first(props["gsm.sim.operator.alpha"]),
		OperatorID: first(props["gsm.sim.operator.numeric"]),
		Roaming:    boolState(first(props["gsm.operator.isroaming"])),
	}
	s.MobileData = s.setting(ctx, sh, "mobile_data")
	s.WiFi = s.setting(ctx, sh, "wifi_on")
	s.Airplane = s.setting(ctx, sh, "airplane_mode_on")
	s.VPN = vpn(ctx, sh)
	s.Skew, s.SkewKnown = skew(ctx, sh, now)
	if s.GlobalProxy, err = GlobalProxy(ctx, sh); err != nil {
		return State{}, err
	}
	return s, nil
}

// properties reads `getprop`: one "[name]: [value]" a line.
func properties(ctx context.Context, sh Shell) (map[string]string, error) {
	out, err := sh(ctx, "getprop")
	if err != nil {
		return nil, err
	}
	props := map[string]string{}
	sc := bufio.NewScanner(strings.NewReader(out.Stdout))
	for sc.Scan() {
		name, value, ok := strings.Cut(sc.Text(), "]: [")
		if ok {
			props[strings.TrimPrefix(name, "[")] = strings.TrimSuffix(value, "]")
		}
	}
	return props, nil
}

func (State) setting(ctx context.Context, sh Shell, key string) Tri {
	v, err := setting(ctx, sh, key)
	if err != nil || v == "" {
		return Unknown
	}
	return tri(v != "0")
}

// setting returns a global setting, "" if it is not set.
func setting(ctx context.Context, sh Shell, key string) (string, error) {
	out, err := sh(ctx, "settings get global "+key)
	if err != nil {
		return "", err
	}
	if out.Exit != 0 {
		return "", fmt.Errorf("read setting %q: %s", key, strings.TrimSpace(out.Stdout+out.Stderr))
	}
	v := strings.TrimSpace(out.Stdout)
	if v == "null" {
		v = ""
	}
	return v, nil
}

// simState reads gsm.sim.state, a list with one word a slot.
func simState(v string) Tri {
	if v == "" {
		return Unknown
	}
	return tri(strings.Contains(v, "LOADED") || strings.Contains(v, "READY") && !strings.Contains(v, "NOT_READY"))
}

func boolState(v string) Tri {
	switch v {
	case "true":
		return Yes
	case "false":
		return No
	}
	return Unknown
}

// vpn looks for a connected VPN network in the connectivity service's dump.
func vpn(ctx context.Context, sh Shell) Tri {
	out, err := sh(ctx, "dumpsys connectivity")
	if err != nil || out.Exit != 0 || out.Stdout == "" {
		return Unknown
	}
	for line := range strings.Lines(out.Stdout) {
		if strings.Contains(line, "NetworkAgentInfo") && strings.Contains(line, "VPN") &&
			strings.Contains(line, "CONNECTED") {
			return Yes
		}
	}
	return No
}

// skew compares the phone's clock with the middle of the call.
func skew(ctx context.Context, sh Shell, now func() time.Time) (time.Duration, bool) {
	before := now()
	out, err := sh(ctx, "date +%s")
	if err != nil || out.Exit != 0 {
		return 0, false
	}
	sec, err := strconv.ParseInt(strings.TrimSpace(out.Stdout), 10, 64)
	if err != nil {
		return 0, false
	}
	mid := before.Add(now().Sub(before) / 2)
	return time.Unix(sec, 0).Add(500 * time.Millisecond).Sub(mid), true // the phone reports whole seconds
}

func first(v string) string {
	v, _, _ = strings.Cut(v, ",")
	return v
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
