package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector/ruleset"
)

type labFromCmd struct {
	File           string  `arg:"" name:"bundle" help:"${arg_bundle}"`
	Output         string  `short:"o" help:"${flag_scenario_output}" placeholder:"FILE"`
	PassphraseFile string  `help:"${flag_passphrase_file}" placeholder:"FILE"`
	Session        string  `help:"${flag_session}" placeholder:"FILE"`
	Pace           float64 `help:"${flag_pace}" default:"1" placeholder:"N"`
	JSON           bool    `help:"${flag_json}"`
}

func (c *labFromCmd) run(ctx context.Context, t *terminal) error {
	s, err := c.scenario(ctx, t)
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := writeScenario(c.Output, s); err != nil {
			return err
		}
		t.say("cli.lab.saved", c.Output)
	}
	play := labRunCmd{Session: c.Session, Pace: c.Pace, JSON: c.JSON}
	return play.one(ctx, t, s)
}

// scenario makes one of the bundle or session.
func (c *labFromCmd) scenario(ctx context.Context, t *terminal) (s lab.Scenario, err error) {
	e, err := engine.New(ctx, engine.Config{
		Rules: ruleset.Default(), Temporary: true, Passphrase: t.unsealing(c.PassphraseFile),
	})
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	if err := e.OpenSession(ctx, c.File); err != nil {
		return s, err
	}
	return e.CaseScenario(ctx, scenarioName(c.File))
}

// scenarioName is a file's name in the letters of a scenario's.
func scenarioName(file string) string {
	stem, _, _ := strings.Cut(strings.ToLower(filepath.Base(file)), ".")
	stem = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, stem), "-")
	if stem == "" {
		return "case"
	}
	return stem
}

// writeScenario writes a file that is whole or not there.
func writeScenario(path string, s lab.Scenario) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(lab.WriteScenario(f, s), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func readScenario(t *terminal, path string) (lab.Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return lab.Scenario{}, err
	}
	defer f.Close()
	s, err := lab.ReadScenario(io.Reader(f))
	if err != nil {
		return s, t.fault(err, "scenariofile", clip(path), err)
	}
	return s, nil
}
