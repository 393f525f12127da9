// Package nsc reads Android's network security configuration and answers what
// a given app may do: speak HTTP to a host, trust a CA that the user
// installed, refuse an intercepted certificate because of pins. It owns the
// rules of the platform; it knows no login, no file layout and no wording.
//
// Law: the answers follow the platform's own algorithm (XmlConfigSource,
// ManifestConfigSource, ApplicationConfig and NetworkSecurityConfig in
// android.security.net.config of the Android Open Source Project), not a text
// match. Each rule names the platform method that it follows.
package nsc

import (
	"strings"
	"time"
)

// Config is one parsed network_security_config.xml.
type Config struct {
	Base *Section // base-config, nil if absent
	// Domains are all domain-config sections in document order; a nested one
	// follows its parent.
	Domains []*Section
	Debug   *Section // debug-overrides, nil if absent
	// Faults are what makes the platform refuse the whole file; an app that
	// carries one fails at its first network use.
	Faults []Fault
	// Notes are oddities that the platform lets pass and that mislead readers.
	Notes []Fault
}

// SectionKind is the element that a Section comes from.
type SectionKind string

// The kinds of Section.
const (
	BaseConfig     SectionKind = "base-config"
	DomainConfig   SectionKind = "domain-config"
	DebugOverrides SectionKind = "debug-overrides"
)

// Section is one configuration element. Nil pointers stand for "not said", which
// is then inherited.
type Section struct {
	Kind      SectionKind `json:"kind"`
	Line      int         `json:"line,omitempty"`
	Parent    *Section    `json:"-"` // the enclosing domain-config
	Domains   []Domain    `json:"domains,omitempty"`
	Cleartext *bool       `json:"cleartext,omitempty"`
	// Anchors is nil when there is no trust-anchors element; an empty one trusts
	// nobody.
	Anchors *[]Anchor `json:"anchors,omitempty"`
	Pins    *PinSet   `json:"pins,omitempty"`
	// CT is the certificateTransparency element (Android 16 and later).
	CT *bool `json:"certificate_transparency,omitempty"`
}

// Domain is one domain element.
type Domain struct {
	Name       string `json:"name"` // trimmed, lower case
	Subdomains bool   `json:"subdomains"`
	Line       int    `json:"line,omitempty"`
}

// Matches reports whether host falls under the domain; host must be normal
// (NormalHost). Follows Domain matching in ApplicationConfig.getConfigForHostname.
func (d Domain) Matches(host string) bool {
	if d.Name == host {
		return true
	}
	return d.Subdomains && strings.HasSuffix(host, "."+d.Name)
}

// The sources of a trust anchor; any other is a resource ("@raw/ca").
const (
	SystemCAs = "system"
	UserCAs   = "user"
	WfaCAs    = "wfa"
)

// Anchor is one certificates element.
type Anchor struct {
	Source       string `json:"source"`
	OverridePins bool   `json:"override_pins,omitempty"`
	Line         int    `json:"line,omitempty"`
	// FromDebug is true for an anchor that debug-overrides added.
	FromDebug bool `json:"from_debug,omitempty"`
}

// inline reports whether the anchor is a certificate of the app's own.
func (a Anchor) inline() bool {
	return a.Source != SystemCAs && a.Source != UserCAs && a.Source != WfaCAs
}

// PinSet is one pin-set element.
type PinSet struct {
	// Expires is the start of the expiration day; the platform takes the
	// phone's own time zone, here it is UTC. Zero means "never".
	Expires time.Time `json:"expires"`
	Pins    []string  `json:"pins"` // base64 SHA-256
	Line    int       `json:"line,omitempty"`
}

// Enforced reports whether the pins still bind at that time. An unknown time
// (zero) counts as before every expiration.
func (p *PinSet) Enforced(now time.Time) bool {
	if p == nil || len(p.Pins) == 0 {
		return false
	}
	return p.Expires.IsZero() || now.IsZero() || !now.After(p.Expires)
}

// FaultKind names what is wrong in a file.
type FaultKind string

// The faults: with each of the first group the platform throws while it parses.
const (
	FaultRoot            FaultKind = "root-element"
	FaultTwoBase         FaultKind = "two-base-configs"
	FaultTwoDebug        FaultKind = "two-debug-overrides"
	FaultDuplicateDomain FaultKind = "duplicate-domain"
	FaultNoDomain        FaultKind = "no-domain"
	FaultDomainMissing   FaultKind = "domain-name-missing"
	FaultDomainChildren  FaultKind = "domain-with-elements"
	FaultNotAllowed      FaultKind = "element-not-allowed"
	FaultTwoAnchors      FaultKind = "two-trust-anchors"
	FaultTwoPinSets      FaultKind = "two-pin-sets"
	FaultCertificates    FaultKind = "certificates-source"
	FaultPinDigest       FaultKind = "pin-digest"
	FaultPinValue        FaultKind = "pin-value"
	FaultPinExpiration   FaultKind = "pin-expiration"
	// FaultEncoding stops the build instead: aapt2 reads UTF-8, UTF-16, ISO-8859-1
	// and US-ASCII, those that its parser (expat) has built in.
	FaultEncoding FaultKind = "encoding"
	// FaultNamespace stops the build as well: aapt2 looks such an attribute up among
	// those of Android or of the app, and finds none.
	FaultNamespace       FaultKind = "attribute-with-namespace"
	NoteNotBoolean       FaultKind = "not-a-boolean"
	NoteDomainWithURL    FaultKind = "domain-is-not-a-host-name"
	NoteUnknownElement   FaultKind = "unknown-element"
	NoteUnknownAttribute FaultKind = "unknown-attribute"
	NoteDebugCleartext   FaultKind = "cleartext-in-debug-overrides"
)

// Fault is one thing wrong in a file.
type Fault struct {
	Kind   FaultKind `json:"kind"`
	Detail string    `json:"detail,omitempty"`
	Line   int       `json:"line,omitempty"`
	// DebugOnly is true when only a debuggable build trips over it.
	DebugOnly bool `json:"debug_only,omitempty"`
}
