// Package xmltree is one XML document as a tree, wherever it came from: text,
// Android's binary XML or the protocol-buffer XML of an app bundle. It owns
// the tree, its typed values and the reader of text; it knows no element of
// Android's.
package xmltree

import (
	"iter"
	"strconv"
	"strings"
)

// AndroidNS is the namespace of Android's own attributes.
const AndroidNS = "http://schemas.android.com/apk/res/android"

// ToolsNS is the namespace of instructions to the build tools.
const ToolsNS = "http://schemas.android.com/tools"

// Kind separates elements from text.
type Kind uint8

// The kinds of Node.
const (
	Element Kind = iota
	Text
)

// Node is an element or a piece of text.
type Node struct {
	Kind  Kind
	Space string // namespace URI of an element, "" for none
	Name  string
	Attrs []Attr
	// Namespaces are the prefixes that this element declares.
	Namespaces []Namespace
	Children   []*Node
	// Data is the text of a Text node.
	Data string
	// Line is 1-based, 0 if the source does not say.
	Line int
	// Span is where the node is in a text source; zero otherwise.
	Span Span
	// Encoding is what the declaration of a text source says, for its root alone;
	// "" if it does not say.
	Encoding string
}

// Namespace is one declared prefix.
type Namespace struct{ Prefix, URI string }

// Span holds byte offsets in a text source.
type Span struct {
	Start int // the '<' of the start tag, or the first byte of text
	Inner int // just behind the start tag
	Close int // the '<' of the end tag; equals Inner for <a/>
	End   int // just behind the end tag
	// SelfClosed is true for <a/>.
	SelfClosed bool
}

// Attr is one attribute with its typed value.
type Attr struct {
	Space string
	Name  string
	// Resource is the attribute's own resource ID, e.g. 0x01010003 for
	// android:name; 0 if none or unknown.
	Resource uint32
	// Value is the text a person would write: the raw string if there is one,
	// else the typed value in Android's notation.
	Value string
	// Raw is the string that the source carried, if HasRaw.
	Raw    string
	HasRaw bool
	// Typed is the compiled value. For a text source it is what the build tools
	// would compile an undeclared attribute to.
	Typed Value
}

// Attr returns the attribute of that namespace and name.
func (n *Node) Attr(space, name string) (Attr, bool) {
	for _, a := range n.Attrs {
		if a.Name == name && a.Space == space {
			return a, true
		}
	}
	return Attr{}, false
}

// Android returns the attribute android:name. Attributes whose namespace was
// stripped by a packer still count when their resource ID is Android's.
func (n *Node) Android(name string) (Attr, bool) {
	if a, ok := n.Attr(AndroidNS, name); ok {
		return a, true
	}
	for _, a := range n.Attrs {
		if a.Name == name && a.Resource>>16 == 0x0101 {
			return a, true
		}
	}
	return Attr{}, false
}

// Elements yields the child elements, in order.
func (n *Node) Elements() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for _, c := range n.Children {
			if c.Kind == Element && !yield(c) {
				return
			}
		}
	}
}

// Named yields the child elements of that local name, in order.
func (n *Node) Named(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for c := range n.Elements() {
			if c.Name == name && !yield(c) {
				return
			}
		}
	}
}

// First returns the first child element of that local name, or nil.
func (n *Node) First(name string) *Node {
	for c := range n.Named(name) {
		return c
	}
	return nil
}

// Content joins the text directly inside the element.
func (n *Node) Content() string {
	var b strings.Builder
	for _, c := range n.Children {
		if c.Kind == Text {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// Bool is Android's getAttributeBooleanValue: an integer type counts, anything
// else, a reference or a word included, is the default.
func (a Attr) Bool(def bool) bool {
	if a.Typed.Type >= FirstInt && a.Typed.Type <= LastInt {
		return a.Typed.Data != 0
	}
	return def
}

// Reference reports whether the value points to a resource instead of holding
// the value itself.
func (a Attr) Reference() bool {
	switch a.Typed.Type {
	case Reference, DynamicReference:
		return true
	}
	return false
}

// Int is the value as a number, if it is one.
func (a Attr) Int() (int, bool) {
	if a.Typed.Type >= FirstInt && a.Typed.Type <= LastInt {
		return int(int32(a.Typed.Data)), true
	}
	n, err := strconv.Atoi(strings.TrimSpace(a.Value))
	return n, err == nil
}
