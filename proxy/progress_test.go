package proxy

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"sync/atomic"
	"testing"

	"loginscope/proxy/exchange"
)

// newQuiet is a proxy that serves nothing and gives its events to emit.
func newQuiet(t *testing.T, change func(*Config)) *Proxy {
	t.Helper()
	var ids atomic.Uint64
	cfg := Config{
		Emit:  func(exchange.Event) {},
		NewID: func() exchange.ID { return exchange.ID(ids.Add(1)) },
		Leaf: func(context.Context, string) (*tls.Certificate, error) {
			return nil, errors.New("no certificates here")
		},
	}
	change(&cfg)
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// TestEndlessStreamIsToldSparingly: every byte goes out as it comes, and the
// snapshots of a body that only grows are as many as it doubles.
func TestEndlessStreamIsToldSparingly(t *testing.T) {
	const bodyCap, pieces = 1000, 3000
	var snapshots, head, rest, finished int
	var got []byte
	var last exchange.Exchange
	p := newQuiet(t, func(c *Config) {
		c.BodyCap = bodyCap
		c.Emit = func(e exchange.Event) { // under the record's lock
			switch e := e.(type) {
			case exchange.Progress:
				snapshots++
				last = e.Exchange
			case exchange.BodyChunk:
				if e.Offset != int64(len(got)) || len(e.Data) == 0 || len(e.Data) > maxChunk {
					t.Errorf("chunk of %d at %d, want it at %d", len(e.Data), e.Offset, len(got))
				}
				got = append(got, e.Data...)
				if e.Offset < bodyCap {
					head++
				} else {
					rest++
				}
			case exchange.Finished:
				finished++
				last = e.Exchange
			}
		}
	})
	r := p.start(exchange.Exchange{})
	r.update(func(x *exchange.Exchange) { x.Response = &exchange.Response{Status: 200} })
	want := []byte{}
	for i := range pieces {
		piece := []byte{byte(i), byte(i >> 8)}
		want = append(want, piece...)
		r.append(exchange.ResponseSide, piece)
		r.progress()
		r.mu.Lock()
		if !bytes.Equal(got, want) {
			t.Fatalf("after %d bytes %d went out", len(want), len(got))
		}
		r.mu.Unlock()
	}
	r.mu.Lock()
	if snapshots < 5 || snapshots > 20 {
		t.Errorf("%d snapshots of %d pieces", snapshots, pieces)
	}
	if b := last.Response.Body; b.Spooled != b.Size || b.Head != nil || last.Done {
		t.Errorf("snapshot %+v", b)
	}
	r.mu.Unlock()
	r.sideDone(exchange.RequestSide, true, nil)
	r.sideDone(exchange.ResponseSide, true, nil)
	r.progress()
	if b := last.Response.Body; finished != 1 || !last.Done || !bytes.Equal(b.Head, want[:bodyCap]) || b.Spooled != int64(len(want)-bodyCap) {
		t.Errorf("finished %d times, head %d, spooled %d", finished, len(b.Head), b.Spooled)
	}
	if p.open.first != nil {
		t.Error("the exchange is still listed")
	}
}

// TestOpenRecordsList takes records out from every place.
func TestOpenRecordsList(t *testing.T) {
	o := openRecords{tell: func() {}}
	defer o.stop()
	a, b, c, d := &record{}, &record{}, &record{}, &record{}
	for _, r := range []*record{a, b, c, d} {
		o.add(r)
	}
	for i, r := range []*record{b, d, a, c} {
		o.remove(r)
		if n := len(o.all()); n != 3-i {
			t.Errorf("%d left after %d", n, i+1)
		}
	}
}
