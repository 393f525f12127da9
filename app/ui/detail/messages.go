package detail

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// The limits of what the messages of one WebSocket take in the window: of the
// newest maxMessages the beginning of each is held, and of the one that is
// chosen all that the session has.
const (
	maxMessages = 5_000
	previewFrom = 4 << 10 // bytes of a message that its line is made of
	previewMost = 400     // bytes of the line
)

// The kinds of message and control frame (RFC 6455, section 5.2).
const (
	opText   = 1
	opBinary = 2
	opClose  = 8
	opPing   = 9
	opPong   = 10
)

// messageLine is one message in the list. What is no text cannot be masked, so
// that its line is empty.
type messageLine struct {
	seq           session.Seq
	side          exchange.Side
	time          time.Time
	opcode        byte
	size          int64
	part          bool
	compressed    bool
	plain, masked string
}

// batch is what one reading brings.
type batch struct {
	after session.Seq // where it began: it replaces all lines from there on
	lines []messageLine
	over  bool // there were more than are held
	next  session.Seq
	err   error
}

// messages are those of the WebSocket that is shown. They belong to the UI
// goroutine.
type messages struct {
	lines   []messageLine // those that have not ended come last
	over    bool          // there are older ones
	next    session.Seq   // where the next reading begins
	loaded  bool
	loading bool
	stale   bool // something may have come since the reading began
	final   bool // the connection had ended when the last reading began
	err     error

	chosen  messageLine // its seq is 0 for none
	content *content    // of the chosen one, nil until it is read
	view    *messagesView
}

// isWebSocket reports whether an exchange has messages in place of bodies.
func isWebSocket(x *exchange.Exchange) bool {
	if x.Response == nil || x.Response.Status != 101 {
		return false // or the server declined, in an ordinary answer
	}
	return x.Scheme == "ws" || x.Scheme == "wss" || strings.EqualFold(x.Response.Header.Get("Upgrade"), "websocket")
}

// readEvery is the least time between two readings of messages that come.
const readEvery = 200 * time.Millisecond

// freshen reads what is new of the messages, if they are on display; while one
// reading goes on the next has to wait.
func (p *Pane) freshen() {
	if p.shownTab() != Messages || !p.cfg.Shown() {
		return
	}
	m := p.messages
	if m == nil {
		m = &messages{}
		p.messages = m
	}
	switch {
	case m.loading:
		m.stale = true
		return
	case m.final:
		return
	}
	m.loading, m.stale = true, false
	final := p.row.Done
	id, after, have := p.loaded.x.ID, m.next, m.lines
	p.cfg.Go(func(life context.Context) {
		ctx, cancel := context.WithTimeout(life, loadTimeout)
		defer cancel()
		b := p.readMessages(ctx, id, after, have)
		p.cfg.Post(func() {
			m.final = final && b.err == nil
			changed := m.take(b)
			if p.messages == m && changed {
				p.showMessages()
			}
		})
		select {
		case <-time.After(readEvery):
		case <-life.Done():
			return
		}
		p.cfg.Post(func() {
			if m.loading = false; m.stale && p.messages == m {
				p.freshen()
			}
		})
	})
}

// readMessages reads the messages after a cursor; lines that are held already
// are taken over. It blocks.
func (p *Pane) readMessages(ctx context.Context, id exchange.ID, after session.Seq, have []messageLine) batch {
	b := batch{after: after, next: after}
	held := map[session.Seq]messageLine{}
	for _, l := range have {
		if l.seq > after && !l.part {
			held[l.seq] = l
		}
	}
	last, open := after, session.Seq(0) // open is the first message that has not ended
	for f, err := range p.cfg.Frames(ctx, id, after) {
		if err != nil {
			b.err = fmt.Errorf("read messages: %w", err)
			return b // what has not ended comes last, and is not known
		}
		if last = max(last, f.Seq); f.Frame.Part && (open == 0 || f.Seq < open) {
			open = f.Seq
		}
		l, ok := held[f.Seq]
		if !ok {
			l = p.messageLine(f)
		}
		if b.lines = append(b.lines, l); len(b.lines) >= 2*maxMessages {
			b.lines, b.over = newest(b.lines, b.over)
		}
	}
	b.lines, b.over = newest(b.lines, b.over)
	if b.next = last; open > 0 {
		b.next = open - 1
	}
	return b
}

// newest keeps the last maxMessages lines.
func newest(lines []messageLine, over bool) ([]messageLine, bool) {
	if n := len(lines) - maxMessages; n > 0 {
		return append([]messageLine(nil), lines[n:]...), true
	}
	return lines, over
}

// take adds what was read and reports whether anything is new. After an error
// all stays as it was.
func (m *messages) take(b batch) bool {
	first := !m.loaded
	m.loaded, m.err = true, b.err
	if b.err != nil {
		return true
	}
	keep := len(m.lines)
	for keep > 0 && m.lines[keep-1].seq > b.after {
		keep--
	}
	changed := first || !slices.Equal(m.lines[keep:], b.lines)
	m.lines, m.over = newest(append(m.lines[:keep:keep], b.lines...), m.over || b.over)
	m.next = b.next
	return changed
}

// after is the message of one side that replaced one that had not ended, false if
// there is none.
func (m *messages) after(part messageLine) (messageLine, bool) {
	for _, l := range m.lines {
		if l.seq > part.seq && l.side == part.side && l.opcode < opClose {
			return l, true
		}
	}
	return messageLine{}, false
}

// chooseMessage reads all of one message.
func (p *Pane) chooseMessage(m *messages, l messageLine) {
	if m.chosen = l; p.loaded == nil {
		return
	}
	id := p.loaded.x.ID
	p.cfg.Go(func(life context.Context) {
		ctx, cancel := context.WithTimeout(life, loadTimeout)
		defer cancel()
		c := p.readMessage(ctx, id, l.seq)
		p.cfg.Post(func() {
			if p.messages != m || m.chosen != l {
				return
			}
			if m.content = c; p.cfg.Shown() {
				p.showMessage()
			} else {
				p.late = true
			}
		})
	})
}

// readMessage prepares a message as a body is. It blocks.
func (p *Pane) readMessage(ctx context.Context, id exchange.ID, seq session.Seq) *content {
	for f, err := range p.cfg.Frames(ctx, id, seq-1) {
		if err != nil {
			return &content{err: fmt.Errorf("read message: %w", err)}
		}
		if f.Seq == seq {
			return p.messageContent(f.Frame)
		}
	}
	return &content{err: session.ErrNotFound} // it has ended since, under another number
}

func (p *Pane) messageContent(f exchange.Frame) *content {
	c := &content{size: lengthOf(f), kept: int64(len(f.Data)), raw: f.Data, data: f.Data, cut: f.Cut}
	if text, ok := textOf(f); ok {
		c.data, c.text = []byte(text), true
	} else if !f.Compressed {
		if data, text, err := p.cfg.Decode(nil, f.Data); err == nil {
			c.data, c.text = data, text && utf8.Valid(f.Data)
		}
	}
	c.prepare(p.cfg.Mask)
	return c
}
