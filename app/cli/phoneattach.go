package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"loginscope/app/engine"
	"loginscope/inspector/report"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/undo"
)

// phoneAttachCmd holds the attachment as long as it runs, so that a phone is
// never left pointing at nothing.
type phoneAttachCmd struct {
	USB    bool   `name:"usb" help:"${flag_usb}" xor:"way" required:""`
	Global bool   `help:"${flag_global}" xor:"way" required:""`
	Cert   bool   `name:"certificate" help:"${flag_certificate}"`
	Serial string `help:"${flag_serial}" placeholder:"SERIAL"`
	Port   string `help:"${flag_attach_port}" default:"8899" placeholder:"PORT"`
}

func (c *phoneAttachCmd) run(ctx context.Context, t *terminal) (err error) {
	port := portNumber(c.Port)
	if port == 0 {
		return t.fault(nil, "port", clip(c.Port))
	}
	address := net.JoinHostPort("127.0.0.1", c.Port)
	if !listens(ctx, address) {
		return t.fault(nil, "nolistener", address)
	}
	e, err := phoneEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	serial, err := choose(ctx, t, e, c.Serial)
	if err != nil {
		return err
	}
	if err := e.AttachUSBTo(ctx, serial, port); err != nil {
		return err
	}
	if c.Global {
		if err := e.AttachGlobal(ctx, serial, address); err != nil {
			return err
		}
		t.say("cli.phone.global", serial, address)
		t.say("cli.phone.globalwarning")
	} else {
		t.say("cli.phone.usb", serial, c.Port)
		t.say("cli.phone.usbnext", c.Port)
	}
	if c.Cert {
		if err := e.InstallCertificate(ctx, serial); err != nil {
			return err
		}
		t.say("cli.phone.pushed", device.CertificatePath)
	}
	t.say("cli.phone.stop")
	<-ctx.Done()
	results, err := e.CleanPhones(context.WithoutCancel(ctx))
	return errors.Join(err, t.cleaned(results, false))
}

// portNumber reads a port, 0 if it is none.
func portNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 65535 {
		return 0
	}
	return n
}

func listens(ctx context.Context, address string) bool {
	d := net.Dialer{Timeout: time.Second}
	c, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	_ = c.Close() // nothing was said
	return true
}

type phoneCleanupCmd struct {
	JSON bool `help:"${flag_json}"`
}

// cleanupRow is one change that was to be undone; docs/json.md describes it.
type cleanupRow struct {
	undo.Entry
	Undone bool   `json:"undone"`
	Error  string `json:"error,omitempty"`
}

func (c *phoneCleanupCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := phoneEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	results, err := e.CleanPhones(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return t.cleaned(results, true)
	}
	if len(results) == 0 {
		t.say("cli.phone.clean")
	}
	return t.cleaned(results, false)
}

// cleaned prints what became of changes; the error is errProblems if one is
// still in force.
func (t *terminal) cleaned(results []undo.Result, asJSON bool) error {
	rows, bad := []cleanupRow{}, false
	for _, r := range results {
		row := cleanupRow{Entry: r.Entry, Undone: r.Err == nil}
		if r.Err != nil {
			row.Error, bad = r.Err.Error(), true
		}
		rows = append(rows, row)
	}
	if asJSON {
		if err := t.json(rows); err != nil {
			return err
		}
	}
	for _, r := range rows {
		what := t.T("cli.phone.change_proxy", r.Value)
		if r.Kind == undo.Reverse {
			what = t.T("cli.phone.change_reverse", r.Port)
		}
		switch {
		case asJSON:
		case r.Undone:
			t.say("cli.phone.undone", r.Serial, what)
		default:
			t.say("cli.phone.notundone", r.Serial, what, r.Error)
		}
	}
	if bad {
		return errProblems
	}
	return nil
}

type phoneLogcatCmd struct {
	Serial  string `help:"${flag_serial}" placeholder:"SERIAL"`
	Session string `help:"${flag_session}" placeholder:"FILE"`
	Reveal  bool   `help:"${flag_reveal}"`
	JSON    bool   `help:"${flag_json}"`
}

// run follows the log until Ctrl-C, then prints the verdicts.
func (c *phoneLogcatCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: c.Session == ""})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	serial, err := choose(ctx, t, e, c.Serial)
	if err != nil {
		return err
	}
	if c.Session != "" {
		if err := e.NewSession(ctx, c.Session); err != nil {
			return err
		}
	}
	if err := c.follow(ctx, t, e, serial); err != nil {
		e.Abandon()
		return err
	}
	return c.finish(ctx, t, e, serial)
}

func (c *phoneLogcatCmd) follow(ctx context.Context, t *terminal, e *engine.Engine, serial string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := e.FollowLog(ctx, serial)
		cancel()
		done <- err
	}()
	t.say("cli.phone.following", serial)
	t.say("cli.phone.stop")
	t.lines(ctx, e)
	return <-done
}

// lines shows the number of log lines until ctx ends: on a terminal in one
// line that is rewritten, elsewhere once when the first one came.
func (t *terminal) lines(ctx context.Context, e *engine.Engine) {
	changed, stop := e.Subscribe()
	defer stop()
	shown := 0
	for {
		if r := e.Report(); r != nil && r.Summary.LogLines > shown {
			if t.live {
				fmt.Fprintf(t.err, "\r\x1b[K%s", t.T("cli.phone.lines", r.Summary.LogLines, len(r.Flows)))
			} else if shown == 0 {
				t.say("cli.phone.arrives")
			}
			shown = r.Summary.LogLines
		}
		select {
		case <-ctx.Done():
			if t.live && shown > 0 {
				fmt.Fprintln(t.err)
			}
			return
		case <-changed:
		}
	}
}

func (c *phoneLogcatCmd) finish(ctx context.Context, t *terminal, e *engine.Engine, serial string) error {
	ctx, cancel := lastWork(ctx)
	defer cancel()
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	r := e.Report()
	if r == nil {
		return nil
	}
	o := t.report(c.Reveal,
		[]report.Source{{Name: "logcat " + serial, Kind: "logcat", Read: r.Summary.LogLines, Kept: r.Summary.LogLines}})
	write := report.Text
	if c.JSON {
		write = report.JSON
	}
	if err := write(t.out, *r, o); err != nil {
		return err
	}
	if r.Problems() {
		return errProblems
	}
	return nil
}
