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

// wire encodes into out, or decodes from in, the fields of one message.
type wire struct {
	out []byte
	in  []wireField
	dec *decoder // nil while encoding
	err error
}

// wireField is one field of a parsed message.
type wireField struct {
	num  protowire.Number
	typ  protowire.Type
	uint uint64
	data []byte
}

// encode returns the bytes of a message that describe describes.
func encode[T any](v *T, describe func(*wire, *T)) []byte {
	w := &wire{out: make([]byte, 0, 512)}
	describe(w, v)
	return w.out
}

// decode reads b into v. Damaged input gives an error, never a panic.
func decode[T any](b []byte, v *T, describe func(*wire, *T)) error {
	return decodeBy(new(decoder), b, v, describe)
}

func (w *wire) decoding() bool { return w.dec != nil }

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
	if w.decoding() {
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
	if w.decoding() {
		*p = N(protowire.DecodeZigZag(u))
	}
}

func flag(w *wire, num protowire.Number, p *bool) {
	u := protowire.EncodeBool(*p)
	count(w, num, &u)
	if w.decoding() {
		*p = protowire.DecodeBool(u)
	}
}

// text is a string of any bytes.
func text[S ~string](w *wire, num protowire.Number, p *S) {
	if w.decoding() {
		if f := w.find(num, protowire.BytesType); f != nil {
			*p = S(w.dec.text(f.data))
		}
	} else if *p != "" {
		w.out = protowire.AppendTag(w.out, num, protowire.BytesType)
		w.out = protowire.AppendString(w.out, string(*p))
	}
}

// blob is a byte slice; empty and nil are the same.
func blob(w *wire, num protowire.Number, p *[]byte) {
	if w.decoding() {
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
	if !w.decoding() && p.IsZero() {
		return
	}
	t := stamp{}
	if w.decoding() {
		if f := w.find(num, protowire.BytesType); f != nil {
			nested(w, num, f.data, &t, describeStamp)
			*p = time.Unix(t.sec, t.nano).UTC()
		}
		return
	}
	t = stamp{p.Unix(), int64(p.Nanosecond())}
	at := w.begin(num)
	describeStamp(w, &t)
	w.end(at)
}

type stamp struct{ sec, nano int64 }

func describeStamp(w *wire, t *stamp) {
	signed(w, 1, &t.sec)
	signed(w, 2, &t.nano)
}

// message is a nested message that is always there.
func message[T any](w *wire, num protowire.Number, p *T, describe func(*wire, *T)) {
	if w.decoding() {
		if f := w.find(num, protowire.BytesType); f != nil {
			nested(w, num, f.data, p, describe)
		}
		return
	}
	before := len(w.out)
	at := w.begin(num)
	if describe(w, p); len(w.out) == at {
		w.out = w.out[:before]
		return
	}
	w.end(at)
}

// optional is a nested message that may be absent.
func optional[T any](w *wire, num protowire.Number, p **T, describe func(*wire, *T)) {
	if w.decoding() {
		if f := w.find(num, protowire.BytesType); f != nil {
			*p = new(T)
			nested(w, num, f.data, *p, describe)
		}
		return
	}
	if *p == nil {
		return
	}
	at := w.begin(num)
	describe(w, *p)
	w.end(at)
}

// list is a repeated message, in order.
func list[T any, L ~[]T](w *wire, num protowire.Number, p *L, describe func(*wire, *T)) {
	if w.decoding() {
		n := 0
		for i := range w.in {
			if w.in[i].num == num {
				n++
			}
		}
		if n == 0 {
			return
		}
		*p = make(L, 0, n)
		for i := range w.in {
			if f := &w.in[i]; f.num == num {
				*p = (*p)[:len(*p)+1]
				nested(w, num, f.data, &(*p)[len(*p)-1], describe)
			}
		}
		return
	}
	for i := range *p {
		at := w.begin(num)
		describe(w, &(*p)[i])
		w.end(at)
	}
}

// names is a repeated string, in order.
func names(w *wire, num protowire.Number, p *[]string) {
	list(w, num, p, func(w *wire, s *string) { text(w, 1, s) })
}

// begin opens a nested message and returns where its bytes begin.
func (w *wire) begin(num protowire.Number) int {
	w.out = append(protowire.AppendTag(w.out, num, protowire.BytesType), 0)
	return len(w.out)
}

// end puts the length before the message that began at at. Most are shorter
// than 128 bytes, for which begin left room; longer ones are moved.
func (w *wire) end(at int) {
	size := uint64(len(w.out) - at)
	if more := protowire.SizeVarint(size) - 1; more > 0 {
		w.out = append(w.out, make([]byte, more)...)
		copy(w.out[at+more:], w.out[at:])
	}
	protowire.AppendVarint(w.out[:at-1], size)
}

// nested decodes a message within another one.
func nested[T any](w *wire, num protowire.Number, b []byte, p *T, describe func(*wire, *T)) {
	outer, before, room := w.in, w.err, len(w.dec.room)
	in, err := w.dec.parse(b)
	if err != nil {
		w.dec.room = w.dec.room[:room]
		w.fail(num)
		return
	}
	w.in, w.err = in, nil
	describe(w, p)
	if w.err != nil {
		w.err = fmt.Errorf("field %d: %w", num, w.err)
	}
	if before != nil {
		w.err = before
	}
	w.in, w.dec.room = outer, w.dec.room[:room]
}
