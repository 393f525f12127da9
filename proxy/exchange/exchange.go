// Package exchange is the leaf data of a capture: what was said on the wire,
// as immutable snapshots. It imports neither net nor os, reads no clock and
// knows nothing of the login protocol; proxies, sessions, importers and the
// inspector all speak in its terms.
package exchange

import "time"

// ID names one Exchange within one session. It is assigned once, in the order
// in which exchanges start, begins at 1 and never changes.
type ID uint64

// Origin says how an Exchange came into the session.
type Origin string

// The origins of an Exchange.
const (
	Captured Origin = "captured" // by our proxy
	Imported Origin = "imported" // from a HAR or another tool's file
	Replayed Origin = "replayed" // sent by Loginscope itself to a configured target
)

// Exchange is one HTTP request and, if any, its response or its failure
// (RFC 9110, section 3.4). A snapshot is never changed after it was emitted:
// a later snapshot (Progress, Finished) replaces the earlier one under the same ID.
type Exchange struct {
	ID     ID     `json:"id"`
	Origin Origin `json:"origin"`
	// Device is the network address (no port) of the phone that sent it.
	Device string `json:"device,omitempty"`
	// Conn numbers the client connection that carried it; 0 if unknown.
	Conn uint64 `json:"conn,omitempty"`

	// Scheme is "http", "https", "ws" or "wss".
	Scheme string `json:"scheme"`
	// Host is the host name that the client asked for, lower case, no port;
	// an IP literal carries no brackets.
	Host string `json:"host"`
	// Port is the server's TCP port; 0 if unknown.
	Port int `json:"port,omitempty"`
	// Path is the request target's path and query as sent, "/" at least.
	Path string `json:"path"`

	Request  Request   `json:"request"`
	Response *Response `json:"response,omitempty"`
	Failure  *Failure  `json:"failure,omitempty"`

	Timing Timing `json:"timing"`
	Client Peer   `json:"client"`
	Server Peer   `json:"server"`
	// Done is true once nothing more follows: in the Finished snapshot alone.
	Done bool `json:"done"`
}

// Request is the client's half of an Exchange.
type Request struct {
	Method string `json:"method"`
	// Proto is the protocol that the client spoke: "HTTP/1.1", "HTTP/2.0".
	Proto   string `json:"proto"`
	Header  Header `json:"header"`
	Trailer Header `json:"trailer,omitempty"`
	Body    Body   `json:"body"`
	// HeaderAsSent is true when Header holds the names, case and order that
	// were on the wire, false when a library had already normalised them. The
	// pseudo-header fields of HTTP/2 are never in it.
	HeaderAsSent bool `json:"header_as_sent,omitempty"`
}

// Response is the server's half of an Exchange.
type Response struct {
	Status  int    `json:"status"`
	Reason  string `json:"reason,omitempty"`
	Proto   string `json:"proto"`
	Header  Header `json:"header"`
	Trailer Header `json:"trailer,omitempty"`
	Body    Body   `json:"body"`
	// HeaderAsSent is as in Request.
	HeaderAsSent bool `json:"header_as_sent,omitempty"`
}

// Body is a message's content as it was on the wire after the transfer coding
// was taken off; content codings (gzip, br, ...) are still on.
type Body struct {
	// Size counts the bytes seen, kept or not.
	Size int64 `json:"size"`
	// Head is the beginning of the body, at most the capture's in-memory cap.
	Head []byte `json:"head,omitempty"`
	// Spooled counts the bytes after Head that went out as BodyChunk events
	// and that the session holds; while the Exchange is open Head is empty and
	// these are all there are. Head plus Spooled less than Size means that
	// the rest was not kept.
	Spooled int64 `json:"spooled,omitempty"`
	// Complete is true when the end of the body was reached.
	Complete bool `json:"complete"`
	// Decoded is true when the recording tool already took the content
	// codings off, and turned text into UTF-8, although the header still names
	// them: bodies imported from a HAR. A captured body is never decoded.
	Decoded bool `json:"decoded,omitempty"`
}

// Kept is the number of bytes that can be read back.
func (b Body) Kept() int64 { return int64(len(b.Head)) + b.Spooled }

// Timing holds instants; a zero time means "did not happen or is not known".
type Timing struct {
	Start     time.Time `json:"start"`      // first byte of the request
	Connected time.Time `json:"connected"`  // upstream connection ready (new or reused)
	Sent      time.Time `json:"sent"`       // request written upstream
	FirstByte time.Time `json:"first_byte"` // first byte of the response
	End       time.Time `json:"end"`        // last byte, error or close
	Reused    bool      `json:"reused,omitempty"`
}

// UTC returns the same instants in UTC.
func (t Timing) UTC() Timing {
	t.Start, t.Connected, t.Sent = t.Start.UTC(), t.Connected.UTC(), t.Sent.UTC()
	t.FirstByte, t.End = t.FirstByte.UTC(), t.End.UTC()
	return t
}

// Duration is the time from Start to End, 0 while the Exchange is open.
func (t Timing) Duration() time.Duration {
	if t.End.IsZero() || t.Start.IsZero() {
		return 0
	}
	return t.End.Sub(t.Start)
}

// Peer is one side's transport: for the client, the phone's connection to us;
// for the server, our connection to the origin.
type Peer struct {
	// Remote and Local are "address:port".
	Remote string `json:"remote,omitempty"`
	Local  string `json:"local,omitempty"`
	// Egress is the name of the route by which a request left, "" for the default.
	Egress string `json:"egress,omitempty"`
	TLS    *TLS   `json:"tls,omitempty"`
}

// TLS describes one negotiated or attempted TLS connection.
type TLS struct {
	Version string `json:"version,omitempty"` // "TLS 1.2", "TLS 1.3"
	Cipher  string `json:"cipher,omitempty"`
	// SNI is the server name that the client sent, "" if none.
	SNI  string `json:"sni,omitempty"`
	ALPN string `json:"alpn,omitempty"` // negotiated: "h2", "http/1.1"
	// Offered lists what a ClientHello offered.
	OfferedVersions []string `json:"offered_versions,omitempty"`
	OfferedALPN     []string `json:"offered_alpn,omitempty"`
	// OfferedSCT is true when a ClientHello asked for proof of Certificate
	// Transparency (RFC 6962, section 3.3.1).
	OfferedSCT bool `json:"offered_sct,omitempty"`
	// WideDates is true when the leaf that we showed was valid for years, which
	// tests whether the client's clock is why it refused the usual one.
	WideDates bool `json:"wide_dates,omitempty"`
	// Certificate describes the leaf that the server side presented: towards a
	// server the server's, in a refusal the one that we showed.
	Certificate *Certificate `json:"certificate,omitempty"`
}

// Certificate is the part of a leaf certificate that a diagnosis needs.
type Certificate struct {
	Subject   string    `json:"subject"`
	Issuer    string    `json:"issuer"`
	Names     []string  `json:"names,omitempty"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	SHA256    string    `json:"sha256"` // of the DER, lower-case hex
}
