//go:build unix

package cli_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"loginscope/app/cli"
)

// printed is what a command prints while it runs.
type printed struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Write(b)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.String()
}

func (p *printed) await(t *testing.T, text string) {
	t.Helper()
	for begin := time.Now(); !strings.Contains(p.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("it does not say %q:\n%s", text, p)
		}
	}
}

// TestFullDiskReportsWhatIsKept limits the size of files, as a full disk
// does, and stops while the limit holds.
func TestFullDiskReportsWhatIsKept(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		body := make([]byte, 64<<10)
		_, _ = rand.Read(body) // what compression does not shrink
		_, _ = w.Write(body)
	}))
	defer origin.Close()
	file := filepath.Join(t.TempDir(), "full.loginscope")
	var out, errs printed
	code := make(chan int, 1)
	go func() {
		code <- cli.Main(t.Context(), []string{"--lang", "en", "record", "--listen", "127.0.0.1:0", "--session", file,
			"--allow-local", "127.0.0.1"},
			strings.NewReader(""), &out, &errs)
	}()
	errs.await(t, "Ctrl-C")
	proxy := listening.FindStringSubmatch(errs.String())[1]
	tr := &http.Transport{
		Proxy: func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: proxy}, nil }}
	defer tr.CloseIdleConnections()
	client := &http.Client{Transport: tr, Timeout: time.Minute}
	lift := limitFiles(t, 600<<10)
	for range 60 {
		res, err := client.Get(origin.URL)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	errs.await(t, "cannot be written")
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-code:
		if got != 1 {
			t.Errorf("exit code %d", got)
		}
	case <-time.After(2 * time.Minute):
		t.Fatalf("it does not stop:\n%s", &errs)
	}
	lift()
	said := errs.String()
	if strings.Contains(said, "kept in") || !strings.Contains(said, "of 60 exchanges are in") {
		t.Errorf("it says:\n%s", said)
	}
	if out.String() == "" {
		t.Error("the report was not printed")
	}
}

func limitFiles(t *testing.T, most uint64) (lift func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = most
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	lift = sync.OnceFunc(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(lift)
	return lift
}
