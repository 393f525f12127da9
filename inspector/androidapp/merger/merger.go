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
	"slices"

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
	Duplicate        ConflictKind = "duplicate-element"
	// PackageDiffers is a package in a manifest that is not the module's namespace, which
	// AGP 8 refuses.
	PackageDiffers ConflictKind = "package-differs"
	// NotExported stops the build of an app with a targetSdk of 31 or higher.
	NotExported ConflictKind = "not-exported"
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
		m.unique(root)
		if m.r.Root == nil {
			m.r.Root = root
			continue
		}
		m.joinRoots(m.r.Root, root)
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

func (m *merging) conflict(c Conflict) {
	if len(m.r.Conflicts) < 50 && !slices.Contains(m.r.Conflicts, c) {
		m.r.Conflicts = append(m.r.Conflicts, c)
	}
}

// operation is the mark of an element, "" for none.
func (m *merging) operation(n *xmltree.Node) string {
	a, _ := n.Attr(xmltree.ToolsNS, "node")
	return a.Value
}

// describe names an element for a reader.
func describe(n *xmltree.Node) string {
	if a, ok := n.Android("name"); ok && n.Name != "application" {
		return n.Name + " " + a.Value
	}
	return n.Name
}
