// Package lab simulates the other side of a one-click login on loopback: a
// phone with the SDK's call sequence, the Alibaba gateway, three carriers and
// an IDaaS tenant, with real sockets and real TLS. Names are resolved inside
// the lab only; nothing here ever dials out. The inspector never imports it.
package lab

import (
	"context"
	"crypto/x509"
	"net"
	"time"

	"loginscope/proxy/exchange"
)

// Scenario is one data file of the lab: what the simulated parties do, and
// what a correct verdict must say of it.
type Scenario struct {
	Name    string `json:"name"` // file name without its ending
	Title   Text   `json:"title"`
	Symptom Text   `json:"symptom"` // what a user would report
	Carrier string `json:"carrier"` // cm, cu, ct
	Expect  Expect `json:"expect"`
	// the rest of the script is the lab's own
}

// Text is a sentence in both languages.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Expect is the verdict that a correct inspection reaches.
type Expect struct {
	Outcome string `json:"outcome"` // an inspector.FlowOutcome
	Broken  string `json:"broken"`  // an inspector.StepKind, "" if none
	Issuer  string `json:"issuer"`  // of the root code, "" if none
	Space   string `json:"space"`
	Code    string `json:"code"`
}

// Servers are the lab's simulated parties, listening on loopback.
type Servers interface {
	// Dial reaches a simulated party by its real name and refuses every other
	// name, so that nothing leaves the machine.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
	// Roots holds the lab's own root, which signed the parties' certificates.
	Roots() *x509.CertPool
	Close() error
}

// Run is how a scenario is run.
type Run struct {
	// Proxy is the "host:port" of the proxy that the simulated phone uses.
	Proxy string
	// Trust is what the phone trusts beside nothing: the proxy's CA.
	Trust *x509.CertPool
	// Log takes the phone's own log lines (logcat), as a real phone prints
	// them; nil drops them.
	Log func(exchange.LogLine)
	// Pace scales the phone's think times; 0 means none.
	Pace float64
	Now  func() time.Time
}
