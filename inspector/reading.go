package inspector

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// begin fills what every exchange of an endpoint has in common.
func begin(p *Profile, ep *Endpoint, x *exchange.Exchange) Reading {
	r := Reading{X: x}
	r.Wire, r.Device, r.Kinds = true, x.Device, ep.Kinds
	r.Keys.Carrier = carrierOf(p.Issuer)
	kind := StepKind("")
	if len(ep.Kinds) > 0 {
		kind = ep.Kinds[0]
	}
	r.Step = Step{
		Kind: kind, Role: p.Role, From: LaneSDK, To: p.Role, Label: ep.Label, Detail: ep.Name,
		Time: x.Timing.Start, End: x.Timing.End, Visibility: Visible, Network: ep.Network,
		Outcome: OutcomeUnknown, Evidence: []finding.Location{{Kind: finding.OfExchange, Exchange: x.ID, Conn: x.Conn}},
		Certainty: codes.Seen,
	}
	if !x.Done {
		r.Step.Outcome = OutcomeWaiting
	}
	if x.Failure != nil {
		r.Trouble(failureTrouble(x.Failure.Cause))
		r.Field("failure", string(x.Failure.Cause), Public, "failure")
	}
	return r
}

func failureTrouble(c exchange.FailureCause) Trouble {
	switch c {
	case exchange.FailDNS:
		return TroubleDNS
	case exchange.FailRefused, exchange.FailUnreachable:
		return TroubleConnect
	case exchange.FailTimeout:
		return TroubleTimeout
	case exchange.FailReset:
		return TroubleReset
	case exchange.FailTLS, exchange.FailCertificate:
		return TroubleUpstream
	case exchange.FailClientAbort:
		return TroubleAborted
	case exchange.FailBlocked:
		return TroubleBlocked
	case exchange.FailShutdown:
		return TroubleShutdown
	case exchange.FailHeader:
		return TroubleReset
	case exchange.FailMalformed, exchange.FailRequestBody:
		return TroubleRequest
	case exchange.FailInternal:
		return TroubleProxy
	}
	return TroubleBroken
}

func carrierOf(i codes.Issuer) codes.Issuer {
	if i.IsCarrier() {
		return i
	}
	return ""
}

// refused turns a refused certificate into a failed step of its host's issuer.
// A handshake that ended before a certificate was judged is no step.
func (in *Inspection) refused(e *exchange.TLSRefused) {
	in.onWire(e.Time)
	if !judged(e) {
		in.hosts.unjudged(e.Device, hostOfRefusal(e), e.Time, e.Cause == exchange.RefusedTimeout, finding.Location{
			Kind: finding.OfRefusal,
			Conn: e.Conn,
		})
		return
	}
	in.summary.Refusals++
	host := in.hosts.refused(e)
	i, ok := in.known.connection(host)
	if !ok {
		return
	}
	s := in.connection(i, host, e.Device)
	s.Step.Time, s.Step.End = e.Time, e.Time
	s.Step.Evidence = []finding.Location{{Kind: finding.OfRefusal, Conn: e.Conn}}
	s.Step.Certainty = codes.Inferred
	s.Trouble(TroubleTLS)
	s.Field("host", host, Public, "")
	s.Field("refusal", string(e.Cause), Public, "")
	if e.Alert >= 0 {
		s.Field("alert", fmt.Sprint(e.Alert), Public, "")
	}
	s.Signal(SignalTLS10, host)
	in.stepped[hostKey{e.Device, host}] = true
	in.keep(s)
}

func (in *Inspection) blocked(e *exchange.Blocked) {
	in.onWire(e.Time)
	host := hostOf(e.Target)
	i, ok := in.known.connection(host)
	if !ok {
		return
	}
	s := in.connection(i, host, e.Device)
	s.Step.Time, s.Step.End = e.Time, e.Time
	s.Step.Evidence = []finding.Location{{Kind: finding.OfBlocked, Conn: e.Conn}}
	s.Trouble(TroubleBlocked)
	s.Field("host", host, Public, "")
	s.Field("reason", string(e.Reason), Public, "")
	in.keep(s)
}

func (in *Inspection) connection(i int, host, device string) Sighting {
	p := &in.known.profiles[i]
	s := Sighting{Device: device, Kinds: p.Passthrough, Keys: Keys{Carrier: carrierOf(p.Issuer)}}
	s.Step = Step{
		Role: p.Role, From: LaneSDK, To: p.Role, Detail: host, Visibility: Visible,
		Network: NetDefault, Outcome: OutcomeUnknown, Certainty: codes.Inferred,
		Label: lang.Text{EN: "connection", ZH: "连接"},
	}
	if p.Role == LaneCarrier {
		s.Step.Network = NetCellular
	}
	return s
}
