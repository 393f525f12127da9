package lab

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/net/http/httpguts"

	"loginscope/codes"
	"loginscope/proxy/exchange"
)

// Recording is a case that was received, as the lab plays it: the same steps, codes and
// timings, between a simulated phone and simulated servers. It is made of masked evidence.
//
// What is sent again goes from a socket of this process to another one of it. A call to a
// carrier is never sent: it is entered as it was recorded, and so is what sockets cannot
// repeat (a refused certificate, a relayed connection, a WebSocket, a body of which a part
// is missing).
type Recording struct {
	// Events are in the order of their session.
	Events []Recorded `json:"events"`
}

// Recorded is one event; exactly one field is set.
type Recorded struct {
	Started  *exchange.Exchange   `json:"started,omitempty"`
	Finished *exchange.Exchange   `json:"finished,omitempty"`
	Line     *exchange.LogLine    `json:"line,omitempty"`
	Tunnel   *exchange.Tunnelled  `json:"tunnel,omitempty"`
	Refusal  *exchange.TLSRefused `json:"refusal,omitempty"`
	Block    *exchange.Blocked    `json:"block,omitempty"`
	Message  *exchange.Frame      `json:"message,omitempty"`
}

// The limits of a recording that is read.
const (
	maxRecording = 256 << 20
	maxRecorded  = 200_000
)

// Record turns an event into a recorded one; ok is false for one that a recording does not
// need.
func Record(ev exchange.Event) (r Recorded, ok bool) {
	switch e := ev.(type) {
	case exchange.Started:
		r.Started = &e.Exchange
	case exchange.Finished:
		r.Finished = &e.Exchange
	case exchange.LogLine:
		r.Line = &e
	case exchange.Tunnelled:
		r.Tunnel = &e
	case exchange.TLSRefused:
		r.Refusal = &e
	case exchange.Blocked:
		r.Block = &e
	case exchange.Frame:
		r.Message = &e
	default:
		return r, false
	}
	return r, true
}

// event is the event that was recorded.
func (r Recorded) event() exchange.Event {
	switch {
	case r.Started != nil:
		return exchange.Started{Exchange: *r.Started}
	case r.Finished != nil:
		return exchange.Finished{Exchange: *r.Finished}
	case r.Line != nil:
		return *r.Line
	case r.Tunnel != nil:
		return *r.Tunnel
	case r.Refusal != nil:
		return *r.Refusal
	case r.Block != nil:
		return *r.Block
	case r.Message != nil:
		return *r.Message
	}
	return nil
}

// ReadScenario reads a scenario that WriteScenario wrote. Fields that it does not know are
// an error, and so is a recording that exceeds the limits.
func ReadScenario(r io.Reader) (Scenario, error) {
	var s Scenario
	d := json.NewDecoder(io.LimitReader(r, maxRecording))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("read scenario: %w", err)
	}
	if s.Name == "" || s.Recording == nil {
		return s, fmt.Errorf("read scenario: it has no name or no recording")
	}
	if n := len(s.Recording.Events); n > maxRecorded {
		return s, fmt.Errorf("read scenario: %d events, at most %d are played", n, maxRecorded)
	}
	return s, nil
}

// WriteScenario writes a scenario as JSON.
func WriteScenario(w io.Writer, s Scenario) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(s); err != nil {
		return fmt.Errorf("write scenario: %w", err)
	}
	return nil
}

// sendable reports whether an exchange is played over sockets.
func sendable(x *exchange.Exchange) bool {
	u := x.Scheme == "http" || x.Scheme == "https"
	if !u || !x.Done || x.Host == "" || !strings.HasPrefix(x.Path, "/") || carrierHost(x.Host) ||
		!whole(x.Request.Body) {
		return false
	}
	if !httpguts.ValidHostHeader(x.Host) || strings.ContainsAny(x.Host, "*%: ") ||
		strings.ContainsAny(x.Path, " \t\r\n#") {
		return false
	}
	if !tokenLike(x.Request.Method) || x.Request.Method == http.MethodConnect {
		return false
	}
	if x.Failure != nil {
		return x.Response == nil && playedFailure(x.Failure.Cause)
	}
	r := x.Response
	return r != nil && r.Status >= 200 && r.Status <= 599 && whole(r.Body) && len(r.Trailer) == 0 && bodyAllowed(x)
}

// bodyAllowed reports whether the answer may have the body that it has.
func bodyAllowed(x *exchange.Exchange) bool {
	s := x.Response.Status
	none := x.Request.Method == http.MethodHead || s == http.StatusNoContent || s == http.StatusNotModified
	return !none || len(x.Response.Body.Head) == 0
}

func tokenLike(method string) bool { return method != "" && httpguts.ValidHeaderFieldName(method) }

// whole reports whether all of a body is there.
func whole(b exchange.Body) bool { return int64(len(b.Head)) == b.Size && b.Complete || b.Size == 0 }

// playedFailure lists the failures that sockets of the lab can repeat at once.
func playedFailure(c exchange.FailureCause) bool {
	return c == exchange.FailDNS || c == exchange.FailRefused || c == exchange.FailReset
}

func carrierHost(host string) bool {
	return codes.Issuer(backendOf(host)).IsCarrier() || codes.CarrierOfHost(host) != nil
}
