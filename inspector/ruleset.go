package inspector

import (
	"time"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Ruleset is the explicit, ordered list of what an inspection knows. The
// package inspector/ruleset puts the default one together.
type Ruleset struct {
	// Profiles recognise and decode exchanges. Where several claim one, the
	// first wins.
	Profiles []Profile
	// Lines recognise and decode log lines. Each rule is asked in order and
	// the first one that answers wins.
	Lines []LineRule
	// Checks find what codes alone do not show. Their order is the order of
	// findings, and the first deciding one of a flow decides the text of its verdict.
	Checks []Check
}

// Profile says how the traffic of one issuer is recognised and decoded.
type Profile struct {
	Issuer codes.Issuer
	Role   Lane
	// Hosts are names that belong to the issuer: exact ("id6.me"), with any
	// sub-domain ("*.cmpassport.com", which excludes the bare name) or with
	// one open label ("dypnsapi.*.aliyuncs.com"). Ports do not matter.
	Hosts []string
	// HostHints are names that the issuer uses but that prove nothing by
	// themselves; they count for connections that could not be read.
	HostHints []string
	// Paths are path prefixes that identify the issuer on any host, for
	// hosts that the server or the customer moved.
	Paths []string
	// Claim, if not nil, recognises an exchange by more than host and path. A
	// host that was claimed this way once belongs to the issuer from then on.
	Claim func(x *exchange.Exchange) bool
	// OwnHost says what counts on a host that Claim learned: path prefixes.
	OwnHost []string
	// Operation names what an exchange does; nil means its path.
	Operation func(x *exchange.Exchange) string
	Endpoints []Endpoint
	// Passthrough is the step that a connection to the issuer stands for when it
	// could not be read; its Kinds are as in Endpoint.
	Passthrough []StepKind
}

// Endpoint is one call of an issuer's API.
type Endpoint struct {
	// Name is the call's own name, as it appears in Step.Detail.
	Name string
	// Match is the operation: exact, or a prefix if it ends in "*".
	Match string
	// Kinds are the steps that the call can be, most likely first; where there
	// are several, the state of the login decides. None means that the call
	// belongs to the issuer and not to the login (a protocol page).
	Kinds   []StepKind
	Label   lang.Text
	Network Network
	// Read decodes one exchange into a Sighting whose common part is filled.
	Read func(r *Reading)
}

// LineRule recognises and decodes log lines of one form.
type LineRule struct {
	ID string
	// Tags are the tags that the rule is about; a trailing "*" stands for any
	// rest. None means every line.
	Tags []string
	// Any are literals of which the text must hold one; none means any text.
	Any []string
	// Beside is true for a rule that only adds hints: the rules after it are
	// asked all the same.
	Beside bool
	// Ends is true for a rule after whose hints a pasted text is not read further.
	Ends bool
	// Read decodes one line. It returns nil if the line is not its business.
	Read func(l *Line) []Sighting
}

// Line is a log line as a LineRule sees it.
type Line struct {
	*exchange.LogLine
	// Pasted is true for text without tag, level and process, such as a ticket.
	Pasted bool
}

// Check finds one kind of mistake in a capture.
type Check = finding.Check[func(c *Case) []finding.Finding]

// Case is what a Check reads.
type Case struct {
	Context Context
	// Flows are complete with verdicts by code; checks may change that later.
	Flows []Flow
	// Signals are hints that are no steps, in order of time.
	Signals []Signal
	// Hosts is what was seen of each host of each device.
	Hosts []HostFacts
	// Tokens is the life of every login token that was seen.
	Tokens []TokenLife
	// First and Last are the ends of the evidence, zero if it has no times.
	First, Last time.Time
	Summary     Summary
}

// Of returns the signals of one kind.
func (c *Case) Of(kind SignalKind) []Signal {
	var out []Signal
	for _, s := range c.Signals {
		if s.Kind == kind {
			out = append(out, s)
		}
	}
	return out
}
