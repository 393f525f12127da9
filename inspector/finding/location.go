package finding

import "loginscope/proxy/exchange"

// Kind is what a Location points to.
type Kind string

// The kinds of evidence; "" is a file of an app.
const (
	OfExchange Kind = "exchange"
	OfLog      Kind = "log"
	OfRefusal  Kind = "tls-refusal"
	OfTunnel   Kind = "tunnel"
	OfBlocked  Kind = "blocked"
	OfText     Kind = "text" // pasted text, or a file of an app
)

// Location is where a finding points to: a piece of evidence or a line of a file.
// Its JSON form is that of an inspection.
type Location struct {
	Kind     Kind        `json:"kind"`
	Exchange exchange.ID `json:"exchange,omitempty"`
	Conn     uint64      `json:"conn,omitempty"`
	File     string      `json:"source,omitempty"` // file or stream
	Line     int         `json:"line,omitempty"`   // 1-based, 0 for the whole file
	// Element says where inside: "response.carrierFailedResultData", "application",
	// "domain enrichgw.10010.com".
	Element string `json:"path,omitempty"`
	// Said is the line itself, at most its first KiB: for a person in front of
	// the session, who may reveal it; it is in no report.
	Said string `json:"-"`
}
