//go:build e2e

package e2e

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/ui/state"
)

// A developer behind a company's proxy, with a test server: what is chosen of
// captures holds at once, and after the next start.
func TestCapturesAreChosen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	home := t.TempDir()
	s := openAt(t, home, "zh_CN.UTF-8")
	s.press(t, "place-settings")
	s.press(t, "capture-skipverify")
	must(t, s.Type("*.test.example.com"))
	s.press(t, "capture-upstream")
	must(t, s.Type("ftp://192.0.2.1:3128"))
	s.press(t, "capture-port")
	must(t, s.Type(port))
	s.press(t, "capture-keep")
	s.until(t, "what is wrong", func(st state.State) bool {
		return strings.Contains(strings.Join(st.Text, " "), "无法使用上游代理")
	})
	must(t, s.Shot(filepath.Join(artifacts(), "settings-wrong-zh.png")))
	s.press(t, "capture-upstream")
	must(t, s.Key("ctrl+a", "Delete"))
	s.press(t, "capture-keep")
	s.until(t, "a capture on the chosen port",
		func(st state.State) bool { return st.Capturing && strings.HasSuffix(st.Address, ":"+port) })
	must(t, s.Shot(filepath.Join(artifacts(), "settings-kept-zh.png")))
	s.Close()

	s = openAt(t, home, "en_US.UTF-8")
	s.until(t, "the port after the next start",
		func(st state.State) bool { return st.Capturing && strings.HasSuffix(st.Address, ":"+port) })
	s.press(t, "place-settings")
	st := s.until(t, "what was kept", func(st state.State) bool { return st.Controls["capture-port"].Text == port })
	if got := st.Controls["capture-skipverify"].Text; got != "*.test.example.com" {
		t.Errorf("kept %q", got)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "settings-en.png")))
}
