// Package manifest reads the facts of an AndroidManifest.xml that the login
// depends on, from whatever form the tree was read. It owns the meaning of the
// manifest's elements and enumerations; it judges nothing.
package manifest

import (
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// Manifest holds the facts.
type Manifest struct {
	File        string `json:"file"`
	Package     string `json:"package"`
	Split       string `json:"split,omitempty"` // name of a split APK
	VersionCode string `json:"version_code,omitempty"`
	VersionName string `json:"version_name,omitempty"`
	MinSDK      Int    `json:"min_sdk"`
	TargetSDK   Int    `json:"target_sdk"`
	CompileSDK  Int    `json:"compile_sdk"`
	// Sandbox is targetSandboxVersion, of instant apps.
	Sandbox     Int          `json:"target_sandbox"`
	Permissions []Permission `json:"permissions,omitempty"`
	Application Application  `json:"application"`
	Activities  []Activity   `json:"activities,omitempty"`
}

// Value is a string value with the way in which it was found.
type Value struct {
	Text string `json:"text"`
	Set  bool   `json:"set"`
	// Reference is the resource that hid the value, "" if it stood there plainly.
	Reference string `json:"reference,omitempty"`
	// Varies lists the values by configuration when they differ.
	Varies []Variant `json:"varies,omitempty"`
	Line   int       `json:"line,omitempty"`
}

// Bool is a boolean value; it is meaningful when Set.
type Bool struct {
	Value
	Is bool `json:"is"`
}

// Known reports whether the value stands there or was found: not behind a
// resource that is not at hand, nor a placeholder such as "${clear}" that the
// build fills in.
func (b Bool) Known() bool {
	return b.Set && (b.Reference == "" || b.Text != b.Reference) && !strings.Contains(b.Text, "${")
}

// Pointer is the boolean, nil if it is not Known.
func (b Bool) Pointer() *bool {
	if !b.Known() {
		return nil
	}
	is := b.Is
	return &is
}

// Int is a number; 0 and not Set if the manifest does not say.
type Int struct {
	Value
	N int `json:"n"`
}

// Permission is one uses-permission element.
type Permission struct {
	Name   string `json:"name"`
	MaxSDK int    `json:"max_sdk,omitempty"`
	Since  int    `json:"since,omitempty"` // API level from which it is granted, 0 for all
	Line   int    `json:"line,omitempty"`
	File   string `json:"file,omitempty"`
}

// Application holds the facts of the application element.
type Application struct {
	Line          int    `json:"line,omitempty"`
	File          string `json:"file,omitempty"` // where the element stands
	Debuggable    Bool   `json:"debuggable"`
	UsesCleartext Bool   `json:"uses_cleartext"`
	NSC           Value  `json:"network_security_config"` // the reference as written
	// NSCAttr is the attribute itself, for the resolver of its resource.
	NSCAttr xmltree.Attr `json:"-"`
	// Theme is that of activities that have none of their own.
	Theme Value `json:"theme"`
	// Enabled is true where it is not written; false disables every component.
	Enabled Bool `json:"enabled"`
}

// Activity is one activity element.
type Activity struct {
	Name          string       `json:"name"` // with its package
	Exported      Bool         `json:"exported"`
	Enabled       Bool         `json:"enabled"` // true where it is not written
	LaunchMode    Value        `json:"launch_mode"`
	Orientation   Value        `json:"orientation"`
	ConfigChanges []string     `json:"config_changes,omitempty"`
	Theme         Value        `json:"theme"`
	ThemeAttr     xmltree.Attr `json:"-"`
	HasFilter     bool         `json:"has_filter,omitempty"`
	Line          int          `json:"line,omitempty"`
	File          string       `json:"file,omitempty"`
}

// Variant is a value under one resource configuration.
type Variant struct {
	Config string        `json:"config"`
	Value  xmltree.Value `json:"value"`
}

// Resolver follows a reference to the values behind it, best first: the one
// that a current phone with no special setting takes. It returns none for a
// resource that it does not have.
type Resolver interface {
	Resolve(a xmltree.Attr) []Variant
	// Name is the name of the resource, such as "style/Theme", "" if unknown.
	Name(a xmltree.Attr) string
}

// Parse reads the facts. r may be nil when no resources are at hand.
func Parse(root *xmltree.Node, file string, r Resolver) *Manifest {
	return ParseMerged(root, file, func(*xmltree.Node) string { return file }, r)
}

// ParseMerged reads the facts of a manifest whose elements come from several
// files: from returns the file of an element, and file is the app's own.
func ParseMerged(root *xmltree.Node, file string, from func(*xmltree.Node) string, r Resolver) *Manifest {
	p := &parser{r: r, m: &Manifest{File: file}, from: from}
	m := p.m
	if a, ok := root.Attr("", "package"); ok {
		m.Package = a.Value
	}
	if a, ok := root.Attr("", "split"); ok {
		m.Split = a.Value
	}
	m.VersionCode, m.VersionName = p.str(root, "versionCode").Text, p.str(root, "versionName").Text
	m.CompileSDK, m.Sandbox = p.number(root, "compileSdkVersion"), p.number(root, "targetSandboxVersion")
	for c := range root.Elements() {
		p.child(c)
	}
	if !m.TargetSDK.Set && m.MinSDK.Set {
		m.TargetSDK.N = m.MinSDK.N // the platform's default
	}
	return m
}

type parser struct {
	r    Resolver
	m    *Manifest
	from func(*xmltree.Node) string
}

func (p *parser) child(c *xmltree.Node) {
	switch c.Name {
	case "uses-sdk":
		p.m.MinSDK, p.m.TargetSDK = p.number(c, "minSdkVersion"), p.number(c, "targetSdkVersion")
	case "uses-permission", "uses-permission-sdk-23":
		if c.Attrs == nil || removed(c) {
			return
		}
		x := Permission{Name: p.str(c, "name").Text, MaxSDK: p.number(c, "maxSdkVersion").N, Line: c.Line,
			File: p.from(c)}
		if c.Name != "uses-permission" {
			x.Since = 23
		}
		p.m.Permissions = append(p.m.Permissions, x)
	case "application":
		p.application(c)
	}
}

// removed reports an element that the manifest merger takes out.
func removed(n *xmltree.Node) bool {
	a, ok := n.Attr(xmltree.ToolsNS, "node")
	return ok && strings.HasPrefix(a.Value, "remove")
}

func (p *parser) application(n *xmltree.Node) {
	app := &p.m.Application
	app.Line, app.File = n.Line, p.from(n)
	app.Debuggable = p.boolean(n, "debuggable")
	app.UsesCleartext = p.boolean(n, "usesCleartextTraffic")
	app.Enabled = p.boolean(n, "enabled")
	if a, ok := n.Android("networkSecurityConfig"); ok {
		app.NSC = Value{Text: a.Value, Set: true, Line: n.Line}
		app.NSCAttr = a
	}
	app.Theme, _ = p.theme(n)
	for c := range n.Named("activity") {
		if !removed(c) {
			p.m.Activities = append(p.m.Activities, p.activity(c))
		}
	}
}

func (p *parser) activity(n *xmltree.Node) Activity {
	a := Activity{
		Name: p.qualify(p.str(n, "name").Text), Exported: p.boolean(n, "exported"), Line: n.Line, File: p.from(n),
		Enabled:     p.boolean(n, "enabled"),
		LaunchMode:  p.enum(n, "launchMode", launchModes),
		Orientation: p.enum(n, "screenOrientation", orientations),
		HasFilter:   n.First("intent-filter") != nil,
	}
	if attr, ok := n.Android("configChanges"); ok {
		a.ConfigChanges = flags(attr)
	}
	a.Theme, a.ThemeAttr = p.theme(n)
	return a
}

// theme is a theme by the name of its style, with the attribute itself.
func (p *parser) theme(n *xmltree.Node) (Value, xmltree.Attr) {
	attr, ok := n.Android("theme")
	if !ok {
		return Value{}, xmltree.Attr{}
	}
	v := Value{Text: attr.Value, Set: true, Line: n.Line}
	if p.r != nil {
		if name := p.r.Name(attr); name != "" {
			v.Text = "@" + name
		}
	}
	return v, attr
}

// qualify completes a class name the way the platform does.
func (p *parser) qualify(name string) string {
	switch {
	case strings.HasPrefix(name, "."):
		return p.m.Package + name
	case name != "" && !strings.Contains(name, "."):
		return p.m.Package + "." + name
	}
	return name
}

// value reads an attribute and follows it if it is a reference.
func (p *parser) value(n *xmltree.Node, name string) (Value, xmltree.Value) {
	a, ok := n.Android(name)
	if !ok {
		return Value{}, xmltree.Value{}
	}
	v := Value{Text: a.Value, Set: true, Line: n.Line}
	if !a.Reference() {
		return v, a.Typed
	}
	v.Reference = a.Value
	if p.r == nil {
		return v, a.Typed
	}
	found := p.r.Resolve(a)
	if len(found) == 0 {
		return v, a.Typed
	}
	v.Text = found[0].Value.Format()
	for _, f := range found[1:] {
		if f.Value.Format() != v.Text {
			v.Varies = found
		}
	}
	return v, found[0].Value
}

func (p *parser) str(n *xmltree.Node, name string) Value {
	v, _ := p.value(n, name)
	return v
}

func (p *parser) boolean(n *xmltree.Node, name string) Bool {
	v, typed := p.value(n, name)
	is := xmltree.Attr{Typed: typed}.Bool(false)
	// A word that the tools did not compile counts as they would compile it.
	if typed.Type == xmltree.String {
		is = xmltree.Attr{Typed: xmltree.Guess(typed.Str)}.Bool(false)
	}
	if v.Reference != "" && v.Text == v.Reference {
		return Bool{Value: v} // hidden, and nothing to resolve it with
	}
	return Bool{Value: v, Is: is}
}

func (p *parser) number(n *xmltree.Node, name string) Int {
	v, typed := p.value(n, name)
	if typed.Type >= xmltree.FirstInt && typed.Type <= xmltree.LastInt {
		return Int{Value: v, N: int(int32(typed.Data))}
	}
	i, err := strconv.Atoi(strings.TrimSpace(v.Text))
	if err != nil {
		return Int{Value: v}
	}
	return Int{Value: v, N: i}
}
