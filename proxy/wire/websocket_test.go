package wire

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWSReader(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want []WebSocketMessage
		off  bool
	}{
		{"text", "\x81\x02hi", []WebSocketMessage{{Opcode: 1, Data: []byte("hi"), Size: 2}}, false},
		{"masked", "\x82\x83\x01\x02\x03\x04\x60\x60\x60",
			[]WebSocketMessage{{Opcode: 2, Data: []byte("abc"), Size: 3}}, false},
		{"fragments with a ping between", "\x01\x01a\x89\x01p\x80\x01b",
			[]WebSocketMessage{{Opcode: 9, Data: []byte("p"), Size: 1}, {Opcode: 1, Data: []byte("ab"), Size: 2}},
			false},
		{"16-bit length, cut to the cap", "\x82\x7e\x00\x0a0123456789",
			[]WebSocketMessage{{Opcode: 2, Data: []byte("01234567"), Size: 10, Cut: true}}, false},
		{"64-bit length", "\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x01x",
			[]WebSocketMessage{{Opcode: 2, Data: []byte("x"), Size: 1}}, false},
		{"empty", "\x81\x00", []WebSocketMessage{{Opcode: 1}}, false},
		{"compressed without being agreed", "\xc1\x01x", nil, true},
		{"negative length", "\x82\x7f\xff\x00\x00\x00\x00\x00\x00\x01x", nil, true},
		{"long ping", "\x89\x7e\x00\x80", nil, true},
		{"continuation of nothing", "\x80\x01x", nil, true},
		{"two messages at once", "\x01\x01a\x81\x01b", nil, true},
		{"reserved bit", "\x91\x01a", nil, true},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 3, 1 << 20} {
			var got []WebSocketMessage
			r := NewWebSocketReader(8, Deflate{}, false, func(m WebSocketMessage) { got = append(got, m) })
			for b := []byte(tt.in); len(b) > 0; b = b[min(size, len(b)):] {
				r.Feed(b[:min(size, len(b))])
			}
			ignoreEmpty := cmp.Transformer("", func(b []byte) string { return string(b) })
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(WebSocketMessage{}), ignoreEmpty); d != "" ||
				r.off != tt.off {
				t.Errorf("%s by %d: off %v\n%s", tt.name, size, r.off, d)
			}
		}
	}
}

// FuzzWSReader: no panic, no more kept than the cap, and the same messages
// however the bytes are cut.
func FuzzWSReader(f *testing.F) {
	f.Add([]byte("\x81\x02hi\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"), 2, true)
	f.Add([]byte("\x01\x01a\x89\x01p\x80\x01b"), 1, false)
	f.Fuzz(func(t *testing.T, data []byte, size int, deflate bool) {
		const limit = 512
		run := func(size int, report bool) (out []WebSocketMessage) {
			var parts partsOf
			r := NewWebSocketReader(limit, Deflate{on: deflate}, false, func(m WebSocketMessage) {
				if len(m.Data) > limit {
					t.Fatalf("kept %d bytes", len(m.Data))
				}
				if parts.take(t, m); !m.Part {
					out = append(out, m)
				}
			})
			for b := data; len(b) > 0; b = b[min(size, len(b)):] {
				if r.Feed(b[:min(size, len(b))]); report {
					r.EmitPart(false)
				}
			}
			return out
		}
		whole := run(1<<20, false)
		parts := run(max(1, size&0x1f), true)
		same := cmp.Transformer("", func(b []byte) string { return string(b) })
		if d := cmp.Diff(whole, parts, cmp.AllowUnexported(WebSocketMessage{}), same); d != "" {
			t.Fatal(d)
		}
	})
}

// partsOf puts the parts of a message together and holds them to the message.
type partsOf struct {
	data       []byte
	compressed bool
	reported   int // parts
	most       int // bytes of the message under way
}

func (p *partsOf) take(t *testing.T, m WebSocketMessage) {
	t.Helper()
	switch {
	case m.Part && m.Offset == 0:
		p.data, p.compressed = bytes.Clone(m.Data), m.Compressed
		p.reported++
		p.most = max(p.most, len(p.data))
	case m.Part:
		if m.Offset != int64(len(p.data)) || m.Compressed != p.compressed {
			t.Fatalf("a part from %d on, %d were told", m.Offset, len(p.data))
		}
		p.data = append(p.data, m.Data...)
		p.reported++
		p.most = len(p.data)
	case m.Opcode < opControl:
		if p.compressed == m.Compressed && !bytes.HasPrefix(m.Data, p.data) {
			t.Fatalf("parts %q of %q", p.data, m.Data)
		}
		p.data, p.compressed, p.most = nil, false, 0
	}
}

// TestMessageInParts: what came of an unfinished message is reported, inflated as
// far as it goes, and the next messages are read as if nothing had been reported.
func TestMessageInParts(t *testing.T) {
	texts := []string{strings.Repeat("the same again ", 300), strings.Repeat("the same again and more ", 300), "last"}
	for _, deflated := range []bool{false, true} {
		var wire bytes.Buffer
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, flate.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			payload, first := []byte(text), byte(0x81)
			if deflated {
				packed.Reset()
				_, _ = io.WriteString(w, text)
				_ = w.Flush()
				payload, first = bytes.Clone(packed.Bytes()[:packed.Len()-4]), 0xc1
			}
			wire.Write([]byte{first, 126, byte(len(payload) >> 8), byte(len(payload))})
			wire.Write(payload)
		}
		var parts partsOf
		var got []string
		r := NewWebSocketReader(1<<20, Deflate{on: deflated}, false, func(m WebSocketMessage) {
			if m.Compressed {
				t.Errorf("deflated %v: a message or a part was not inflated", deflated)
			}
			whole := parts.most
			if parts.take(t, m); m.Part {
				return
			}
			got = append(got, string(m.Data))
			if want := len(texts[len(got)-1]) / 2; whole < want {
				t.Errorf("deflated %v: %d bytes of message %d were told before its end, want %d", deflated, whole,
					len(got), want)
			}
		})
		rest := wire.Bytes()
		for len(rest) > 1 { // the last byte never comes
			r.Feed(rest[:1])
			r.EmitPart(false)
			rest = rest[1:]
		}
		if d := cmp.Diff(texts[:2], got); d != "" || parts.reported < 10 {
			t.Errorf("deflated %v: %d parts, %s", deflated, parts.reported, d)
		}
		if want := "las"; !deflated && string(parts.data) != want {
			t.Errorf("left %q, want %q", parts.data, want)
		}
	}
}

// TestPartsPastTheCap: a message without end is reported as often as it doubles.
func TestPartsPastTheCap(t *testing.T) {
	var reported []WebSocketMessage
	r := NewWebSocketReader(100, Deflate{}, false, func(m WebSocketMessage) { reported = append(reported, m) })
	r.Feed([]byte("\x82\x7f\x00\x00\x00\x7f\x00\x00\x00\x00"))
	for range 100_000 {
		r.Feed(make([]byte, 10))
		r.EmitPart(false)
	}
	last := reported[len(reported)-1]
	if len(reported) < 15 || len(reported) > 30 || last.Size < 500_000 || len(last.Data) != 0 || last.Offset != 100 ||
		!last.Cut {
		t.Errorf("%d parts, the last %+v", len(reported), last)
	}
	r.EmitPart(true)
	if last := reported[len(reported)-1]; last.Size != 1_000_000 {
		t.Errorf("at the end the size is %d", last.Size)
	}
}

// deflated is a WebSocket message of one frame with permessage-deflate.
func deflated(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, text)
	_ = w.Flush()
	n := b.Len() - 4
	return append([]byte{0xc1, 127, 0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, b.Bytes()[:n]...)
}

// TestCutMessageIsMarked: by what the message holds, not by its length on the wire.
func TestCutMessageIsMarked(t *testing.T) {
	noise := make([]byte, 3000)
	for i := range noise {
		noise[i] = byte(i * i * 31 >> 3)
	}
	for _, tt := range []struct {
		name  string
		text  string
		limit int
		cut   bool
		data  int
	}{
		{"short", "Hello", 100, false, 5},
		{"longer than on the wire", strings.Repeat("a", 90), 100, false, 90},
		{"cut when inflated", strings.Repeat("a", 5000), 100, true, 100},
		{"cut on the wire", string(noise), 500, true, -1},
	} {
		var got []WebSocketMessage
		r := NewWebSocketReader(tt.limit, Deflate{on: true}, true, func(m WebSocketMessage) { got = append(got, m) })
		r.Feed(deflated(t, tt.text))
		if len(got) != 1 || got[0].Compressed || got[0].Cut != tt.cut || tt.data >= 0 && len(got[0].Data) != tt.data ||
			!strings.HasPrefix(tt.text, string(got[0].Data)) {
			t.Errorf("%s: %d messages, the first compressed %v, cut %v, %d bytes", tt.name, len(got), got[0].Compressed,
				got[0].Cut, len(got[0].Data))
		}
	}
}

// TestPartsHoldOnlyThemselves: an inflated part keeps no more memory than it
// says, since a session that cannot write counts by that.
func TestPartsHoldOnlyThemselves(t *testing.T) {
	wire := deflated(t, strings.Repeat("0123456789", 20_000))
	r := NewWebSocketReader(1<<20, Deflate{on: true}, true, func(m WebSocketMessage) {
		if m.Part && cap(m.Data) > 2*len(m.Data)+64 {
			t.Errorf("a part of %d bytes holds %d", len(m.Data), cap(m.Data))
		}
	})
	for i := range wire {
		r.Feed(wire[i : i+1])
		r.EmitPart(false)
	}
}

func TestInflateIsLimited(t *testing.T) {
	f := newInflater(1<<10, false)
	garbage := f.message(WebSocketMessage{Opcode: 1, Data: []byte("\xff\xff\xff"), Size: 3, Compressed: true})
	if !garbage.Compressed || !f.lost {
		t.Error("garbage was taken for deflate")
	}
	f = newInflater(1<<10, false)
	cut := f.message(WebSocketMessage{Opcode: 1, Data: []byte("x"), Size: 9, Compressed: true, Cut: true})
	if !cut.Cut || !f.lost {
		t.Error("after a message that was not kept whole the next one is inflated")
	}
}
