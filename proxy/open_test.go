package proxy_test

import (
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// TestOpenExchangesReportProgress: what is known of an exchange that does not end goes
// out while it is open, head and bodies.
func TestOpenExchangesReportProgress(t *testing.T) {
	whole := t
	rig := proxytest.Start(t)
	release := make(chan struct{})
	end := sync.OnceFunc(func() { close(release) })
	t.Cleanup(end) // before the servers are closed, which wait for their handlers
	rig.Net.HTTP("api.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		flush := http.NewResponseController(w).Flush
		switch r.URL.Path {
		case "/events":
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "data: one\n\n")
		case "/length":
			w.Header().Set("Content-Length", "18")
			_, _ = io.WriteString(w, "the first")
		case "/upload":
			_, _ = io.Copy(io.Discard, r.Body)
			return
		}
		if r.URL.Path != "/silent" {
			_ = flush()
		}
		<-release
		if r.URL.Path == "/length" {
			_, _ = io.WriteString(w, " the rest")
		}
	}))
	for _, version := range []string{"--http1.1", "--http2"} {
		t.Run(version, func(t *testing.T) {
			query := "?" + strings.Trim(version, "-")
			for _, path := range []string{"/events", "/length", "/silent"} {
				background(whole, "curl",
					append(curlArgs(rig, version), "-N", "https://api.example.test"+path+query)...)
			}
			upload := background(whole, "curl",
				append(curlArgs(rig, version), "-T", "-", "https://api.example.test/upload"+query)...)
			if _, err := io.WriteString(upload, "the first of many"); err != nil {
				t.Fatal(err)
			}

			x := awaitProgress(t, rig, "/events"+query,
				func(x exchange.Exchange) bool { return x.Response != nil && x.Response.Body.Size > 0 })
			if x.Done || x.Response.Status != 200 || x.Response.Header.Get("Content-Type") != "text/event-stream" ||
				x.Response.Body.Spooled != x.Response.Body.Size || x.Response.Body.Head != nil ||
				x.Response.Body.Complete {
				t.Errorf("open stream: %+v", x.Response)
			}
			awaitBody(t, rig, x.ID, exchange.ResponseSide, "data: one\n\n")
			x = awaitProgress(t, rig, "/length"+query, func(x exchange.Exchange) bool { return x.Response != nil })
			awaitBody(t, rig, x.ID, exchange.ResponseSide, "the first")
			x = awaitProgress(t, rig, "/silent"+query,
				func(x exchange.Exchange) bool { return !x.Timing.Sent.IsZero() })
			if x.Response != nil || x.Server.Remote == "" || x.Server.TLS == nil || !x.Request.Body.Complete {
				t.Errorf("unanswered: %+v", x)
			}
			x = awaitProgress(t, rig, "/upload"+query,
				func(x exchange.Exchange) bool { return x.Request.Body.Size > 0 })
			awaitBody(t, rig, x.ID, exchange.RequestSide, "the first of many")
		})
	}
	end()
	x := rig.AwaitFinished(t, "/length?http2")
	if string(x.Response.Body.Head) != "the first the rest" || x.Failure != nil || !x.Done {
		t.Errorf("finished: %+v %+v", x.Response, x.Failure)
	}
	for _, p := range proxytest.Of[exchange.Progress](rig.Events) {
		if p.Exchange.Done {
			t.Errorf("progress of %s is done", p.Exchange.Path)
		}
	}
}

func curlArgs(rig *proxytest.Rig, version string) []string {
	return []string{"-sS", "--max-time", "300", version, "--proxy", rig.URL().String(), "--cacert", rig.CAFile}
}

// background runs a program until the test's end; what is written goes to its
// standard input.
func background(t *testing.T, name string, args ...string) io.Writer {
	t.Helper()
	cmd := exec.Command(name, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return in
}

func awaitProgress(t *testing.T, rig *proxytest.Rig, path string, ok func(exchange.Exchange) bool) exchange.Exchange {
	t.Helper()
	return proxytest.Await(t, rig.Events, func(p exchange.Progress) bool {
		return p.Exchange.Path == path && ok(p.Exchange)
	}).Exchange
}

// awaitBody waits until the chunks of a body are want.
func awaitBody(t *testing.T, rig *proxytest.Rig, id exchange.ID, side exchange.Side, want string) {
	t.Helper()
	var got []byte
	proxytest.Await(t, rig.Events, func(c exchange.BodyChunk) bool {
		if c.ID == id && c.Side == side && c.Offset == int64(len(got)) {
			got = append(got, c.Data...)
		}
		return string(got) == want
	})
}
