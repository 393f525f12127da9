package ui

import (
	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/inspector/cause"
)

// Commands is what the window asks of the program. Every method returns at once;
// what became of it comes back in the next Model.
type Commands interface {
	// StartCapture listens at "host:port", "" for the last or usual address.
	StartCapture(address string)
	StopCapture()
	// RunScenario plays a scenario of the lab against the proxy.
	RunScenario(name string)
	// Open reads files: sessions, HAR, logs.
	Open(paths []string)
	// NewSession begins an empty session; the old one stays on the disk.
	NewSession()
	// Answer takes what a person says of phone or app, "" takes it back.
	Answer(f cause.Fact, value string)
	// Give takes a piece of evidence off the session, or puts it back.
	Give(id string, on bool)
	// Note keeps a mark and a text on something in the session; "" is none.
	Note(on engine.On, mark session.Mark, text string)
	// SaveFile writes a new file into a folder, under a name that is free, and reports it in
	// a notice.
	SaveFile(folder, name string, content []byte)
	// Dismiss takes a notice away.
	Dismiss(notice int)
	// Cancel gives up what Status.Busy names.
	Cancel()
	// SetView chooses what the table shows.
	SetView(feed.View)
}

// The keys of Settings.
const (
	keyWidth   = "window.width"
	keyHeight  = "window.height"
	keyFilters = "filters.saved" // one a line
)
