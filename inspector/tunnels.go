package inspector

import (
	"fmt"

	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// A tunnel that lasts is reported more than once. It counts once, and is one step,
// which the newest report describes.

// openTunnel is what was made of the last report of a tunnel that lasts.
type openTunnel struct {
	host string
	at   int // of its sighting; -1 for none
}

// tunnelled turns a connection that was not decrypted into a step that is known to have had
// traffic and nothing more.
func (in *Inspection) tunnelled(e *exchange.Tunnelled) {
	key := e.Key()
	was, again := in.tunnels[key]
	now := openTunnel{hostOfTunnel(e), -1}
	in.onWire(e.Start)
	if saidNothing(e) && !again {
		in.hosts.unjudged(e.Device, now.host, e.Start, e.Failure != nil, finding.Location{
			Kind: finding.OfTunnel,
			Conn: e.Conn,
		})
		return
	}
	switch {
	case !again:
		in.summary.Tunnels++
		in.hosts.tunnelled(e, now.host)
	case was.host != now.host:
		in.hosts.uncount(e, was.host)
		in.hosts.tunnelled(e, now.host)
	}
	s, ok := in.tunnelSighting(e, now.host)
	switch {
	case again && was.at >= 0:
		s.order, s.heard = in.sightings[was.at].order, in.sightings[was.at].heard
		in.sightings[was.at], now.at = s, was.at
	case ok:
		now.at = in.keepOne(s)
	}
	if e.Open {
		in.tunnels[key] = now
	} else {
		delete(in.tunnels, key)
	}
}

// saidNothing reports whether a client asked for a server and then ended the
// connection without a word, and so did the server, or we gave it up.
func saidNothing(e *exchange.Tunnelled) bool {
	return e.Reason == exchange.TunnelSilent && !e.Open && e.BytesUp+e.BytesDown == 0
}

// tunnelSighting returns a Sighting if the host is of an issuer.
func (in *Inspection) tunnelSighting(e *exchange.Tunnelled, host string) (Sighting, bool) {
	i, ok := in.known.connection(host)
	if !ok {
		return Sighting{}, false
	}
	s := in.connection(i, host, e.Device)
	s.Step.Time, s.Step.End = e.Start, e.End
	s.Step.Evidence = []finding.Location{{Kind: finding.OfTunnel, Conn: e.Conn}}
	s.Step.Visibility = Deduced
	s.Step.InferredFrom = lang.Text{EN: "a connection that was not decrypted", ZH: "未解密、直接转发的连接"}
	if e.Open {
		s.Step.InferredFrom = lang.Text{
			EN: "a connection that was not decrypted and had not ended",
			ZH: "未解密、直接转发、尚未结束的连接",
		}
	}
	s.Field("host", host, Public, "")
	s.Field("bytes up", fmt.Sprint(e.BytesUp), Public, "")
	s.Field("bytes down", fmt.Sprint(e.BytesDown), Public, "")
	if e.Failure != nil {
		s.Trouble(failureTrouble(e.Failure.Cause))
	}
	if in.known.profiles[i].Role == LaneCarrier {
		s.Signal(SignalCarrierOnWire, host)
	}
	return s, true
}
