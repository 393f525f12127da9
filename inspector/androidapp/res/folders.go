package res

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// FolderEntry is one resource under one configuration.
type FolderEntry struct {
	Qualifier string // "v28", "" for the default
	File      string
	Line      int // of a value, 0 for a file
	// Value is the text of a value, or the reference of an alias; "" for a file.
	Value string
	// Source is the text of a file.
	Source []byte
	// Parent is the style that a style is based on, "" for none.
	Parent string
	// Items are the names of the attributes that a style sets, such as
	// "android:windowNoTitle" and "windowActionBar".
	Items []string
}

// Folders holds the resources of a project's folders by "type/name": res/xml-v28,
// res/values and so on of its source sets and libraries, those that win first. The
// layout and the aliases are those of
// https://developer.android.com/guide/topics/resources/providing-resources.
type Folders struct {
	entries map[string][]FolderEntry
	counts  [3]int // files, values of default folders, values of qualified folders
	// Full is true if values were left out because there are too many.
	Full bool
}

// The limits of the folders and of references to references. Files and values count
// apart, so that many translations push nothing else out.
const (
	maxFolderFiles     = 20_000
	maxFolderValues    = 100_000
	maxQualifiedValues = 50_000
	maxHops            = 20
)

// unused are the kinds of values that neither a manifest nor a configuration refers to.
var unused = []string{
	"array", "string-array", "integer-array", "plurals", "dimen", "color", "drawable", "fraction", "id", "attr",
	"declare-styleable", "public", "public-group", "java-symbol", "eat-comment", "macro", "skip", "overlayable",
}

// NewFolders returns folders without resources.
func NewFolders() *Folders { return &Folders{entries: map[string][]FolderEntry{}} }

// Part is what one file of a folder of resources defines, read once for all builds that
// take the file.
type Part struct {
	keys    []string
	entries []FolderEntry
}

// Len is the number of resources in the file.
func (p *Part) Len() int { return len(p.keys) }

// ReadPart reads one file of a folder of resources. The path ends in FOLDER/NAME.xml. Its
// error says that a values file is no XML.
func ReadPart(file string, src []byte) (*Part, error) {
	folder := path.Base(path.Dir(file))
	kind, qualifier, _ := strings.Cut(folder, "-")
	if kind != "values" {
		name := strings.TrimSuffix(path.Base(file), path.Ext(file))
		return &Part{[]string{kind + "/" + name}, []FolderEntry{{Qualifier: qualifier, File: file, Source: src}}}, nil
	}
	root, err := xmltree.Parse(bytes.TrimPrefix(src, []byte("\ufeff")))
	if err != nil {
		return nil, err
	}
	p := &Part{}
	for n := range root.Elements() {
		kind := n.Name
		if a, ok := n.Attr("", "type"); ok && n.Name == "item" {
			kind = a.Value
		}
		if name, ok := n.Attr("", "name"); ok && !slices.Contains(unused, kind) {
			p.keys = append(p.keys, kind+"/"+name.Value)
			p.entries = append(p.entries, FolderEntry{
				Qualifier: qualifier, File: file, Line: n.Line,
				Value: strings.TrimSpace(n.Content()), Parent: parent(n, name.Value), Items: items(n),
			})
		}
	}
	return p, nil
}

// AddPart adds what a file defines. Files are added in the order of their priority: what
// an earlier one defines under the same configuration stays.
func (t *Folders) AddPart(p *Part) {
	for i, key := range p.keys {
		t.put(key, p.entries[i])
	}
}

// Add reads one file of a folder of resources and adds it; see ReadPart and AddPart.
func (t *Folders) Add(file string, src []byte) error {
	p, err := ReadPart(file, src)
	if err == nil {
		t.AddPart(p)
	}
	return err
}

// Set defines a value outside of any file, as a build script's resValue does.
func (t *Folders) Set(kind, name, value, file string, line int) {
	t.put(kind+"/"+name, FolderEntry{File: file, Line: line, Value: value})
}

func (t *Folders) put(key string, e FolderEntry) {
	same := func(x FolderEntry) bool { return x.Qualifier == e.Qualifier }
	if slices.ContainsFunc(t.entries[key], same) {
		return
	}
	group, most := 0, maxFolderFiles
	switch {
	case e.Source == nil && e.Qualifier == "":
		group, most = 1, maxFolderValues
	case e.Source == nil:
		group, most = 2, maxQualifiedValues
	}
	if t.counts[group] >= most {
		t.Full = true
		return
	}
	t.counts[group]++
	t.entries[key] = append(t.entries[key], e)
}

// Lookup finds a resource by "type/name" and follows aliases. The first entry is
// that of a current phone without special settings: the fewest qualifiers beside
// the highest API level. Entries that no phone from minSDK on takes, since a
// folder for that level shadows them, are left out.
func (t *Folders) Lookup(key string, minSDK int) []FolderEntry {
	var out []FolderEntry
	t.follow(key, "", 0, &out)
	slices.SortStableFunc(out, preferred)
	return taken(out, minSDK)
}

func (t *Folders) follow(key, qualifier string, hops int, out *[]FolderEntry) {
	for _, e := range t.entries[key] {
		if hops > maxHops || len(*out) > 64 {
			return
		}
		if qualifier != "" {
			e.Qualifier = strings.Trim(e.Qualifier+"-"+qualifier, "-")
		}
		if next, ok := strings.CutPrefix(e.Value, "@"); ok && e.Source == nil && strings.Contains(next, "/") {
			t.follow(strings.TrimPrefix(next, "+"), e.Qualifier, hops+1, out)
			continue
		}
		*out = append(*out, e)
	}
}

func preferred(a, b FolderEntry) int {
	x, restX := Level(a.Qualifier)
	y, restY := Level(b.Qualifier)
	return cmp.Or(cmp.Compare(len(restX), len(restY)), cmp.Compare(y, x))
}

// taken leaves out what a folder for a level up to minSDK shadows on every phone.
func taken(list []FolderEntry, minSDK int) []FolderEntry {
	best := 0
	for _, e := range list {
		if api, rest := Level(e.Qualifier); len(rest) == 0 && api <= minSDK {
			best = max(best, api)
		}
	}
	return slices.DeleteFunc(list, func(e FolderEntry) bool {
		api, rest := Level(e.Qualifier)
		return len(rest) == 0 && api < best
	})
}

// parent is what a style names as its parent, else what its own name says: the
// parent of "A.B" is "A", unless parent="" denies that.
func parent(n *xmltree.Node, name string) string {
	if n.Name != "style" {
		return ""
	}
	if a, ok := n.Attr("", "parent"); ok {
		return strings.TrimPrefix(strings.TrimPrefix(a.Value, "@"), "style/")
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return ""
}

// items are the attributes that a style sets, none of other values.
func items(n *xmltree.Node) []string {
	if n.Name != "style" {
		return nil
	}
	var out []string
	for c := range n.Named("item") {
		if a, ok := c.Attr("", "name"); ok {
			out = append(out, strings.TrimSpace(a.Value))
		}
	}
	return out
}

// Chain is a style with those that it is based on.
type Chain struct {
	Names []string
	// Complete is true if the last one is based on nothing; otherwise the folders do not
	// have it.
	Complete bool
	items    []string
}

// Sets reports whether one of the styles sets an attribute.
func (c Chain) Sets(item string) bool { return slices.Contains(c.items, item) }

// Styles is a style with those that it is based on, as a current phone takes
// them.
func (t *Folders) Styles(name string, minSDK int) Chain {
	var c Chain
	for range maxHops {
		c.Names = append(c.Names, name)
		found := t.Lookup("style/"+name, minSDK)
		if len(found) == 0 {
			return c
		}
		c.items = append(c.items, found[0].Items...)
		if name = found[0].Parent; name == "" {
			c.Complete = true
			return c
		}
	}
	return c
}
