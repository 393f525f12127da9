package session

import (
	"hash/maphash"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"

	"loginscope/proxy/exchange"
)

// Law of this file: what a decoder remembers changes nothing of what is read.
// Records repeat names, hosts and the facts of a TLS connection a thousand
// times; they are decoded once and shared, since snapshots are never changed.

// The limits of what a decoder remembers: about 300 KB at most.
const (
	knownTexts   = 2048 // of at most knownTextMax bytes
	knownTextMax = 64
	knownTLS     = 64
)

// decoder reads records. It belongs to one goroutine at a time. The zero value
// is good.
type decoder struct {
	w     wire
	room  []wireField              // of the messages that are open, the innermost last
	texts *[knownTexts]string      // by the hash of the text
	tls   map[string]*exchange.TLS // by their encoding
}

// decoders are shared by the readers of all sessions of a process.
var decoders = sync.Pool{New: func() any {
	return &decoder{texts: new([knownTexts]string), tls: map[string]*exchange.TLS{}}
}}

// release gives a decoder back, without the bytes that it read from.
func (d *decoder) release() {
	clear(d.room[:cap(d.room)])
	decoders.Put(d)
}

// decodeBy reads b into v. Damaged input gives an error, never a panic.
func decodeBy[T any](d *decoder, b []byte, v *T, describe func(*wire, *T)) error {
	d.room = d.room[:0]
	in, err := d.parse(b)
	if err != nil {
		return err
	}
	d.w = wire{in: in, dec: d}
	describe(&d.w, v)
	return d.w.err
}

// parse splits a message into its fields without copying.
func (d *decoder) parse(b []byte) ([]wireField, error) {
	start := len(d.room)
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
		d.room = append(d.room, f)
	}
	return d.room[start:len(d.room):len(d.room)], nil
}

var textSeed = maphash.MakeSeed()

// text is b as a string, the same one as before if it is short and known.
func (d *decoder) text(b []byte) string {
	if d.texts == nil || len(b) > knownTextMax {
		return string(b)
	}
	known := &d.texts[maphash.Bytes(textSeed, b)%knownTexts]
	if *known != string(b) {
		*known = string(b)
	}
	return *known
}

// sharedTLS is the description of a connection, which all exchanges of a
// connection repeat.
func sharedTLS(w *wire, num protowire.Number, p **exchange.TLS) {
	var raw []byte
	if w.decoding() && w.dec.tls != nil {
		if f := w.find(num, protowire.BytesType); f != nil {
			raw = f.data
		}
	}
	if raw == nil {
		optional(w, num, p, describeTLS)
		return
	}
	if known := w.dec.tls[string(raw)]; known != nil {
		*p = known
		return
	}
	before := w.err
	if optional(w, num, p, describeTLS); w.err != before {
		return
	}
	if len(w.dec.tls) >= knownTLS {
		clear(w.dec.tls)
	}
	w.dec.tls[string(raw)] = *p
}
