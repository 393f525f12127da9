// Package inspector turns the evidence of a one-click login into a Report:
// which steps were seen, where the login broke, why, and who can cure it.
// It is pure: no network, no files, no clock, no goroutine.
package inspector

import (
	"iter"
	"time"

	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// Evidence is the inspector's whole input.
type Evidence struct {
	// Events are what a capture reported, in order: exchanges (their Finished
	// snapshot, or Started if they never finished), refusals, tunnels, blocks
	// and log lines. It may be nil.
	Events iter.Seq[exchange.Event]
	// Context is what is known beside the events.
	Context Context
}

// Context is what is known of the phone, the app and the capture itself.
type Context struct {
	// Now is the time at which the evidence was gathered; zero for "unknown".
	Now time.Time
	// Live is true while the capture still runs, so that an open step is
	// "waiting" and not "missing".
	Live bool
	// Attach says how the phone was attached.
	Attach Attach
	// App is what is known of the app, nil if nothing.
	App *AppFacts
	// Tenants are host names known to be the customer's IDaaS tenant, so that
	// connections to them count even when they could not be read.
	Tenants []string
	// ProxyHost is the address under which the phone reaches us, "" if unknown.
	ProxyHost string
	// Clocks says by how much the clocks of devices are ahead of ours, as the
	// phones themselves reported: over adb, or by the portal's page.
	Clocks map[string]time.Duration
	// Portal lists the devices whose browsers opened the portal page.
	Portal []string
	// Facts are what a person answered and what the phone's own state says.
	Facts []cause.Signal
	// Notes are what a person wrote on the evidence; Given is what a person gave beside it.
	Notes []NoteOn
	Given []Given
}

// Attach is the way in which a phone's traffic reached the proxy.
type Attach string

// The attach methods; AttachUnknown is the zero value.
const (
	AttachUnknown Attach = ""
	AttachWiFi    Attach = "wifi-proxy"
	AttachUSB     Attach = "usb-reverse"
	AttachGlobal  Attach = "global-proxy"
	AttachVPN     Attach = "vpn"
	AttachNone    Attach = "none" // logs only
	AttachLab     Attach = "lab"
)

// AppFacts is what the app check or a file revealed about the app.
type AppFacts struct {
	Package string
	// Signatures are MD5 sums of signing certificates, lower-case hex.
	Signatures []string
	SDKVersion string // of the Alibaba SDK, "" if unknown
	TargetSDK  int    // 0 if unknown
	// CleartextHosts maps a host to whether the app may speak HTTP to it.
	CleartextHosts map[string]bool
	// Facts are what the check settled: permissions, activities, signature.
	Facts []cause.Signal
}
