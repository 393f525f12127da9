//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loginscope/app/ui/state"
)

// A developer: what the app and its server said over a WebSocket, masked until
// revealed, and a connection that could not be read.
func TestShowWebSocketMessages(t *testing.T) {
	for lang, part := range map[string]string{"en_US.UTF-8": "not ended", "zh_CN.UTF-8": "尚未结束"} {
		path, err := Talk(t.Context(), t.TempDir())
		must(t, err)
		s := open(t, lang, path)
		s.until(t, "the session", func(st state.State) bool { return st.Total > 1 })
		s.press(t, "place-exchanges")
		s.until(t, "the table", func(st state.State) bool { return st.Page == "exchanges" && len(st.Rows) > 1 })
		must(t, s.ClickRow(0))
		s.press(t, "detail-messages")
		st := s.until(t, "six messages",
			func(st state.State) bool { return st.DetailTab == "messages" && len(st.Detail) == 7 })
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
		s.until(t, "the first message",
			func(st state.State) bool { return slices.Contains(st.Detail, `  "type": "hello",`) })
		must(t, s.Key("Down"))
		s.until(t, "the second message",
			func(st state.State) bool { return slices.Contains(st.Detail, `  "type": "welcome",`) })
		must(t, s.Shot(filepath.Join(artifacts(), "messages-"+lang[:2]+".png")))
		s.press(t, "reveal")
		s.press(t, "reveal-confirm")
		s.until(t, "the number",
			func(st state.State) bool { return strings.Contains(strings.Join(st.Detail, "\n"), "13800000000") })
	}
}
