package facts

import "loginscope/lang"

// Ignore is one decision that results of a check do not count.
type Ignore struct {
	Kind  string `json:"kind"`  // "file", "comment" or "tools:ignore"
	Check string `json:"check"` // a check's ID, or "all"
	// Subject narrows it: a result's subject, build or file, with * and ?; "" for
	// every result of the check.
	Subject string `json:"subject,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// Location is the file and Line the 1-based line of the decision.
	Location string `json:"place"`
	Line     int    `json:"line"`
	// From and To are the lines of Location on which results are meant, both
	// inclusive; 0 for results wherever they are.
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
	// Fault says why the decision cannot be used, so that it matches no result; empty for
	// one that can.
	Fault lang.Text `json:"fault,omitzero"`
}
