package gradle

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"loginscope/lang"
)

// catalog is a version catalogue: versions, libraries, bundles and plug-ins by
// the name under which a script asks for them, dots for dashes. Its form is that
// of https://docs.gradle.org/current/userguide/version_catalogs.html.
type catalog struct {
	versions  map[string]value
	libraries map[string]library_
	bundles   map[string][]string
	plugins   map[string]pluginRequest
	strict    map[string]bool // versions that are strict
}

func newCatalog() *catalog {
	return &catalog{map[string]value{}, map[string]library_{}, map[string][]string{}, map[string]pluginRequest{},
		map[string]bool{}}
}

// alias is how a script writes a catalogue's name.
func alias(name string) string { return strings.NewReplacer("-", ".", "_", ".").Replace(name) }

// catalogFile is a libs.versions.toml.
type catalogFile struct {
	Versions  map[string]any      `toml:"versions"`
	Libraries map[string]any      `toml:"libraries"`
	Bundles   map[string][]string `toml:"bundles"`
	Plugins   map[string]any      `toml:"plugins"`
}

// read adds the lines of a catalogue's file.
func (c *catalog) read(src string) error {
	var f catalogFile
	if _, err := toml.Decode(src, &f); err != nil {
		return fmt.Errorf("read version catalogue: %w", err)
	}
	for k, v := range f.Versions {
		c.versions[alias(k)], c.strict[alias(k)] = richVersion(v), c.isStrict(v)
	}
	for k, v := range f.Libraries {
		c.libraries[alias(k)] = c.library(v)
	}
	for k, v := range f.Bundles {
		for _, name := range v {
			c.bundles[alias(k)] = append(c.bundles[alias(k)], alias(name))
		}
	}
	for k, v := range f.Plugins {
		c.plugins[alias(k)] = c.plugin(v)
	}
	return nil
}

// refusal says why Gradle does not accept a catalogue.
func refusal(err error) (line int, text lang.Text) {
	var p toml.ParseError
	switch {
	case !errors.As(err, &p):
		return 0, verbatim(err.Error())
	case strings.Contains(p.Message, "already"):
		return p.Position.Line, reason("%s is there twice (line %d)", "%s 重复定义（第 %d 行）", p.LastKey, p.Position.Line)
	}
	return p.Position.Line, reason("line %d is not TOML", "第 %d 行不是有效的 TOML", p.Position.Line)
}

// richVersion reads "1.0" or { strictly = "1.0" }.
func richVersion(v any) value {
	switch x := v.(type) {
	case string:
		return str(x)
	case map[string]any:
		for _, key := range []string{"strictly", "require", "prefer"} {
			if s, ok := x[key].(string); ok {
				return str(s)
			}
		}
	}
	return none(reason("a version that is not a string", "版本不是文本"))
}

// version follows version and version.ref of a line.
func (c *catalog) version(line map[string]any) (string, lang.Text) {
	v, ok := line["version"]
	if !ok {
		return "", lang.Text{}
	}
	if m, ok := v.(map[string]any); ok {
		if ref, ok := m["ref"].(string); ok {
			found := c.versions[alias(ref)]
			s, known := found.text()
			if !known {
				return "", verbatim("version.ref " + ref)
			}
			return s, lang.Text{}
		}
	}
	s, _ := richVersion(v).text()
	return s, lang.Text{}
}

// isStrict reports whether a version, or the one that it refers to, is strict.
func (c *catalog) isStrict(v any) bool {
	m, ok := v.(map[string]any)
	if !ok {
		return false
	}
	if ref, ok := m["ref"].(string); ok {
		return c.strict[alias(ref)]
	}
	_, strict := m["strictly"]
	return strict
}

func (c *catalog) library(v any) library_ {
	var l library_
	switch x := v.(type) {
	case string:
		l = coordinates(x)
	case map[string]any:
		if m, ok := x["module"].(string); ok {
			l.group, l.name, _ = strings.Cut(m, ":")
		}
		if g, ok := x["group"].(string); ok {
			l.group = g
		}
		if n, ok := x["name"].(string); ok {
			l.name = n
		}
		l.version, l.unresolved = c.version(x)
		l.strict = c.isStrict(x["version"])
	}
	return l
}

func (c *catalog) plugin(v any) pluginRequest {
	r := pluginRequest{apply: true}
	switch x := v.(type) {
	case string:
		r.id, r.version, _ = strings.Cut(x, ":")
	case map[string]any:
		r.id, _ = x["id"].(string)
		r.version, _ = c.version(x)
	}
	return r
}

// part is a property of a library by its name.
func (l library_) part(name string) (value, bool) {
	switch name {
	case "group":
		return str(l.group), true
	case "name":
		return str(l.name), true
	case "version", "versionConstraint":
		return str(l.version), l.unresolved.Empty()
	}
	return value{}, false
}

// coordinates reads "group:name:version:classifier@ext".
func coordinates(s string) library_ {
	var l library_
	s, l.ext, _ = strings.Cut(s, "@")
	parts := append(strings.SplitN(s, ":", 4), "", "", "")
	l.group, l.name, l.version = parts[0], parts[1], parts[2]
	return l
}

// get finds what "a.b.c" of a catalogue stands for; ok is false if it is only the
// beginning of a name.
func (c *catalog) get(name string) (value, bool) {
	name = alias(name)
	if rest, ok := strings.CutPrefix(name, "versions."); ok {
		v, found := c.versions[rest]
		return v, found
	}
	if rest, ok := strings.CutPrefix(name, "bundles."); ok {
		names, found := c.bundles[rest]
		out := value{kind: isList}
		for _, n := range names {
			out.list = append(out.list, value{kind: isLibrary, lib: c.libraries[n]})
		}
		return out, found
	}
	if rest, ok := strings.CutPrefix(name, "plugins."); ok {
		r, found := c.plugins[rest]
		return value{kind: isRequest, req: &r}, found
	}
	l, found := c.libraries[strings.TrimPrefix(name, "libraries.")]
	return value{kind: isLibrary, lib: l}, found
}
