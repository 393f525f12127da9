package detail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Form is how a body is shown.
type Form string

// The forms. Pretty is the natural one: indented JSON, one line a form field.
const (
	Pretty  Form = "pretty"
	Tree    Form = "tree"
	Plain   Form = "plain"
	Hex     Form = "hex"
	Picture Form = "picture"
)

// lineMax limits a line on display in bytes; what follows goes on in the next.
const lineMax = 2000

// content is one body, prepared as lines for a list that draws only what is seen.
type content struct {
	size, kept int64
	raw        []byte // as on the wire
	data       []byte // content codings taken off, UTF-8 where it is text
	text, cut  bool
	err        error // why data is still raw

	pretty, plain             []string
	maskedPretty, maskedPlain []string
	tree                      *tree       // nil if the text has no structure
	picture                   image.Image // nil if it is none
	stream                    *stream     // nil if all of it was read
}

// prepare breaks the text into lines, masked and not. It runs off the UI goroutine.
func (c *content) prepare(m Masks) {
	if !c.text {
		c.picture = pictureOf(c.data)
		return
	}
	c.tree = treeOf(string(c.data), m.Text)
	c.plain = lines(string(c.data))
	c.maskedPlain = lines(m.Text(string(c.data)))
	pretty := prettied(c.data)
	c.pretty, c.maskedPretty = lines(pretty), lines(m.Text(pretty))
}

// prettied indents JSON and puts each field of a form on a line of its own.
func prettied(data []byte) string {
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		var b bytes.Buffer
		if json.Indent(&b, trimmed, "", "  ") == nil {
			return b.String()
		}
	}
	if len(trimmed) > 0 && trimmed[0] == '<' {
		return indentXML(string(trimmed))
	}
	if s := string(trimmed); looksLikeForm(s) {
		var out []string
		for _, pair := range strings.Split(strings.TrimPrefix(s, "&"), "&") {
			k, v, _ := strings.Cut(pair, "=")
			out = append(out, unescape(k)+"="+unescape(v))
		}
		return strings.Join(out, "\n")
	}
	return string(data)
}

func looksLikeForm(s string) bool {
	return strings.Contains(s, "=") && !strings.ContainsAny(s, " \n\t{<\"")
}

func unescape(s string) string {
	if u, err := url.QueryUnescape(s); err == nil && utf8.ValidString(u) {
		return u
	}
	return s
}

// lines splits text, and cuts what is longer than lineMax.
func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", "    ")
		for len(line) > lineMax {
			n := lineMax
			for n > 0 && !utf8.RuneStart(line[n]) {
				n--
			}
			out = append(out, line[:n])
			line = line[n:]
		}
		out = append(out, line)
	}
	return out
}

// hexLine is line i of a hex view: offset, sixteen bytes, their ASCII.
func hexLine(data []byte, i int) string {
	part := data[i*16 : min(len(data), i*16+16)]
	var b strings.Builder
	fmt.Fprintf(&b, "%08x  ", i*16)
	for j := range 16 {
		if j < len(part) {
			fmt.Fprintf(&b, "%02x ", part[j])
		} else {
			b.WriteString("   ")
		}
		if j == 7 {
			b.WriteByte(' ')
		}
	}
	b.WriteString(" ")
	for _, c := range part {
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		b.WriteByte(c)
	}
	return b.String()
}
