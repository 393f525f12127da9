package inspector

import (
	"strconv"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
)

// This file says which facts the evidence of a flow gives to the ranking.

// unsafeTails are the tails by which the SDK names the test that failed.
var unsafeTails = map[string]string{
	"proxy": "phone is proxy", "root": "phone is root", "emulator": "Emulator is detected",
	"attached": "app is attached", "debugger": "debuggerConnected",
}

// exceptionOf are the exceptions that other kinds of signal stand for.
var exceptionOf = map[SignalKind]string{
	SignalCleartext: cause.CleartextRefused, SignalPrivacyPage: cause.ActivityNotFound,
	SignalOrientation: cause.Orientation, SignalLink: cause.NativeMissing,
}

// signals are the facts that hold for a flow: what a person answered, what the
// app check, the phone and the capture show, and what its own evidence says.
func (k *Case) signals(f *Flow) []cause.Signal {
	out := append([]cause.Signal(nil), k.Context.Facts...)
	if k.Context.App != nil {
		out = append(out, k.Context.App.signals(f)...)
	}
	switch k.Context.Attach {
	case AttachVPN:
		out = append(out, cause.Signal{Fact: cause.VPN, Value: "on", Origin: cause.Wire})
	case AttachGlobal:
		out = append(out, cause.Signal{Fact: cause.Proxy, Value: "on", Origin: cause.Wire})
	}
	if v := sdkAge(f.SDKVersion); v != "" {
		out = append(out, cause.Signal{Fact: cause.SDKAge, Value: v, Origin: cause.Wire, Detail: f.SDKVersion})
	}
	for _, s := range k.Signals {
		if s.Flow == f.ID || s.Flow == 0 && (s.Device == f.Device || s.Device == "") {
			out = append(out, s.signal()...)
		}
	}
	if f.Carrier != "" {
		out = append(out, cause.Signal{Fact: cause.Carrier, Value: string(f.Carrier), Origin: cause.Derived})
	}
	return append(out, k.stepSignals(f)...)
}

// signal turns a Signal into facts of package cause.
func (s Signal) signal() []cause.Signal {
	origin := cause.Logged
	switch s.Where.Kind {
	case finding.OfText:
		origin = cause.Said
	case finding.OfExchange, finding.OfTunnel, finding.OfRefusal, finding.OfBlocked:
		origin = cause.Wire
	}
	switch s.Kind {
	case SignalFact:
		if (s.Printed || s.Fact.Conclusive(s.Value)) && origin == cause.Said {
			origin = cause.Logged // where a text quotes it, it is still a program that spoke
		}
		return []cause.Signal{{Fact: s.Fact, Value: s.Value, Origin: origin, Detail: s.Quote}}
	case SignalRadio:
		return []cause.Signal{{Fact: cause.Radio, Value: "slow", Origin: origin, Detail: s.Value}}
	case SignalClock:
		return []cause.Signal{{Fact: cause.Clock, Value: "wrong", Origin: origin}}
	}
	if e, ok := exceptionOf[s.Kind]; ok {
		// Where a text quotes an exception, it is still the phone that spoke.
		return []cause.Signal{{Fact: cause.Exception, Value: e, Origin: cause.Logged, Detail: s.Value}}
	}
	return nil
}

// stepSignals are the facts that the steps themselves show.
func (k *Case) stepSignals(f *Flow) []cause.Signal {
	var out []cause.Signal
	add := func(fact cause.Fact, v string, o cause.Origin) {
		out = append(out, cause.Signal{Fact: fact, Value: v, Origin: o})
	}
	logged := false
	for i := range f.Steps {
		s := &f.Steps[i]
		for _, r := range s.Evidence {
			logged = logged || r.Kind == finding.OfLog
		}
		if (s.Kind == StepVendors || s.Kind == StepSTS) && len(s.Evidence) > 0 && s.Visibility == Visible {
			switch {
			case s.Outcome == OutcomeOK && s.Kind == StepVendors:
				add(cause.Gateway, "ok", cause.Wire)
			case s.Outcome == OutcomeFailed && s.Trouble != NoTrouble:
				add(cause.Gateway, "failed", cause.Wire)
			}
		}
	}
	if logged && !k.said(f, cause.Platform) {
		add(cause.Platform, "android", cause.Logged)
	}
	if k.pageUp(f) {
		add(cause.PageOpen, "yes", cause.Logged)
	}
	return out
}

// said reports whether the evidence names a fact for a flow.
func (k *Case) said(f *Flow, fact cause.Fact) bool {
	for _, s := range k.Signals {
		if s.Kind == SignalFact && s.Fact == fact && (s.Flow == f.ID || s.Flow == 0) {
			return true
		}
	}
	return false
}

// pageUp reports whether a page was up when the flow failed to open one: it was
// opened before, in this attempt or in the device's last one, and nobody left it.
func (k *Case) pageUp(f *Flow) bool {
	v := &f.Verdict
	if v.Broken < 0 || f.Steps[v.Broken].Kind != StepPage {
		return false
	}
	up := openPage(f.Steps[:v.Broken])
	for i := range k.Flows {
		if b := &k.Flows[i]; b.ID == f.RetryOf && b.Device == f.Device && b.Verdict.Outcome != SignedIn {
			up = up || openPage(b.Steps)
		}
	}
	return up
}

func openPage(steps []Step) bool {
	up := false
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Kind == StepPage && s.Outcome == OutcomeOK && s.Visibility == Visible && len(s.Evidence) > 0:
			up = true
		case s.Kind == StepPageEvent && cancels(s.Codes), s.Kind == StepToken && s.Outcome == OutcomeOK:
			up = false
		}
	}
	return up
}

// signals are what the app check says.
func (a *AppFacts) signals(f *Flow) []cause.Signal {
	out := append([]cause.Signal(nil), a.Facts...)
	out = append(out, cause.Signal{Fact: cause.Platform, Value: "android", Origin: cause.Checked})
	if v := sdkAge(a.SDKVersion); v != "" && f.SDKVersion == "" {
		out = append(out, cause.Signal{Fact: cause.SDKAge, Value: v, Origin: cause.Checked, Detail: a.SDKVersion})
	}
	host := ""
	if c := codes.CarrierOf(f.Carrier); c != nil {
		host = c.Needed()
	}
	if permitted, known := a.CleartextHosts[host]; known {
		v := map[bool]string{true: "permitted", false: "refused"}[permitted]
		out = append(out, cause.Signal{Fact: cause.Cleartext, Value: v, Origin: cause.Checked, Detail: host})
	}
	return out
}

// sdkAge holds a version of the Alibaba SDK against the one with which China
// Unicom's interface changed, 2.13.1; "" if it is no version.
// Source: Alibaba, announcement 2654486.
func sdkAge(version string) string {
	parts := strings.Split(version, ".")
	if len(parts) < 2 {
		return ""
	}
	limit := [3]int{2, 13, 1}
	for i := range limit {
		n := 0
		if i < len(parts) {
			var err error
			if n, err = strconv.Atoi(parts[i]); err != nil {
				return ""
			}
		}
		if n != limit[i] {
			if n < limit[i] {
				return "old"
			}
			return "current"
		}
	}
	return "current"
}

// SDKAge is the value of the fact cause.SDKAge for a version, "" if it is none.
func SDKAge(version string) string { return sdkAge(version) }

// rowByMessage is the carrier's row whose wording a message of the Alibaba SDK is:
// the SDK passes it on where it leaves the inner code out. Without the carrier
// the wording must be of one row alone. A wording of the SDK itself is its own
// text, whichever carriers use the same words.
func rowByMessage(message string, carrier codes.Issuer) (codes.Code, bool) {
	if message == "" {
		return codes.Code{}, false
	}
	var found []codes.Code
	for _, w := range codes.ByWording(message) {
		if w.Whole && w.Space == codes.AliAndroid {
			return codes.Code{}, false
		}
		if w.Whole && w.Kind == codes.Failure && carrierOf(w.Issuer) != "" && (carrier == "" || w.Issuer == carrier) {
			found = append(found, w.Match.Code)
		}
	}
	if len(found) != 1 {
		return codes.Code{}, false
	}
	return found[0], true
}
