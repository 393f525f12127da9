package wire

// Law of this file: it watches one direction of an HTTP/2 connection
// (RFC 9113) that was passed on already, in pieces of any size. It never
// blocks, holds at most maxBlock bytes of a header block and a dynamic table of
// h2Table bytes, and gives up for good on what it does not understand: net/http,
// which reads the same bytes, decides what becomes of the connection.

import (
	"encoding/binary"
	"time"

	"golang.org/x/net/http2/hpack"

	"loginscope/proxy/exchange"
)

const (
	h2FrameHeader = 9
	// h2Table is the dynamic table that net/http allows its peers, on both sides.
	h2Table = 4096

	frameHeaders      = 0x1
	framePushPromise  = 0x5
	frameContinuation = 0x9

	flagEndHeaders = 0x4
	flagPadded     = 0x8
	flagPriority   = 0x20
	priorityLen    = 5
)

// h2Block is the header block of a message as it was sent, with the pseudo-header
// fields apart.
type h2Block struct {
	method, path, authority string // of a request
	status                  string // of a response

	fields exchange.Header
	size   int
	start  time.Time // arrival of its frame
}

// h2Reader finds the header blocks in the bytes of one direction.
type h2Reader struct {
	maxBlock int
	done     func(h2Block)
	dec      *hpack.Decoder

	frame   [h2FrameHeader]byte
	have    int  // bytes of frame
	inFrame bool // frame is complete, left bytes of its payload are to come
	left    int

	fragment bool // the payload is a part of a header block
	last     bool // and the last one
	padLen   bool // the payload begins with the length of its padding
	skip     int  // bytes before the fragment
	pad      int  // bytes after it

	block uint32 // the stream whose header block is open, 0 if none
	open  h2Block
	over  bool // open is longer than maxBlock
}

// newH2Reader calls done with every header block, trailers too, but with none
// that is longer than maxBlock.
func newH2Reader(maxBlock int, done func(h2Block)) *h2Reader {
	r := &h2Reader{maxBlock: maxBlock, done: done}
	r.dec = hpack.NewDecoder(h2Table, r.field)
	r.dec.SetMaxStringLength(maxBlock)
	return r
}

// feed takes the next bytes. False means that the position in the stream is lost.
func (r *h2Reader) feed(b []byte) bool {
	for len(b) > 0 {
		if !r.inFrame {
			n := copy(r.frame[r.have:], b)
			r.have, b = r.have+n, b[n:]
			if r.have < h2FrameHeader {
				return true
			}
			if !r.beginFrame() {
				return false
			}
		}
		n := min(len(b), r.left)
		part := b[:n]
		b, r.left = b[n:], r.left-n
		if r.fragment && !r.decode(part) {
			return false
		}
		if r.left == 0 && !r.endFrame() {
			return false
		}
	}
	return true
}

func (r *h2Reader) beginFrame() bool {
	f := &r.frame
	r.have, r.inFrame = 0, true
	r.left = int(f[0])<<16 | int(f[1])<<8 | int(f[2])
	kind, flags, stream := f[3], f[4], binary.BigEndian.Uint32(f[5:])&(1<<31-1)
	if r.block != 0 && (kind != frameContinuation || stream != r.block) {
		return false // RFC 9113, section 6.2: nothing may come between
	}
	r.fragment = kind == frameHeaders || kind == frameContinuation
	r.last, r.padLen, r.skip, r.pad = flags&flagEndHeaders != 0, false, 0, 0
	switch kind {
	case frameHeaders:
		r.block, r.open, r.over = stream, h2Block{start: time.Now()}, false
		r.dec.SetEmitEnabled(true)
		r.padLen = flags&flagPadded != 0
		if flags&flagPriority != 0 {
			r.skip = priorityLen
		}
	case framePushPromise:
		return false // net/http does not allow it
	}
	return !r.fragment || r.block != 0
}

// decode gives the header block's part of a payload's part to the decoder.
func (r *h2Reader) decode(part []byte) bool {
	if r.padLen && len(part) > 0 {
		r.padLen, r.pad = false, int(part[0])
		part = part[1:]
		if r.pad+r.skip > len(part)+r.left {
			return false
		}
	}
	n := min(r.skip, len(part))
	part, r.skip = part[n:], r.skip-n
	n = min(len(part), max(0, len(part)+r.left-r.pad))
	_, err := r.dec.Write(part[:n])
	return err == nil
}

func (r *h2Reader) endFrame() bool {
	r.inFrame = false
	if !r.fragment || !r.last {
		return true
	}
	r.block = 0
	if r.skip > 0 || r.padLen || r.dec.Close() != nil {
		return false
	}
	if !r.over {
		r.done(r.open)
	}
	r.open = h2Block{}
	return true
}

// field takes one decoded field line.
func (r *h2Reader) field(f hpack.HeaderField) {
	h := &r.open
	if h.size += int(f.Size()); h.size > r.maxBlock {
		r.over, h.fields = true, nil
		r.dec.SetEmitEnabled(false)
		return
	}
	switch {
	case f.Name == ":method":
		h.method = f.Value
	case f.Name == ":path":
		h.path = f.Value
	case f.Name == ":authority":
		h.authority = f.Value
	case f.Name == ":status":
		h.status = f.Value
	case f.IsPseudo():
	default:
		if h.fields == nil {
			h.fields = make(exchange.Header, 0, 16)
		}
		h.fields = append(h.fields, exchange.Field{Name: f.Name, Value: f.Value})
	}
}
