package replay

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Probe is the result of testing a target without a token.
type Probe struct {
	// OK is true when the answer is one that this target's API gives.
	OK bool `json:"ok"`
	// Verdict describes the answer: what it means, why, what to do, who acts.
	Verdict Comparison `json:"verdict"`
	// Reachable is true when anything answered.
	Reachable bool `json:"reachable"`
	// TLS is true when the certificate was verified; VerifyOff when the target says not to.
	TLS       bool                  `json:"tls"`
	VerifyOff bool                  `json:"verify_off,omitempty"`
	Cause     exchange.FailureCause `json:"cause,omitempty"`
	Status    int                   `json:"status,omitempty"`
	// Skew is our clock minus the server's; Known is false without a server time.
	Skew      time.Duration `json:"skew"`
	SkewKnown bool          `json:"skew_known"`
	// SkewFrom is "server-date" or "Date".
	SkewFrom string `json:"skew_from,omitempty"`
}

// Test reaches a target without using a token: name, connection, TLS, what
// answers there, and the difference of the clocks. It is not recorded in the
// session.
func (p *Replayer) Test(ctx context.Context, name string) (Probe, error) {
	t, err := p.cfg.Targets.Get(name)
	if err != nil {
		return Probe{}, err
	}
	if err := t.Validate(); err != nil {
		return Probe{}, err
	}
	if err := p.limit.allow(p.cfg.Now()); err != nil {
		return Probe{}, err
	}
	c := probeRequest(t)
	req, err := c.request()
	if err != nil {
		return Probe{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	return readProbe(t, p.wire.send(ctx, t, req, nil, c.header), p.cfg.Rules), nil
}

func probeRequest(t Target) composed {
	if t.Kind == KindIDaaS {
		return composed{method: http.MethodGet, url: trimSlash(t.BaseURL) + datePath, header: deviceHeaders(t)}
	}
	scheme := "https://"
	if t.PlainHTTP {
		scheme = "http://"
	}
	// A read-only action without keys: a gateway refuses it by a code of its own.
	return composed{
		method: http.MethodGet,
		url:    scheme + t.Endpoint + "/?Action=DescribeVerifyScheme&Version=2017-05-25&Format=JSON",
	}
}

func readProbe(t Target, s sent, rules inspector.Ruleset) Probe {
	pr := Probe{VerifyOff: t.SkipVerify}
	pr.Verdict = judgeProbe(t, s, rules)
	pr.OK = pr.Verdict.Success
	if s.exchange.Response == nil {
		if s.exchange.Failure != nil {
			pr.Cause = s.exchange.Failure.Cause
		}
		return pr
	}
	pr.Reachable, pr.Status = true, s.exchange.Response.Status
	pr.TLS = s.exchange.Server.TLS != nil && !t.SkipVerify
	pr.readClock(s.exchange)
	return pr
}

// readClock compares the middle of the call with the server's own time.
func (pr *Probe) readClock(x exchange.Exchange) {
	mid := x.Timing.Start.Add(x.Timing.FirstByte.Sub(x.Timing.Start) / 2)
	if ts, ok := serverDate(x.Response.Body.Head); ok && x.Response.Status == http.StatusOK {
		pr.Skew, pr.SkewKnown, pr.SkewFrom = mid.Sub(ts), true, "server-date"
		return
	}
	if ts, err := http.ParseTime(x.Response.Header.Get("Date")); err == nil {
		pr.Skew, pr.SkewKnown, pr.SkewFrom = mid.Sub(ts), true, "Date"
	}
}

// serverDate reads {"timestamp": epoch}, in seconds or milliseconds, as a
// number or a string.
func serverDate(body []byte) (time.Time, bool) {
	var a struct {
		Timestamp json.RawMessage `json:"timestamp"`
	}
	if json.Unmarshal(body, &a) != nil {
		return time.Time{}, false
	}
	text := string(a.Timestamp)
	if u, err := strconv.Unquote(text); err == nil {
		text = u
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}, false
	}
	if n > 1e11 {
		return time.UnixMilli(n), true
	}
	return time.Unix(n, 0), true
}
