package portal_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy/proxytest"
)

// page is one page in a browser that is driven by the DevTools protocol over a
// pair of pipes: JSON messages, each ended by a zero byte.
type page struct {
	to      io.Writer
	from    *bufio.Reader
	id      int
	session string
}

// open starts a browser that lasts as long as the test.
func (b *browser) open(t *testing.T, url string) *page {
	t.Helper()
	theirs, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, theirsToo, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	alone.Lock()
	ctx, cancel := context.WithTimeout(context.Background(), 10*proxytest.Patience)
	cmd := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
		"--window-size=390,844", "--user-data-dir="+filepath.Join(b.home, "profile"), "--proxy-server=http://"+b.proxy,
		"about:blank")
	cmd.Env = append(os.Environ(), "HOME="+b.home)
	cmd.ExtraFiles = []*os.File{theirs, theirsToo}
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		alone.Unlock()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		alone.Unlock()
		_, _ = to.Close(), from.Close()
	})
	_, _ = theirs.Close(), theirsToo.Close()
	p := &page{to: to, from: bufio.NewReader(from)}
	var target struct{ TargetID string }
	p.call(t, "Target.createTarget", map[string]any{"url": url}, &target)
	var session struct{ SessionID string }
	p.call(t, "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	p.session = session.SessionID
	return p
}

// call sends a command and reads until its answer.
func (p *page) call(t *testing.T, method string, params, result any) {
	t.Helper()
	p.id++
	raw, err := json.Marshal(map[string]any{"id": p.id, "method": method, "params": params, "sessionId": p.session})
	if p.session == "" {
		raw, err = json.Marshal(map[string]any{"id": p.id, "method": method, "params": params})
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.to.Write(append(raw, 0)); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := p.from.ReadBytes(0)
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		var answer struct {
			ID     int
			Result json.RawMessage
			Error  json.RawMessage
		}
		if err := json.Unmarshal(line[:len(line)-1], &answer); err != nil {
			t.Fatal(err)
		}
		if answer.ID != p.id {
			continue // an event
		}
		if len(answer.Error) > 0 {
			t.Fatalf("%s: %s", method, answer.Error)
		}
		if err := json.Unmarshal(answer.Result, result); err != nil {
			t.Fatal(err)
		}
		return
	}
}

// eval runs an expression as if the user had asked for it.
func (p *page) eval(t *testing.T, expression string) string {
	t.Helper()
	var out struct{ Result struct{ Value any } }
	p.call(t, "Runtime.evaluate", map[string]any{"expression": expression, "userGesture": true, "returnByValue": true},
		&out)
	return fmt.Sprint(out.Result.Value)
}

// await waits until an expression is true.
func (p *page) await(t *testing.T, expression string) {
	t.Helper()
	for end := time.Now().Add(4 * proxytest.Patience); p.eval(t,
		expression) != "true"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", expression)
		}
	}
}

// TestTheProxysDataIsCopied presses the buttons beside host, port and PAC
// address, and listens for what goes to the clipboard.
func TestTheProxysDataIsCopied(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	t.Parallel()
	s := startSite(t, siteOptions{same: same})
	b := &browser{home: proxytest.Home(t), proxy: s.Addr}
	p := b.open(t, "http://loginscope.portal/?lang=en")
	p.await(t, `document.readyState === "complete" && document.querySelectorAll(".copy").length === 3`)
	p.eval(t, `window.copied = []; document.addEventListener("copy", () => copied.push(document.activeElement.value)); 0`)
	p.eval(t, `for (const b of document.querySelectorAll(".copy")) b.click(); 0`)
	host, port := splitAddr(t, s.Addr)
	if got, want := p.eval(t, `copied.join(" ")`), host+" "+port+" http://"+s.Addr+"/proxy.pac"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if got := p.eval(t, `document.querySelector(".copy").textContent`); got != "Copied" {
		t.Errorf("the button says %q", got)
	}
	if got := p.eval(t, `document.querySelectorAll("textarea").length`); got != "0" {
		t.Errorf("%s fields are left", got)
	}
	if got := p.eval(t, `document.documentElement.scrollWidth <= document.documentElement.clientWidth`); got != "true" {
		t.Error("the page is wider than the phone")
	}
}

// TestBrowserFollowsPAC gives a browser the one address, as a phone's
// automatic proxy setting takes it.
func TestBrowserFollowsPAC(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	t.Parallel()
	s := startSite(t, siteOptions{same: same})
	b := &browser{home: proxytest.Home(t), pac: "http://" + s.Addr + "/proxy.pac"}
	if got := states(t, b.run(t, "http://loginscope.portal/?lang=en", "--dump-dom")); got["proxy"] != "ok" {
		t.Errorf("got %v", got)
	}
}
