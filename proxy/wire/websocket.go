package wire

// Law of this file: it watches WebSocket bytes that were relayed already
// (RFC 6455, section 5.2). It waits for nothing but its own lock, holds at
// most limit bytes of a message and, if that is deflated, as
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

// WebSocketMessage is a complete message or control frame, or a part of a message.
type WebSocketMessage struct {
	Opcode     byte
	Data       []byte // at most the reader's limit
	Size       int64  // on the wire, unmasked
	Compressed bool   // Data is still deflated
	Cut        bool   // Data is not all of it
	Part       bool   // Data is what came from Offset on, Size what came so far
	Offset     int64
}

// WebSocketReader finds messages in one direction of a connection.
type WebSocketReader struct {
	limit   int
	emit    func(WebSocketMessage) // called with mu held
	inflate *inflater              // nil without permessage-deflate

	mu sync.Mutex // guards the rest

	off    bool
	header []byte // of the frame under way, until complete

	final   bool
	opcode  byte
	control bool
	masked  bool
	mask    [4]byte
	maskPos int
	left    int64 // payload bytes of the frame still to come
	inFrame bool

	message WebSocketMessage // the data message under way
	open    bool
	emitted WebSocketMessage // what was emitted of it by now: all parts together
	tried   int              // the bytes of message that emitted was inflated from
	ctrl    []byte
}

// NewWebSocketReader returns one that keeps limit bytes of a message. noContext
// says that this direction inflates every message on its own.
func NewWebSocketReader(limit int, d Deflate, noContext bool, emit func(WebSocketMessage)) *WebSocketReader {
	r := &WebSocketReader{limit: limit, emit: emit}
	if d.on {
		r.inflate = newInflater(limit, noContext)
	}
	return r
}

// Feed takes the next bytes of the direction.
func (r *WebSocketReader) Feed(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(b) > 0 && !r.off {
		if !r.inFrame {
			b = r.feedHeader(b)
			continue
		}
		b = r.feedPayload(b)
	}
}

func (r *WebSocketReader) feedHeader(b []byte) []byte {
	for len(b) > 0 {
		r.header = append(r.header, b[0])
		b = b[1:]
		if len(r.header) >= 2 && len(r.header) == headerLen(r.header) {
			r.beginFrame()
			return b
		}
	}
	return b
}

// headerLen is the length of a frame's header, given its first two bytes.
func headerLen(h []byte) int {
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

func (r *WebSocketReader) beginFrame() {
	h := r.header
	r.header = r.header[:0]
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
func (r *WebSocketReader) legal(first byte) bool {
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

func (r *WebSocketReader) startMessage(first byte) {
	switch {
	case r.control:
		r.ctrl = make([]byte, 0, r.left)
	case r.opcode != opContinuation:
		r.open = true
		r.message = WebSocketMessage{Opcode: r.opcode, Compressed: first&0x40 != 0}
	}
}

func (r *WebSocketReader) feedPayload(b []byte) []byte {
	n := int(min(int64(len(b)), r.left))
	part := b[:n]
	keep := part
	if !r.control {
		keep = part[:max(0, min(n, r.limit-len(r.message.Data)))]
	}
	to := &r.message.Data
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
		r.message.Size += int64(n)
	}
	if r.left == 0 {
		r.endFrame()
	}
	return b[n:]
}

func (r *WebSocketReader) endFrame() {
	r.inFrame = false
	if r.control {
		r.emit(WebSocketMessage{Opcode: r.opcode, Data: r.ctrl, Size: int64(len(r.ctrl))})
		r.ctrl = nil
		return
	}
	if !r.final {
		return
	}
	m := r.message
	m.Cut = int64(len(m.Data)) < m.Size
	r.message, r.emitted, r.tried, r.open = WebSocketMessage{}, WebSocketMessage{}, 0, false
	if m.Compressed {
		m = r.inflate.message(m)
	}
	r.emit(m)
}

// EmitPart emits what is new of a message that has not ended. What grows past
// the limit is emitted again each time it has doubled, and when it is the last
// part that will ever come.
func (r *WebSocketReader) EmitPart(last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.open || r.message.Size == r.emitted.Size {
		return
	}
	m := r.message
	switch {
	case !m.Compressed:
		m.Cut = int64(len(m.Data)) < m.Size
	case len(m.Data) > r.tried:
		r.tried = len(m.Data)
		m.Cut = int64(len(m.Data)) < m.Size
		m = r.inflate.prefix(m)
	default: // nothing more of it is kept
		size := m.Size
		m = r.emitted
		m.Size, m.Cut = size, true
	}
	known := len(r.emitted.Data)
	if r.emitted.Compressed != m.Compressed || len(m.Data) < known {
		known = 0 // what was emitted was in another form
	}
	if len(m.Data) == known && m.Size < 2*r.emitted.Size && !last {
		return
	}
	part := m
	part.Part, part.Offset = true, int64(known)
	part.Data = m.Data[known:len(m.Data):len(m.Data)]
	if r.message.Compressed {
		// A part that shared memory with all that was inflated would hold it.
		part.Data = bytes.Clone(part.Data)
	}
	r.emitted = m
	r.emit(part)
}
