package nsc

import (
	"strings"

	"loginscope/codes"
)

// App is what the platform knows of an app when it sets up its network policy.
type App struct {
	TargetSDK int
	// UsesCleartext is android:usesCleartextTraffic, nil if the manifest does
	// not say.
	UsesCleartext *bool
	Debuggable    bool
	// Instant is true for an instant app, which never gets cleartext by default.
	Instant bool
	// Config is the file that android:networkSecurityConfig refers to, nil if the
	// attribute is absent.
	Config *Config
	// DebugConfig is the resource of the same name with "_debug" appended, which
	// a debuggable build reads when Config has no debug-overrides.
	DebugConfig *Config
}

// OriginKind says what decided a value.
type OriginKind string

// The origins.
const (
	FromDomain   OriginKind = "domain-config"
	FromBase     OriginKind = "base-config"
	FromManifest OriginKind = "usesCleartextTraffic"
	FromPlatform OriginKind = "platform-default"
)

// Origin is what decided a value, and where it stands.
type Origin struct {
	Kind OriginKind `json:"kind"`
	Line int        `json:"line,omitempty"` // in the configuration file
}

// Effective is the policy of one app for one host.
type Effective struct {
	Host      string `json:"host"`
	Cleartext bool   `json:"cleartext"`
	// Origin is what decided Cleartext.
	Origin Origin `json:"origin"`
	// Matched is the domain element that the host falls under, nil if none.
	Matched *Domain  `json:"matched,omitempty"`
	Anchors []Anchor `json:"anchors"`
	Pins    *PinSet  `json:"pins,omitempty"`
	// CT is true when the platform will demand Certificate Transparency.
	CT bool `json:"certificate_transparency"`
	// Certainty is Unconfirmed where sources disagree on the platform's rule.
	Certainty codes.Certainty `json:"certainty"`
}

// CleartextRefused is the targetSdk from which the platform's default refuses cleartext
// (Android 9).
const CleartextRefused = 28

// The API levels at which a default changed.
const (
	userCAsUntil   = 23 // targetSdk up to which user CAs are trusted (Android 6)
	cleartextUntil = CleartextRefused - 1
	ctSince        = 37 // targetSdk from which CT is on by default (Android 17)
)

// TrustsUserCAs reports whether a CA that the user installed is trusted.
func (e Effective) TrustsUserCAs() bool {
	for _, a := range e.Anchors {
		if a.Source == UserCAs {
			return true
		}
	}
	return false
}

// PinsBindUserCAs reports whether pins, while in force, refuse a certificate
// signed by a user's CA: they do unless the anchor overrides them.
func (e Effective) PinsBindUserCAs() bool {
	if e.Pins == nil || len(e.Pins.Pins) == 0 {
		return false
	}
	for _, a := range e.Anchors {
		if a.Source == UserCAs && a.OverridePins {
			return false
		}
	}
	return true
}

// Policy answers for one app.
type Policy struct {
	app      App
	platform builder
	base     builder
	domains  []entry
	faults   []Fault
}

type entry struct {
	domain  Domain
	builder *builder
}

// builder mirrors NetworkSecurityConfig.Builder: what a section says, and
// where to look for the rest.
type builder struct {
	section   *Section
	origin    OriginKind
	cleartext *bool
	anchors   *[]Anchor
	pins      *PinSet
	ct        *bool
	parent    *builder
}

// NewPolicy works the configuration out the way the platform does at an app's
// first network use.
func NewPolicy(app App) *Policy {
	p := &Policy{app: app, platform: platformDefault(app)}
	if app.Config == nil {
		p.manifestOnly()
		return p
	}
	p.collectFaults()
	debug := p.debugAnchors()
	p.platform.addDebug(debug)
	p.base = p.platform
	if s := app.Config.Base; s != nil {
		p.base = fromSection(s, FromBase)
		p.base.parent = &p.platform
		p.base.addDebug(debug)
	}
	p.addDomains(debug)
	return p
}

// platformDefault follows NetworkSecurityConfig.getDefaultBuilder.
func platformDefault(app App) builder {
	cleartext := app.TargetSDK <= cleartextUntil && !app.Instant
	anchors := []Anchor{{Source: SystemCAs}}
	if app.TargetSDK <= userCAsUntil {
		anchors = append(anchors, Anchor{Source: UserCAs})
	}
	ct := app.TargetSDK >= ctSince
	return builder{origin: FromPlatform, cleartext: &cleartext, anchors: &anchors, ct: &ct}
}

// manifestOnly follows ManifestConfigSource without a configuration resource.
func (p *Policy) manifestOnly() {
	p.base = p.platform
	if p.app.UsesCleartext != nil {
		v := *p.app.UsesCleartext && !p.app.Instant
		p.base.cleartext, p.base.origin = &v, FromManifest
	}
}

func (p *Policy) collectFaults() {
	for _, f := range p.app.Config.Faults {
		if p.app.Debuggable || !f.DebugOnly {
			p.faults = append(p.faults, f)
		}
	}
}

// debugAnchors follows the choice between debug-overrides and the "_debug"
// resource; a release build has neither.
func (p *Policy) debugAnchors() []Anchor {
	if !p.app.Debuggable {
		return nil
	}
	s := p.app.Config.Debug
	if s == nil && p.app.DebugConfig != nil {
		s = p.app.DebugConfig.Debug
	}
	if s == nil || s.Anchors == nil {
		return nil
	}
	out := append([]Anchor(nil), *s.Anchors...)
	for i := range out {
		out[i].FromDebug = true
	}
	return out
}

// addDebug follows XmlConfigSource.addDebugAnchorsIfNeeded: debug anchors go
// only where anchors are, the rest inherits.
func (b *builder) addDebug(debug []Anchor) {
	if b.anchors == nil || len(debug) == 0 {
		return
	}
	all := append(append([]Anchor(nil), *b.anchors...), debug...)
	b.anchors = &all
}

func fromSection(s *Section, origin OriginKind) builder {
	return builder{section: s, origin: origin, cleartext: s.Cleartext, anchors: s.Anchors, pins: s.Pins, ct: s.CT}
}

func (p *Policy) addDomains(debug []Anchor) {
	built := map[*Section]*builder{}
	for _, s := range p.app.Config.Domains {
		b := fromSection(s, FromDomain)
		b.parent = &p.base
		if s.Parent != nil {
			b.parent = built[s.Parent]
		}
		b.addDebug(debug)
		built[s] = &b
		for _, d := range s.Domains {
			p.domains = append(p.domains, entry{d, &b})
		}
	}
}

// Faults are what makes this build refuse its configuration: with any of them
// the app fails at its first network use, whatever the host.
func (p *Policy) Faults() []Fault { return p.faults }

// NormalHost brings a host to the form in which the platform compares it:
// lower case, without a trailing dot.
func NormalHost(host string) string {
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// For returns the policy for a host, an IP address included. Follows
// ApplicationConfig.getConfigForHostname: an exact name first, else the longest
// domain that includes subdomains, else the base.
func (p *Policy) For(host string) Effective {
	host = NormalHost(host)
	var best *entry
	for i, e := range p.domains {
		if e.domain.Name == host {
			best = &p.domains[i]
			break
		}
		if e.domain.Matches(host) && (best == nil || len(e.domain.Name) > len(best.domain.Name)) {
			best = &p.domains[i]
		}
	}
	if best == nil {
		return p.effective(host, &p.base, nil)
	}
	d := best.domain
	return p.effective(host, best.builder, &d)
}

func (p *Policy) effective(host string, b *builder, matched *Domain) Effective {
	e := Effective{Host: host, Matched: matched, Certainty: codes.Seen, CT: b.effectiveCT()}
	e.Cleartext, e.Origin = b.effectiveCleartext()
	for x := b; x != nil; x = x.parent {
		if x.anchors != nil {
			e.Anchors = *x.anchors
			break
		}
	}
	for x := b; x != nil; x = x.parent {
		if x.pins != nil {
			e.Pins = x.pins
			break
		}
	}
	if p.app.TargetSDK >= ctSince &&
		(e.Cleartext && e.Origin.Kind == FromManifest || loopback(host) && matched == nil) {
		e.Certainty = codes.Unconfirmed
	}
	return e
}

// loopback names the hosts for which Android 17 has a configuration of its own
// (NetworkSecurityConfig.createLocalhostConfig); what it permits by default was
// not established.
func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasSuffix(host, ".localhost") ||
		strings.HasPrefix(host, "127.")
}

func (b *builder) effectiveCleartext() (bool, Origin) {
	for x := b; x != nil; x = x.parent {
		if x.cleartext == nil {
			continue
		}
		o := Origin{Kind: x.origin}
		if x.section != nil {
			o.Line = x.section.Line
		}
		return *x.cleartext, o
	}
	return true, Origin{Kind: FromPlatform}
}

// effectiveCT: a section that says nothing and trusts user or own CAs switches
// the demand off before its parent is asked.
func (b *builder) effectiveCT() bool {
	for x := b; x != nil; x = x.parent {
		if x.section != nil && x.ct != nil {
			return *x.ct
		}
		if x.anchors != nil {
			for _, a := range *x.anchors {
				if a.Source == UserCAs || a.inline() {
					return false
				}
			}
		}
		if x.ct != nil {
			return *x.ct
		}
	}
	return false
}
