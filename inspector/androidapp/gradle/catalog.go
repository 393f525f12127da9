package gradle

import (
	"strings"

	"loginscope/inspector/lazyregexp"
)

// catalog is a version catalogue (libs.versions.toml): libraries and bundles by
// the name under which a build file asks for them, dots for dashes.
type catalog struct {
	libraries map[string]library
	bundles   map[string][]string
}

// library is one line of [libraries]. Ref names a line of [versions].
type library struct{ group, name, version, ref string }

var (
	catalogLine   = lazyregexp.New(`^([A-Za-z0-9_.-]+)\s*=\s*(.*)$`)
	catalogString = lazyregexp.New(`"([^"]*)"`)
	catalogField  = lazyregexp.New(`\b(module|group|name|version\.ref|ref|version|strictly|require|prefer)\s*=\s*"([^"]*)"`)
)

// alias is how a build file writes a catalogue's name.
func alias(name string) string { return strings.NewReplacer("-", ".", "_", ".").Replace(name) }

// AddCatalog reads a libs.versions.toml.
func (p *Project) AddCatalog(file, src string) {
	p.Files = append(p.Files, file)
	section, open := "", ""
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		if open != "" { // a list over several lines
			p.bundle(open, line)
			if strings.Contains(line, "]") {
				open = ""
			}
			continue
		}
		if strings.HasPrefix(line, "[") {
			section, _, _ = strings.Cut(strings.TrimLeft(line, "["), "]")
			continue
		}
		m := catalogLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		switch section {
		case "versions":
			if v := catalogString.FindStringSubmatch(m[2]); v != nil {
				p.vars["libs.versions."+alias(m[1])] = v[1]
			}
		case "libraries":
			p.catalog.libraries[alias(m[1])] = readLibrary(m[2])
		case "bundles":
			p.bundle(m[1], m[2])
			if !strings.Contains(m[2], "]") {
				open = m[1]
			}
		}
	}
}

func (p *Project) bundle(name, list string) {
	for _, m := range catalogString.FindAllStringSubmatch(list, -1) {
		p.catalog.bundles[alias(name)] = append(p.catalog.bundles[alias(name)], alias(m[1]))
	}
}

// readLibrary reads "group:name:version" or { module = "group:name", … }.
func readLibrary(s string) library {
	if strings.HasPrefix(s, `"`) {
		parts := strings.SplitN(strings.Trim(catalogString.FindString(s), `"`), ":", 3)
		parts = append(parts, "", "")
		return library{group: parts[0], name: parts[1], version: parts[2]}
	}
	var l library
	for _, m := range catalogField.FindAllStringSubmatch(s, -1) {
		switch m[1] {
		case "module":
			l.group, l.name, _ = strings.Cut(m[2], ":")
		case "group":
			l.group = m[2]
		case "name":
			l.name = m[2]
		case "version.ref", "ref":
			l.ref = m[2]
		default:
			l.version = m[2]
		}
	}
	return l
}

// fromCatalog finds what "libs.okhttp" or "libs.bundles.retrofit" stands for.
func (p *Project) fromCatalog(s string) []Dependency {
	name, ok := strings.CutPrefix(strings.TrimSuffix(s, ".get"), "libs.")
	if !ok {
		return nil
	}
	names := []string{name}
	if bundle, ok := strings.CutPrefix(name, "bundles."); ok {
		names = p.catalog.bundles[bundle]
	}
	var out []Dependency
	for _, n := range names {
		l, ok := p.catalog.libraries[n]
		if !ok {
			continue
		}
		d := Dependency{Group: l.group, Name: l.name, Version: l.version}
		if l.ref != "" {
			d.Version = p.vars["libs.versions."+alias(l.ref)]
		}
		out = append(out, d)
	}
	return out
}
