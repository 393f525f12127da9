package session

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Law of this file: one description of a message serves both directions, so
// that what is written is what is read. Header values and paths are bytes that
// a phone chose, GBK included, which is why the file holds the protobuf wire
// format and not JSON: JSON would replace what is not UTF-8. Numbers are never
// reused; a number that a reader does not know is skipped.

var errWire = errors.New("malformed record")

// wire encodes into out, or decodes from the fields that parse found.
type wire struct {
	decoding bool
	out      []byte
	in       []wireField
	err      error
}

// wireField is one field of a parsed message.
type wireField struct {
	num  protowire.Number
	typ  protowire.Type
	uint uint64
	data []byte
}

// parse splits a message into its fields without copying.
func parse(b []byte) ([]wireField, error) {
	fields := make([]wireField, 0, 16)
	for len(b) > 0 {
		num, typ, n := protowire.ConsumeTag(b)
		if n < 0 {
			return nil, errWire
		}
		b = b[n:]
		f := wireField{num: num, typ: typ}
		switch typ {
		case protowire.VarintType:
			f.uint, n = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			f.data, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(num, typ, b)
		}
		if n < 0 {
			return nil, errWire
		}
		b = b[n:]
		fields = append(fields, f)
	}
	return fields, nil
}

// encode returns the bytes of a message that describe describes.
func encode[T any](v *T, describe func(*wire, *T)) []byte {
	w := &wire{out: make([]byte, 0, 512)}
	describe(w, v)
	return w.out
}

// decode reads b into v. Damaged input gives an error, never a panic.
func decode[T any](b []byte, v *T, describe func(*wire, *T)) error {
	in, err := parse(b)
	if err != nil {
		return err
	}
	w := &wire{decoding: true, in: in}
	describe(w, v)
	return w.err
}

// find returns the last field with the number, as protobuf prescribes.
func (w *wire) find(num protowire.Number, typ protowire.Type) *wireField {
	for i := len(w.in) - 1; i >= 0; i-- {
		if f := &w.in[i]; f.num == num {
			if f.typ != typ {
				w.fail(num)
				return nil
			}
			return f
		}
	}
	return nil
}

func (w *wire) fail(num protowire.Number) {
	if w.err == nil {
		w.err = fmt.Errorf("field %d: %w", num, errWire)
	}
}

// count is an integer that is never negative.
func count[N ~uint8 | ~uint16 | ~uint64](w *wire, num protowire.Number, p *N) {
	if w.decoding {
		if f := w.find(num, protowire.VarintType); f != nil {
			*p = N(f.uint)
		}
	} else if *p != 0 {
		w.out = protowire.AppendTag(w.out, num, protowire.VarintType)
		w.out = protowire.AppendVarint(w.out, uint64(*p))
	}
}

// signed is an integer of either sign.
func signed[N ~int | ~int64](w *wire, num protowire.Number, p *N) {
	u := protowire.EncodeZigZag(int64(*p))
	count(w, num, &u)
	if w.decoding {
		*p = N(protowire.DecodeZigZag(u))
	}
}

func flag(w *wire, num protowire.Number, p *bool) {
	u := protowire.EncodeBool(*p)
	count(w, num, &u)
	if w.decoding {
		*p = protowire.DecodeBool(u)
	}
}

// text is a string of any bytes.
func text[S ~string](w *wire, num protowire.Number, p *S) {
	if w.decoding {
		if f := w.find(num, protowire.BytesType); f != nil {
			*p = S(f.data)
		}
	} else if *p != "" {
		w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
		w.out = protowire.AppendString(w.out, string(*p))
	}
}

// blob is a byte slice; empty and nil are the same.
func blob(w *wire, num protowire.Number, p *[]byte) {
	if w.decoding {
		if f := w.find(num, protowire.BytesType); f != nil && len(f.data) > 0 {
			*p = append([]byte(nil), f.data...)
		}
	} else if len(*p) > 0 {
		w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
		w.out = protowire.AppendBytes(w.out, *p)
	}
}

// instant is a point in time: seconds since 1970 and nanoseconds, because the
// end of a certificate's validity may lie outside the range of nanoseconds in
// 64 bits. It comes back in UTC; the zero time is left out.
func instant(w *wire, num protowire.Number, p *time.Time) {
	if !w.decoding && p.IsZero() {
		return
	}
	sub := wire{decoding: w.decoding}
	var sec, nano int64
	if w.decoding {
		f := w.find(num, protowire.BytesType)
		if f == nil {
			return
		}
		if sub.in, sub.err = parse(f.data); sub.err != nil {
			w.fail(num)
			return
		}
	} else {
		sec, nano = p.Unix(), int64(p.Nanosecond())
	}
	signed(&sub, 1, &sec)
	signed(&sub, 2, &nano)
	if w.decoding {
		*p = time.Unix(sec, nano).UTC()
		return
	}
	w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
	w.out = protowire.AppendBytes(w.out, sub.out)
}

// message is a nested message that is always there.
func message[T any](w *wire, num protowire.Number, p *T, describe func(*wire, *T)) {
	if w.decoding {
		if f := w.find(num, protowire.BytesType); f != nil {
			w.nested(num, f.data, func(sub *wire) { describe(sub, p) })
		}
		return
	}
	sub := wire{}
	describe(&sub, p)
	if len(sub.out) > 0 {
		w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
		w.out = protowire.AppendBytes(w.out, sub.out)
	}
}

// optional is a nested message that may be absent.
func optional[T any](w *wire, num protowire.Number, p **T, describe func(*wire, *T)) {
	if w.decoding {
		if f := w.find(num, protowire.BytesType); f != nil {
			*p = new(T)
			w.nested(num, f.data, func(sub *wire) { describe(sub, *p) })
		}
		return
	}
	if *p == nil {
		return
	}
	sub := wire{}
	describe(&sub, *p)
	w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
	w.out = protowire.AppendBytes(w.out, sub.out)
}

// list is a repeated message, in order.
func list[T any, L ~[]T](w *wire, num protowire.Number, p *L, describe func(*wire, *T)) {
	if w.decoding {
		for i := range w.in {
			if f := &w.in[i]; f.num == num {
				var v T
				w.nested(num, f.data, func(sub *wire) { describe(sub, &v) })
				*p = append(*p, v)
			}
		}
		return
	}
	for i := range *p {
		v := &(*p)[i]
		optional(w, num, &v, describe)
	}
}

// names is a repeated string, in order.
func names(w *wire, num protowire.Number, p *[]string) {
	list(w, num, p, func(w *wire, s *string) { text(w, 1, s) })
}

func (w *wire) nested(num protowire.Number, b []byte, describe func(*wire)) {
	in, err := parse(b)
	if err != nil {
		w.fail(num)
		return
	}
	sub := &wire{decoding: true, in: in}
	describe(sub)
	if sub.err != nil && w.err == nil {
		w.err = fmt.Errorf("field %d: %w", num, sub.err)
	}
}
