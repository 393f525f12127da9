package inspector

import (
	"loginscope/proxy/exchange"
)

// Ruleset is the explicit, ordered list of what an inspection knows. The
// package inspector/ruleset puts the default one together.
type Ruleset struct {
}

// Inspection is a running fold over evidence, for a capture that still grows.
// It is not safe for concurrent use.
type Inspection struct {
	rules Ruleset
}

// New starts an inspection.
func New(rules Ruleset) *Inspection { return &Inspection{rules: rules} }

// Add takes one more piece of evidence.
func (in *Inspection) Add(e exchange.Event) {}

// Report says what is known so far. It may be called at any time, and more
// evidence may be added after it.
func (in *Inspection) Report(c Context) Report { return Report{} }
