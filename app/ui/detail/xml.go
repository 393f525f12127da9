package detail

import (
	"encoding/xml"
	"strings"
)

// indentXML puts each element on a line of its own. A text that is not well
// formed stays as it is: an HTML page, for instance.
func indentXML(text string) string {
	d := xml.NewDecoder(strings.NewReader(text))
	w := xmlIndenter{closed: true}
	from := int64(0)
	for {
		tok, err := d.RawToken()
		if err != nil {
			break
		}
		part := strings.TrimSpace(text[from:d.InputOffset()])
		from = d.InputOffset()
		if !w.token(tok, part) {
			return text
		}
	}
	if w.depth != 0 || int(from) != len(text) {
		return text
	}
	return w.b.String()
}

// xmlIndenter writes one token after the other.
type xmlIndenter struct {
	b     strings.Builder
	depth int
	// closed is true if the line before ended an element, so that its end tag needs a line.
	closed bool
}

// token writes a token whose text is part; it returns false for an end tag without a start.
func (w *xmlIndenter) token(tok xml.Token, part string) bool {
	switch tok.(type) {
	case xml.StartElement:
		w.line(part)
		w.closed = strings.HasSuffix(part, "/>")
		if !w.closed {
			w.depth++
		}
	case xml.EndElement:
		return part == "" || w.end(part) // "" is of an element that closes itself
	case xml.CharData:
		w.b.WriteString(part)
	default:
		w.line(part)
	}
	return true
}

// end writes an end tag: behind the text of its element, or below its children.
func (w *xmlIndenter) end(part string) bool {
	w.depth--
	if w.depth < 0 {
		return false
	}
	if w.closed {
		w.line(part)
	} else {
		w.b.WriteString(part)
	}
	w.closed = true
	return true
}

func (w *xmlIndenter) line(s string) {
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	w.b.WriteString(strings.Repeat("  ", w.depth) + s)
}
