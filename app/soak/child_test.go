//go:build soak

package soak

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"loginscope/app/session"
)

// program is the command line: LOGINSCOPE_CLI, or built once as it is shipped.
var program = sync.OnceValues(func() (string, error) {
	if name := os.Getenv("LOGINSCOPE_CLI"); name != "" {
		return name, nil
	}
	dir, err := os.MkdirTemp("", "loginscope-faults")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "loginscope")
	cmd := exec.Command("go", "build", "-o", name, "loginscope/app/cmd/loginscope-cli")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("build: %w: %s", err, out)
	}
	return name, err
})

// child is a record command.
type child struct {
	cmd   *exec.Cmd
	file  string
	proxy string
	mu    sync.Mutex
	said  bytes.Buffer
}

func (c *child) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.Write(p)
}

func (c *child) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.String()
}

// await waits until the child says a text.
func (c *child) await(text string) error {
	for begin := time.Now(); !strings.Contains(c.text(), text); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > patience {
			return fmt.Errorf("it does not say %q: %s", text, c.text())
		}
	}
	return nil
}

var listens = regexp.MustCompile(`Listening on (\S+)`)

// record starts a capture; around wraps the command in a shell's line that ends
// with exec "$@".
func record(t *testing.T, around string, more ...string) (*child, error) {
	t.Helper()
	name, err := program()
	if err != nil {
		return nil, err
	}
	dir := t.TempDir()
	c := &child{file: filepath.Join(dir, "files", "session"+session.Ext)}
	if err := os.Mkdir(filepath.Dir(c.file), 0o700); err != nil {
		return nil, err
	}
	args := append([]string{name, "--lang", "en", "record", "--listen", "127.0.0.1:0", "--session", c.file,
		"--allow-local", "127.0.0.1", "--insecure-upstream", "127.0.0.1"}, more...)
	if around != "" {
		args = append([]string{"sh", "-c", around, "sh"}, args...)
	}
	c.cmd = exec.Command(args[0], args[1:]...)
	c.cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "FILES="+filepath.Dir(c.file))
	c.cmd.Stderr = c
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if c.cmd.ProcessState == nil {
			_ = c.cmd.Process.Kill()
			_ = c.cmd.Wait()
		}
	})
	if err := c.await("Ctrl-C"); err != nil {
		return nil, err
	}
	c.proxy = listens.FindStringSubmatch(c.text())[1]
	return c, nil
}

// stop is Ctrl-C; it returns the exit code.
func (c *child) stop() (int, error) {
	if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
		return 0, err
	}
	done := make(chan error, 1)
	go func() { done <- c.cmd.Wait() }()
	select {
	case <-done:
		return c.cmd.ProcessState.ExitCode(), nil
	case <-time.After(patience):
		return 0, fmt.Errorf("it does not stop: %s", c.text())
	}
}

func (c *child) client() *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 2,
		Proxy: func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: c.proxy}, nil }}}
}

// get asks and reads to the end.
func get(ctx context.Context, client *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

// finished counts the exchanges of a session file by path.
func finished(ctx context.Context, file string) (map[string]int, error) {
	s, err := session.OpenReadOnly(ctx, file)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	out := map[string]int{}
	for row, err := range s.Rows(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if row.Done {
			out[row.Path]++
		}
	}
	return out, nil
}

// memory is the resident memory of the child in MB, 0 where /proc is not there.
func (c *child) memory() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	kb := 0
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(rest, &kb)
		}
	}
	return kb >> 10
}
