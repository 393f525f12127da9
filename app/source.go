package app

import (
	"context"
	"errors"
	"io"
	"iter"
	"net"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/job"
	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// source is where the feed reads: the engine's snapshot, with what the Runner is
// busy with and its notices.
type source struct {
	engine  *engine.Engine
	jobs    *job.Runner
	choices func() engine.Choices // of captures
	changed chan struct{}         // holds one
}

// poke has the feed make another Model.
func (s *source) poke() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// follow reports the engine's changes and its news until ctx or the
// engine ends.
func (s *source) follow(ctx context.Context) {
	changes, stop := s.engine.Subscribe()
	defer stop()
	heard := 0 // of engine.News
	for {
		for _, n := range s.engine.Status().News {
			if n.N > heard {
				heard = n.N
				s.jobs.Notify(feed.Notice{Bad: n.Bad, Problem: n.Problem})
			}
		}
		s.poke()
		select {
		case _, open := <-changes:
			if !open {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// Changed is for feed.Source.
func (s *source) Changed() <-chan struct{} { return s.changed }

// Snapshot is for feed.Source.
func (s *source) Snapshot() feed.Snapshot {
	now := s.engine.Snapshot()
	st := now.Status
	out := feed.Snapshot{Report: now.Report, Status: feed.Status{
		Started: true, Capturing: st.Capturing, Address: st.Address, Session: st.Session.Name, Path: st.Path,
		Progress: -1, Health: st.Health, Busy: s.jobs.Busy(), Notices: s.jobs.Notices(),
	}}
	if now.Session != nil {
		out.Status.ReadOnly, out.Status.Evidence = now.Session.ReadOnly(), s.evidence()
		out.Rows = shown{now.Session, now.View}
	}
	if out.Status.Address == "" {
		out.Status.Address = s.choices().Listen()
	}
	out.Status.Address = reachable(out.Status.Address)
	if p := st.Import; p != nil && p.Total > 0 {
		out.Status.Progress = float32(p.Done) / float32(p.Total)
	}
	if p := st.Problem; p != nil {
		out.Status.Notices = append(out.Status.Notices, feed.Notice{ID: -3, Bad: true, Problem: *p})
	}
	return out
}

// shown is what a session shows while no evidence is taken off or put back; after that, it is
// another value, and the feed reads it anew.
type shown struct {
	*session.Session
	view int
}

// evidence is what was given to the open session.
func (s *source) evidence() []feed.Evidence {
	var out []feed.Evidence
	for _, e := range s.engine.Evidence() {
		out = append(
			out,
			feed.Evidence{ID: e.ID, Name: e.Name, Kind: e.Kind, Off: e.Off, Fixed: e.Fixed, Events: e.Events},
		)
	}
	return out
}

// reachable describes an address that means every network by one that a phone can
// reach.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return address
	}
	if lan := lanAddresses(); len(lan) > 0 {
		return net.JoinHostPort(lan[0], port)
	}
	return address
}

// lanAddresses are this computer's IPv4 addresses in local networks.
func lanAddresses() []string {
	var out []string
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if ok && n.IP.To4() != nil && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			out = append(out, n.IP.String())
		}
	}
	return out
}

// reader reads the open session, whichever it is.
type reader struct{ engine *engine.Engine }

var errNoSession = errors.New("no session is open")

// Exchange returns one exchange.
func (r *reader) Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error) {
	s := r.engine.Session()
	if s == nil {
		return exchange.Exchange{}, errNoSession
	}
	return s.Exchange(ctx, id)
}

// Body opens one side's body.
func (r *reader) Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error) {
	s := r.engine.Session()
	if s == nil {
		return nil, errNoSession
	}
	return s.Body(ctx, id, side)
}

// Frames returns the messages of a WebSocket after a cursor.
func (r *reader) Frames(ctx context.Context, id exchange.ID, after session.Seq) iter.Seq2[session.SeqFrame, error] {
	s := r.engine.Session()
	if s == nil {
		return func(yield func(session.SeqFrame, error) bool) { yield(session.SeqFrame{}, errNoSession) }
	}
	return s.Frames(ctx, id, after)
}
