package signing

import (
	"encoding/asn1"
	"fmt"
)

// element is one value of a BER encoding: DER with the liberties that signers
// of APKs take and Android accepts, such as lengths with leading zeros or of
// indefinite form. raw keeps the bytes as they are, since certificates are
// digested that way.
type element struct {
	class       int
	tag         int
	constructed bool
	raw         []byte // header, content, end mark
	headerLen   int    // length of the header
	content     []byte
}

const maxBERDepth = 32

// readElement reads the first value of b and returns the rest.
func readElement(b []byte) (element, []byte, error) { return readAt(b, 0) }

func readAt(b []byte, depth int) (e element, rest []byte, err error) {
	if len(b) < 2 || depth > maxBERDepth {
		return e, nil, fmt.Errorf("%w: value cut off or nested too deeply", ErrMalformed)
	}
	e.class, e.constructed, e.tag = int(b[0]>>6), b[0]&0x20 != 0, int(b[0]&0x1f)
	if e.tag == 0x1f {
		return e, nil, fmt.Errorf("%w: tag of several bytes", ErrMalformed)
	}
	size, indefinite := int(b[1]), b[1] == 0x80
	e.headerLen = 2
	if b[1] > 0x80 {
		if size, e.headerLen, err = longLength(b); err != nil {
			return e, nil, err
		}
	}
	if indefinite {
		return e.toEndMark(b, depth)
	}
	if size > len(b)-e.headerLen {
		return e, nil, fmt.Errorf("%w: %d bytes announced, %d left", ErrMalformed, size, len(b)-e.headerLen)
	}
	end := e.headerLen + size
	e.raw, e.content = b[:end:end], b[e.headerLen:end:end]
	return e, b[end:], nil
}

// longLength reads the length behind a first byte that counts its bytes.
func longLength(b []byte) (size, head int, err error) {
	n := int(b[1] & 0x7f)
	if n > len(b)-2 {
		return 0, 0, fmt.Errorf("%w: length cut off", ErrMalformed)
	}
	for _, x := range b[2 : 2+n] {
		if size > 1<<24 {
			return 0, 0, fmt.Errorf("%w: length too big", ErrMalformed)
		}
		size = size<<8 | int(x)
	}
	return size, 2 + n, nil
}

// toEndMark reads a value of indefinite length.
func (e element) toEndMark(b []byte, depth int) (element, []byte, error) {
	if !e.constructed {
		return e, nil, fmt.Errorf("%w: indefinite length of a plain value", ErrMalformed)
	}
	rest := b[e.headerLen:]
	for len(rest) < 2 || rest[0] != 0 || rest[1] != 0 {
		var err error
		if _, rest, err = readAt(rest, depth+1); err != nil {
			return e, nil, err
		}
	}
	end := len(b) - len(rest)
	e.content, e.raw = b[e.headerLen:end:end], b[:end+2:end+2]
	return e, rest[2:], nil
}

// children reads the values inside.
func (e element) children() ([]element, error) {
	if !e.constructed {
		return nil, fmt.Errorf("%w: a plain value where a structure belongs", ErrMalformed)
	}
	var out []element
	for rest := e.content; len(rest) > 0; {
		var c element
		var err error
		if c, rest, err = readAt(rest, 0); err != nil {
			return nil, err
		}
		if out = append(out, c); len(out) > maxPairs {
			return nil, fmt.Errorf("%w: too many values in a structure", ErrMalformed)
		}
	}
	return out, nil
}

// is reports whether the value has a universal tag.
func (e element) is(tag int) bool { return e.class == asn1.ClassUniversal && e.tag == tag }

// context reports whether the value has the context-specific tag.
func (e element) context(tag int) bool { return e.class == asn1.ClassContextSpecific && e.tag == tag }

// oid reads an object identifier as text, "" if it is none.
func (e element) oid() string {
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(e.raw, &id); err != nil {
		return ""
	}
	return id.String()
}

// der writes a value the way DER asks: definite lengths without leading zeros.
func (e element) der() ([]byte, error) { return e.encode(0) }

func (e element) encode(depth int) ([]byte, error) {
	if depth > maxBERDepth {
		return nil, fmt.Errorf("%w: nested too deeply", ErrMalformed)
	}
	content := e.content
	if e.constructed {
		content = nil
		parts, err := e.children()
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			b, err := p.encode(depth + 1)
			if err != nil {
				return nil, err
			}
			content = append(content, b...)
		}
	}
	return asn1.Marshal(asn1.RawValue{Class: e.class, Tag: e.tag, IsCompound: e.constructed, Bytes: content})
}
