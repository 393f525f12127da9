package inspector

import (
	"sort"
	"time"

	"loginscope/codes"
)

// How long things of one attempt may lie apart.
const (
	gapInit     = 24 * time.Hour   // an initialisation waits for the first login after it
	gapLogin    = 10 * time.Minute // between two steps of a running login
	gapPage     = 30 * time.Minute // a user may leave the page open
	gapTrail    = 2 * time.Minute  // after the end: monitor upload, callback, logs
	gapSoft     = 30 * time.Second // after a failed step that the app may step over
	gapParallel = 10 * time.Second // steps of an earlier phase beside a later one
	gapRetry    = 15 * time.Minute // an attempt so soon after another repeats it
	gapDouble   = 3 * time.Second  // one event printed twice
)

// maxRecent is how many of a device's latest attempts new evidence may join.
const maxRecent = 8

// grouping assigns sightings to attempts. The law: evidence with a key that
// only one attempt has (a token, a session token, an SDK request id) goes
// there; other evidence goes to the latest attempt of the same device whose
// state it matches, else it opens a new one. Devices never mix. An initialisation
// belongs to the first attempt after it; later attempts use it from the cache.
type grouping struct {
	attempts []*attempt
	tracks   map[string]*track
	byKey    map[string]*attempt
	devices  deviceSet
	tokens   tokenRegistry
	loose    []Signal
	// early are hints of a device that came before any attempt of it.
	early map[string][]*Sighting
}

// track is what one device did.
type track struct{ recent []*attempt }

func (in *Inspection) group(c Context) *grouping {
	list := in.inOrder(c)
	g := &grouping{tracks: map[string]*track{}, byKey: map[string]*attempt{}, tokens: newTokenRegistry(),
		early: map[string][]*Sighting{}}
	g.devices = newDeviceSet(list)
	for i := range list {
		g.assign(&list[i])
	}
	for _, device := range sortedKeys(g.early) {
		g.release(device, time.Time{}, nil)
	}
	return g
}

// inOrder lists the sightings by time. Evidence without a time keeps its position
// after what came before it.
func (in *Inspection) inOrder(c Context) []Sighting {
	list := make([]Sighting, 0, len(in.sightings))
	for _, s := range in.sightings {
		if s.Step.Kind != "" || len(s.Kinds) > 0 || len(s.Signals) > 0 {
			list = append(list, s)
		}
	}
	list = withoutMakers(append(list, in.tenantRefusals(c)...))
	correctClocks(list)
	sort.SliceStable(list, func(i, j int) bool { return list[i].order < list[j].order })
	var last time.Time
	when := make([]time.Time, len(list))
	for i := range list {
		if t := list[i].Step.Time; !t.IsZero() {
			last = t
		}
		when[i] = last
	}
	index := make([]int, len(list))
	for i := range index {
		index[i] = i
	}
	sort.SliceStable(index, func(i, j int) bool { return when[index[i]].Before(when[index[j]]) })
	out := make([]Sighting, len(list))
	for i, from := range index {
		out[i] = list[from]
		out[i].at = when[from]
	}
	return out
}

// tenantRefusals makes steps of refused connections to hosts that became known
// as the tenant only later or only through the Context.
func (in *Inspection) tenantRefusals(c Context) []Sighting {
	var idaas = -1
	for i, p := range in.rules.Profiles {
		if p.Issuer == codes.IDaaS {
			idaas = i
		}
	}
	if idaas < 0 {
		return nil
	}
	var out []Sighting
	for k, h := range in.hosts.m {
		if h.Refusals == 0 || in.stepped[k] {
			continue
		}
		if learned, ok := in.known.learned[k.host]; (!ok || learned != idaas) && !contains(c.Tenants, k.host) {
			continue
		}
		s := in.connection(idaas, h.Host, h.Device)
		s.Step.Time, s.Step.End, s.order = h.First, h.Last, in.order
		s.Step.Evidence = h.Refs
		s.Trouble(TroubleTLS)
		s.Field("host", h.Host, Public, "")
		s.Signal(SignalTLS10, h.Host)
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Step.Time.Before(out[j].Step.Time) })
	return out
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// assign adds one sighting to the attempt that it belongs to.
func (g *grouping) assign(s *Sighting) {
	device := g.devices.of(s)
	a := g.byStrongKey(s, device)
	if a == nil {
		a = g.byTime(s, device)
	}
	if a == nil && g.opens(s) {
		a = g.open(device)
		g.release(device, s.at, a)
		g.part(a, s, device)
	}
	if a == nil {
		if len(s.Signals) > 0 {
			g.early[device] = append(g.early[device], s)
		}
		return
	}
	a.take(s)
	for _, k := range s.Keys.strong() {
		g.byKey[k] = a
	}
	g.tokens.note(s, a)
}

// part marks attempts that a text describes as of nobody's sign-in, so that
// the report says so and takes none for a retry of another.
func (g *grouping) part(a *attempt, s *Sighting, device string) {
	if !s.Pasted || !s.Bare && !s.Step.Time.IsZero() {
		return
	}
	for _, b := range g.tracks[device].recent {
		if b != a && b.pasted {
			a.apart, b.apart = true, true
		}
	}
}

// release hands a device's early hints to the attempt that they lead to, or,
// where there is none or it comes too late, to the report without one.
func (g *grouping) release(device string, at time.Time, a *attempt) {
	for _, s := range g.early[device] {
		if a != nil && at.Sub(s.at) <= gapParallel {
			a.take(s)
		} else {
			g.loose = append(g.loose, s.Signals...)
		}
	}
	delete(g.early, device)
}

func sortedKeys(m map[string][]*Sighting) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// strong are the keys that only one attempt has.
func (k Keys) strong() []string {
	var out []string
	for _, id := range k.RequestIDs {
		out = append(out, "request:"+id)
	}
	if k.Issued != "" {
		out = append(out, "token:"+k.Issued)
	}
	if k.Spent != "" {
		out = append(out, "token:"+k.Spent)
	}
	if k.Session != "" {
		out = append(out, "session:"+k.Session)
	}
	return out
}

func (g *grouping) byStrongKey(s *Sighting, device string) *attempt {
	for _, k := range s.Keys.strong() {
		a := g.byKey[k]
		if a == nil || a.repeats(s) {
			continue
		}
		if a.device == device || a.device == "" || device == "" || !s.Wire || !a.wired {
			return a
		}
	}
	return nil
}

func (g *grouping) byTime(s *Sighting, device string) *attempt {
	t := g.tracks[device]
	if t == nil {
		return nil
	}
	for i := len(t.recent) - 1; i >= 0; i-- {
		if a := t.recent[i]; a.agrees(s.Keys) && a.accepts(s) {
			return a
		}
	}
	return nil
}

// opens reports whether a sighting can be the first of an attempt.
func (g *grouping) opens(s *Sighting) bool {
	switch s.kind(nil) {
	case "", StepMonitor, StepCarrierLog, StepIDToken, StepCarrierConfig:
		return false
	}
	return true
}

func (g *grouping) open(device string) *attempt {
	a := &attempt{id: len(g.attempts) + 1, device: device, seen: map[StepKind]int{}}
	g.attempts = append(g.attempts, a)
	t := g.tracks[device]
	if t == nil {
		t = &track{}
		g.tracks[device] = t
	}
	if len(t.recent) > 0 {
		a.before = t.recent[len(t.recent)-1]
	}
	if t.recent = append(t.recent, a); len(t.recent) > maxRecent {
		t.recent = append([]*attempt(nil), t.recent[len(t.recent)-maxRecent:]...)
	}
	return a
}
