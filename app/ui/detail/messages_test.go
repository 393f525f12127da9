package detail

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/proxy/exchange"
)

// spoken is a pane over frames that a test changes.
type spoken struct {
	Pane
	frames []session.SeqFrame
	fail   error
	masked int // texts
}

func newSpoken(frames ...session.SeqFrame) *spoken {
	s := &spoken{frames: frames}
	s.cfg = Config{
		Mask: Masks{Text: func(t string) string {
			s.masked++
			return strings.ReplaceAll(t, "13800000000", "138****0000")
		}},
		Decode: func(_ exchange.Header, raw []byte) ([]byte, bool, error) { return raw, true, nil },
		Frames: func(_ context.Context, _ exchange.ID, after session.Seq) iter.Seq2[session.SeqFrame, error] {
			return func(yield func(session.SeqFrame, error) bool) {
				for _, f := range s.frames {
					if f.Seq > after && !yield(f, nil) {
						return
					}
				}
				if s.fail != nil {
					yield(session.SeqFrame{}, s.fail)
				}
			}
		},
	}
	return s
}

func text(seq session.Seq, side exchange.Side, data string) session.SeqFrame {
	return session.SeqFrame{
		Seq:   seq,
		Frame: exchange.Frame{Side: side, Opcode: opText, Data: []byte(data), Size: int64(len(data))},
	}
}

func part(seq session.Seq, side exchange.Side, data string) session.SeqFrame {
	f := text(seq, side, data)
	f.Frame.Part = true
	return f
}

func (s *spoken) read(t *testing.T, m *messages) bool {
	t.Helper()
	return m.take(s.readMessages(t.Context(), 1, m.next, m.lines))
}

func said(m *messages) (out []string) {
	for _, l := range m.lines {
		out = append(out, fmt.Sprintf("%d %s %s part %v of %d", l.seq, arrowOf(l.side), l.masked, l.part, l.size))
	}
	return out
}

// TestMessagesAreReadOn reads what is new, and a message that has not ended
// again until it has.
func TestMessagesAreReadOn(t *testing.T) {
	s, m := newSpoken(), &messages{}
	for _, step := range []struct {
		name    string
		frames  []session.SeqFrame
		want    []string
		changed bool
	}{
		{"nothing yet", nil, nil, true},
		{"nothing new", nil, nil, false},
		{"one", []session.SeqFrame{text(3, 0, "hello")}, []string{"3 ↑ hello part false of 5"}, true},
		{"one that comes slowly", []session.SeqFrame{text(3, 0, "hello"), part(4, 1, "wor")},
			[]string{"3 ↑ hello part false of 5", "4 ↓ wor part true of 3"}, true},
		{"which grows, while the other side speaks",
			[]session.SeqFrame{text(3, 0, "hello"), text(6, 0, "well?"), part(4, 1, "worl")},
			[]string{"3 ↑ hello part false of 5", "6 ↑ well? part false of 5", "4 ↓ worl part true of 4"}, true},
		{"nothing new again", []session.SeqFrame{text(3, 0, "hello"), text(6, 0, "well?"), part(4, 1, "worl")},
			[]string{"3 ↑ hello part false of 5", "6 ↑ well? part false of 5", "4 ↓ worl part true of 4"}, false},
		{"which ends", []session.SeqFrame{text(3, 0, "hello"), text(6, 0, "well?"), text(9, 1, "world")},
			[]string{"3 ↑ hello part false of 5", "6 ↑ well? part false of 5", "9 ↓ world part false of 5"}, true},
	} {
		s.frames = step.frames
		changed := s.read(t, m)
		if d := cmp.Diff(step.want, said(m)); d != "" || changed != step.changed {
			t.Errorf("%s: changed %v %s", step.name, changed, d)
		}
	}
	s.frames, s.fail = []session.SeqFrame{text(12, 0, "lost"), part(13, 1, "half")}, errors.New("the disk is gone")
	if !s.read(t, m) || !errors.Is(m.err, s.fail) || len(m.lines) != 3 {
		t.Errorf("after a failure: %v, %d lines", m.err, len(m.lines))
	}
	s.fail = nil
	if !s.read(t, m) || m.err != nil || len(m.lines) != 5 || m.lines[4].masked != "half" {
		t.Errorf("after it: %v, %q", m.err, said(m))
	}
}

// TestUnfinishedMessageIsMaskedOnce: a message that does not end has those after it
// read again and again, and no more than read.
func TestUnfinishedMessageIsMaskedOnce(t *testing.T) {
	s, m := newSpoken(part(1, 1, "never ends")), &messages{}
	for i := range 1000 {
		s.frames = append([]session.SeqFrame{text(session.Seq(i+2), 0, "x")}, s.frames...)
	}
	slices.SortStableFunc(s.frames[:1000], func(a, b session.SeqFrame) int { return int(a.Seq - b.Seq) })
	s.read(t, m)
	before := s.masked
	if s.read(t, m) || s.masked > before+1 || len(m.lines) != 1001 {
		t.Errorf("%d texts masked again, %d lines", s.masked-before, len(m.lines))
	}
}

// TestADeclinedUpgradeHasBodies: what the server answered in place of a
// WebSocket is shown.
func TestADeclinedUpgradeHasBodies(t *testing.T) {
	x := exchange.Exchange{Scheme: "wss", Response: &exchange.Response{Status: 401}}
	p := &Pane{loaded: &loaded{x: x}}
	if got := p.tabs(); !slices.Contains(got, Response) || slices.Contains(got, Messages) {
		t.Errorf("tabs %v", got)
	}
	x.Response.Status = 101
	if got := p.tabs(); slices.Contains(got, Response) || !slices.Contains(got, Messages) {
		t.Errorf("tabs %v", got)
	}
}

// TestMessageListKeepsNewest limits what a chatty connection takes.
func TestMessageListKeepsNewest(t *testing.T) {
	s, m := newSpoken(), &messages{}
	for i := range 3*maxMessages + 7 {
		s.frames = append(s.frames, text(session.Seq(i+1), exchange.Side(i%2), fmt.Sprint(i)))
	}
	half := s.frames
	s.frames = half[:maxMessages+1]
	s.read(t, m)
	s.frames = half
	s.read(t, m)
	last := m.lines[len(m.lines)-1]
	if len(m.lines) != maxMessages || !m.over || last.seq != 3*maxMessages+7 ||
		m.lines[0].seq != last.seq-maxMessages+1 {
		t.Errorf("%d lines, over %v, last %d", len(m.lines), m.over, last.seq)
	}
}

// TestAMessageIsMasked: in its line, where a long one is cut, and in full.
func TestAMessageIsMasked(t *testing.T) {
	long := `{"phone":"13800000000","fill":"` + strings.Repeat("x ", 4000) + `","again":"13800000000"}`
	s := newSpoken(text(1, 0, long))
	l := s.messageLine(s.frames[0])
	if !strings.HasPrefix(l.masked, `{"phone":"138****0000"`) || !strings.Contains(l.plain, "13800000000") ||
		len(l.masked) > previewMost+3 {
		t.Errorf("masked %q, plain %q", l.masked, l.plain)
	}
	c := s.readMessage(t.Context(), 1, 1)
	all := strings.Join(slices.Concat(c.maskedPlain, c.maskedPretty), "\n")
	if !c.text || c.cut || c.size != int64(len(long)) || strings.Contains(all, "13800000000") ||
		!strings.Contains(strings.Join(c.pretty, "\n"), `  "again": "13800000000"`) {
		t.Errorf("content %+v", c.maskedPretty)
	}
	if c := s.readMessage(t.Context(), 1, 2); c.err == nil {
		t.Error("a message that is not there was read")
	}
}

// TestBinaryMessages: bytes are not shown in a line, where they could not be masked.
func TestBinaryMessages(t *testing.T) {
	for _, c := range []struct {
		name string
		f    exchange.Frame
		want string
		text bool
	}{
		{"close", exchange.Frame{Opcode: opClose, Data: []byte("\x03\xe8bye")}, "1000 bye", true},
		{"close without a word", exchange.Frame{Opcode: opClose}, "", false},
		{"ping", exchange.Frame{Opcode: opPing, Data: []byte("hb")}, "hb", true},
		{"binary", exchange.Frame{Opcode: opBinary, Data: []byte("138\x00")}, "", false},
		{"text that is sent as binary", exchange.Frame{Opcode: opBinary, Data: []byte("{\n}")}, "{\n}", true},
		{"still deflated", exchange.Frame{Opcode: opText, Data: []byte("\xf2\x48"), Compressed: true}, "", false},
		{"broken text", exchange.Frame{Opcode: opText, Data: []byte("a\xff")}, "a�", true},
	} {
		if got, ok := textOf(c.f); got != c.want || ok != c.text {
			t.Errorf("%s: %q, %v", c.name, got, ok)
		}
	}
	s := newSpoken()
	if c := s.messageContent(exchange.Frame{Opcode: opBinary, Data: []byte(`{"a":1}`), Size: 7}); !c.text ||
		c.tree == nil {
		t.Error("a text in a binary message is not read as one")
	}
	if c := s.messageContent(
		exchange.Frame{Opcode: opBinary, Data: []byte("\xff\xfe\x00"), Size: 90, Cut: true}); c.text ||
		!c.cut ||
		c.size != 90 {
		t.Errorf("bytes %+v", c)
	}
	// A deflated message is longer on the wire than its text, or shorter.
	for _, wire := range []int64{3, 30} {
		if c := s.messageContent(exchange.Frame{Opcode: opText, Data: []byte("Hello"), Size: wire}); c.cut ||
			c.size != 5 {
			t.Errorf("%d bytes on the wire: cut %v, %d bytes", wire, c.cut, c.size)
		}
	}
}

// shown is a pane on a screen whose UI goroutine is the test's own.
func shown(t *testing.T, s *spoken) (*Pane, func(what string, ok func() bool)) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.DarkPalette(), 1))
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	posted := make(chan func(), 100)
	cfg := s.cfg
	cfg.Env = &kit.Env{Palette: theme.DarkPalette(), Scale: 1, Words: words, Controls: kit.NewControls()}
	cfg.Exchange = func(context.Context, exchange.ID) (exchange.Exchange, error) {
		return exchange.Exchange{ID: 1, Scheme: "wss", Response: &exchange.Response{Status: 101}}, nil
	}
	cfg.Post = func(f func()) { posted <- f }
	cfg.Go = func(f func(context.Context)) { go f(context.Background()) }
	cfg.Revealed, cfg.Shown = func() bool { return false }, func() bool { return true }
	p := New(cfg)
	p.tab = Messages
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(500, 500))
	return p, func(what string, ok func() bool) {
		t.Helper()
		for late := time.After(30 * time.Second); !ok(); {
			select {
			case f := <-posted:
				f()
			case <-late:
				t.Fatalf("waited in vain: %s; %q", what, p.Lines())
			}
		}
	}
}

// TestMessageCompletedByLaterParts: the chosen message is read again as it grows
// and when it has ended, under another number, and keeps its mark.
func TestMessageCompletedByLaterParts(t *testing.T) {
	s := newSpoken(text(1, 0, "first"), part(2, 1, "wor"))
	p, until := shown(t, s)
	row := &feed.Row{Key: feed.ExchangeKey(1)}
	show := func(frames ...session.SeqFrame) { s.frames = frames; p.ShowRow(row, nil) }
	show(s.frames...)
	until("two messages", func() bool { return p.messages != nil && len(p.messages.lines) == 2 && !p.messages.loading })
	list := p.messages.view.list
	newMessageRow(list).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary}) // of no message
	r := newMessageRow(list)
	r.set(&p.messages.lines[1])
	r.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	reads := func(want string) func() bool {
		return func() bool { return p.messages.content != nil && string(p.messages.content.data) == want }
	}
	until("the part", reads("wor"))
	show(text(1, 0, "first"), part(2, 1, "worl"))
	until("the part as it grew", reads("worl"))
	until("the pause after a reading", func() bool { return !p.messages.loading })
	show(text(1, 0, "first"), text(5, 0, "between"), text(7, 1, "world"))
	until("the whole message", reads("world"))
	if list.At != 2 || p.messages.chosen.seq != 7 {
		t.Errorf("marked %d, chosen %d", list.At, p.messages.chosen.seq)
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	until("the message above", reads("between"))
	if !slices.Contains(p.Lines(), "between") {
		t.Errorf("says %q", p.Lines())
	}

	row.Done = true
	until("the pause after a reading", func() bool { return !p.messages.loading })
	show(s.frames...)
	until("the last reading", func() bool { return p.messages.final && !p.messages.loading })
	s.fail = errors.New("it is read no more")
	p.freshen()
	if p.messages.loading {
		t.Error("a connection that has ended is read again")
	}
	q, _ := shown(t, s)
	q.Resume(p)
	q.ShowRow(row, nil)
	if q.messages == nil || q.messages.chosen.seq != 5 {
		t.Errorf("after a change of language: %+v", q.messages)
	}
	p.Forget()
	if p.messages != nil || p.row != nil {
		t.Error("another session begins with the messages of the last")
	}
}
