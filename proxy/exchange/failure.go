package exchange

// Failure says why an Exchange has no complete response.
type Failure struct {
	Cause FailureCause `json:"cause"`
	// Detail is the underlying error's text, for experts; it holds no body
	// bytes, and query strings are cut off.
	Detail string `json:"detail,omitempty"`
}

// FailureCause is a closed list; the window and the reports word each one.
type FailureCause string

// The causes of a failed Exchange.
const (
	FailDNS         FailureCause = "dns"         // the server's name did not resolve
	FailRefused     FailureCause = "refused"     // connection refused
	FailUnreachable FailureCause = "unreachable" // no route to host or network
	FailTimeout     FailureCause = "timeout"     // connect, TLS or response time-out
	FailReset       FailureCause = "reset"       // the server reset or closed before it answered
	// upstream handshake failed for another reason than the certificate
	FailTLS         FailureCause = "tls"
	FailCertificate FailureCause = "certificate" // upstream certificate not accepted
	FailProtocol    FailureCause = "protocol"    // the answer is not valid HTTP
	FailStatus      FailureCause = "bad-status"  // the answer's status is no number from 100 to 999
	// the server switched protocols (101), which nobody had asked for
	FailSwitch      FailureCause = "unasked-switch"
	FailLengths     FailureCause = "two-lengths"       // the answer names two different lengths
	FailHeader      FailureCause = "header-cut"        // the connection ended inside the answer's header block
	FailTruncated   FailureCause = "truncated"         // the body ended before its announced length
	FailClientAbort FailureCause = "client-abort"      // the phone went away first
	FailMalformed   FailureCause = "malformed-request" // the phone's request is not valid HTTP
	// the phone's request has a body that is not valid HTTP, such as a bad chunk
	FailRequestBody FailureCause = "malformed-body"
	FailBlocked     FailureCause = "blocked"  // policy: device or destination not allowed
	FailShutdown    FailureCause = "shutdown" // capture stopped while it was open
	// Loginscope's own fault, such as a panic; a LogLine of OwnSource says more
	FailInternal     FailureCause = "internal"
	FailUnclassified FailureCause = "unclassified"
)
