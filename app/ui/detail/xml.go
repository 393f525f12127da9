package detail

import (
	"encoding/xml"
	"strings"
)

// indentXML puts each element on a line of its own. A text that is not well
// formed stays as it is: an HTML page, for instance.
func indentXML(text string) string {
	d := xml.NewDecoder(strings.NewReader(text))
	var b strings.Builder
	depth, from := 0, int64(0)
	closed := true // the line before ended an element, so its end tag needs a line
	line := func(s string, in int) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.Repeat("  ", in) + s)
	}
	for {
		tok, err := d.RawToken()
		if err != nil {
			break
		}
		part := strings.TrimSpace(text[from:d.InputOffset()])
		from = d.InputOffset()
		switch tok.(type) {
		case xml.StartElement:
			line(part, depth)
			depth, closed = depth+1, false
			if strings.HasSuffix(part, "/>") {
				depth, closed = depth-1, true
			}
		case xml.EndElement:
			if part == "" { // of an element that closes itself
				continue
			}
			depth--
			if depth < 0 {
				return text
			}
			if closed {
				line(part, depth)
			} else {
				b.WriteString(part)
			}
			closed = true
		case xml.CharData:
			if part != "" {
				b.WriteString(part)
			}
		default:
			line(part, depth)
		}
	}
	if depth != 0 || int(from) != len(text) {
		return text
	}
	return b.String()
}
