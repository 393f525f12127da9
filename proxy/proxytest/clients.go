package proxytest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// clientTimeout limits one run of a foreign client.
const clientTimeout = 5 * time.Minute

// Home is a folder for a foreign program. A browser leaves processes that go on
// writing for a moment after it has ended, so the folder is removed again until
// it is gone.
func Home(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "loginscope-home")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for end := time.Now().Add(Patience); ; time.Sleep(50 * time.Millisecond) {
			err := os.RemoveAll(dir)
			if err == nil {
				return
			}
			if time.Now().After(end) {
				t.Errorf("remove a client's folder: %v", err)
				return
			}
		}
	})
	return dir
}

// Ran is what a foreign client did.
type Ran struct {
	Out, Err string
	Code     int
	Elapsed  time.Duration
}

// Run runs a program to its end. A program that is missing fails the test.
func Run(t testing.TB, stdin string, name string, args ...string) Ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), clientTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	cmd.Env = append(os.Environ(), "http_proxy=", "https_proxy=", "HTTPS_PROXY=", "all_proxy=", "ALL_PROXY=",
		"no_proxy=", "NO_PROXY=")
	cmd.WaitDelay = time.Second
	start := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("run %s: %v", name, err)
	}
	return Ran{out.String(), errs.String(), cmd.ProcessState.ExitCode(), time.Since(start)}
}

// Curl runs curl through the rig's proxy, trusting its root.
func (r *Rig) Curl(t testing.TB, args ...string) Ran {
	t.Helper()
	return Run(t, "", "curl",
		append([]string{"-sS", "--max-time", "180", "--proxy", r.URL().String(), "--cacert", r.CAFile}, args...)...)
}

// Connect sends a CONNECT for target and returns the connection behind it. It
// fails the test if the answer is not 200.
func (r *Rig) Connect(t testing.TB, target string) net.Conn {
	t.Helper()
	c, resp := r.TryConnect(t, target)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("CONNECT %s: %s", target, resp.Status)
	}
	return c
}

// TryConnect sends a CONNECT for target and returns the connection and the
// proxy's answer, without its body.
func (r *Rig) TryConnect(t testing.TB, target string) (net.Conn, *http.Response) {
	t.Helper()
	c := r.DialProxy(t)
	fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", target, target)
	br := bufio.NewReader(c)
	resp, err := http.ReadResponse(br, &http.Request{Method: http.MethodConnect})
	if err != nil {
		t.Fatalf("CONNECT %s: %v", target, err)
	}
	return &readerConn{c, br}, resp
}

// DialProxy opens a plain connection to the proxy, closed at the test's end.
func (r *Rig) DialProxy(t testing.TB) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", r.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(Patience))
	return c
}

// readerConn reads through a buffered reader.
type readerConn struct {
	net.Conn
	br *bufio.Reader
}

func (c *readerConn) Read(b []byte) (int, error) { return c.br.Read(b) }

// CloseWrite half-closes the connection.
func (c *readerConn) CloseWrite() error { return c.Conn.(*net.TCPConn).CloseWrite() }

// TLSOver completes a TLS handshake with the proxy on c.
func (r *Rig) TLSOver(t testing.TB, c net.Conn, name string, alpn ...string) *tls.Conn {
	t.Helper()
	tc := tls.Client(c, &tls.Config{ServerName: name, RootCAs: r.CA.Pool(), NextProtos: alpn})
	if err := tc.Handshake(); err != nil {
		t.Fatalf("handshake for %s: %v", name, err)
	}
	return tc
}

// OpenSSL runs openssl s_client through the proxy to target, with some input.
func (r *Rig) OpenSSL(t testing.TB, target, stdin string, args ...string) Ran {
	t.Helper()
	return Run(t, stdin, "openssl", append([]string{"s_client", "-proxy", r.Addr, "-connect", target}, args...)...)
}

// okHttpClasses is where Debian's libokhttp-java puts its archives.
const okHttpClasses = "/usr/share/java/okhttp.jar:/usr/share/java/okio.jar"

var okHTTP struct {
	once sync.Once
	dir  string
	err  error
}

// OkHTTP runs the bundled OkHttp client through the proxy. Its arguments are
// described in OkClient.java; the answer is one line a result.
func (r *Rig) OkHTTP(t testing.TB, args ...string) Ran {
	t.Helper()
	okHTTP.once.Do(func() { okHTTP.dir, okHTTP.err = compileOkClient(t.Context()) })
	if okHTTP.err != nil {
		t.Fatal(okHTTP.err)
	}
	return Run(t, "", "java",
		append([]string{"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", okHttpClasses + ":" + okHTTP.dir, "OkClient",
			r.Addr, r.CAFile}, args...)...)
}

// compileOkClient compiles into the user's cache, once for every version of
// the source, and returns the directory of the classes.
func compileOkClient(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(okClientSource)
	final := filepath.Join(cache, "loginscope-test", "okclient-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(filepath.Join(final, "OkClient.class")); err == nil {
		return final, nil
	}
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(filepath.Dir(final), "new")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "OkClient.java")
	if err := os.WriteFile(source, okClientSource, 0o600); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, clientTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "javac", "-cp", okHttpClasses, "-d", dir, source).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("compile OkClient.java (needs a JDK and libokhttp-java): %w\n%s", err, out)
	}
	if err := os.Rename(dir, final); err != nil {
		if _, there := os.Stat(filepath.Join(final, "OkClient.class")); there != nil {
			return "", err // else another process was first
		}
	}
	return final, nil
}

// NoTrust is a pool that trusts nothing.
func NoTrust() *x509.CertPool { return x509.NewCertPool() }

// TCP returns the connection below, to reset it.
func (c *readerConn) TCP() *net.TCPConn { return c.Conn.(*net.TCPConn) }
