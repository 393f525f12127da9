// Package bundle owns the file in which a case is handed over: a zip with a manifest, the
// diagnosis, the masked session and what belongs to it, sealed with a passphrase if its
// maker wants that. docs/bundle.md describes the layout. The package writes such a file so
// that it is whole or not there, searches it again for what must not be in it, and reads a
// stranger's within limits. It runs nothing of what it reads and opens no connection.
package bundle

import (
	"time"

	"loginscope/inspector/redact"
	"loginscope/lang"
)

// Schema names the manifest, and Version its form and that of the layout: a part or a
// field may be added within a version, and none is renamed or taken away.
const (
	Schema  = "loginscope/bundle"
	Version = 1
)

// Ext ends the name of a bundle, ExtSealed that of one with a passphrase.
const (
	Ext       = ".bundle.zip"
	ExtSealed = ".bundle.zip.age"
)

// The names of the parts in the file. ManifestName is the first entry.
const (
	ManifestName    = "manifest.json"
	ReadmeName      = "README.md"
	MarkdownEN      = "report.en.md"
	MarkdownZH      = "report.zh.md"
	HTMLEN          = "report.en.html"
	HTMLZH          = "report.zh.html"
	SessionName     = "session.loginscope"
	HARName         = "session.har"
	ContextName     = "context.json"
	AppName         = "app-check.json"
	AppMarkdownEN   = "app-check.en.md"
	AppMarkdownZH   = "app-check.zh.md"
	PhoneName       = "phone.json"
	NotesName       = "notes.txt"
	EnvironmentName = "environment.json"
)

// Kind is a part as a person chooses it; it may be several entries of the file.
type Kind string

// The kinds that may be left out. README, manifest and the session's context always go
// with it.
const (
	Reports     Kind = "reports"
	Session     Kind = "session"
	HAR         Kind = "har"
	App         Kind = "app"
	Phone       Kind = "phone"
	Notes       Kind = "notes"
	Environment Kind = "environment"
	// Always is the kind of what every bundle has.
	Always Kind = "always"
)

// Kinds lists what may be left out, in the order of a preview.
func Kinds() []Kind { return []Kind{Reports, Session, HAR, App, Phone, Notes, Environment} }

// The limits of a bundle that is read or written. What exceeds one is ErrTooBig.
const (
	// MaxFile is the size of the file, and MaxUnpacked that of all entries together.
	MaxFile     = 1 << 30
	MaxUnpacked = 2 << 30
	// MaxParts is the number of entries.
	MaxParts = 32
	// MaxRatio is how often an entry of more than freeSize may be larger than its packed
	// form.
	MaxRatio = 200
	// MaxText is the size of an entry that is read into memory.
	MaxText = 64 << 20
	// maxManifest is that of the manifest.
	maxManifest = 1 << 20
	freeSize    = 16 << 20
	// maxWork limits the work of opening a sealed file, as a power of two: 256 MiB of
	// memory and about a second.
	maxWork = 18
)

// Manifest is the first entry of a bundle: what is in it and what is not.
type Manifest struct {
	Schema  string    `json:"schema"`
	Version int       `json:"version"`
	Created time.Time `json:"created"`
	// Tool names the program that wrote the bundle and its version.
	Tool  string `json:"tool"`
	Parts []Part `json:"parts"`
	// Masked counts the distinct values of each kind that were replaced.
	Masked []redact.Count `json:"masked"`
	// Kept are the kinds of datum that were left readable by hand.
	Kept []string `json:"kept,omitempty"`
	// LeftOut says what the case had and the bundle does not have.
	LeftOut []LeftOut `json:"left_out,omitempty"`
	// Attempts are the verdicts on the case as it was captured.
	Attempts []Attempt `json:"attempts"`
	// SameVerdict is true when the masked session was inspected and gave the same.
	SameVerdict bool `json:"same_verdict"`
}

// Part is one entry.
type Part struct {
	Name   string `json:"name"`
	Kind   Kind   `json:"kind"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// LeftOut is what was left out. What is a Kind of part, or one of the reasons below.
type LeftOut struct {
	What  string `json:"what"`
	Count int    `json:"count,omitempty"`
	// ByHand is true when a person chose it.
	ByHand bool `json:"by_hand,omitempty"`
}

// What is left out of a session because it cannot be masked.
const (
	NoTextBodies = "bodies-not-text"     // bodies that are no text
	LongBodies   = "rest-of-long-bodies" // what follows the first part of a big body
	NoTextFrames = "messages-not-text"   // WebSocket messages that are no text, or came in parts
)

// Attempt is the verdict on one sign-in attempt.
type Attempt struct {
	ID      int    `json:"id"`
	Outcome string `json:"outcome"`
	Broken  string `json:"broken,omitempty"`
	Trouble string `json:"trouble,omitempty"`
	Issuer  string `json:"issuer,omitempty"`
	Space   string `json:"space,omitempty"`
	Code    string `json:"code,omitempty"`
	Carrier string `json:"carrier,omitempty"`
	// Title is the verdict in a line, masked.
	Title lang.Text `json:"title"`
}
