package detail

import (
	"fmt"
	"strconv"
	"strings"

	"loginscope/inspector/decode"
)

// maxNodes limits a tree; what is beyond is left out.
const maxNodes = 20_000

// maxNested limits how deep texts inside texts are opened: JSON inside a
// string inside base64 inside a token.
const maxNested = 4

// tree is a body as names and values that open: JSON, a form, a token. Texts
// that hold JSON, base64 or a token are opened too. IDs are paths; "" is the root.
type tree struct {
	children map[string][]string
	plain    map[string]string
	masked   map[string]string
}

// treeOf reads a text, nil if it has no structure.
func treeOf(text string, mask func(string) string) *tree {
	t := &tree{children: map[string][]string{}, plain: map[string]string{}, masked: map[string]string{}}
	b := &treeBuilder{t: t, mask: mask}
	switch n := decode.Unwrap(text); {
	case n != nil && n.Kind != decode.NodeNone:
		b.members("", n, 0)
	case looksLikeForm(strings.TrimSpace(text)):
		for _, f := range decode.ParseForm(strings.TrimSpace(text)) {
			b.text("", f.Name, f.Value, 0)
		}
	default:
		b.token("", text, 0)
	}
	if len(t.children[""]) == 0 {
		return nil
	}
	return t
}

type treeBuilder struct {
	t    *tree
	mask func(string) string
	// inside counts the sensitive values that are open: what a token says of
	// its owner is as sensitive as the token.
	inside int
}

// technical are the names inside a token that say nothing of a person.
var technical = map[string]bool{
	"iss": true,
	"aud": true,
	"exp": true,
	"iat": true,
	"nbf": true,
	"azp": true,
	"typ": true,
	"alg": true,
}

// add puts a line below a parent and returns its ID.
func (b *treeBuilder) add(parent, plain, masked string) string {
	if len(b.t.plain) >= maxNodes {
		return ""
	}
	id := parent + "/" + strconv.Itoa(len(b.t.children[parent]))
	b.t.children[parent] = append(b.t.children[parent], id)
	b.t.plain[id], b.t.masked[id] = plain, masked
	return id
}

func (b *treeBuilder) members(parent string, n *decode.Node, depth int) {
	for _, m := range n.Members {
		b.value(parent, m.Name, m.Value, depth)
	}
	for i, v := range n.Items {
		b.value(parent, strconv.Itoa(i), v, depth)
	}
}

func (b *treeBuilder) value(parent, name string, n *decode.Node, depth int) {
	switch n.Kind {
	case decode.NodeObject, decode.NodeArray:
		line := fmt.Sprintf("%s: {%d}", name, len(n.Members))
		if n.Kind == decode.NodeArray {
			line = fmt.Sprintf("%s: [%d]", name, len(n.Items))
		}
		if id := b.add(parent, line, line); id != "" {
			b.members(id, n, depth)
		}
	case decode.NodeString:
		b.text(parent, name, n.Text, depth)
	default:
		b.text(parent, name, n.Text, maxNested)
	}
}

// text adds a value, and below it what it holds.
func (b *treeBuilder) text(parent, name, value string, depth int) {
	masked := b.maskValue(name, value)
	id := b.add(parent, name+": "+value, name+": "+masked)
	if id == "" || depth >= maxNested || len(value) < 8 {
		return
	}
	if masked != value {
		b.inside++
		defer func() { b.inside-- }()
	}
	if n := decode.Unwrap(value); n != nil && n.Kind != decode.NodeNone {
		b.members(id, n, depth+1)
		return
	}
	b.token(id, value, depth+1)
}

// token adds what a JWT holds.
func (b *treeBuilder) token(parent, text string, depth int) {
	j, ok := decode.ParseJWT(text)
	if !ok {
		return
	}
	head := "JWT " + j.Algorithm
	if j.KeyID != "" {
		head += ", kid " + j.KeyID
	}
	if id := b.add(parent, head, head); id != "" {
		b.inside++
		b.members(id, j.Claims, depth)
		b.inside--
	}
}

// maskValue masks a value with its name beside it, since the name says what
// the value is.
func (b *treeBuilder) maskValue(name, value string) string {
	if b.inside > 0 && !technical[name] && value != "" {
		return "***"
	}
	line := strconv.Quote(name) + ":" + strconv.Quote(value)
	masked := b.mask(line)
	head := strconv.Quote(name) + ":"
	if !strings.HasPrefix(masked, head) {
		return b.mask(value)
	}
	if s, err := strconv.Unquote(masked[len(head):]); err == nil {
		return s
	}
	return strings.Trim(masked[len(head):], `"`)
}
