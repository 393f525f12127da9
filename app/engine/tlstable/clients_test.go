package tlstable_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// client runs one of the causes' situations. It returns false if the client
// cannot get into it.
type client interface {
	run(t *testing.T, r *world, c cause) bool
}

// The hosts of a world.
const (
	hostA, hostB = "a.example.test", "b.example.test"
	urlA, urlB   = "https://a.example.test/", "https://b.example.test/"
	bareIP       = "192.0.2.9:443"
	pushHost     = "push.example.test:7000"
)

// nextEvent returns a function that waits until the proxy has reported something new of
// the test's hosts: a client is often sooner with its next connection than the
// proxy with the last one's end.
func (w *world) nextEvent(t *testing.T) func() {
	t.Helper()
	count := func() int {
		return len(slices.DeleteFunc(w.All(), func(e exchange.Event) bool { return !concerns(e) }))
	}
	before := count()
	return func() {
		for end := time.Now().Add(proxytest.Patience); count() == before; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Error("the proxy told nothing of the connection")
				return
			}
		}
	}
}

// hailing is how an MQTT client begins.
const hailing = "\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02id\n"

// openssl stands for curl and openssl, which share a TLS library.
type openssl struct{}

func (openssl) run(t *testing.T, r *world, c cause) bool {
	t.Helper()
	curl := func(args ...string) {
		defer r.nextEvent(t)()
		proxytest.Run(t, hailing, "curl",
			append([]string{"-sS", "-o", os.DevNull, "--max-time", "20", "--proxy", r.URL().String()}, args...)...)
	}
	switch c {
	case notInstalled, notTrusted:
		curl("--cacert", r.otherCA, urlA)
		curl("--cacert", r.otherCA, urlA)
		curl("--cacert", r.otherCA, urlB)
	case pinned:
		curl("--cacert", r.CAFile, urlA)
		curl("--cacert", r.CAFile, "--pinnedpubkey", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", urlB)
	case wrongName:
		proxytest.Run(t, "", "openssl", "s_client", "-proxy", r.Addr, "-connect", bareIP, "-noservername",
			"-CAfile", r.CAFile, "-verify_hostname", "app.example.test", "-verify_return_error")
	case clockAhead, clockBehind, upstream:
		curl("--cacert", r.CAFile, urlA)
		curl("--cacert", r.CAFile, urlA)
		curl("--cacert", r.CAFile, urlB)
	case cipher:
		curl("--cacert", r.CAFile, "--tls-max", "1.2", "--ciphers", "ECDHE-RSA-AES128-GCM-SHA256", urlA)
	case notTLS:
		curl("--proxytunnel", "telnet://"+pushHost)
	case closed:
		curl("--cacert", r.CAFile, "--max-time", "0.4", urlA)
	case transparency:
		host, port, _ := net.SplitHostPort(r.Addr)
		ran := proxytest.Run(t, "", strict(t), host, port, hostA+":443", r.CAFile)
		if ran.Code != 0 || !strings.HasPrefix(ran.Out, "error ") {
			t.Errorf("strict: %d %s %s", ran.Code, ran.Out, ran.Err)
		}
	default:
		return false
	}
	return true
}

// strict compiles strict.c: curl cannot insist on Certificate Transparency, the
// library below it can.
func strict(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "strict")
	out, err := exec.Command("cc", "-O1", "-o", bin, filepath.Join("testdata", "strict.c"), "-l:libssl.so.3",
		"-l:libcrypto.so.3").CombinedOutput()
	if err != nil {
		t.Fatalf("compile strict.c (needs a C compiler and OpenSSL 3): %v\n%s", err, out)
	}
	return bin
}

// jvm is Probe.java with OkHttp or with the platform's own classes.
type jvm struct{ kind string }

const okHTTPClasses = "/usr/share/java/okhttp.jar:/usr/share/java/okio.jar"

var probe struct {
	once sync.Once
	dir  string
	err  error
}

func (j jvm) run(t *testing.T, r *world, c cause) bool {
	t.Helper()
	probe.once.Do(func() { probe.dir, probe.err = compileProbe() })
	if probe.err != nil {
		t.Fatal(probe.err)
	}
	java := func(ca, mode string, targets ...string) {
		args := append([]string{"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", okHTTPClasses + ":" + probe.dir,
			"Probe", r.Addr, ca, j.kind, mode}, targets...)
		ran := proxytest.Run(t, "", "java", args...)
		if ran.Code != 0 || ran.Out == "" {
			t.Errorf("java: %d %s %s", ran.Code, ran.Out, ran.Err)
		}
	}
	switch c {
	case notInstalled, notTrusted:
		java("-", "get", urlA, urlA, urlB)
	case pinned:
		java(r.CAFile, "pin", urlA, urlB)
	case wrongName:
		if j.kind == "okhttp" {
			java(r.CAFile, "name", "https://192.0.2.9/")
		} else {
			java(r.CAFile, "name", bareIP)
		}
	case clockAhead, clockBehind, upstream:
		java(r.CAFile, "get", urlA, urlA, urlA, urlB)
	case cipher:
		java(r.CAFile, "cipher", urlA)
	case notTLS:
		if j.kind == "okhttp" {
			return false
		}
		java(r.CAFile, "raw", pushHost)
	case closed:
		java(r.CAFile, "hasty", urlA)
	default:
		return false
	}
	return true
}

func compileProbe() (string, error) {
	dir, err := os.MkdirTemp("", "loginscope-probe")
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "javac", "-cp", okHTTPClasses, "-d", dir, "Probe.java").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("compile Probe.java (needs a JDK and libokhttp-java): %w\n%s", err, out)
	}
	return dir, nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if probe.dir != "" {
		os.RemoveAll(probe.dir)
	}
	os.Exit(code)
}

// golang is crypto/tls, with checks of its own where a cause needs them.
type golang struct{}

func (golang) run(t *testing.T, r *world, c cause) bool {
	t.Helper()
	ours := r.CA.Pool()
	errPin := errors.New("pin does not match")
	switch c {
	case notInstalled, notTrusted:
		goGet(t, r, urlA, &tls.Config{RootCAs: proxytest.NoTrust()})
		goGet(t, r, urlA, &tls.Config{RootCAs: proxytest.NoTrust()})
		goGet(t, r, urlB, &tls.Config{RootCAs: proxytest.NoTrust()})
	case pinned:
		goGet(t, r, urlA, &tls.Config{RootCAs: ours})
		goGet(t, r, urlB, &tls.Config{
			RootCAs:          ours,
			VerifyConnection: func(tls.ConnectionState) error { return errPin },
		})
	case wrongName:
		conn := r.Connect(t, bareIP)
		tc := tls.Client(conn,
			&tls.Config{InsecureSkipVerify: true,
				VerifyConnection: func(s tls.ConnectionState) error { //nolint:gosec // it verifies below
					_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: ours, DNSName: "app.example.test"})
					return err
				}})
		if tc.Handshake() == nil {
			t.Error("the name was accepted")
		}
		conn.Close()
	case clockAhead, clockBehind, upstream:
		goGet(t, r, urlA, &tls.Config{RootCAs: ours})
		goGet(t, r, urlA, &tls.Config{RootCAs: ours})
		goGet(t, r, urlB, &tls.Config{RootCAs: ours})
	case cipher:
		goGet(t, r, urlA, &tls.Config{
			RootCAs:      ours,
			MaxVersion:   tls.VersionTLS12,
			CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		})
	case notTLS:
		conn := r.Connect(t, pushHost)
		fmt.Fprint(conn, hailing)
		_, _ = bufio.NewReader(conn).ReadString('\n')
		conn.Close()
	case closed:
		conn := r.Connect(t, hostA+":443")
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_ = tls.Client(conn, &tls.Config{ServerName: hostA, RootCAs: ours}).HandshakeContext(ctx) // it gives up
		conn.Close()
	case transparency:
		logged := func(s tls.ConnectionState) error {
			if len(s.SignedCertificateTimestamps) == 0 &&
				!slices.ContainsFunc(s.PeerCertificates[0].Extensions, isProof) {
				return errors.New("no signed certificate timestamp")
			}
			return nil
		}
		goGet(t, r, urlA, &tls.Config{RootCAs: ours, VerifyConnection: logged})
		goGet(t, r, urlB, &tls.Config{RootCAs: ours, VerifyConnection: logged})
	default:
		return false
	}
	return true
}

// isProof knows the extension with embedded timestamps (RFC 6962, section 3.3).
func isProof(e pkix.Extension) bool { return e.Id.String() == "1.3.6.1.4.1.11129.2.4.2" }

func goGet(t *testing.T, r *world, url string, cfg *tls.Config) {
	t.Helper()
	defer r.nextEvent(t)()
	tr := &http.Transport{Proxy: http.ProxyURL(r.URL()), TLSClientConfig: cfg, DisableKeepAlives: true}
	resp, err := (&http.Client{Transport: tr, Timeout: 20 * time.Second}).Get(url)
	if err == nil {
		resp.Body.Close()
	}
}

// chromium opens a page over plain HTTP whose pictures come by HTTPS from the
// hosts that matter.
type chromium struct{}

func (chromium) run(t *testing.T, r *world, c cause) bool {
	t.Helper()
	home := proxytest.Home(t)
	page := "http://start.example.test/both"
	var flags []string
	switch c {
	case notInstalled, notTrusted:
	case clockAhead, clockBehind, upstream:
		trustNSS(t, home, r.CAFile)
	case cipher:
		trustNSS(t, home, r.CAFile)
		// The suites with ECDSA keys; with them gone, RSA alone is left.
		flags = []string{"--ssl-version-max=tls1.2", "--cipher-suite-blacklist=0xc02b,0xc02c,0xc009,0xc00a,0xcca9"}
	default:
		return false
	}
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir=" + filepath.Join(home, "profile"),
		"--proxy-server=http://" + r.Addr, "--virtual-time-budget=3000", "--dump-dom",
	}, append(flags, page)...)
	if ran := proxytest.Run(t, "", "env", append([]string{"HOME=" + home, "chromium"}, args...)...); ran.Code != 0 {
		t.Errorf("chromium: %d %s", ran.Code, ran.Err)
	}
	return true
}

func trustNSS(t *testing.T, home, file string) {
	t.Helper()
	db := filepath.Join(home, ".pki", "nssdb")
	if err := os.MkdirAll(db, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-N", "--empty-password", "-d", "sql:" + db}, {"-A", "-d", "sql:" + db, "-n", "test", "-t", "C,,", "-i", file},
	} {
		if out, err := exec.Command("certutil", args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil (package libnss3-tools): %v %s", err, out)
		}
	}
}

// echo serves a protocol that is not TLS.
func echo(c net.Conn) {
	line, err := bufio.NewReader(c).ReadString('\n')
	if err == nil {
		fmt.Fprint(c, line)
	}
}
