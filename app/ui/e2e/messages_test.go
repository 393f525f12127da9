//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/app/session"
	"loginscope/app/ui"
	"loginscope/proxy/exchange"
)

// talk writes a session with a WebSocket that is still open, and a tunnel.
func talk(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "talk"+session.Ext)
	s, err := session.Create(path, session.Options{})
	must(t, err)
	start := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	x := exchange.Exchange{
		ID: s.NewID(), Origin: exchange.Captured, Device: "192.0.2.7", Scheme: "wss", Host: "push.example.test", Port: 443, Path: "/channel?v=2",
		Request: exchange.Request{Method: "GET", Proto: "HTTP/1.1", Header: exchange.Header{{Name: "Upgrade", Value: "websocket"}}},
		Timing:  exchange.Timing{Start: start, FirstByte: start.Add(40 * time.Millisecond)},
	}
	s.Append(exchange.Started{Exchange: x})
	x.Response = &exchange.Response{Status: 101, Reason: "Switching Protocols", Proto: "HTTP/1.1", Header: exchange.Header{{Name: "Upgrade", Value: "websocket"}}}
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
	s.Append(exchange.Tunnelled{Conn: 9, Device: "192.0.2.7", Target: "id6.me:443", SNI: "id6.me", Start: start.Add(6 * time.Second), Open: true, BytesUp: 812, BytesDown: 4207, Reason: exchange.TunnelRule})
	must(t, s.Close())
	return path
}

// A developer: what the app and its server said over a WebSocket, masked until
// revealed, and a connection that could not be read.
func TestMessagesOfAWebSocketAreRead(t *testing.T) {
	for lang, part := range map[string]string{"en_US.UTF-8": "not ended", "zh_CN.UTF-8": "尚未结束"} {
		s := open(t, lang, talk(t))
		s.until(t, "the session", func(st ui.State) bool { return st.Total > 1 })
		s.press(t, "place-exchanges")
		s.until(t, "the table", func(st ui.State) bool { return st.Place == ui.Exchanges && len(st.Rows) > 1 })
		must(t, s.ClickRow(0))
		s.press(t, "detail-messages")
		st := s.until(t, "six messages", func(st ui.State) bool { return st.DetailTab == "messages" && len(st.Detail) == 7 })
		all := strings.Join(st.Detail, "\n")
		for _, want := range []string{"↑ 39 B", "138", "你好，欢迎", "heartbeat", part, "↑ 3", "↓ 3"} {
			if !strings.Contains(all, want) {
				t.Errorf("%q is missing:\n%s", want, all)
			}
		}
		if strings.Contains(all, "13800000000") {
			t.Errorf("a number is not masked:\n%s", all)
		}
		box := st.Controls["messages"]
		must(t, s.ClickAt(int(box.X+box.W/2), int(box.Y)+10))
		s.until(t, "the first message", func(st ui.State) bool { return slices.Contains(st.Detail, `  "type": "hello",`) })
		must(t, s.Key("Down"))
		s.until(t, "the second message", func(st ui.State) bool { return slices.Contains(st.Detail, `  "type": "welcome",`) })
		must(t, s.Shot(filepath.Join(artifacts(), "messages-"+lang[:2]+".png")))
		s.press(t, "reveal")
		s.until(t, "the number", func(st ui.State) bool { return strings.Contains(strings.Join(st.Detail, "\n"), "13800000000") })
	}
}
