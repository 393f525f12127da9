package exchange

import "time"

// Event is what a capture reports to its session, in order. The concrete types are
// Started, Progress, BodyChunk, Finished, Frame, Tunnelled, TLSRefused, Blocked
// and LogLine; each is an immutable value.
type Event interface{ event() }

// Started opens an Exchange: its request header block is known, nothing else.
type Started struct{ Exchange Exchange }

// Progress reports what has become known of an Exchange that Started opened and
// that is still open: the server, the response's header block, how much of the bodies
// has passed. Its bodies have no Head; their bytes are in BodyChunk events. A
// later Progress, or Finished, replaces it.
type Progress struct{ Exchange Exchange }

// Finished closes an Exchange that Started opened: response, failure or both.
type Finished struct{ Exchange Exchange }

// Side names one of the two bodies of an Exchange.
type Side uint8

// The two sides.
const (
	RequestSide  Side = 0
	ResponseSide Side = 1
)

// BodyChunk carries body bytes. Offset counts from the start of the body.
//
// The chunks past the Head that Finished has come in order and without gaps.
// An Exchange that stays open has chunks of its Head too, likewise in order
// among themselves, so that they are safe before it ends; no chunk is on both
// sides of the end of the Head.
type BodyChunk struct {
	ID     ID
	Side   Side
	Offset int64
	Data   []byte
}

// Frame is one WebSocket message or control frame (RFC 6455) of a relayed connection.
type Frame struct {
	ID ID // the Exchange that upgraded
	// Side is RequestSide for frames from the phone.
	Side   Side
	Time   time.Time
	Opcode byte // 1 text, 2 binary, 8 close, 9 ping, 10 pong
	// Data is the payload, unmasked and, for permessage-deflate, inflated; at
	// most the frame cap. Size is the length on the wire after unmasking, and
	// Cut is true where Data is not all that the wire carried.
	Data []byte
	Size int64
	Cut  bool
	// Compressed is true when the payload could not be inflated and is raw.
	Compressed bool
	// Part marks a piece of a message that had not ended when it was reported: Data
	// is what came from Offset on, Size what came of the message so far. The
	// parts of one message come in order and without gaps; the message itself,
	// when it ends, repeats and replaces them.
	Part   bool
	Offset int64
}

// Tunnelled reports a connection that is relayed without being read. One that
// lasts is reported while it goes on, too; a later report with the same Key replaces
// an earlier one.
type Tunnelled struct {
	Conn   uint64
	Device string
	// Target is what CONNECT asked for, "host:port".
	Target string
	SNI    string
	Start  time.Time
	End    time.Time // zero while Open
	// Open is true until the report that is the last.
	Open bool
	// BytesUp left the phone, BytesDown reached it.
	BytesUp, BytesDown int64
	Reason             TunnelReason
	Server             Peer
	Failure            *Failure
}

// TunnelKey identifies a tunnel within a session.
type TunnelKey struct {
	Device string
	Conn   uint64
	Start  int64 // nanoseconds since 1970; connections are numbered anew with each proxy
}

// Key returns the key of the tunnel.
func (t *Tunnelled) Key() TunnelKey { return TunnelKey{t.Device, t.Conn, t.Start.UnixNano()} }

// TunnelReason says why a connection was not read.
type TunnelReason string

// The reasons for a tunnel.
const (
	TunnelRule      TunnelReason = "rule"        // the host is on the pass-through list
	TunnelLearned   TunnelReason = "learned"     // the client refused our certificate before
	TunnelNotHTTP   TunnelReason = "not-http"    // neither TLS nor HTTP came first
	TunnelSilent    TunnelReason = "silent"      // the client waited for the server to speak
	TunnelWebSocket TunnelReason = "upgrade"     // an upgrade to an unknown protocol
	TunnelNoCapture TunnelReason = "not-capture" // capture is paused
)

// TLSRefused reports that a client did not go on with the certificate that we
// showed, or that its handshake with us failed for another reason.
type TLSRefused struct {
	Conn   uint64
	Device string
	Target string // what CONNECT asked for, "host:port"
	Time   time.Time
	// Elapsed is the time from our ServerHello (or from accept) to the end.
	Elapsed time.Duration
	Cause   RefusalCause
	// Alert is the TLS alert number (RFC 8446, section 6) that the client
	// sent; -1 if it sent none.
	Alert int
	// Plaintext is true when the alert came as an unencrypted record although
	// TLS 1.3 was negotiated (OpenSSL 3 does this).
	Plaintext bool
	// HandshakeDone is true when the refusal came after a complete handshake.
	HandshakeDone bool
	// BytesAfter counts application bytes that came after the handshake.
	BytesAfter int64
	Hello      TLS
	Detail     string
	// Early is true when the client went before it can have seen our
	// certificate, so that it cannot have refused it.
	Early bool
	// Learned is true when this refusal was the last that it took: from now on
	// the host passes through without decryption for the device.
	Learned bool
}

// RefusalCause is what was observed, not yet what it means.
type RefusalCause string

// The shapes in which a refusal shows itself.
const (
	RefusedAlert   RefusalCause = "alert"       // the client sent a fatal alert
	RefusedClosed  RefusalCause = "closed"      // EOF during the handshake
	RefusedReset   RefusalCause = "reset"       // TCP reset during the handshake
	RefusedSilent  RefusalCause = "no-request"  // handshake complete, then closed with no request
	RefusedTimeout RefusalCause = "timeout"     // we gave up waiting, see proxy.Config.HandshakeTimeout
	RefusedVersion RefusalCause = "version"     // no common TLS version
	RefusedCipher  RefusalCause = "cipher"      // no common cipher
	RefusedGarbage RefusalCause = "not-tls"     // began like TLS but is not
	RefusedNoCert  RefusalCause = "no-identity" // we could not sign a leaf for the name
)

// Blocked reports a connection or request that policy turned away.
type Blocked struct {
	Conn   uint64
	Device string
	Time   time.Time
	Target string
	Reason BlockReason
	Detail string
}

// BlockReason is a closed list.
type BlockReason string

// The reasons for a block.
const (
	BlockedDevice    BlockReason = "device-not-allowed"
	BlockedLoopback  BlockReason = "destination-loopback"
	BlockedLinkLocal BlockReason = "destination-link-local"
	BlockedSelf      BlockReason = "destination-self" // the proxy's own listener or portal
	// BlockedUnjudged is for a name that does not resolve on this machine, where
	// an upstream proxy on this machine would connect to nobody knows what.
	BlockedUnjudged  BlockReason = "destination-unjudged"
	BlockedLimit     BlockReason = "limit"     // per-device limit reached
	BlockedMalformed BlockReason = "malformed" // not a proxy request
)

// OwnSource is the Source of log lines that Loginscope's proxy wrote itself, of
// trouble inside it. They say nothing of a phone or an app.
const OwnSource = "loginscope://proxy"

// LogLine is one line of a device log that belongs to the capture, or of
// Loginscope's own (OwnSource).
type LogLine struct {
	Device string
	// Time is zero when the line carries none.
	Time     time.Time
	Tag      string
	Level    string // "V", "D", "I", "W", "E", "F", "" if unknown
	PID, TID int
	Text     string
	// Original is the text as it stood when Text is our repair of it (look-alike
	// characters of a screenshot's OCR), and "" otherwise. What is read from a
	// repaired text is inferred.
	Original string
	// Source names the file or stream and Line its 1-based line number.
	Source string
	Line   int
}

func (Started) event()    {}
func (Progress) event()   {}
func (Finished) event()   {}
func (BodyChunk) event()  {}
func (Frame) event()      {}
func (Tunnelled) event()  {}
func (TLSRefused) event() {}
func (Blocked) event()    {}
func (LogLine) event()    {}
