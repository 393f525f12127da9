package har

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// unquote is the string that a JSON text holds. Most have no escape, which
// needs no parser.
func unquote(b []byte) (string, error) {
	if body := b[1 : len(b)-1]; bytes.IndexByte(body, '\\') < 0 && utf8.Valid(body) {
		return string(body), nil
	}
	var s string
	err := json.Unmarshal(b, &s)
	return s, err
}

// cursor walks a JSON text that package encoding/json has found valid, so that
// it checks nothing and reads each byte once. Where the text is of another
// shape than asked for, it fails.
type cursor struct {
	b      []byte
	at     int
	failed bool
}

// peek returns the next byte that is no space, 0 at the end.
func (c *cursor) peek() byte {
	for c.at < len(c.b) {
		switch b := c.b[c.at]; b {
		case ' ', '\t', '\n', '\r':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// next steps to the next element between open and end, and reports whether
// there is one. The element must have been read before the next call.
func (c *cursor) next(open, end byte) bool {
	if c.failed {
		return false
	}
	switch c.peek() {
	case open, ',':
		c.at++
	case end:
		c.at++
		return false
	default:
		c.failed = true
		return false
	}
	if c.peek() == end {
		c.at++
		return false
	}
	return true
}

// member reads a name and its value, both as JSON texts.
func (c *cursor) member() (name, value []byte) {
	if c.peek() != '"' {
		c.failed = true
		return nil, nil
	}
	name = c.quoted()
	if c.peek() != ':' {
		c.failed = true
		return nil, nil
	}
	c.at++
	switch b := c.peek(); b {
	case '"':
		return name, c.quoted()
	case '{', '[', 0:
		c.failed = true
		return nil, nil
	}
	start := c.at
	for c.at < len(c.b) && bytes.IndexByte([]byte(",]} \t\r\n"), c.b[c.at]) < 0 {
		c.at++
	}
	return name, c.b[start:c.at]
}

// quoted reads a string, quotation marks and all.
func (c *cursor) quoted() []byte {
	start := c.at
	for c.at++; c.at < len(c.b); c.at++ {
		switch c.b[c.at] {
		case '\\':
			c.at++
		case '"':
			c.at++
			return c.b[start:c.at]
		}
	}
	c.failed = true
	return nil
}
