package proxy_test

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// pattern is an endless reader of bytes that depend on their offset.
type pattern struct{ at int64 }

func (p *pattern) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte((p.at + int64(i)) * 7 >> 3)
	}
	p.at += int64(len(b))
	return len(b), nil
}

// spool puts the bodies of one exchange together again as a session would, but
// keeps only their hash.
type spool struct {
	mu     sync.Mutex
	sum    [2]hash.Hash
	next   [2]int64
	chunks int
	head   int64
	bad    string
	final  exchange.Exchange
}

func (s *spool) emit(e exchange.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := e.(type) {
	case exchange.BodyChunk:
		if e.Offset < s.head {
			return // of the head, which Finished has whole
		}
		if s.sum[e.Side] == nil {
			s.sum[e.Side] = sha256.New()
			s.next[e.Side] = e.Offset
		}
		if e.Offset != s.next[e.Side] || len(e.Data) == 0 || len(e.Data) > 32<<10 {
			s.bad = fmt.Sprintf("chunk at %d with %d bytes, want offset %d", e.Offset, len(e.Data), s.next[e.Side])
		}
		s.sum[e.Side].Write(e.Data)
		s.next[e.Side] += int64(len(e.Data))
		s.chunks++
	case exchange.Finished:
		s.final = e.Exchange
	}
}

// TestBigBodies moves 48 MiB each way and limits what the proxy holds.
func TestBigBodies(t *testing.T) {
	if testing.Short() {
		t.Skip("moves 48 MiB each way")
	}
	const size, bodyCap, spoolCap = 48 << 20, 64 << 10, 40 << 20
	sp := &spool{head: bodyCap}
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.BodyCap, c.SpoolCap = bodyCap, spoolCap
		record := c.Emit
		c.Emit = func(e exchange.Event) {
			sp.emit(e)
			if _, chunk := e.(exchange.BodyChunk); !chunk {
				record(e)
			}
		}
	})
	rig.Net.HTTP("big.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Got", fmt.Sprint(n))
		if r.Method == http.MethodGet {
			_, _ = io.CopyN(w, &pattern{}, size)
		}
	}))
	want := sha256.New()
	head := make([]byte, bodyCap)
	p := &pattern{}
	_, _ = io.ReadFull(p, head)
	_, _ = io.CopyN(want, p, spoolCap-bodyCap)

	for _, side := range []exchange.Side{exchange.RequestSide, exchange.ResponseSide} {
		for _, h2 := range []bool{false, true} {
			t.Run(fmt.Sprintf("side %d h2 %v", side, h2), func(t *testing.T) {
				sp.mu.Lock()
				sp.sum, sp.next, sp.chunks, sp.final = [2]hash.Hash{}, [2]int64{}, 0, exchange.Exchange{}
				sp.mu.Unlock()
				peak := watchHeap(t)
				path := fmt.Sprintf("/%d-%v", side, h2)
				client := rig.Client(t, h2)
				client.Timeout = 4 * time.Minute // pattern and hash are slow under the race detector
				moveBig(t, client, "https://big.example.test"+path, side, size)
				x := rig.AwaitFinished(t, path)
				body := x.Request.Body
				if side == exchange.ResponseSide {
					body = x.Response.Body
				}
				if x.Failure != nil || body.Size != size || len(body.Head) != bodyCap ||
					body.Spooled != spoolCap-bodyCap || !body.Complete {
					t.Errorf("size %d, head %d, spooled %d, complete %v, %+v", body.Size, len(body.Head), body.Spooled,
						body.Complete, x.Failure)
				}
				sp.mu.Lock()
				defer sp.mu.Unlock()
				if sp.bad != "" || string(sp.sum[side].Sum(nil)) != string(want.Sum(nil)) ||
					string(body.Head) != string(head) {
					t.Errorf("what was kept is not what was sent: %s", sp.bad)
				}
				if grown := peak() >> 20; grown > 24 {
					t.Errorf("heap grew by %d MiB for a body of %d MiB", grown, size>>20)
				}
			})
		}
	}
}

func moveBig(t *testing.T, client *http.Client, url string, side exchange.Side, size int64) {
	t.Helper()
	req, _ := http.NewRequest(http.MethodGet, url, nil)
	if side == exchange.RequestSide {
		req, _ = http.NewRequest(http.MethodPost, url, io.LimitReader(&pattern{}, size))
		req.ContentLength = size
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if side == exchange.RequestSide && resp.Header.Get("X-Got") != fmt.Sprint(size) || side == exchange.ResponseSide &&
		n != size {
		t.Errorf("moved %d, server got %s", n, resp.Header.Get("X-Got"))
	}
}

// watchHeap samples the heap of the whole process, clients and servers
// included; the function it returns gives the growth at its highest.
func watchHeap(t *testing.T) func() uint64 {
	t.Helper()
	runtime.GC()
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	base, peak := ms.HeapAlloc, ms.HeapAlloc
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				runtime.ReadMemStats(&ms)
				peak = max(peak, ms.HeapAlloc)
				time.Sleep(2 * time.Millisecond)
			}
		}
	}()
	return func() uint64 { close(stop); <-stopped; return peak - base }
}

// TestOrderOfEvents: many exchanges at once, each Started, then its progress
// and its chunks, then Finished, once.
func TestOrderOfEvents(t *testing.T) {
	const bodyCap = 10
	rig := proxytest.Start(t, func(c *proxy.Config) { c.BodyCap = bodyCap })
	rig.Net.HTTP("api.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "0123456789abcdef")
	}))
	client := rig.Client(t, true)
	var wg sync.WaitGroup
	const n = 200
	places := make(chan struct{}, 16)
	for i := range n {
		wg.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			resp, err := client.Get(fmt.Sprintf("https://api.example.test/%d", i))
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		})
	}
	wg.Wait()
	for i := range n {
		rig.AwaitFinished(t, fmt.Sprintf("/%d", i))
	}
	state := map[exchange.ID]int{}
	step := func(id exchange.ID, from, to int) {
		if state[id] != from {
			t.Errorf("exchange %d: state %d, want %d", id, state[id], from)
		}
		state[id] = to
	}
	for _, e := range rig.All() {
		switch e := e.(type) {
		case exchange.Started:
			step(e.Exchange.ID, 0, 1)
		case exchange.Progress:
			if s := state[e.Exchange.ID]; s != 1 && s != 2 {
				t.Errorf("exchange %d: progress in state %d", e.Exchange.ID, s)
			}
		case exchange.BodyChunk:
			if e.Offset >= bodyCap {
				step(e.ID, 1, 2)
			}
		case exchange.Finished:
			step(e.Exchange.ID, 2, 3)
		}
	}
	if len(state) != n {
		t.Errorf("%d exchanges, want %d", len(state), n)
	}
}
