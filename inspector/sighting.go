package inspector

import (
	"strings"
	"time"
	"unicode/utf8"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Limits of one Sighting; what lies beyond is dropped and noted.
const (
	// MaxValue is the number of bytes kept of one field's value.
	MaxValue = 8192
	// MaxFields is the number of fields kept of one step.
	MaxFields = 64
)

// Sighting is one piece of evidence that was recognised as part of a login,
// before it is known which attempt it belongs to.
type Sighting struct {
	// Step is what the evidence shows. Its Kind is the first of Kinds until
	// the state of the login decides.
	Step    Step
	Kinds   []StepKind
	Keys    Keys
	Signals []Signal
	// Wire is true for exchanges, each of which is a step of its own; other
	// sightings merge into the step that they speak of.
	Wire bool
	// FromLog is true for a result that the SDK or the app printed.
	FromLog bool
	// Pasted is true for pasted text, which says neither process nor device, and
	// Bare for a code in prose, of which not even the sign-in is known.
	Pasted, Bare bool
	// CarrierSaid is true for a Bare code whose line names its carrier.
	CarrierSaid bool
	// Device is the phone, "" if the evidence does not say.
	Device string
	// order is the position in the evidence, at the time that counts for the
	// order of steps.
	order int
	at    time.Time
	// heard is the capture's time when a log line arrived, zero if unknown.
	heard time.Time
}

// Keys tie a Sighting to others of the same attempt. Empty ones say nothing.
type Keys struct {
	ClientID, Package, SDKVersion, Model string
	Carrier                              codes.Issuer
	// RequestIDs are the SDK's own, unique to a call.
	RequestIDs []string
	// AccessKey is the STS key with which the SDK signs, unique to an app's start.
	AccessKey string
	// Issued is a login token that the SDK handed out, Spent one that was sent
	// to IDaaS, Session a session token that was handed out or used.
	Issued, Spent, Session string
}

// SignalKind is a closed list of hints.
type SignalKind string

// The kinds of signal.
const (
	SignalCleartext     SignalKind = "cleartext-refused"  // Value: host
	SignalSecretInLog   SignalKind = "secret-in-log"      // Value: what
	SignalSecretInURL   SignalKind = "secret-in-url"      // Value: parameter name
	SignalClock         SignalKind = "clock"              // Value: seconds that the phone is ahead
	SignalHeaderMissing SignalKind = "header-missing"     // Value: header name
	SignalWrongField    SignalKind = "wrong-field"        // Value: field name
	SignalUnsafe        SignalKind = "phone-unsafe"       // Value: proxy, root, emulator, attached, debugger
	SignalCarrierOnWire SignalKind = "carrier-on-wire"    // Value: host
	SignalAccessCode    SignalKind = "access-code-in-log" // Value: the code
	SignalTampered      SignalKind = "page-tampered"      // Value: text
	SignalHTTPLog       SignalKind = "http-log"           // IDaaS SDK logs its requests; Value: URL without query
	SignalTLS10         SignalKind = "tls-refused"        // Value: host
	SignalTLSCause      SignalKind = "tls-cause"          // the platform names why; Value: TLSDates or TLSTransparency
	SignalLink          SignalKind = "unsatisfied-link"   // Value: library
	SignalDemoted       SignalKind = "demoted"            // Value: flag
	SignalPath          SignalKind = "path"               // Value: API path of an unexpected IDaaS call
	SignalEventFailed   SignalKind = "event-failed"       // Value: the event's code
	SignalRadio         SignalKind = "radio"              // Value: 2G or 3G
	SignalWeb           SignalKind = "web"                // Value: how it shows that a web page asks
	SignalLongLeaf      SignalKind = "validity-too-long"  // Value: the word of the log
	SignalOrientation   SignalKind = "orientation-crash"  // Value: activity
	SignalPrivacyPage   SignalKind = "privacy-activity"   // Value: activity
	SignalMaker         SignalKind = "other-maker"        // Value: ID of package maker
	SignalMakerRow      SignalKind = "maker-row"          // a row of a maker's table; Value: its ID of package maker
	SignalDescribed     SignalKind = "described"          // a failure is described without a code; Value: the text
	SignalUnknownCode   SignalKind = "unknown-code"       // Value: the code that no table has
	SignalSharedWording SignalKind = "shared-wording"     // Value: the wording and the codes that share it
	SignalAside         SignalKind = "code-aside"         // named and not come; Value: code and what is said of it
	SignalListed        SignalKind = "code-table"         // Value: the number of rows
	SignalForeign       SignalKind = "foreign-crash"      // a crash without a class of the SDK; Value: its first class
	SignalFact          SignalKind = "fact"               // Fact and Value: see package cause
)

// Signal is a hint for the checks that is no step.
type Signal struct {
	Kind  SignalKind
	Value string
	// Fact is set for a SignalFact, and Quote is what the evidence says, which
	// every output masks. A SignalMakerRow has a Quote where its text is about a login.
	Fact  cause.Fact
	Quote string
	// Printed is true for a fact that a program of the phone printed, wherever the
	// print was brought.
	Printed bool
	Time    time.Time
	Device  string
	Where   finding.Location
	// Flow is the attempt that it belongs to, 0 if to none.
	Flow int
}

// The causes that a log may name for a refused certificate.
const (
	TLSDates        = "dates"
	TLSTransparency = "transparency"
)

// Reading is one exchange while an Endpoint decodes it.
type Reading struct {
	X *exchange.Exchange
	Sighting
	// Also are further sightings that the exchange gives, such as the steps
	// that a monitor upload speaks of. They come before the exchange itself.
	Also []Sighting
	// Troubled lists what was recognised but not understood.
	Troubled []lang.Text
	// Keep holds key sets with which id_tokens of the host can be checked.
	Keep []Keyring
}

// Keyring is a tenant's captured key set (JWKS, RFC 7517).
type Keyring struct {
	Host string
	JWKS string
}

// Field adds a decoded value. Empty values are left out.
func (s *Sighting) Field(name, value string, sens Sensitivity, path string) {
	s.NoteField(name, value, sens, path, lang.Text{})
}

// NoteField adds a decoded value with a remark on what it means.
func (s *Sighting) NoteField(name, value string, sens Sensitivity, path string, note lang.Text) {
	if value == "" || len(s.Step.Fields) >= MaxFields {
		return
	}
	s.Step.Fields = append(s.Step.Fields, Field{
		Name: strings.Clone(name), Value: Bounded(value), Sensitivity: sens, Note: note, Path: path,
	})
}

// Code adds a code with what it means in its space; the outermost comes first.
func (s *Sighting) Code(issuer codes.Issuer, space codes.Space, code, message string) {
	if noCode(code) || len(s.Step.Codes) >= 8 {
		return
	}
	s.Step.Codes = append(s.Step.Codes, At(issuer, space, code, message))
}

// noCode reports whether a value is how languages print that there is none.
func noCode(code string) bool {
	switch strings.ToLower(strings.Trim(code, "<>()")) {
	case "", "null", "nil", "undefined", "none":
		return true
	}
	return false
}

// Note adds a remark to the step.
func (s *Sighting) Note(t lang.Text) {
	if t != (lang.Text{}) && len(s.Step.Notes) < 16 {
		s.Step.Notes = append(s.Step.Notes, t)
	}
}

// Signal adds a hint for the checks.
func (s *Sighting) Signal(kind SignalKind, value string) {
	if len(s.Signals) >= 32 {
		return
	}
	var where finding.Location
	if len(s.Step.Evidence) > 0 {
		where = s.Step.Evidence[0]
	}
	s.Signals = append(s.Signals,
		Signal{Kind: kind, Value: Bounded(value), Time: s.Step.Time, Device: s.Device, Where: where})
}

// Fact notes a fact about phone, app or capture; package cause says which there
// are. One with an unknown value is left out. The quote may be empty.
func (s *Sighting) Fact(f cause.Fact, value, quote string) {
	before := len(s.Signals)
	if !(cause.Signal{Fact: f, Value: value}).Valid() {
		return
	}
	s.Signal(SignalFact, value)
	if len(s.Signals) > before {
		s.Signals[before].Fact, s.Signals[before].Quote = f, Bounded(quote)
	}
}

// OK marks the step as done.
func (s *Sighting) OK() { s.Step.Outcome = OutcomeOK }

// Fail marks the step as failed.
func (s *Sighting) Fail() { s.Step.Outcome = OutcomeFailed }

// Trouble marks the step as failed for a reason that has no code.
func (s *Sighting) Trouble(t Trouble) {
	s.Step.Outcome, s.Step.Trouble = OutcomeFailed, t
}

// At looks a code up and keeps where it stood.
func At(issuer codes.Issuer, space codes.Space, code, message string) CodeAt {
	code, message = Bounded(code), Bounded(message)
	q := codes.Query{Issuer: issuer, Space: space, Code: code, Message: message}
	return CodeAt{Issuer: issuer, Space: space, Code: code, Message: message, Lookup: codes.Lookup(q)}
}

// Bounded is a copy of at most MaxValue bytes that ends on a whole character
// and keeps nothing of a larger text alive.
func Bounded(s string) string {
	if len(s) <= MaxValue {
		return strings.Clone(s)
	}
	cut := MaxValue
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.Clone(s[:cut]) + "…"
}
