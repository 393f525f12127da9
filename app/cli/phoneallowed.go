package cli

import (
	"context"
	"errors"
	"fmt"

	"loginscope/inspector/report/cells"
	"loginscope/proxy/phone/known"
)

// phoneAllowedCmd lists the devices that were allowed and are remembered, and
// forgets them.
type phoneAllowedCmd struct {
	Forget []string `help:"${flag_forget}" placeholder:"ADDR" xor:"what"`
	None   bool     `name:"forget-all" help:"${flag_forget_all}" xor:"what"`
	JSON   bool     `help:"${flag_json}"`
}

// allowedRow is one remembered device; docs/json.md describes it.
type allowedRow struct {
	known.Device
	// Private is true for a hardware address that the phone made up.
	Private bool `json:"private"`
}

func (c *phoneAllowedCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := phoneEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	list, err := e.Remembered()
	if err != nil {
		return err
	}
	keys := c.Forget
	if c.None {
		for _, d := range list {
			keys = append(keys, d.Key())
		}
	}
	for _, k := range keys {
		hit, err := e.Forget(k)
		switch {
		case err != nil:
			return err
		case !hit:
			return t.fault(nil, "notallowed", clip(k))
		}
		t.say("cli.phone.forgotten", k)
	}
	if len(keys) > 0 {
		return nil
	}
	return c.print(t, list)
}

func (c *phoneAllowedCmd) print(t *terminal, list []known.Device) error {
	if c.JSON {
		rows := []allowedRow{}
		for _, d := range list {
			rows = append(rows, allowedRow{d, d.Private()})
		}
		return t.json(rows)
	}
	for _, d := range list {
		note := ""
		if d.Private() {
			note = t.T("cli.phone.private")
		}
		fmt.Fprintf(t.out, "%s  %s  %s  %s%s\n", cells.Pad(cells.Tame(d.Key()), 18),
			cells.Pad(cells.Tame(d.Address), 16),
			d.Last.Local().Format("2006-01-02 15:04"), cells.Tame(d.Hint), note)
	}
	if len(list) == 0 {
		t.say("cli.phone.noneallowed")
		return nil
	}
	if err := t.flush(); err != nil {
		return err
	}
	t.say("cli.phone.allowedrisk")
	return nil
}
