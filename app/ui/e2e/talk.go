package e2e

import (
	"context"
	"path/filepath"
	"time"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// Talk writes a session with a WebSocket that is still open, and a tunnel, and
// returns its path. All that is said in it is made up.
func Talk(ctx context.Context, dir string) (path string, err error) {
	path = filepath.Join(dir, "talk"+session.Ext)
	s, err := session.Create(ctx, path, session.Options{})
	if err != nil {
		return "", err
	}
	start := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	x := exchange.Exchange{
		ID: s.NewID(), Origin: exchange.Captured, Device: "192.0.2.7", Scheme: "wss", Host: "push.example.test",
		Port: 443, Path: "/channel?v=2",
		Request: exchange.Request{
			Method: "GET",
			Proto:  "HTTP/1.1",
			Header: exchange.Header{{Name: "Upgrade", Value: "websocket"}},
		},
		Timing: exchange.Timing{Start: start, FirstByte: start.Add(40 * time.Millisecond)},
	}
	s.Append(exchange.Started{Exchange: x})
	x.Response = &exchange.Response{Status: 101, Reason: "Switching Protocols", Proto: "HTTP/1.1",
		Header: exchange.Header{{
			Name:  "Upgrade",
			Value: "websocket",
		}}}
	s.Append(exchange.Progress{Exchange: x})
	for i, f := range []exchange.Frame{
		{Side: exchange.RequestSide, Opcode: 1, Data: []byte(`{"type":"hello","mobile":"13800000000"}`)},
		{Side: exchange.ResponseSide, Opcode: 1, Data: []byte(`{"type":"welcome","text":"你好，欢迎"}`)},
		{Side: exchange.ResponseSide, Opcode: 9, Data: []byte("heartbeat")},
		{Side: exchange.RequestSide, Opcode: 10, Data: []byte("heartbeat")},
		{Side: exchange.RequestSide, Opcode: 2, Data: []byte{0x0a, 0x05, 0x00, 0xff, 0x10, 0x01}},
		{Side: exchange.ResponseSide, Opcode: 1, Data: []byte(`{"type":"report","rows":[1,2,3`), Part: true},
	} {
		f.ID, f.Size, f.Time = x.ID, int64(len(f.Data)), start.Add(time.Duration(i+1)*730*time.Millisecond)
		s.Append(f)
	}
	s.Append(exchange.Tunnelled{Conn: 9, Device: "192.0.2.7", Target: "id6.me:443", SNI: "id6.me",
		Start: start.Add(6 * time.Second), Open: true, BytesUp: 812, BytesDown: 4207, Reason: exchange.TunnelRule})
	return path, s.Close()
}
