package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// NodeKind is the JSON type of a Node.
type NodeKind uint8

// The kinds; NodeNone is the zero value and stands for "absent".
const (
	NodeNone NodeKind = iota
	NodeObject
	NodeArray
	NodeString
	NodeNumber
	NodeBool
	NodeNull
)

// Node is one JSON value. Objects keep the order and the repetition of their
// names, because a duplicate name is itself a finding.
type Node struct {
	Kind NodeKind
	// Text is a scalar's value: a string without quotes, a number as written.
	Text    string
	Members []Member
	Items   []*Node
}

// Member is one name of an object with its value.
type Member struct {
	Name  string
	Value *Node
}

var (
	errDepth = errors.New("nested too deeply")
	errNodes = errors.New("too many values")
)

// ParseJSON reads one JSON value from the beginning of a text and returns what
// follows it. A text that breaks off returns the part that was read with the
// error, so that a truncated reply still shows its code.
func ParseJSON(text []byte) (*Node, []byte, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	p := parser{d: d}
	n, err := p.value(0)
	if err != nil {
		return n, nil, fmt.Errorf("read JSON: %w", err)
	}
	return n, text[d.InputOffset():], nil
}

// Object reads a JSON object and tolerates white space and a trailing rest; it
// returns nil if the text does not begin with one.
func Object(text []byte) *Node {
	text = bytes.TrimSpace(text)
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	n, _, _ := ParseJSON(text)
	if n == nil || n.Kind != NodeObject {
		return nil
	}
	return n
}

type parser struct {
	d     *json.Decoder
	count int
}

func (p *parser) value(depth int) (*Node, error) {
	if depth > MaxDepth {
		return nil, errDepth
	}
	if p.count++; p.count > MaxNodes {
		return nil, errNodes
	}
	t, err := p.d.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch v := t.(type) {
	case json.Delim:
		if v == '{' {
			return p.object(depth)
		}
		return p.array(depth)
	case string:
		return &Node{Kind: NodeString, Text: v}, nil
	case json.Number:
		return &Node{Kind: NodeNumber, Text: v.String()}, nil
	case bool:
		return &Node{Kind: NodeBool, Text: fmt.Sprint(v)}, nil
	}
	return &Node{Kind: NodeNull}, nil
}

func (p *parser) object(depth int) (*Node, error) {
	n := &Node{Kind: NodeObject}
	for p.d.More() {
		t, err := p.d.Token()
		if err != nil {
			return n, err
		}
		name, _ := t.(string)
		v, err := p.value(depth + 1)
		if v != nil {
			n.Members = append(n.Members, Member{name, v})
		}
		if err != nil {
			return n, err
		}
	}
	_, err := p.d.Token()
	return n, err
}

func (p *parser) array(depth int) (*Node, error) {
	n := &Node{Kind: NodeArray}
	for p.d.More() {
		v, err := p.value(depth + 1)
		if v != nil {
			n.Items = append(n.Items, v)
		}
		if err != nil {
			return n, err
		}
	}
	_, err := p.d.Token()
	return n, err
}

// Get walks down by names and returns nil where a name is absent. Of repeated
// names the last one counts, as in most readers.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		var next *Node
		for _, m := range n.Members {
			if m.Name == name {
				next = m.Value
			}
		}
		n = next
	}
	return n
}

// Str walks down by names and returns the scalar there as text, whether it was
// a string or a number; "" if absent, null or not a scalar.
func (n *Node) Str(names ...string) string {
	if v := n.Get(names...); v != nil {
		return v.Text
	}
	return ""
}

// First returns the scalar of the first of several names that is present.
func (n *Node) First(names ...string) string {
	for _, name := range names {
		if v := n.Get(name); v != nil && v.Kind != NodeNull {
			return v.Text
		}
	}
	return ""
}

// Has reports whether an object has the name.
func (n *Node) Has(name string) bool { return n.Get(name) != nil }

// Duplicates lists the names that an object holds more than once.
func (n *Node) Duplicates() []string {
	if n == nil {
		return nil
	}
	seen := map[string]int{}
	var out []string
	for _, m := range n.Members {
		if seen[m.Name]++; seen[m.Name] == 2 {
			out = append(out, m.Name)
		}
	}
	return out
}

// Names lists an object's names in order.
func (n *Node) Names() []string {
	if n == nil {
		return nil
	}
	out := make([]string, len(n.Members))
	for i, m := range n.Members {
		out[i] = m.Name
	}
	return out
}

// FindObjects returns the JSON objects that stand inside a line of text, in
// order, at most MaxObjects. An object that does not end is left out.
func FindObjects(line string) []string {
	var out []string
	for len(out) < MaxObjects {
		i := strings.IndexByte(line, '{')
		if i < 0 {
			break
		}
		n := objectLen(line[i:])
		if n == 0 {
			line = line[i+1:]
			continue
		}
		out = append(out, line[i:i+n])
		line = line[i+n:]
	}
	return out
}

// objectLen is the length of the braces' extent at the beginning of s, with
// strings respected; 0 if it never closes.
func objectLen(s string) int {
	depth, inString, escaped := 0, false, false
	for i := 0; i < len(s) && i < MaxBody; i++ {
		switch c := s[i]; {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// Elements lists an array's values; none for anything else.
func (n *Node) Elements() []*Node {
	if n == nil {
		return nil
	}
	return n.Items
}
