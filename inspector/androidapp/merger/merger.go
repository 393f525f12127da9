// Package merger joins manifests as the manifest merger of Android's build tools
// does: that of the variant wins over build type, flavours, main and libraries.
// It owns the rules of joining; which manifests take part, and in which order, is
// the caller's.
//
// The rules are those of https://developer.android.com/build/manage-manifests and
// of com.android.manifmerger (ManifestModel, XmlElement, PreValidator): elements
// of one key are one element, attributes join, a different value is a conflict
// unless a tools attribute of the higher manifest says otherwise.
package merger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// Source is one manifest.
type Source struct {
	File string
	// Package is for names that start with a dot, "" for what the manifest says.
	Package string
	// Library is true for the manifest of a library, whose levels are compared.
	Library bool
	Root    *xmltree.Node
	// MinSDK is the library's own minimum where its build script says it, 0 if not.
	MinSDK int
}

// Conflict is what stops the merger.
type Conflict struct {
	Kind    ConflictKind `json:"kind"`
	Subject string       `json:"subject"` // the element or library
	Detail  string       `json:"detail"`
	File    string       `json:"file"`
	Line    int          `json:"line,omitempty"`
	Other   string       `json:"other,omitempty"` // the other file
}

// ConflictKind names a conflict.
type ConflictKind string

// The conflicts.
const (
	AttributeDiffers ConflictKind = "attribute-differs"
	LibraryMinSDK    ConflictKind = "library-min-sdk"
	Strict           ConflictKind = "strict-element-differs"
	NothingToReplace ConflictKind = "nothing-to-replace"
)

// Result is the merged manifest. Its nodes are copies.
type Result struct {
	Root      *xmltree.Node
	Conflicts []Conflict
	// Files are the manifests by the nodes that came from them.
	Files map[*xmltree.Node]string
	// Removed are the permissions that marks take away, whoever declares them.
	Removed []Removal
}

// Removal is the mark that takes a permission away.
type Removal struct {
	Name string `json:"name"` // "" for every permission
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// Merge joins manifests, the one that wins first. minSDK is the app's, 0 if it
// is not known; then libraries' minimum levels are not compared.
func Merge(sources []Source, minSDK int) Result {
	m := &merging{r: Result{Files: map[*xmltree.Node]string{}}, minSDK: minSDK, said: map[*xmltree.Node]string{}}
	for i, s := range sources {
		if s.Root == nil || s.Root.Name != "manifest" {
			continue
		}
		root := m.copy(s.Root, s.File)
		qualify(root, s.Package)
		m.source = s
		if i > 0 && s.Library {
			m.compareLevels(s)
			m.libraryOnly(root)
		}
		m.replaceable(root)
		if m.r.Root == nil {
			m.r.Root = root
			continue
		}
		m.join(m.r.Root, root)
	}
	if m.r.Root != nil {
		m.clean(m.r.Root)
	}
	return m.r
}

type merging struct {
	r      Result
	minSDK int
	source Source // of the lower manifest at hand
	// said is what elements of a higher source set said of themselves, where a mark
	// of a lower one holds against what is lower still.
	said map[*xmltree.Node]string
}

func (m *merging) copy(n *xmltree.Node, file string) *xmltree.Node {
	c := *n
	c.Attrs = slices.Clone(n.Attrs)
	c.Children = nil
	for _, k := range n.Children {
		if k.Kind == xmltree.Element {
			c.Children = append(c.Children, m.copy(k, file))
		}
	}
	m.r.Files[&c] = file
	return &c
}

// withClasses are the elements whose android:name is a class.
var withClasses = []string{"activity", "activity-alias", "service", "receiver", "provider", "application", "instrumentation"}

// qualify completes the names of classes with their manifest's own package,
// which may differ from that of the app.
func qualify(root *xmltree.Node, pkg string) {
	if a, ok := root.Attr("", "package"); ok && pkg == "" {
		pkg = a.Value
	}
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for i := range n.Attrs {
			a := &n.Attrs[i]
			class := a.Name == "name" && slices.Contains(withClasses, n.Name) || a.Name == "targetActivity"
			if a.Space != xmltree.AndroidNS || !class || pkg == "" || strings.Contains(a.Value, "${") {
				continue
			}
			switch {
			case strings.HasPrefix(a.Value, "."):
				a.Value = pkg + a.Value
			case a.Value != "" && !strings.Contains(a.Value, "."):
				a.Value = pkg + "." + a.Value
			}
			a.Raw, a.Typed.Str = a.Value, a.Value
		}
		for c := range n.Elements() {
			walk(c)
		}
	}
	walk(root)
}

// libraryOnly takes out of a library's manifest what is never merged into an app.
func (m *merging) libraryOnly(root *xmltree.Node) {
	root.Attrs = slices.DeleteFunc(root.Attrs, func(a xmltree.Attr) bool { return a.Space != xmltree.ToolsNS })
	root.Children = slices.DeleteFunc(root.Children, func(c *xmltree.Node) bool { return c.Name == "uses-sdk" })
}

// compareLevels refuses a library that asks for a newer phone than the app, as
// long as the app's uses-sdk does not override it.
func (m *merging) compareLevels(s Source) {
	least := s.MinSDK
	sdk := s.Root.First("uses-sdk")
	line := 0
	if sdk != nil {
		if a, ok := sdk.Android("minSdkVersion"); ok && least == 0 {
			least, _ = a.Int()
		}
		line = sdk.Line
	}
	if m.minSDK == 0 || least <= m.minSDK || m.overridden(s) {
		return
	}
	m.conflict(Conflict{
		Kind: LibraryMinSDK, Subject: s.File, File: s.File, Line: line,
		Detail: strconv.Itoa(least) + " > " + strconv.Itoa(m.minSDK),
	})
}

// overridden reports whether tools:overrideLibrary names the library's package.
func (m *merging) overridden(s Source) bool {
	pkg := s.Package
	if a, ok := s.Root.Attr("", "package"); ok && pkg == "" {
		pkg = a.Value
	}
	if m.r.Root == nil {
		return false
	}
	for sdk := range m.r.Root.Named("uses-sdk") {
		if a, ok := sdk.Attr(xmltree.ToolsNS, "overrideLibrary"); ok && slices.Contains(words(a.Value), pkg) {
			return true
		}
	}
	return false
}

func (m *merging) conflict(c Conflict) {
	if len(m.r.Conflicts) < 50 && !slices.Contains(m.r.Conflicts, c) {
		m.r.Conflicts = append(m.r.Conflicts, c)
	}
}

func words(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ",") {
		out = append(out, strings.TrimSpace(w))
	}
	return out
}

// replaceable refuses tools:replace of an attribute that the element lacks
// (PreValidator: "but no new value specified").
func (m *merging) replaceable(n *xmltree.Node) {
	for _, name := range listed(n, "replace") {
		if !slices.ContainsFunc(plain(n), func(a xmltree.Attr) bool { return a.Name == name }) {
			m.conflict(Conflict{Kind: NothingToReplace, Subject: describe(n), Detail: name, File: m.r.Files[n], Line: n.Line})
		}
	}
	for c := range n.Elements() {
		m.replaceable(c)
	}
}

// clean takes out the elements that are marks only, and tools' attributes. A
// "remove" that a selector limits stays as an element (ToolsInstructionsCleaner).
func (m *merging) clean(n *xmltree.Node) {
	n.Children = slices.DeleteFunc(n.Children, func(c *xmltree.Node) bool {
		node := m.operation(c)
		if said, ok := m.said[c]; ok {
			node = said
		}
		_, limited := c.Attr(xmltree.ToolsNS, "selector")
		m.removal(c, node, limited)
		return c.Space == xmltree.ToolsNS || node == "remove" && !limited || node == "removeAll"
	})
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a xmltree.Attr) bool { return a.Space == xmltree.ToolsNS })
	for c := range n.Elements() {
		m.clean(c)
	}
}

// removal keeps what takes a permission away.
func (m *merging) removal(c *xmltree.Node, node string, limited bool) {
	if !strings.HasPrefix(c.Name, "uses-permission") || limited || len(m.r.Removed) >= 100 {
		return
	}
	name, _ := c.Android("name")
	switch node {
	case "remove":
		m.r.Removed = append(m.r.Removed, Removal{name.Value, m.r.Files[c], c.Line})
	case "removeAll":
		m.r.Removed = append(m.r.Removed, Removal{"", m.r.Files[c], c.Line})
	}
}

// operation is the mark of an element, "" for none.
func (m *merging) operation(n *xmltree.Node) string {
	a, _ := n.Attr(xmltree.ToolsNS, "node")
	return a.Value
}

// attrName splits a name such as "android:theme" of a list of attributes.
func attrName(name string) (space, local string) {
	if rest, ok := strings.CutPrefix(name, "android:"); ok {
		return xmltree.AndroidNS, rest
	}
	if _, rest, ok := strings.Cut(name, ":"); ok {
		return xmltree.AndroidNS, rest // another prefix for the same
	}
	return "", name
}

// key is what makes two elements of a parent the same one: the name, and for
// most the android:name; "" for elements of which each stands by itself.
func key(n *xmltree.Node) string {
	switch n.Name {
	case "manifest", "application", "uses-sdk", "supports-screens", "uses-configuration", "compatible-screens",
		"supports-gl-texture", "queries", "eat-comment", "profileable":
		return n.Name
	case "intent-filter", "data", "intent", "path-permission", "grant-uri-permission", "screen", "layout", "package":
		return ""
	}
	name, ok := n.Android("name")
	if n.Name == "uses-feature" && !ok {
		name, ok = n.Android("glEsVersion")
	}
	if !ok {
		return ""
	}
	return n.Name + " " + name.Value
}

// join merges a lower element into a higher one of the same key.
func (m *merging) join(high, low *xmltree.Node) {
	if m.handedOn(high, low) {
		return
	}
	node := m.operation(high)
	if selected(high, m.source) {
		switch node {
		case "remove", "removeAll", "replace":
			return
		case "strict":
			if !equal(high, low) {
				m.conflict(Conflict{Kind: Strict, Subject: describe(high), File: m.r.Files[high], Line: high.Line, Other: m.r.Files[low]})
			}
			return
		}
	}
	m.attributes(high, low)
	if node == "merge-only-attributes" || node == "mergeOnlyAttributes" {
		return
	}
	for c := range low.Elements() {
		m.child(high, c)
	}
}

// handedOn is a lower source set's mark to remove an element that a higher one
// declares: the lower one's own is not merged, nothing lower is either, and the
// higher one stays (XmlElement.calculateNodeOperationType).
func (m *merging) handedOn(high, low *xmltree.Node) bool {
	mark, own := m.operation(low), m.operation(high)
	if m.source.Library || mark != "remove" && mark != "removeAll" || own != "" && own != "merge" {
		return false
	}
	m.said[high] = own
	setAttr(high, "node", mark)
	if a, ok := low.Attr(xmltree.ToolsNS, "selector"); ok {
		setAttr(high, "selector", a.Value)
	}
	return true
}

func setAttr(n *xmltree.Node, name, value string) {
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a xmltree.Attr) bool { return a.Space == xmltree.ToolsNS && a.Name == name })
	n.Attrs = append(n.Attrs, xmltree.Attr{Space: xmltree.ToolsNS, Name: name, Value: value, Raw: value, HasRaw: true})
}

// selected reports whether the marks of an element hold against a lower
// manifest: tools:selector limits them to one library.
func selected(high *xmltree.Node, low Source) bool {
	a, ok := high.Attr(xmltree.ToolsNS, "selector")
	if !ok {
		return true
	}
	pkg := low.Package
	if p, ok := low.Root.Attr("", "package"); ok && pkg == "" {
		pkg = p.Value
	}
	return slices.Contains(words(a.Value), pkg)
}

func (m *merging) child(high, low *xmltree.Node) {
	if m.removedAll(high, low.Name) {
		return
	}
	k := key(low)
	for c := range high.Elements() {
		if k != "" && key(c) == k {
			m.join(c, low)
			return
		}
		if k == "" && c.Name == low.Name && equal(c, low) {
			return
		}
	}
	if node, ok := low.Attr(xmltree.ToolsNS, "node"); ok && (node.Value == "remove" || node.Value == "removeAll") && m.source.Library {
		return // a library's marks act on its own libraries only
	}
	high.Children = append(high.Children, low)
}

// removedAll reports whether the first element of that name, which alone counts,
// says so (XmlElement.shouldIgnore).
func (m *merging) removedAll(high *xmltree.Node, name string) bool {
	first := high.First(name)
	return first != nil && m.operation(first) == "removeAll" && selected(first, m.source)
}

// attributes joins those of the lower element into the higher one.
func (m *merging) attributes(high, low *xmltree.Node) {
	if high.Name == "manifest" || high.Name == "uses-sdk" {
		m.addMissing(high, low)
		return
	}
	replace, remove := listed(high, "replace"), listed(high, "remove")
	for _, a := range low.Attrs {
		if a.Space == xmltree.ToolsNS {
			m.pass(high, a)
			continue
		}
		if slices.Contains(remove, a.Name) {
			continue
		}
		i := slices.IndexFunc(high.Attrs, func(b xmltree.Attr) bool { return b.Space == a.Space && b.Name == a.Name })
		switch {
		case i < 0:
			high.Attrs = append(high.Attrs, a)
		case high.Attrs[i].Value == a.Value || slices.Contains(replace, a.Name):
		case a.Name == "required":
			if a.Value == "true" {
				high.Attrs[i] = a // OR of both
			}
		case strings.HasPrefix(high.Name, "uses-permission") && a.Name == "maxSdkVersion":
		case strings.Contains(high.Attrs[i].Value, "${") || strings.Contains(a.Value, "${"):
		default:
			m.conflict(Conflict{
				Kind: AttributeDiffers, Subject: describe(high), File: m.r.Files[high], Line: high.Line, Other: m.r.Files[low],
				Detail: fmt.Sprintf("%s: %s, %s", a.Name, high.Attrs[i].Value, a.Value),
			})
		}
	}
}

// pass hands the marks of a lower source set on: they hold against what is lower
// still.
func (m *merging) pass(high *xmltree.Node, a xmltree.Attr) {
	if m.source.Library {
		return
	}
	i := slices.IndexFunc(high.Attrs, func(b xmltree.Attr) bool { return b.Space == a.Space && b.Name == a.Name })
	switch {
	case i < 0:
		if a.Name != "node" || a.Value != "remove" && a.Value != "removeAll" {
			high.Attrs = append(high.Attrs, a)
		}
	case a.Name == "replace" || a.Name == "overrideLibrary" || a.Name == "ignore":
		high.Attrs[i].Value += "," + a.Value
	}
}

func (m *merging) addMissing(high, low *xmltree.Node) {
	for _, a := range low.Attrs {
		if a.Space == xmltree.ToolsNS {
			m.pass(high, a)
			continue
		}
		if _, ok := high.Attr(a.Space, a.Name); !ok {
			high.Attrs = append(high.Attrs, a)
		}
	}
}

func listed(n *xmltree.Node, mark string) []string {
	a, ok := n.Attr(xmltree.ToolsNS, mark)
	if !ok {
		return nil
	}
	var out []string
	for _, w := range words(a.Value) {
		_, local := attrName(w)
		out = append(out, local)
	}
	return out
}

// describe names an element for a reader.
func describe(n *xmltree.Node) string {
	if a, ok := n.Android("name"); ok {
		return n.Name + " " + a.Value
	}
	return n.Name
}

// equal compares elements with what is in them, marks and order of attributes
// left out.
func equal(a, b *xmltree.Node) bool {
	if a.Name != b.Name || len(plain(a)) != len(plain(b)) || len(a.Children) != len(b.Children) {
		return false
	}
	for _, x := range plain(a) {
		y, ok := b.Attr(x.Space, x.Name)
		if !ok || y.Value != x.Value {
			return false
		}
	}
	for i := range a.Children {
		if !equal(a.Children[i], b.Children[i]) {
			return false
		}
	}
	return true
}

func plain(n *xmltree.Node) []xmltree.Attr {
	var out []xmltree.Attr
	for _, a := range n.Attrs {
		if a.Space != xmltree.ToolsNS {
			out = append(out, a)
		}
	}
	return out
}
