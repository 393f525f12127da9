package merge

import (
	"bytes"
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/nsc"
)

// verify holds the package's laws against the result.
func verify(src, text []byte, want Want) error {
	after, err := open(text)
	if err != nil {
		return fmt.Errorf("check result: %w", err)
	}
	for _, h := range want.Hosts {
		if !after.policy.For(h).Cleartext || !after.policy.For("x."+h).Cleartext {
			return fmt.Errorf("check result: %w: HTTP to %s is still refused", ErrConflict, h)
		}
	}
	if want.DebugCAs && !policyOf(after.cfg, true).For("any.invalid").TrustsUserCAs() {
		return fmt.Errorf("check result: %w: debug builds still trust no user CA", ErrConflict)
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return nil
	}
	before, err := open(src)
	if err != nil {
		return fmt.Errorf("check result: %w", err)
	}
	return unchanged(before, after, want)
}

// unchanged compares what the app said before with what it says now, for every
// domain of the file, below it, and for a host that no rule names.
func unchanged(before, after *document, want Want) error {
	hosts := append([]string{"any.invalid"}, want.Hosts...)
	for _, s := range before.cfg.Domains {
		for _, d := range s.Domains {
			hosts = append(hosts, d.Name, "x."+d.Name)
		}
	}
	for _, debuggable := range []bool{false, true} {
		p, q := policyOf(before.cfg, debuggable), policyOf(after.cfg, debuggable)
		for _, h := range hosts {
			a, b := p.For(h), q.For(h)
			if !asked(h, want.Hosts) && a.Cleartext != b.Cleartext {
				return fmt.Errorf("check result: %w: cleartext for %s would change", ErrConflict, h)
			}
			if !samePins(a.Pins, b.Pins) || a.CT != b.CT && !debuggable {
				return fmt.Errorf("check result: %w: pins or transparency for %s would change", ErrConflict, h)
			}
			if !slices.Equal(sources(a, debuggable), sources(b, debuggable)) {
				return fmt.Errorf("check result: %w: trust anchors for %s would change", ErrConflict, h)
			}
		}
	}
	return nil
}

// asked reports whether host is one of the hosts or below one.
func asked(host string, hosts []string) bool {
	for _, h := range hosts {
		if (nsc.Domain{Name: nsc.NormalHost(h), Subdomains: true}).Matches(host) {
			return true
		}
	}
	return false
}

func samePins(a, b *nsc.PinSet) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.Pins, b.Pins) && a.Expires.Equal(b.Expires)
}

// sources are the anchors of a policy; those that debug-overrides adds are left
// out, since adding there is what a merge is for.
func sources(e nsc.Effective, debuggable bool) []string {
	var out []string
	for _, a := range e.Anchors {
		if !(debuggable && a.FromDebug) {
			out = append(out, fmt.Sprint(a.Source, a.OverridePins))
		}
	}
	return out
}
