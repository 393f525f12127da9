package proxy

import (
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"

	"loginscope/proxy/record"
	"loginscope/proxy/wire"
)

// relay copies between a client and a server until both directions have ended,
// one has failed, or nothing came for the idle time. A direction that ends
// closes its far side's writing half; both connections are closed at the end.
// watchUp and watchDown, if not nil, see the bytes after they were passed on.
func relay(client, server net.Conn, idle time.Duration, count *record.Counts, watchUp, watchDown func([]byte)) {
	var last atomic.Int64
	last.Store(time.Now().UnixNano())
	done := make(chan struct{})
	go func() {
		defer close(done)
		pump(client, server, idle, &last, &count.Down, watchDown)
	}()
	pump(server, client, idle, &last, &count.Up, watchUp)
	<-done
	client.Close()
	server.Close()
}

// pump copies one direction. On an error it closes both, which ends the other.
func pump(dst, src net.Conn, idle time.Duration, last, total *atomic.Int64, watch func([]byte)) {
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	for {
		_ = src.SetReadDeadline(time.Now().Add(idle))
		n, rerr := src.Read(*buf)
		if n > 0 {
			last.Store(time.Now().UnixNano())
			_ = dst.SetWriteDeadline(time.Now().Add(idle))
			if _, werr := dst.Write((*buf)[:n]); werr != nil {
				src.Close()
				dst.Close()
				return
			}
			total.Add(int64(n))
			if watch != nil {
				watch((*buf)[:n])
			}
		}
		switch {
		case rerr == nil:
		case rerr == io.EOF:
			if wire.CloseWrite(dst) != nil {
				dst.Close()
			}
			return
		case errors.Is(rerr, os.ErrDeadlineExceeded) && time.Since(time.Unix(0, last.Load())) < idle:
			// the other direction is alive
		default:
			src.Close()
			dst.Close()
			return
		}
	}
}
