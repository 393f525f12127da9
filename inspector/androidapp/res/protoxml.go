package res

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"loginscope/inspector/androidapp/xmltree"
)

var errWire = fmt.Errorf("%w protocol buffer", ErrMalformed)

// ParseProtoXML reads one XML document of an app bundle (XmlNode in Resources.proto of
// aapt2): what the manifest and the network security configuration need of it.
func ParseProtoXML(src []byte) (*xmltree.Node, error) {
	if len(src) > MaxXML {
		return nil, fmt.Errorf("parse bundle XML: %d bytes, at most %d", len(src), MaxXML)
	}
	p := &protoParser{}
	n, err := p.node(src, 0)
	if err != nil {
		return nil, fmt.Errorf("parse bundle XML: %w", err)
	}
	if n == nil || n.Kind != xmltree.Element {
		return nil, fmt.Errorf("parse bundle XML: %w: no element", ErrMalformed)
	}
	return n, nil
}

// protoFields calls f with each field of a message; b is set for
// length-delimited fields, v for the others.
func protoFields(msg []byte, f func(num protowire.Number, b []byte, v uint64) error) error {
	for len(msg) > 0 {
		num, kind, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return errWire
		}
		msg = msg[n:]
		var b []byte
		var v uint64
		switch kind {
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(msg)
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(msg)
		case protowire.Fixed32Type:
			var v32 uint32
			v32, n = protowire.ConsumeFixed32(msg)
			v = uint64(v32)
		default:
			n = protowire.ConsumeFieldValue(num, kind, msg)
		}
		if n < 0 {
			return errWire
		}
		if err := f(num, b, v); err != nil {
			return err
		}
		msg = msg[n:]
	}
	return nil
}

type protoParser struct{ nodes int }

// node reads XmlNode: element=1, text=2, source=3.
func (p *protoParser) node(msg []byte, depth int) (*xmltree.Node, error) {
	if p.nodes++; depth > maxDepth || p.nodes > maxNodes {
		return nil, fmt.Errorf("document exceeds %d levels or %d nodes", maxDepth, maxNodes)
	}
	var n *xmltree.Node
	line := 0
	err := protoFields(msg, func(num protowire.Number, b []byte, _ uint64) (err error) {
		switch num {
		case 1:
			n, err = p.element(b, depth)
		case 2:
			n = &xmltree.Node{Kind: xmltree.Text, Data: string(b)}
		case 3:
			err = protoFields(b, func(num protowire.Number, _ []byte, v uint64) error {
				if num == 1 {
					line = int(uint32(v))
				}
				return nil
			})
		}
		return err
	})
	if n != nil {
		n.Line = line
	}
	return n, err
}

// element reads XmlElement: namespace_declaration=1, namespace_uri=2, name=3,
// attribute=4, child=5.
func (p *protoParser) element(msg []byte, depth int) (*xmltree.Node, error) {
	n := &xmltree.Node{}
	err := protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		switch num {
		case 1:
			var ns xmltree.Namespace
			err := protoFields(b, func(num protowire.Number, b []byte, _ uint64) error {
				switch num {
				case 1:
					ns.Prefix = string(b)
				case 2:
					ns.URI = string(b)
				}
				return nil
			})
			n.Namespaces = append(n.Namespaces, ns)
			return err
		case 2:
			n.Space = string(b)
		case 3:
			n.Name = string(b)
		case 4:
			a, err := protoAttribute(b)
			n.Attrs = append(n.Attrs, a)
			return err
		case 5:
			c, err := p.node(b, depth+1)
			if c != nil {
				n.Children = append(n.Children, c)
			}
			return err
		}
		return nil
	})
	return n, err
}

// protoAttribute reads XmlAttribute: namespace_uri=1, name=2, value=3,
// resource_id=5, compiled_item=6.
func protoAttribute(msg []byte) (xmltree.Attr, error) {
	var a xmltree.Attr
	compiled := false
	err := protoFields(msg, func(num protowire.Number, b []byte, v uint64) (err error) {
		switch num {
		case 1:
			a.Space = string(b)
		case 2:
			a.Name = string(b)
		case 3:
			a.Raw, a.HasRaw = string(b), true
		case 5:
			a.Resource = uint32(v)
		case 6:
			a.Typed, err = protoItem(b)
			compiled = true
		}
		return err
	})
	if !compiled {
		a.Typed = xmltree.Guess(a.Raw)
	}
	a.Value = a.Raw
	if a.Value == "" {
		a.Value = a.Typed.Format()
	}
	return a, err
}

// protoItem reads Item: ref=1, str=2, raw_str=3, styled_str=4, file=5, id=6, prim=7.
func protoItem(msg []byte) (xmltree.Value, error) {
	v := xmltree.Value{Type: xmltree.Null}
	err := protoFields(msg, func(num protowire.Number, b []byte, _ uint64) (err error) {
		switch num {
		case 1:
			v, err = protoReference(b)
		case 2, 3, 4:
			v, err = protoText(b)
		case 5:
			v, err = protoText(b) // FileReference: path=1
		case 7:
			v, err = protoPrimitive(b)
		}
		return err
	})
	return v, err
}

// protoReference reads Reference: type=1, id=2, name=3.
func protoReference(msg []byte) (xmltree.Value, error) {
	v := xmltree.Value{Type: xmltree.Reference}
	err := protoFields(msg, func(num protowire.Number, b []byte, n uint64) error {
		switch num {
		case 1:
			if n == 1 {
				v.Type = xmltree.Attribute
			}
		case 2:
			v.Data = uint32(n)
		case 3:
			v.Str = "@" + string(b)
		}
		return nil
	})
	return v, err
}

func protoText(msg []byte) (xmltree.Value, error) {
	v := xmltree.Value{Type: xmltree.String}
	err := protoFields(msg, func(num protowire.Number, b []byte, _ uint64) error {
		if num == 1 && b != nil {
			v.Str = string(b)
		}
		return nil
	})
	return v, err
}

// protoPrimitive reads Primitive, a oneof whose field number gives the type.
func protoPrimitive(msg []byte) (xmltree.Value, error) {
	v := xmltree.Value{Type: xmltree.Null}
	err := protoFields(msg, func(num protowire.Number, b []byte, n uint64) error {
		switch num {
		case 3:
			v = xmltree.Value{Type: xmltree.Float, Data: uint32(n)}
		case 6:
			v = xmltree.Value{Type: xmltree.IntDec, Data: uint32(n)}
		case 7:
			v = xmltree.Value{Type: xmltree.IntHex, Data: uint32(n)}
		case 8:
			v = xmltree.Value{Type: xmltree.IntBool}
			if n != 0 {
				v.Data = math.MaxUint32
			}
		case 9, 10, 11, 12:
			v = xmltree.Value{Type: xmltree.ColorARGB8 + xmltree.Type(num-9), Data: uint32(n)}
		case 13:
			v = xmltree.Value{Type: xmltree.Dimension, Data: uint32(n)}
		case 14:
			v = xmltree.Value{Type: xmltree.Fraction, Data: uint32(n)}
		}
		return nil
	})
	return v, err
}
