package engine

import (
	"slices"
	"time"

	"loginscope/app/session"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/admit"
	"loginscope/proxy/phone/known"
)

// Status says what the Engine is doing.
type Status struct {
	// Capturing is true while the proxy listens. Address is "host:port" of
	// the present or the last capture, Since when the present one began.
	Capturing bool
	Address   string
	Since     time.Time
	// Session, Path and ReadOnly describe the open session; Path is "" if
	// none is.
	Session  session.Meta
	Path     string
	ReadOnly bool
	// Lab names the scenario that runs, "" if none.
	Lab string
	// Import is how far a running import is, nil if none runs.
	Import *Progress
	// The counts are those of the newest inspection.
	Exchanges, Devices, Flows int
	// Health is the session writer's.
	Health session.Health
	// Problem is what went wrong in the background and still holds, nil if
	// nothing: a full disk, a session that cannot be read, a listener that
	// broke. What goes wrong in a command is the command's error instead.
	Problem *problem.Problem
	// News are the newest at most 20 pieces of news, oldest first.
	News []News

	// Waiting lists the devices that asked to use the proxy and may not yet;
	// Allow lets one in. Allowed lists those that a person let in.
	Waiting []admit.Waiting
	Allowed []string
	// Remembered lists the devices that were allowed now or before and are let
	// in by their hardware address, the newest first; Revoke forgets one.
	Remembered []known.Device
	// Learned lists the hosts that pass through without decryption because a device
	// refused our certificate for them; DecryptAgain forgets it.
	Learned []proxy.LearnedHost
	// Phones lists what adb sees while WatchPhones runs, Logs the serials of
	// the phones whose log is followed.
	Phones []adb.Device
	Logs   []string
}

// status needs mu.
func (e *Engine) status() Status {
	s := Status{Address: e.address, Lab: e.lab, Import: e.load, Problem: e.problem, News: e.news}
	s.Remembered = e.remembered
	s.Allowed, s.Phones, s.Logs = slices.Clone(e.allowed), e.phones, e.logs
	if s.Problem == nil {
		s.Problem = e.leftover
	}
	if e.guests != nil {
		s.Waiting = e.guests.Waiting()
	}
	if c := e.capture; c != nil {
		s.Capturing, s.Since, s.Learned = true, c.since, c.proxy.Learned()
	}
	if e.cur == nil {
		return s
	}
	sess := e.cur.session
	s.Session, s.Path, s.ReadOnly, s.Health = sess.Meta(), sess.Path(), sess.ReadOnly(), sess.Health()
	seen := e.cur.inspection.latest()
	s.Exchanges, s.Devices = seen.exchanges, seen.devices
	if seen.report != nil {
		s.Flows = len(seen.report.Flows)
	}
	switch {
	case s.Health.Degraded:
		p := degraded(s.Health.Err)
		s.Problem = &p
	case seen.err != nil:
		p := problem.Of(seen.err)
		s.Problem = &p
	}
	return s
}
