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

// TestOpenList takes entries out from every place.
func TestOpenList(t *testing.T) {
	o := openList{tell: func() {}}
	defer o.stop()
	a, b, c, d := &record{}, &record{}, &unread{}, &record{}
	places := []*place{&a.place, &b.place, &c.place, &d.place}
	for i, of := range []openEnded{a, b, c, d} {
		o.add(places[i], of)
	}
	for i, at := range []*place{&b.place, &d.place, &a.place, &c.place} {
		o.remove(at)
		if n := len(o.all()); n != 3-i {
			t.Errorf("%d left after %d", n, i+1)
		}
	}
}

// TestATunnelIsToldWhileItLasts: soon after its opening, whenever its counts
// are others, and at its end.
func TestATunnelIsToldWhileItLasts(t *testing.T) {
	var told []exchange.Tunnelled
	p := newQuiet(t, func(c *Config) {
		c.Emit = func(e exchange.Event) { told = append(told, e.(exchange.Tunnelled)) } // under the tunnel's lock
	})
	p.open.stop() // nobody looks but this test
	u := p.openTunnel(exchange.Tunnelled{Conn: 7, Target: "a.example.test:443"})
	u.progress()
	u.progress()
	if len(told) != 1 || !told[0].Open || !told[0].End.IsZero() {
		t.Errorf("opened: %+v", told)
	}
	u.count.up.Add(5)
	u.hello.feed(clientHello(t, "sni.example.test"))
	u.progress()
	u.progress()
	u.told = oftenTold
	for range 5 { // from now on every other look
		u.count.up.Add(1)
		u.progress()
	}
	if len(told) != 2+3 {
		t.Errorf("told %d times", len(told))
	}
	told = told[:2]
	u.count.down.Add(9)
	u.close()
	u.progress()
	if len(told) != 3 {
		t.Fatalf("told %d times: %+v", len(told), told)
	}
	if e := told[1]; !e.Open || e.BytesUp != 5 || e.SNI != "sni.example.test" || e.Target != "a.example.test:443" {
		t.Errorf("on its way: %+v", e)
	}
	if e := told[2]; e.Open || e.BytesUp != 10 || e.BytesDown != 9 || e.End.IsZero() || e.Conn != 7 {
		t.Errorf("at its end: %+v", e)
	}
	if p.open.first != nil {
		t.Error("the tunnel is still listed")
	}
}
