package session

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"loginscope/proxy/exchange"
)

// render renders what Frames yields.
func render(t *testing.T, r Reader, after Seq) (out []string) {
	t.Helper()
	for f, err := range r.Frames(t.Context(), 1, after) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out,
			fmt.Sprintf("%d: side %d opcode %d part %v %q of %d", f.Seq, f.Frame.Side, f.Frame.Opcode, f.Frame.Part,
				f.Frame.Data, f.Frame.Size))
	}
	return out
}

// TestMessageInParts reads a message while it comes and after it has come,
// from memory, from the file, and from both at once.
func TestMessageInParts(t *testing.T) {
	part := func(side exchange.Side, offset int64, data string) exchange.Frame {
		return exchange.Frame{ID: 1, Side: side, Opcode: 1, Part: true, Offset: offset, Data: []byte(data),
			Size: offset + int64(len(data))}
	}
	whole := func(opcode byte, data string) exchange.Frame {
		return exchange.Frame{ID: 1, Side: exchange.ResponseSide, Opcode: opcode, Data: []byte(data),
			Size: int64(len(data))}
	}
	steps := []struct {
		event exchange.Frame
		after Seq
		want  []string
	}{
		{event: part(1, 0, "ab"), want: []string{`1: side 1 opcode 1 part true "ab" of 2`}},
		{
			event: whole(9, "ping"),
			want:  []string{`2: side 1 opcode 9 part false "ping" of 4`, `1: side 1 opcode 1 part true "ab" of 2`},
		},
		{
			event: part(1, 2, "cd"),
			want:  []string{`2: side 1 opcode 9 part false "ping" of 4`, `1: side 1 opcode 1 part true "abcd" of 4`},
		},
		{
			event: part(0, 0, "up"),
			after: 2,
			want:  []string{`3: side 1 opcode 1 part true "" of 4`, `4: side 0 opcode 1 part true "up" of 2`},
		},
		{
			event: whole(1, "abcdef"),
			want: []string{`2: side 1 opcode 9 part false "ping" of 4`, `5: side 1 opcode 1 part false "abcdef" of 6`,
				`4: side 0 opcode 1 part true "up" of 2`},
		},
		{
			event: part(0, 0, "another form"),
			after: 5,
			want:  []string{`6: side 0 opcode 1 part true "another form" of 12`},
		},
		{
			event: part(0, 20, "after a gap"),
			after: 5,
			want:  []string{`6: side 0 opcode 1 part true "another form" of 31`},
		},
	}
	for _, flush := range []int{0, 1, 2, 3} { // after every so many steps
		s := create(t, Options{FlushEvery: time.Hour})
		for i, step := range steps {
			s.Append(step.event)
			if flush > 0 && i%flush == 0 {
				if err := s.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(step.want, render(t, s, step.after)); d != "" {
				t.Errorf("flushed after %d, step %d: %s", flush, i, d)
			}
		}
	}
}

// TestOnlyTheNewestReportIsStored: within one transaction the parts of a
// message that ends there, and earlier reports of a tunnel, are left out.
func TestOnlyTheNewestReportIsStored(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	synctest.Test(t, func(t *testing.T) {
		s := create(t, Options{})
		synctest.Wait() // as in TestShortExchangeIsStoredOnce
		for _, e := range []exchange.Event{
			exchange.Frame{ID: 1, Opcode: 1, Part: true, Data: []byte("a")},
			exchange.Frame{ID: 1, Opcode: 1, Data: []byte("ab")},
			exchange.Frame{ID: 1, Opcode: 1, Part: true, Data: []byte("of the next")},
			exchange.Tunnelled{Conn: 1, Start: start, Open: true},
			exchange.Tunnelled{Conn: 1, Start: start, Open: true, BytesUp: 1},
			exchange.Tunnelled{Conn: 1, Start: start.Add(1), Open: true, Target: "another proxy's"},
			exchange.Tunnelled{Conn: 1, Start: start, BytesUp: 2},
		} {
			s.Append(e)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := OpenReadOnly(t.Context(), s.Path())
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var got []Seq
		for _, e := range events(t, r, 0) {
			got = append(got, e.Seq)
		}
		if d := cmp.Diff([]Seq{2, 3, 6, 7}, got); d != "" {
			t.Error(d)
		}
	})
}

// TestTruncatedEndKeepsParts: where there was no memory for a message, what
// its parts had stays.
func TestTruncatedEndKeepsParts(t *testing.T) {
	end := exchange.Frame{ID: 1, Opcode: 1, Size: 9, Cut: true}
	for _, flush := range []bool{false, true} {
		s := create(t, Options{})
		s.Append(exchange.Frame{ID: 1, Opcode: 1, Part: true, Data: []byte("first"), Size: 5})
		if flush {
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s.Append(end)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := OpenReadOnly(t.Context(), s.Path())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{`2: side 0 opcode 1 part false "first" of 9`}, render(t, r, 0)); d != "" {
			t.Errorf("flushed %v: %s", flush, d)
		}
		r.Close()
	}
}

// TestReplacedReportsLeaveRoom: while nothing can be written, what a later event
// says again takes no more than half of the memory.
func TestReplacedReportsLeaveRoom(t *testing.T) {
	q := newQueue(100*itemCost, 0)
	q.failed(ErrFull)
	for i := range 1000 {
		q.put(exchange.Tunnelled{Conn: 1, Open: true, BytesUp: int64(i)})
		q.put(exchange.Frame{ID: 1, Part: true})
		q.put(exchange.Progress{})
	}
	if h := q.health(); h.Held > 51*itemCost || h.Lost != 0 {
		t.Errorf("%+v", h)
	}
	for _, end := range []exchange.Event{exchange.Tunnelled{Conn: 1}, exchange.Finished{}} {
		if _, kept := q.put(end); !kept {
			t.Errorf("there is no room for %T", end)
		}
	}
}
