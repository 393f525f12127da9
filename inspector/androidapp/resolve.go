package androidapp

import (
	"cmp"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
)

const (
	maxHops     = 20 // references to references
	maxVariants = 64
)

// tables resolves references against the compiled tables of an APK and its
// splits, or against a bundle's table of names.
type tables struct {
	list  []*res.Table
	named res.ProtoTable
}

// Resolve follows a reference, to other references too, to its values.
func (t *tables) Resolve(a xmltree.Attr) []manifest.Variant {
	var out []manifest.Variant
	t.follow(a.Typed, "", 0, &out)
	return out
}

func (t *tables) follow(v xmltree.Value, config string, hops int, out *[]manifest.Variant) {
	if hops > maxHops || len(*out) >= maxVariants {
		return
	}
	for _, e := range t.lookup(v) {
		at := strings.Trim(config+"-"+e.Config.String(), "-")
		switch {
		case e.Bag:
		case e.Value.Type == xmltree.Reference || e.Value.Type == xmltree.DynamicReference:
			t.follow(e.Value, at, hops+1, out)
		case len(*out) < maxVariants:
			*out = append(*out, manifest.Variant{Config: at, Value: e.Value})
		}
	}
}

func (t *tables) lookup(v xmltree.Value) []res.Entry {
	var all []res.Entry
	for _, table := range t.list {
		if v.Data != 0 {
			entries, _ := table.Lookup(v.Data)
			all = append(all, entries...)
		}
	}
	if t.named != nil {
		all = append(all, t.named[strings.TrimPrefix(v.Str, "@")]...)
	}
	slices.SortStableFunc(all, preferred)
	return all
}

// preferred puts first what a current phone with no special setting takes: the
// fewest qualifiers beside the highest API level.
func preferred(a, b res.Entry) int {
	return cmp.Or(
		cmp.Compare(special(a.Config), special(b.Config)),
		cmp.Compare(b.Config.SDK, a.Config.SDK),
	)
}

func special(c res.Config) int {
	n := 0
	if c.Other {
		n += 4
	}
	if c.Locale != "" {
		n += 2
	}
	if c.Density != 0 {
		n++
	}
	return n
}

// Name is the resource's name, such as "style/Theme".
func (t *tables) Name(a xmltree.Attr) string {
	if rest, ok := strings.CutPrefix(a.Typed.Str, "@"); ok {
		return rest
	}
	for _, table := range t.list {
		if name := table.Name(a.Typed.Data); name != "" {
			return name
		}
	}
	return ""
}

// spell gives references in a compiled document the names that their author
// wrote: "@raw/ca" for "@0x7f020000".
func (t *tables) spell(n *xmltree.Node) {
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Reference() {
			if name := t.Name(*a); name != "" {
				a.Value = "@" + name
			}
		}
	}
	for c := range n.Elements() {
		t.spell(c)
	}
}

// byName finds a resource by "type/name".
func (t *tables) byName(name string) []manifest.Variant {
	kind, rest, _ := strings.Cut(name, "/")
	for _, table := range t.list {
		if id, ok := table.Find(kind, rest); ok {
			return t.Resolve(xmltree.Attr{Typed: xmltree.Value{Type: xmltree.Reference, Data: id}})
		}
	}
	return t.Resolve(xmltree.Attr{Typed: xmltree.Value{Type: xmltree.Reference, Str: "@" + name}})
}
