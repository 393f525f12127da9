package inspector

import (
	"fmt"
	"slices"
	"time"

	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Inspect reads all the evidence once and reports on it. Its cost grows
// linearly with the evidence; what it keeps grows with the login's own steps.
func Inspect(ev Evidence, rules Ruleset) Report {
	in := New(rules)
	if ev.Events != nil {
		for e := range ev.Events {
			in.Add(e)
		}
	}
	return in.Report(ev.Context)
}

// MaxUnknown limits the pieces of evidence listed as not understood.
const MaxUnknown = 200

// Inspection is a running fold over evidence, for a capture that still grows.
// It keeps recognised steps and a table of hosts, nothing of other traffic. It
// is not safe for concurrent use.
type Inspection struct {
	rules     Ruleset
	known     recogniser
	lines     lineIndex
	sightings []Sighting
	// free are positions in sightings whose content a later snapshot replaced,
	// and order counts the sightings that were ever kept.
	free  []int
	order int
	// fill is true while sightings may use a free position; those of an open
	// exchange must lie together.
	fill bool
	// open maps an exchange that is still running to its sightings.
	open map[exchange.ID]span
	// tunnels holds the tunnels that were reported as open.
	tunnels map[exchange.TunnelKey]openTunnel
	// stepped holds the refused hosts that already gave a sighting.
	stepped map[hostKey]bool
	hosts   hostTable
	keys    keyrings
	secrets secrets
	summary Summary
	unknown []Unknown
	owned   int // lines of Loginscope's own
	ends    struct{ first, last time.Time }
	// wireTime is the time of the latest event of the capture itself.
	wireTime time.Time
}

// span is a run of sightings that a later snapshot replaces.
type span struct{ from, to int }

// New starts an inspection.
func New(rules Ruleset) *Inspection {
	return &Inspection{
		rules: rules, known: newRecogniser(rules.Profiles), lines: newLineIndex(rules.Lines),
		fill: true, open: map[exchange.ID]span{}, tunnels: map[exchange.TunnelKey]openTunnel{},
		stepped: map[hostKey]bool{}, hosts: newHostTable(), keys: newKeyrings(),
	}
}

// Add takes one more piece of evidence.
func (in *Inspection) Add(e exchange.Event) {
	switch e := e.(type) {
	case exchange.Started:
		in.started(&e.Exchange)
	case exchange.Progress:
		in.progressed(&e.Exchange)
	case exchange.Finished:
		in.finished(&e.Exchange)
	case exchange.TLSRefused:
		in.refused(&e)
	case exchange.Tunnelled:
		in.tunnelled(&e)
	case exchange.Blocked:
		in.blocked(&e)
	case exchange.LogLine:
		in.line(&e)
	}
}

func (in *Inspection) started(x *exchange.Exchange) {
	in.summary.Exchanges++
	in.onWire(x.Timing.Start)
	in.hosts.opened(x)
	from := len(in.sightings)
	in.fill = false
	in.read(x)
	in.fill = true
	if len(in.sightings) > from {
		in.open[x.ID] = span{from, len(in.sightings)}
	} else {
		in.open[x.ID] = span{}
	}
}

// progressed takes what is new of an open exchange. Its answer is not judged
// before its end: the status is one more field of a step that waits.
func (in *Inspection) progressed(x *exchange.Exchange) {
	if _, ok := in.open[x.ID]; !ok {
		started := *x
		started.Response = nil
		in.started(&started)
	}
	if x.Response == nil {
		return
	}
	s := in.open[x.ID]
	for i := s.from; i < s.to; i++ {
		reported := slices.ContainsFunc(in.sightings[i].Step.Fields,
			func(f Field) bool { return f.Name == "http status" })
		if !reported {
			in.sightings[i].Field("http status", fmt.Sprint(x.Response.Status), Public, "response.status")
		}
	}
}

func (in *Inspection) finished(x *exchange.Exchange) {
	if s, ok := in.open[x.ID]; ok {
		// The open snapshot's sightings make room and are not removed:
		// positions of other open exchanges stay valid.
		for i := s.from; i < s.to; i++ {
			in.sightings[i] = Sighting{}
			in.free = append(in.free, i)
		}
		delete(in.open, x.ID)
	} else {
		in.summary.Exchanges++
	}
	in.onWire(x.Timing.Start)
	in.onWire(x.Timing.End)
	in.hosts.exchange(x)
	in.secrets.exchange(x)
	in.read(x)
}

// ReplayDevice is the device of attempts that Loginscope's own replays make.
const ReplayDevice = "replay"

// apart keeps a replay from joining the phone's attempt whose token it used:
// what we sent ourselves must not change the verdict on the app.
func apart(s Sighting) Sighting {
	s.Device, s.Keys = ReplayDevice, Keys{Session: s.Keys.Session}
	return s
}

// read recognises and decodes one exchange.
func (in *Inspection) read(x *exchange.Exchange) {
	p, own := in.known.exchange(x)
	if p == nil {
		return
	}
	op := operation(p, x)
	for i := range p.Endpoints {
		ep := &p.Endpoints[i]
		if !matches(ep.Match, op) {
			continue
		}
		if len(ep.Kinds) == 0 && ep.Read == nil {
			return
		}
		r := begin(p, ep, x)
		if ep.Read != nil {
			ep.Read(&r)
		}
		for _, k := range r.Keep {
			in.keys.add(k)
		}
		if x.Origin == exchange.Replayed {
			r.Also, r.Sighting = nil, apart(r.Sighting)
		}
		in.keep(r.Also...)
		in.keep(r.Sighting)
		for _, t := range r.Troubled {
			in.unclear(finding.Location{Kind: finding.OfExchange, Exchange: x.ID}, t)
		}
		return
	}
	if own && x.Done {
		in.unclear(finding.Location{Kind: finding.OfExchange, Exchange: x.ID}, unknownCall(p, op))
	}
}

func (in *Inspection) keep(ss ...Sighting) {
	for _, s := range ss {
		if len(s.Kinds) > 0 || s.Step.Kind != "" || len(s.Signals) > 0 {
			in.keepOne(s)
		}
	}
}

// keepOne returns the position of a sighting, which does not change.
func (in *Inspection) keepOne(s Sighting) int {
	s.order = in.order
	in.order++
	in.secrets.fields(s.Step.Fields)
	if !s.Wire && len(s.Step.Evidence) > 0 && s.Step.Evidence[0].Kind == finding.OfLog {
		s.heard = in.wireTime
	}
	if n := len(in.free); n > 0 && in.fill {
		at := in.free[n-1]
		in.sightings[at], in.free = s, in.free[:n-1]
		return at
	}
	in.sightings = append(in.sightings, s)
	return len(in.sightings) - 1
}

func (in *Inspection) unclear(where finding.Location, why lang.Text) {
	if len(in.unknown) < MaxUnknown {
		in.unknown = append(in.unknown, Unknown{Where: where, Why: why})
	}
}

// onWire notes the time of an event of the capture.
func (in *Inspection) onWire(t time.Time) {
	in.saw(t)
	if t.After(in.wireTime) {
		in.wireTime = t
	}
}

func (in *Inspection) saw(t time.Time) {
	if t.IsZero() {
		return
	}
	if in.ends.first.IsZero() || t.Before(in.ends.first) {
		in.ends.first = t
	}
	if t.After(in.ends.last) {
		in.ends.last = t
	}
}

// Report says what is known so far. It may be called at any time, and more
// evidence may be added after it. Its cost grows with the recognised steps.
func (in *Inspection) Report(c Context) Report {
	g := in.group(c)
	r := Report{Summary: in.summary, Facts: c.Facts, Unknown: append([]Unknown(nil), in.unknown...),
		Known: in.secrets.snapshot()}
	r.Flows = g.flows(c)
	in.keys.check(r.Flows)
	r.Summary.Steps = map[string]int{}
	for i := range r.Flows {
		for _, s := range r.Flows[i].Steps {
			if s.Visibility == Visible || s.Visibility == Deduced {
				r.Summary.Steps[string(s.Kind)]++
			}
		}
	}
	r.Findings = in.check(c, g, r.Flows, r.Summary)
	r.Notes, r.Given = NotesOn(c.Notes, r.Flows), c.Given
	return r
}
