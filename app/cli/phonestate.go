package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"loginscope/proxy/phone/device"
)

type phoneStateCmd struct {
	Serial string `arg:"" optional:"" name:"serial" help:"${arg_serial}"`
	JSON   bool   `help:"${flag_json}"`
}

// phoneStateDoc is a phone's state in JSON; docs/json.md describes it.
type phoneStateDoc struct {
	Serial string `json:"serial"`
	device.State
	// SkewSeconds is the phone's clock minus ours, null if it was not read.
	SkewSeconds *float64 `json:"skew_seconds"`
	Problems    []string `json:"problems"`
}

func (c *phoneStateCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := phoneEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	serial, err := choose(ctx, t, e, c.Serial)
	if err != nil {
		return err
	}
	s, err := e.PhoneState(ctx, serial)
	if err != nil {
		return err
	}
	problems := t.hinders(s)
	if c.JSON {
		err = t.json(newPhoneStateDoc(serial, s, problems))
	} else {
		t.state(serial, s, problems)
	}
	if err == nil && len(problems) > 0 {
		return errProblems
	}
	return err
}

func newPhoneStateDoc(serial string, s device.State, problems []string) phoneStateDoc {
	doc := phoneStateDoc{Serial: serial, State: s, Problems: append([]string{}, problems...)}
	if s.SkewKnown {
		sec := math.Round(s.Skew.Seconds()*10) / 10
		doc.SkewSeconds = &sec
	}
	return doc
}

// maxSkew is the difference of clocks that is worth a word. The gateway
// refuses requests that are 15 minutes off; certificates fail by the minute.
const maxSkew = time.Minute

// hinders lists what of a phone's state keeps a login from working.
func (t *terminal) hinders(s device.State) []string {
	var out []string
	add := func(bad bool, key string, args ...any) {
		if bad {
			out = append(out, t.T(key, args...))
		}
	}
	add(s.SIM == device.No, "cli.phone.bad_sim")
	add(s.Airplane == device.Yes, "cli.phone.bad_airplane")
	add(s.MobileData == device.No, "cli.phone.bad_data")
	add(s.VPN == device.Yes, "cli.phone.bad_vpn")
	add(s.GlobalProxy != "", "cli.phone.bad_proxy", s.GlobalProxy)
	add(s.SkewKnown && s.Skew.Abs() > maxSkew, "cli.phone.bad_clock", int(s.Skew.Abs().Seconds()))
	return out
}

func (t *terminal) state(serial string, s device.State, problems []string) {
	version := s.Release
	if s.API > 0 {
		version += fmt.Sprintf(" (API %d)", s.API)
	}
	clock := t.T("cli.phone.unknown")
	if s.SkewKnown {
		clock = t.T("cli.phone.skew", int(s.Skew.Round(time.Second).Seconds()))
	}
	none := func(v string) string {
		if v == "" {
			return t.T("cli.phone.no")
		}
		return v
	}
	for _, row := range [][2]string{
		{t.T("cli.phone.f_serial"), serial},
		{t.T("cli.phone.f_model"), strings.TrimSpace(s.Manufacturer + " " + s.Model)},
		{t.T("cli.phone.f_android"), version},
		{t.T("cli.phone.f_sim"), strings.TrimSpace(t.tri(s.SIM) + " " + s.Operator)},
		{t.T("cli.phone.f_roaming"), t.tri(s.Roaming)},
		{t.T("cli.phone.f_data"), t.tri(s.MobileData)},
		{t.T("cli.phone.f_wifi"), t.tri(s.WiFi)},
		{t.T("cli.phone.f_airplane"), t.tri(s.Airplane)},
		{t.T("cli.phone.f_vpn"), t.tri(s.VPN)},
		{t.T("cli.phone.f_proxy"), none(s.GlobalProxy)},
		{t.T("cli.phone.f_clock"), clock},
	} {
		t.entry(0, row[0], row[1])
	}
	for _, p := range problems {
		t.entry(0, t.T("cli.phone.f_problem"), p)
	}
}

func (t *terminal) tri(v device.Tri) string {
	switch v {
	case device.Yes:
		return t.T("cli.phone.yes")
	case device.No:
		return t.T("cli.phone.no")
	}
	return t.T("cli.phone.unknown")
}
