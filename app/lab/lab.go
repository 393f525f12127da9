// Package lab simulates the other side of a one-click login on loopback: a
// phone with the SDK's call sequence, the Alibaba gateway, three carriers and
// an IDaaS tenant, with real sockets and real TLS. Names are resolved inside
// the lab only; nothing here ever dials out. The inspector never imports it,
// and it never imports the inspector.
//
// What is simulated and what is not: every request, reply, redirect, reset,
// time-out and refused certificate happens on a socket. Fields that the real
// servers encrypt are opaque random bytes here, which the lab's own servers
// recognise as a claim ticket for what they stand for; no carrier algorithm,
// key or request is built. The wire shapes follow what is publicly known of
// the SDK; where that knowledge ends, the code says "inferred".
package lab

import (
	"context"
	"crypto/x509"
	"net"
	"time"

	"loginscope/proxy/exchange"
)

// Scenario is one entry of the lab's data files: what the simulated servers
// do, and what a correct verdict must say of it.
type Scenario struct {
	// Name is unique, lower case, and safe as a file name.
	Name string `json:"name"`
	// Family is the data file's name without number and ending: "success",
	// "alibaba", "chinamobile", "idaas", ...
	Family  string `json:"-"`
	Title   Text   `json:"title"`
	Symptom Text   `json:"symptom"` // what a user would report
	Carrier string `json:"carrier"` // cm, cu, ct
	Script  Script `json:"script"`
	Expect  Expect `json:"expect"`
	// Recording, unless nil, is a received case that is played in place of Script.
	Recording *Recording `json:"recording,omitempty"`
}

// Text is a sentence in both languages.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Expect is the verdict that a correct inspection reaches on the last sign-in
// attempt of a scenario. Nothing in the lab reads it; tests compare it.
type Expect struct {
	Outcome string `json:"outcome"` // an inspector.FlowOutcome
	Broken  string `json:"broken"`  // an inspector.StepKind, "" if none
	Issuer  string `json:"issuer"`  // of the root code, "" if none
	Space   string `json:"space"`
	Code    string `json:"code"`
	// Message is the root code's wording where the code alone does not decide.
	Message string `json:"message,omitempty"`
	// Trouble is an inspector.Trouble of the broken step, "" if any will do:
	// what went wrong where no code says so.
	Trouble string `json:"trouble,omitempty"`
	// Check is the ID of the check that explains more than the code, "" if any will do.
	Check string `json:"check,omitempty"`
	// Also lists codes that must be found in some step though they are not
	// the root: events and successes at their natural step.
	Also []CodeRef `json:"also,omitempty"`
	// Flows is the number of sign-in attempts; 0 means one.
	Flows int `json:"flows,omitempty"`
}

// CodeRef names a code in its space.
type CodeRef struct {
	Space string `json:"space"`
	Code  string `json:"code"`
}

// Servers are the lab's simulated servers, listening on loopback.
type Servers interface {
	// Dial reaches a simulated server by its real name and refuses every other
	// name, so that nothing leaves the machine.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
	// Roots holds the lab's own root, which signed the servers' certificates.
	Roots() *x509.CertPool
	Close() error
}

// Run is how a scenario is run.
type Run struct {
	// Proxy is the "host:port" of the proxy that the simulated phone uses for
	// its default network; "" means that it reaches the lab directly.
	Proxy string
	// ByAddress makes the phone ask the proxy for the lab's loopback address
	// instead of the server's name, with the name in SNI and Host only, so that
	// a proxy that is not ours resolves no name outside.
	ByAddress bool
	// Trust is what the phone trusts beside the lab's own root: the proxy's CA.
	Trust *x509.CertPool
	// Log takes the phone's own log lines (logcat), as a real phone prints
	// them; nil drops them. It is called from one goroutine a phone.
	Log func(exchange.LogLine)
	// Event takes what a recording holds and sockets cannot repeat, as it was recorded; nil
	// drops it.
	Event func(exchange.Event)
	// Pace scales the phone's think times (tapping a button takes a second at
	// pace 1); 0 means none.
	Pace float64
	// TimeScale scales the SDK's documented time-outs; 0 takes the scenario's own.
	TimeScale float64
	// Now is the clock of the phone and of the servers' token registry; nil means time.Now.
	Now func() time.Time
}

// Result is what the app on the phone saw, and what its phone sent.
type Result struct {
	// Callbacks are the calls of the IDaaS SDK's listener, in order.
	Callbacks []Callback
	// Results are the TokenRet objects of the Alibaba SDK, as JSON, in order.
	Results []string
	// Requests are all requests that the phone sent, on either network.
	Requests []Request
	// SignedIn is true when the last attempt ended with a session token.
	SignedIn bool
	// Played counts the exchanges of a recording that were sent, Entered those that were
	// entered as they were recorded.
	Played, Entered int
}

// Callback is one call of the IDaaS SDK's listener.
type Callback struct {
	Code string // 1002 success, 1001 error, or the provider's own code
	Data string // session token or message
}

// Request is one request of the phone.
type Request struct {
	Network string // "default" or "cellular"
	Method  string
	URL     string // no query
	Action  string // of the Alibaba gateway
	Status  int    // 0 if there was no response
	Err     string // why there was none
}

var _ Servers = (*Lab)(nil)
