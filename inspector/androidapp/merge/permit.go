package merge

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/xmltree"
)

// permit makes one edit towards HTTP to host.
func (d *document) permit(host string, friends []string) ([]byte, error) {
	section, domain := d.locate(func(name string, _ bool) bool { return name == host })
	if domain != nil {
		return d.change(host, section, domain)
	}
	if section := d.covering(host); section != nil {
		// Inside the rule that covers it, so that its anchors and pins stay in force.
		return d.appendChild(section, rule(host)...), nil
	}
	for _, f := range friends {
		section, domain := d.locate(func(name string, _ bool) bool { return name == nsc.NormalHost(f) })
		if domain != nil && slices.Contains(d.root.Children, section) && plain(section) {
			return d.insertAfter(domain, fmt.Sprintf(`<domain includeSubdomains="true">%s</domain>`, host)), nil
		}
	}
	return d.appendChild(d.root, rule(host)...), nil
}

func rule(host string) []string {
	return []string{
		`<domain-config cleartextTrafficPermitted="true">`,
		"\t" + `<domain includeSubdomains="true">` + host + `</domain>`,
		`</domain-config>`,
	}
}

// plain is a top-level rule that permits cleartext and does nothing else.
func plain(n *xmltree.Node) bool {
	a, ok := n.Attr("", "cleartextTrafficPermitted")
	for c := range n.Elements() {
		if c.Name != "domain" {
			return false
		}
	}
	return ok && a.Bool(true)
}

// change edits the rule that names host itself. A second domain element of that
// name would make the platform refuse the file.
func (d *document) change(host string, section, domain *xmltree.Node) ([]byte, error) {
	if a, ok := domain.Attr("", "includeSubdomains"); !ok || !a.Bool(false) {
		return d.setAttr(domain, "includeSubdomains", "true"), nil
	}
	others := 0
	nested := false
	for c := range section.Elements() {
		switch c.Name {
		case "domain":
			others++
		case "domain-config":
			nested = true
		}
	}
	switch {
	case others > 1:
		// Into a rule of its own inside this one: the other domains keep theirs.
		return d.moveInto(section, domain, rule(host)), nil
	case nested:
		return nil, fmt.Errorf("%w: line %d: the rule for %s forbids cleartext and has rules inside that inherit it",
			ErrConflict, section.Line, host)
	}
	return d.setAttr(section, "cleartextTrafficPermitted", "true"), nil
}

// locate finds the first domain element, and its section, that matches.
func (d *document) locate(matches func(name string, subdomains bool) bool) (section, domain *xmltree.Node) {
	var walk func(n *xmltree.Node) bool
	walk = func(n *xmltree.Node) bool {
		for c := range n.Elements() {
			switch c.Name {
			case "domain-config":
				if walk(c) {
					return true
				}
			case "domain":
				a, _ := c.Attr("", "includeSubdomains")
				name := strings.ToLower(strings.TrimSpace(c.Content()))
				if n.Name == "domain-config" && matches(name, a.Bool(false)) {
					section, domain = n, c
					return true
				}
			}
		}
		return false
	}
	walk(d.root)
	return section, domain
}

// covering is the rule of the domain that host falls under, nil if none.
func (d *document) covering(host string) *xmltree.Node {
	matched := d.policy.For(host).Matched
	if matched == nil {
		return nil
	}
	section, _ := d.locate(func(name string, subdomains bool) bool { return name == matched.Name })
	return section
}

// trustUser adds trust in user CAs for debuggable builds, and nowhere else.
func (d *document) trustUser() []byte {
	overrides := d.root.First("debug-overrides")
	if overrides == nil {
		return d.appendChild(d.root,
			`<debug-overrides>`, "\t<trust-anchors>", "\t\t"+`<certificates src="user"/>`, "\t</trust-anchors>",
			`</debug-overrides>`)
	}
	anchors := overrides.First("trust-anchors")
	if anchors == nil {
		return d.appendChild(overrides, `<trust-anchors>`, "\t"+`<certificates src="user"/>`, `</trust-anchors>`)
	}
	return d.appendChild(anchors, `<certificates src="user"/>`)
}
