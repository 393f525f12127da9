package wire

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"loginscope/proxy/exchange"
)

// h2Stream writes frames of one connection.
type h2Stream struct {
	bytes.Buffer
	fr    *http2.Framer
	enc   *hpack.Encoder
	block bytes.Buffer
}

func newH2Stream() *h2Stream {
	s := &h2Stream{}
	s.fr = http2.NewFramer(&s.Buffer, nil)
	s.fr.AllowIllegalWrites = true
	s.enc = hpack.NewEncoder(&s.block)
	return s
}

// fragment encodes "name: value" lines.
func (s *h2Stream) fragment(lines ...string) []byte {
	s.block.Reset()
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ": ")
		if err := s.enc.WriteField(hpack.HeaderField{Name: name, Value: value}); err != nil {
			panic(err)
		}
	}
	return bytes.Clone(s.block.Bytes())
}

func describeHeads(heads []h2Block) []string {
	var out []string
	for _, h := range heads {
		s := h.method + h.status + " " + h.authority + h.path
		for _, f := range h.fields {
			s += "|" + f.Name + "=" + f.Value
		}
		out = append(out, s)
	}
	return out
}

func TestH2Reader(t *testing.T) {
	s := newH2Stream()
	request := []string{":method: GET", ":scheme: https", ":path: /a?b", ":authority: x.test"}
	_ = s.fr.WriteSettings()
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{
		StreamID:      1,
		EndHeaders:    true,
		BlockFragment: s.fragment(append(request, "zz: 1", "aa: 2", "zz: 3")...),
	})
	_ = s.fr.WriteData(1, false, bytes.Repeat([]byte("body"), 3000))
	_ = s.fr.WriteRawFrame(0xbe, 0xff, 3, []byte("unknown"))
	block := s.fragment(append(request, "zz: 1", "long: "+strings.Repeat("v", 3000))...)
	_ = s.fr.WriteHeaders(
		http2.HeadersFrameParam{StreamID: 3, BlockFragment: block[:2], PadLength: 7, Priority: http2.PriorityParam{
			StreamDep: 1,
			Weight:    3,
		}})
	_ = s.fr.WriteContinuation(3, false, nil)
	_ = s.fr.WriteContinuation(3, false, block[2:9])
	_ = s.fr.WriteContinuation(3, true, block[9:])
	// trailer
	_ = s.fr.WriteHeaders(
		http2.HeadersFrameParam{StreamID: 1, EndHeaders: true, EndStream: true, BlockFragment: s.fragment("x-sum: 1")})
	// Longer than the limit: left out, and what comes after is still in step.
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{
		StreamID:   5,
		EndHeaders: true,
		BlockFragment: s.fragment(
			append(request, "a: "+strings.Repeat("a", 4000), "b: "+strings.Repeat("b", 4000), "c: d")...),
	})
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{
		StreamID:      7,
		EndHeaders:    true,
		BlockFragment: s.fragment(":status: 200", "c: d", "zz: 1"),
	})
	want := []string{
		"GET x.test/a?b|zz=1|aa=2|zz=3",
		"GET x.test/a?b|zz=1|long=" + strings.Repeat("v", 3000),
		" |x-sum=1",
		"200 |c=d|zz=1",
	}
	all := s.Bytes()
	for _, size := range []int{1, 2, 7, 1000, len(all)} {
		var heads []h2Block
		r := newH2Reader(5000, func(h h2Block) { heads = append(heads, h) })
		for rest := all; len(rest) > 0; {
			n := min(size, len(rest))
			if !r.feed(rest[:n]) {
				t.Fatalf("pieces of %d: gave up, %d bytes before the end", size, len(rest))
			}
			rest = rest[n:]
		}
		if d := cmp.Diff(want, describeHeads(heads)); d != "" {
			t.Errorf("pieces of %d (-want +got):\n%s", size, d)
		}
	}
}

// FuzzH2Reader: whatever comes, the reader does not fail, and holds no more
// than it may.
func FuzzH2Reader(f *testing.F) {
	s := newH2Stream()
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, EndHeaders: true,
		BlockFragment: s.fragment(":method: GET", "a: b"), PadLength: 3})
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 3, BlockFragment: s.fragment(":status: 200", "a: b")})
	_ = s.fr.WriteContinuation(3, true, s.fragment("c: d"))
	f.Add(s.Bytes(), uint8(3))
	f.Add([]byte("\x00\x00\x00\x01\x04\x00\x00\x00\x01"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		const limit = 300
		heads := pendingBlocks{maxBytes: 2 * limit}
		r := newH2Reader(limit, func(h h2Block) {
			n := 0
			for _, line := range h.fields {
				n += len(line.Name) + len(line.Value)
			}
			if n > limit {
				t.Errorf("a head of %d bytes", n)
			}
			heads.file(h)
		})
		for len(data) > 0 {
			n := min(int(size)+1, len(data))
			if !r.feed(data[:n]) {
				break
			}
			data = data[n:]
		}
		if heads.bytes > heads.maxBytes || len(heads.list) > maxH2Pending {
			t.Errorf("%d heads of %d bytes are held", len(heads.list), heads.bytes)
		}
	})
}

func TestH2HeaderBlocksAreLimited(t *testing.T) {
	heads := pendingBlocks{maxBytes: 1000}
	for i := range 1000 {
		heads.file(h2Block{path: fmt.Sprint(i), size: 10})
	}
	if len(heads.list) != 100 || heads.bytes != 1000 || heads.list[0].path != "900" {
		t.Errorf("%d heads, %d bytes, the first %q", len(heads.list), heads.bytes, heads.list[0].path)
	}
	heads = pendingBlocks{maxBytes: 1 << 20}
	for range 1000 {
		heads.file(h2Block{size: 10})
	}
	if len(heads.list) != maxH2Pending {
		t.Errorf("%d heads", len(heads.list))
	}
	h, ok := heads.claim(func(h *h2Block) bool { return true })
	if !ok || h.size != 10 || heads.bytes != 10*(maxH2Pending-1) {
		t.Errorf("claimed %v %+v, %d bytes left", ok, h, heads.bytes)
	}
}

func TestSameFields(t *testing.T) {
	lines := exchange.Header{{Name: "x-a", Value: "1"}, {Name: "cookie", Value: "k=v"}, {Name: "x-a", Value: "2"},
		{Name: "expect", Value: "100-continue"}, {
			Name:  "cookie",
			Value: "l=w",
		}}
	tests := []struct {
		name string
		h    http.Header
		want bool
	}{
		{"as the server reads it", http.Header{"X-A": {"1", "2"}, "Cookie": {"k=v; l=w"}}, true},
		{"another value", http.Header{"X-A": {"1", "3"}, "Cookie": {"k=v; l=w"}}, false},
		{"other order of values", http.Header{"X-A": {"2", "1"}}, false},
		{"one less", http.Header{"X-A": {"1"}}, false},
		{"one more", http.Header{"X-A": {"1", "2"}, "X-B": {"3"}}, false},
		{"one more of a name", http.Header{"X-A": {"1", "2", "2"}}, false},
	}
	for _, tt := range tests {
		if got := sameFields(lines, tt.h); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
