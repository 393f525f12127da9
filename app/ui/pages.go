package ui

import (
	"loginscope/app/ui/appcheck"
	"loginscope/app/ui/attach"
	"loginscope/app/ui/attempts"
	"loginscope/app/ui/codes"
	"loginscope/app/ui/compare"
	"loginscope/app/ui/exchanges"
	"loginscope/app/ui/findings"
	"loginscope/app/ui/lab"
	"loginscope/app/ui/listing"
	"loginscope/app/ui/look"
	"loginscope/app/ui/page"
	"loginscope/app/ui/playback"
	"loginscope/app/ui/replay"
	"loginscope/app/ui/sessions"
	"loginscope/app/ui/settings"
)

// pages lists the pages in the order of the rail; the first is shown at the start.
// A new page is its package and a line here.
func pages(c *Config, l look.Look) []page.Page {
	lines := listing.Config{Reader: c.Reader, SetView: c.Commands.SetView, Settings: c.Settings, Note: c.Commands.Note}
	return []page.Page{
		attempts.New(lines, attempts.Actions{
			Answer: c.Commands.Answer, Give: c.Commands.Give, Note: c.Commands.Note,
		}),
		exchanges.New(lines),
		findings.New(),
		codes.New(),
		attach.New(attach.Config{Engine: c.Phones, Start: c.Commands.StartCapture, ChecksApps: c.Apps != nil}),
		appcheck.New(c.Apps, c.Commands.Open),
		replay.New(c.Replays, c.Reader),
		lab.New(c.Scenarios, c.Commands.RunScenario),
		sessions.New(c.Files, sessions.Actions{Give: c.Commands.Give, Note: c.Commands.Note}),
		settings.New(l, c.Captures),
		compare.New(c.Reader, c.Compares),
		playback.New(),
	}
}
