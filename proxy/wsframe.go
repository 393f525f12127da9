package proxy

// Law of this file: it watches WebSocket bytes that were relayed already
// (RFC 6455, section 5.2). It waits for nothing but its own looks at what is
// open, holds at most frameCap bytes of a message and, if that is deflated, as
// many of what it inflates to, and gives up on a direction that breaks the rules.

import (
	"bytes"
	"encoding/binary"
	"sync"
)

const (
	opContinuation = 0
	opControl      = 8 // this and above
	maxControl     = 125
)

// wsMessage is a complete message or control frame, or a part of a message.
type wsMessage struct {
	opcode     byte
	data       []byte // at most the cap
	size       int64  // on the wire, unmasked
	compressed bool   // data is still deflated
	cut        bool   // data is not all of it
	part       bool   // data is what came from offset on, size what came so far
	offset     int64
}

// wsReader finds messages in one direction of a connection.
type wsReader struct {
	limit   int
	emit    func(wsMessage) // called with mu held
	inflate *wsInflater     // nil without permessage-deflate

	mu sync.Mutex // guards the rest

	off  bool
	head []byte // of the frame under way, until complete

	final   bool
	opcode  byte
	control bool
	masked  bool
	mask    [4]byte
	maskPos int
	left    int64 // payload bytes of the frame still to come
	inFrame bool

	message wsMessage // the data message under way
	open    bool
	told    wsMessage // what was told of it by now: all parts together
	tried   int       // the bytes of message that told was inflated from
	ctrl    []byte
}

func newWSReader(limit int, d deflateExt, noContext bool, emit func(wsMessage)) *wsReader {
	r := &wsReader{limit: limit, emit: emit}
	if d.on {
		r.inflate = newWSInflater(limit, noContext)
	}
	return r
}

// feed takes the next bytes of the direction.
func (r *wsReader) feed(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(b) > 0 && !r.off {
		if !r.inFrame {
			b = r.feedHead(b)
			continue
		}
		b = r.feedPayload(b)
	}
}

func (r *wsReader) feedHead(b []byte) []byte {
	for len(b) > 0 {
		r.head = append(r.head, b[0])
		b = b[1:]
		if len(r.head) >= 2 && len(r.head) == headLen(r.head) {
			r.beginFrame()
			return b
		}
	}
	return b
}

// headLen is the length of a frame's header, given its first two bytes.
func headLen(h []byte) int {
	n := 2
	switch h[1] & 0x7f {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if h[1]&0x80 != 0 {
		n += 4
	}
	return n
}

func (r *wsReader) beginFrame() {
	h := r.head
	r.head = r.head[:0]
	r.final, r.opcode = h[0]&0x80 != 0, h[0]&0x0f
	r.masked, r.maskPos = h[1]&0x80 != 0, 0
	if r.masked {
		copy(r.mask[:], h[len(h)-4:])
	}
	switch n := h[1] & 0x7f; n {
	case 126:
		r.left = int64(binary.BigEndian.Uint16(h[2:]))
	case 127:
		r.left = int64(binary.BigEndian.Uint64(h[2:]))
	default:
		r.left = int64(n)
	}
	r.control = r.opcode >= opControl
	r.off = !r.legal(h[0])
	r.inFrame = true
	if r.off {
		return
	}
	r.startMessage(h[0])
	if r.left == 0 {
		r.endFrame()
	}
}

// legal checks what later code relies on.
func (r *wsReader) legal(first byte) bool {
	const rsv1, rsv23 = 0x40, 0x30
	switch {
	case r.left < 0, first&rsv23 != 0, first&rsv1 != 0 && (r.inflate == nil || r.control):
		return false
	case r.control:
		return r.final && r.left <= maxControl
	case r.opcode == opContinuation:
		return r.open && first&rsv1 == 0
	}
	return !r.open
}

func (r *wsReader) startMessage(first byte) {
	switch {
	case r.control:
		r.ctrl = make([]byte, 0, r.left)
	case r.opcode != opContinuation:
		r.open = true
		r.message = wsMessage{opcode: r.opcode, compressed: first&0x40 != 0}
	}
}

func (r *wsReader) feedPayload(b []byte) []byte {
	n := int(min(int64(len(b)), r.left))
	part := b[:n]
	keep := part
	if !r.control {
		keep = part[:max(0, min(n, r.limit-len(r.message.data)))]
	}
	to := &r.message.data
	if r.control {
		to = &r.ctrl
	}
	for i, c := range keep {
		if r.masked {
			c ^= r.mask[(r.maskPos+i)&3]
		}
		*to = append(*to, c)
	}
	r.maskPos = (r.maskPos + n) & 3
	r.left -= int64(n)
	if !r.control {
		r.message.size += int64(n)
	}
	if r.left == 0 {
		r.endFrame()
	}
	return b[n:]
}

func (r *wsReader) endFrame() {
	r.inFrame = false
	if r.control {
		r.emit(wsMessage{opcode: r.opcode, data: r.ctrl, size: int64(len(r.ctrl))})
		r.ctrl = nil
		return
	}
	if !r.final {
		return
	}
	m := r.message
	m.cut = int64(len(m.data)) < m.size
	r.message, r.told, r.tried, r.open = wsMessage{}, wsMessage{}, 0, false
	if m.compressed {
		m = r.inflate.message(m)
	}
	r.emit(m)
}

// tellPart emits what is new of a message that has not ended. What grows past
// the cap is told again each time it has doubled, and when it is the last that
// will ever come.
func (r *wsReader) tellPart(last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.open || r.message.size == r.told.size {
		return
	}
	m := r.message
	switch {
	case !m.compressed:
		m.cut = int64(len(m.data)) < m.size
	case len(m.data) > r.tried:
		r.tried = len(m.data)
		m.cut = int64(len(m.data)) < m.size
		m = r.inflate.prefix(m)
	default: // nothing more of it is kept
		size := m.size
		m = r.told
		m.size, m.cut = size, true
	}
	known := len(r.told.data)
	if r.told.compressed != m.compressed || len(m.data) < known {
		known = 0 // what was told was in another form
	}
	if len(m.data) == known && m.size < 2*r.told.size && !last {
		return
	}
	part := m
	part.part, part.offset = true, int64(known)
	part.data = m.data[known:len(m.data):len(m.data)]
	if r.message.compressed {
		// A part that shared memory with all that was inflated would hold it.
		part.data = bytes.Clone(part.data)
	}
	r.told = m
	r.emit(part)
}
