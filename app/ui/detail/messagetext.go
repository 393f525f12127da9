package detail

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"loginscope/app/session"
	"loginscope/app/ui/table"
	"loginscope/proxy/exchange"
)

func (p *Pane) messageLine(f session.SeqFrame) messageLine {
	l := messageLine{
		seq: f.Seq, side: f.Frame.Side, time: f.Frame.Time.Round(0).UTC(), opcode: f.Frame.Opcode,
		size: lengthOf(f.Frame), part: f.Frame.Part, compressed: f.Frame.Compressed,
	}
	text, ok := textOf(f.Frame)
	if !ok {
		return l
	}
	if len(text) > previewFrom {
		text = text[:previewFrom]
		text = text[:safeCut([]byte(text))]
	}
	l.plain = preview(text)
	l.masked = l.plain
	if masked := p.cfg.Mask.Text(text); masked != text {
		l.masked = preview(masked)
	}
	return l
}

// lengthOf is how long a message is, or at least: the length on the wire says
// nothing about what it was inflated to.
func lengthOf(f exchange.Frame) int64 {
	if f.Cut || f.Compressed {
		return max(f.Size, int64(len(f.Data)))
	}
	return int64(len(f.Data))
}

// textOf is the text of a message, false if it has none.
func textOf(f exchange.Frame) (string, bool) {
	data := f.Data
	switch {
	case f.Compressed:
		return "", false
	case f.Opcode == opText:
		return strings.ToValidUTF8(string(data), "�"), true
	case f.Opcode == opClose && len(data) >= 2:
		return strings.TrimSpace(
			fmt.Sprintf("%d %s", binary.BigEndian.Uint16(data), strings.ToValidUTF8(string(data[2:]), "�")),
		), true
	case f.Opcode != opClose && printable(data):
		return string(data), true
	}
	return "", false
}

// printable reports whether bytes that need not be text are one.
func printable(data []byte) bool {
	return len(data) > 0 && utf8.Valid(data) &&
		!bytes.ContainsFunc(data, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
}

// preview makes one line of a text.
func preview(s string) string {
	s = strings.Join(strings.Fields(s[:min(len(s), previewFrom)]), " ")
	if len(s) <= previewMost {
		return s
	}
	n := previewMost
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// words is what the list says of a message; own is true where these are the
// message's words alone.
func (p *Pane) words(l *messageLine) (text string, own bool) {
	env := p.env
	kind := ""
	switch {
	case l.opcode == opBinary:
		kind = env.T("message.binary")
	case l.opcode == opClose:
		kind = env.T("message.close")
	case l.opcode == opPing:
		kind = "ping"
	case l.opcode == opPong:
		kind = "pong"
	case l.compressed:
		kind = env.T("message.compressed")
	}
	if l.part {
		kind = strings.TrimSpace(kind + " " + env.T("message.part"))
	}
	said := l.masked
	if p.cfg.Revealed() {
		said = l.plain
	}
	switch {
	case kind == "":
		return said, true
	case said == "":
		return kind, false
	}
	return kind + " · " + said, false
}

// messagesNote counts the messages.
func (p *Pane) messagesNote(m *messages) string {
	env := p.env
	var counts [2]int
	for _, l := range m.lines {
		counts[l.side&1]++
	}
	note := env.T("message.counts", counts[exchange.RequestSide], counts[exchange.ResponseSide])
	if m.over {
		note += " · " + env.T("message.newest", len(m.lines))
	}
	if m.err != nil {
		note += " · " + env.T("body.failed", m.err.Error())
	}
	return note
}

// lineText is a message's line in words, for the state.
func (p *Pane) lineText(l *messageLine) string {
	text, _ := p.words(l)
	return fmt.Sprintf("%s %s %s", arrowOf(l.side), table.Bytes(l.size), text)
}

func arrowOf(side exchange.Side) string {
	if side == exchange.RequestSide {
		return "↑"
	}
	return "↓"
}
