package ui

import (
	"context"
	"io"
	"iter"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Commands is what the window asks of the program. Every method but the three
// readers returns at once; what became of it comes back in the next Model.
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
	// Dismiss takes a notice away.
	Dismiss(notice int)
	// Cancel gives up what Status.Busy names.
	Cancel()
	// SetView chooses what the table shows.
	SetView(feed.View)

	// Exchange, Body and Frames read the open session; they may block.
	Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error)
	Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error)
	Frames(ctx context.Context, id exchange.ID, after session.Seq) iter.Seq2[session.SeqFrame, error]
}

// Facts is what the window looks up; all of it is quick and pure.
type Facts interface {
	// Scenarios lists the lab's scenarios; empty hides the lab.
	Scenarios() []Scenario
	// FindCode searches the code tables.
	FindCode(text string, limit int) []codes.Code
	// LookUp explains a code at its place.
	LookUp(codes.Query) codes.Result
	// Explain reads a pasted text: every code in it, in order.
	Explain(text string) []inspector.CodeAt
	// Markdown and Text word an attempt's diagnosis, masked.
	Markdown(r *inspector.Report, flow int, lang string) (string, error)
	Text(r *inspector.Report, flow int, lang string) (string, error)
	// Mask hides a value by what it is; MaskText hides what looks sensitive
	// in running text: a header, a body, a path. MaskSentence hides only the
	// values in a sentence of ours.
	Mask(s inspector.Sensitivity, value string) string
	MaskText(text string) string
	MaskSentence(text string) string
	MaskHeader(name, value string) string
	// Decode takes content codings off a body and turns it into UTF-8; text
	// is false for a body that is not text.
	Decode(h exchange.Header, raw []byte) (data []byte, text bool, err error)
}

// Scenario is one login that the lab can play.
type Scenario struct {
	Name           string
	Title, Symptom codes.Text
	Carrier        codes.Issuer
	Code           string // the root code of the expected verdict, "" for a success
	Default        bool
	// Fails is true for a login that does not succeed.
	Fails bool
}

// Settings is what is remembered between two starts.
type Settings interface {
	StringWithFallback(key, fallback string) string
	SetString(key, value string)
	FloatWithFallback(key string, fallback float64) float64
	SetFloat(key string, value float64)
	BoolWithFallback(key string, fallback bool) bool
	SetBool(key string, value bool)
}

// The keys of Settings.
const (
	keyLang    = "language" // "", "en", "zh"
	keyTheme   = "theme"    // "dark", "light"
	keyPresent = "presenting"
	keyWidth   = "window.width"
	keyHeight  = "window.height"
	keyFilters = "filters.saved" // one a line
)
