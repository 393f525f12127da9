package nsc

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"loginscope/inspector/androidapp/xmltree"
)

// Parse reads a configuration from a tree. It never fails: what the platform
// would refuse becomes a Fault, and the rest is read all the same, so that the
// report names every fault at once.
func Parse(root *xmltree.Node) *Config {
	p := &parser{cfg: &Config{}, seen: map[string]bool{}}
	if root.Name != "network-security-config" {
		p.fault(FaultRoot, root.Name, root.Line)
		return p.cfg
	}
	if !built(root.Encoding) {
		p.fault(FaultEncoding, root.Encoding, 1)
	}
	p.linked(root)
	for n := range root.Elements() {
		p.top(n)
	}
	return p.cfg
}

// own are the attributes of a configuration, all without a namespace.
var own = []string{"cleartextTrafficPermitted", "hstsEnforced", "includeSubdomains", "overridePins", "digest",
	"expiration"}

// linked finds attributes of a configuration in the namespace of Android or of the
// app's resources. Neither has an attribute of that name, and aapt2 stops.
func (p *parser) linked(n *xmltree.Node) {
	for _, a := range n.Attrs {
		if strings.HasPrefix(a.Space, "http://schemas.android.com/apk/") && slices.Contains(own, a.Name) {
			p.fault(FaultNamespace, n.Name+"/"+a.Name, n.Line)
		}
	}
	for c := range n.Elements() {
		p.linked(c)
	}
}

// built reports whether the build tools read a declared encoding.
func built(encoding string) bool {
	switch strings.ToUpper(encoding) {
	case "", "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII":
		return true
	}
	return false
}

type parser struct {
	cfg   *Config
	seen  map[string]bool
	debug bool // inside debug-overrides
}

func (p *parser) fault(k FaultKind, detail string, line int) {
	p.cfg.Faults = append(p.cfg.Faults, Fault{k, detail, line, p.debug})
}

func (p *parser) note(k FaultKind, detail string, line int) {
	p.cfg.Notes = append(p.cfg.Notes, Fault{k, detail, line, p.debug})
}

// top follows XmlConfigSource.parseNetworkSecurityConfig.
func (p *parser) top(n *xmltree.Node) {
	switch n.Name {
	case "base-config":
		s := p.section(n, BaseConfig, nil)
		if p.cfg.Base != nil {
			p.fault(FaultTwoBase, "", n.Line)
			return
		}
		p.cfg.Base = s
	case "domain-config":
		p.section(n, DomainConfig, nil)
	case "debug-overrides":
		if p.cfg.Debug != nil {
			p.fault(FaultTwoDebug, "", n.Line)
			return
		}
		p.debug = true
		p.cfg.Debug = p.section(n, DebugOverrides, nil)
		p.debug = false
	default:
		p.note(NoteUnknownElement, n.Name, n.Line)
	}
}

// section follows XmlConfigSource.parseConfigEntry.
func (p *parser) section(n *xmltree.Node, kind SectionKind, parent *Section) *Section {
	s := &Section{Kind: kind, Line: n.Line, Parent: parent}
	if kind == DomainConfig {
		p.cfg.Domains = append(p.cfg.Domains, s)
	}
	p.attributes(s, n)
	for c := range n.Elements() {
		p.child(s, c)
	}
	if kind == DomainConfig && len(s.Domains) == 0 {
		p.fault(FaultNoDomain, "", n.Line)
	}
	return s
}

func (p *parser) attributes(s *Section, n *xmltree.Node) {
	for _, a := range n.Attrs {
		switch {
		case a.Space == xmltree.ToolsNS: // the build tools take it out
		case a.Name == "cleartextTrafficPermitted":
			// A reference or a word is not a boolean to the parser, which then
			// takes its default: permitted.
			v := a.Bool(true)
			s.Cleartext = &v
			p.boolean(a, n.Line)
			if s.Kind == DebugOverrides {
				p.note(NoteDebugCleartext, a.Value, n.Line)
			}
		case a.Name == "hstsEnforced":
		default:
			p.note(NoteUnknownAttribute, n.Name+"/"+a.Name, n.Line)
		}
	}
}

func (p *parser) boolean(a xmltree.Attr, line int) {
	if a.Typed.Type < xmltree.FirstInt || a.Typed.Type > xmltree.LastInt {
		p.note(NoteNotBoolean, a.Name+"="+a.Value, line)
	}
}

func (p *parser) child(s *Section, c *xmltree.Node) {
	switch c.Name {
	case "domain":
		p.domain(s, c)
	case "trust-anchors":
		if s.Anchors != nil {
			p.fault(FaultTwoAnchors, "", c.Line)
			return
		}
		anchors := p.anchors(c, s.Kind == DebugOverrides)
		s.Anchors = &anchors
	case "pin-set":
		switch {
		case s.Kind != DomainConfig:
			p.fault(FaultNotAllowed, "pin-set in "+string(s.Kind), c.Line)
		case s.Pins != nil:
			p.fault(FaultTwoPinSets, "", c.Line)
		default:
			s.Pins = p.pinSet(c)
		}
	case "domain-config":
		if s.Kind != DomainConfig {
			p.fault(FaultNotAllowed, "domain-config in "+string(s.Kind), c.Line)
			return
		}
		p.section(c, DomainConfig, s)
	case "certificateTransparency":
		if a, ok := c.Attr("", "enabled"); ok {
			v := a.Bool(true)
			s.CT = &v
			p.boolean(a, c.Line)
		}
	case "domainEncryption":
	default:
		p.note(NoteUnknownElement, c.Name, c.Line)
	}
}

// domain follows XmlConfigSource.parseDomain: one text, no elements, and no
// name twice in the whole file.
func (p *parser) domain(s *Section, n *xmltree.Node) {
	if s.Kind != DomainConfig {
		p.fault(FaultNotAllowed, "domain in "+string(s.Kind), n.Line)
		return
	}
	d := Domain{Name: strings.ToLower(strings.TrimSpace(n.Content())), Line: n.Line}
	if a, ok := n.Attr("", "includeSubdomains"); ok {
		d.Subdomains = a.Bool(false)
		p.boolean(a, n.Line)
	}
	for c := range n.Elements() {
		p.fault(FaultDomainChildren, c.Name, c.Line)
	}
	switch {
	case d.Name == "":
		p.fault(FaultDomainMissing, "", n.Line)
		return
	case p.seen[d.Name]:
		p.fault(FaultDuplicateDomain, d.Name, n.Line)
	case strings.ContainsAny(d.Name, "/:* \t") || strings.HasSuffix(d.Name, ".") || strings.HasPrefix(d.Name, "."):
		p.note(NoteDomainWithURL, d.Name, n.Line)
	}
	p.seen[d.Name] = true
	s.Domains = append(s.Domains, d)
}

// anchors follows XmlConfigSource.parseTrustAnchors and parseCertificatesEntry.
func (p *parser) anchors(n *xmltree.Node, overridePins bool) []Anchor {
	out := []Anchor{}
	for c := range n.Named("certificates") {
		src, ok := c.Attr("", "src")
		if !ok {
			p.fault(FaultCertificates, "", c.Line)
			continue
		}
		a := Anchor{Source: src.Value, OverridePins: overridePins, Line: c.Line}
		if o, ok := c.Attr("", "overridePins"); ok {
			a.OverridePins = o.Bool(overridePins)
		}
		if a.inline() && !src.Reference() {
			p.fault(FaultCertificates, src.Value, c.Line)
			continue
		}
		out = append(out, a)
	}
	return out
}

// pinSet follows XmlConfigSource.parsePinSet and parsePin.
func (p *parser) pinSet(n *xmltree.Node) *PinSet {
	set := &PinSet{Line: n.Line}
	if a, ok := n.Attr("", "expiration"); ok {
		day, err := time.Parse("2006-1-2", a.Value)
		if err != nil {
			p.fault(FaultPinExpiration, a.Value, n.Line)
		}
		set.Expires = day
	}
	for c := range n.Named("pin") {
		if a, _ := c.Attr("", "digest"); !strings.EqualFold(a.Value, "SHA-256") {
			p.fault(FaultPinDigest, a.Value, c.Line)
			continue
		}
		value := strings.TrimSpace(c.Content())
		if !validPin(value) {
			p.fault(FaultPinValue, value, c.Line)
			continue
		}
		set.Pins = append(set.Pins, value)
	}
	return set
}

// validPin accepts 32 bytes of base64 with or without padding, as Android's decoder does.
func validPin(s string) bool {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && len(b) == 32
}
