package record

import (
	"bytes"
	"crypto/tls"
	"net"
	"sync/atomic"
	"testing"

	"loginscope/proxy/exchange"
	"loginscope/proxy/wire"
)

// newQuiet returns a recorder that reports nothing by itself.
func newQuiet(t *testing.T, emit func(exchange.Event)) *Recorder {
	t.Helper()
	var ids atomic.Uint64
	r := New(Config{
		Emit: emit, NewID: func() exchange.ID { return exchange.ID(ids.Add(1)) },
		BodyCap: quietBodyCap, SpoolCap: 1 << 30,
		Begin: func() bool { return true }, Done: func() {},
	})
	r.Stop()
	return r
}

const quietBodyCap = 1000

// TestEndlessStreamIsReportedSparingly: every byte goes out as it comes, and the
// snapshots of a body that only grows are as many as it doubles.
func TestEndlessStreamIsReportedSparingly(t *testing.T) {
	const bodyCap, pieces = quietBodyCap, 3000
	var snapshots, head, rest, finished int
	var got []byte
	var last exchange.Exchange
	p := newQuiet(t, func(e exchange.Event) { // under the Exchange's lock
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
	})
	r := p.Start(exchange.Exchange{})
	r.Update(func(x *exchange.Exchange) { x.Response = &exchange.Response{Status: 200} })
	want := []byte{}
	for i := range pieces {
		piece := []byte{byte(i), byte(i >> 8)}
		want = append(want, piece...)
		r.Append(exchange.ResponseSide, piece)
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
	r.SideDone(exchange.RequestSide, true, nil)
	r.SideDone(exchange.ResponseSide, true, nil)
	r.progress()
	if b := last.Response.Body; finished != 1 || !last.Done || !bytes.Equal(b.Head, want[:bodyCap]) ||
		b.Spooled != int64(len(want)-bodyCap) {
		t.Errorf("finished %d times, head %d, spooled %d", finished, len(b.Head), b.Spooled)
	}
	if p.list.first != nil {
		t.Error("the exchange is still listed")
	}
}

// TestOpenList takes entries out from every position.
func TestOpenList(t *testing.T) {
	o := openList{report: func() {}}
	defer o.stop()
	a, b, c, d := &Exchange{}, &Exchange{}, &Tunnel{}, &Exchange{}
	places := []*item{&a.item, &b.item, &c.item, &d.item}
	for i, of := range []reporter{a, b, c, d} {
		o.add(places[i], of)
	}
	for i, at := range []*item{&b.item, &d.item, &a.item, &c.item} {
		o.remove(at)
		if n := len(o.all()); n != 3-i {
			t.Errorf("%d left after %d", n, i+1)
		}
	}
}

// TestOpenTunnelIsReported: soon after its opening, whenever its counts
// are others, and at its end.
func TestOpenTunnelIsReported(t *testing.T) {
	var emitted []exchange.Tunnelled
	// under the tunnel's lock
	p := newQuiet(t, func(e exchange.Event) { emitted = append(emitted, e.(exchange.Tunnelled)) })
	u := p.StartTunnel(exchange.Tunnelled{Conn: 7, Target: "a.example.test:443"})
	u.progress()
	u.progress()
	if len(emitted) != 1 || !emitted[0].Open || !emitted[0].End.IsZero() {
		t.Errorf("opened: %+v", emitted)
	}
	u.Count.Up.Add(5)
	u.Hello.Feed(helloFor(t, "sni.example.test"))
	u.progress()
	u.progress()
	u.emitted = manyReports
	for range 5 { // from now on every other poll
		u.Count.Up.Add(1)
		u.progress()
	}
	if len(emitted) != 2+3 {
		t.Errorf("emitted %d times", len(emitted))
	}
	emitted = emitted[:2]
	u.Count.Down.Add(9)
	u.Close()
	u.progress()
	if len(emitted) != 3 {
		t.Fatalf("emitted %d times: %+v", len(emitted), emitted)
	}
	if e := emitted[1]; !e.Open || e.BytesUp != 5 || e.SNI != "sni.example.test" || e.Target != "a.example.test:443" {
		t.Errorf("on its way: %+v", e)
	}
	if e := emitted[2]; e.Open || e.BytesUp != 10 || e.BytesDown != 9 || e.End.IsZero() || e.Conn != 7 {
		t.Errorf("at its end: %+v", e)
	}
	if p.list.first != nil {
		t.Error("the tunnel is still listed")
	}
}

// helloFor is what crypto/tls sends first for a name.
func helloFor(t *testing.T, name string) []byte {
	a, b := net.Pipe()
	defer b.Close()
	go func() {
		_ = tls.Client(a, &tls.Config{ServerName: name}).HandshakeContext(t.Context())
		a.Close()
	}()
	_, raw, err := wire.ReadClientHello(b)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
