package ca

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func mustCA(t *testing.T, dir string) *CA {
	t.Helper()
	c, err := LoadOrCreate(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRootSurvivesRestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "config")
	a := mustCA(t, dir)
	b := mustCA(t, dir)
	if !bytes.Equal(a.DER(), b.DER()) {
		t.Error("second start made another root")
	}
	st, err := os.Stat(a.KeyFile())
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("key file: mode %v, error %v; want 0600", st.Mode().Perm(), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("directory holds %v (%v), want the key file and the certificate", left, err)
	}
	if got, err := os.ReadFile(a.CertFile()); err != nil || !bytes.Equal(got, a.PEM()) ||
		bytes.Contains(got, []byte("PRIVATE")) {
		t.Errorf("certificate file: %q, %v", got, err)
	}
}

func TestTwoInstallationsShareNothing(t *testing.T) {
	a, b := mustCA(t, t.TempDir()), mustCA(t, t.TempDir())
	if a.Name() == b.Name() || a.Fingerprint() == b.Fingerprint() {
		t.Error("two roots look alike")
	}
	la, _ := a.Leaf(context.Background(), "x.example.test")
	lb, _ := b.Leaf(context.Background(), "x.example.test")
	if la.PrivateKey.(*ecdsa.PrivateKey).Equal(lb.PrivateKey) {
		t.Error("two roots made the same leaf key")
	}
}

func TestConcurrentFirstStart(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	prints := make([]string, 16)
	for i := range prints {
		wg.Go(func() {
			c, err := LoadOrCreate(dir)
			if err != nil {
				t.Error(err)
				return
			}
			prints[i] = c.Fingerprint()
		})
	}
	wg.Wait()
	for _, p := range prints {
		if p != prints[0] {
			t.Fatalf("different roots: %v", prints)
		}
	}
}

func TestBadKeyFileIsRefusedAndKept(t *testing.T) {
	good := mustCA(t, t.TempDir())
	raw, err := os.ReadFile(good.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(mustCA(t, t.TempDir()).KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	cert, key, _ := bytes.Cut(raw, []byte("-----BEGIN EC"))
	otherCert, _, _ := bytes.Cut(other, []byte("-----BEGIN EC"))
	key = append([]byte("-----BEGIN EC"), key...)
	tests := []struct {
		name string
		data []byte
		mode os.FileMode
		want error
	}{
		{"empty", nil, 0o600, ErrDamaged},
		{"garbage", []byte("not a key\x00\xff"), 0o600, ErrDamaged},
		{"certificate alone", cert, 0o600, ErrDamaged},
		{"key alone", key, 0o600, ErrDamaged},
		{"another root's key", append(bytes.Clone(otherCert), key...), 0o600, ErrDamaged},
		{"cut in the key", raw[:len(raw)-40], 0o600, ErrDamaged},
		{"huge", bytes.Repeat([]byte("x"), maxKeyFile+1), 0o600, ErrDamaged},
		{"group can read", raw, 0o640, ErrExposed},
		{"world can read", raw, 0o604, ErrExposed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), keyFile)
			if err := os.WriteFile(path, tt.data, tt.mode); err != nil {
				t.Fatal(err)
			}
			_, err := LoadOrCreate(filepath.Dir(path))
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want %v that names the file", err, tt.want)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(after, tt.data) {
				t.Error("file was changed")
			}
		})
	}
}

func TestExpiredRoot(t *testing.T) {
	dir := t.TempDir()
	mustCA(t, dir)
	_, err := load(dir, func() time.Time { return time.Now().Add(rootLife + time.Hour) })
	if !errors.Is(err, ErrExpired) {
		t.Errorf("error %v, want ErrExpired", err)
	}
}

func TestUnwritableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadOrCreate(filepath.Join(file, "sub")); err == nil {
		t.Error("no error for a directory below a file")
	}
	if _, err := LoadOrCreate(""); err == nil {
		t.Error("no error for no directory")
	}
}

func TestLeaf(t *testing.T) {
	c := mustCA(t, t.TempDir())
	tests := []struct{ name, in, cn, verify string }{
		{"host", "API.Example.Test", "api.example.test", "api.example.test"},
		{"final dot", "api.example.test.", "api.example.test", "api.example.test"},
		{"single label", "localhost", "localhost", "localhost"},
		{"underscore", "a_b.example.test", "a_b.example.test", "a_b.example.test"},
		{"IPv4", "192.0.2.7", "192.0.2.7", "192.0.2.7"},
		{"IPv6", "[2001:db8::1]", "2001:db8::1", "2001:db8::1"},
		{"mapped", "::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7"},
		{"too long for a common name", strings.Repeat("a", 60) + ".example.test", "",
			strings.Repeat("a", 60) + ".example.test"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Leaf(context.Background(), tt.in)
			if err != nil {
				t.Fatal(err)
			}
			leaf := got.Leaf
			if leaf.Subject.CommonName != tt.cn {
				t.Errorf("common name %q, want %q", leaf.Subject.CommonName, tt.cn)
			}
			if _, err := leaf.Verify(x509.VerifyOptions{DNSName: tt.verify, Roots: c.Pool()}); err != nil {
				t.Error(err)
			}
			if d := leaf.NotAfter.Sub(leaf.NotBefore); d > 90*24*time.Hour {
				t.Errorf("valid for %v, want at most 90 days", d)
			}
			if d := time.Since(leaf.NotBefore); d > 48*time.Hour || d < 24*time.Hour {
				t.Errorf("back-dated by %v", d)
			}
		})
	}
	for _, bad := range []string{"", ".", "a..b", "a b", "a/b", "ü.example", "*.example.test",
		strings.Repeat("a", 64) + ".test", strings.Repeat("a.", 130)} {
		if _, err := c.Leaf(context.Background(), bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// TestLeafAgainstOpenSSL lets OpenSSL judge the chain, the name and the use.
func TestLeafAgainstOpenSSL(t *testing.T) {
	c := mustCA(t, t.TempDir())
	for _, name := range []string{"api.example.test", "192.0.2.7"} {
		leaf, err := c.Leaf(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "leaf.der")
		if err := os.WriteFile(file, leaf.Certificate[0], 0o600); err != nil {
			t.Fatal(err)
		}
		flag := "-verify_hostname"
		if name == "192.0.2.7" {
			flag = "-verify_ip"
		}
		out, err := exec.Command("openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", c.CertFile(),
			flag, name, file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestCacheSignsOnce(t *testing.T) {
	var signed atomic.Int32
	release := make(chan struct{})
	cache := newLeafCache(4, time.Now, func(string) (*tls.Certificate, error) {
		signed.Add(1)
		<-release
		return &tls.Certificate{Leaf: &x509.Certificate{NotAfter: time.Now().Add(leafLife)}}, nil
	})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := cache.get(context.Background(), "one.test"); err != nil {
				t.Error(err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for signed.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if _, err := cache.get(ctx, "one.test"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that gave up got %v", err)
	}
	close(release)
	wg.Wait()
	if n := signed.Load(); n != 1 {
		t.Errorf("signed %d times, want 1", n)
	}
}

func TestCacheIsLimitedRenewsAndForgetsErrors(t *testing.T) {
	now := time.Now()
	signed := 0
	fail := false
	cache := newLeafCache(4, func() time.Time { return now }, func(host string) (*tls.Certificate, error) {
		signed++
		if fail {
			return nil, errors.New("no")
		}
		return &tls.Certificate{Leaf: &x509.Certificate{NotAfter: now.Add(leafLife)}}, nil
	})
	get := func(host string) error { _, err := cache.get(context.Background(), host); return err }
	for i := range 10 {
		_ = get(fmt.Sprintf("h%d.test", i))
	}
	if cache.len() != 4 || signed != 10 {
		t.Errorf("%d entries after %d signatures, want 4 after 10", cache.len(), signed)
	}
	_ = get("h9.test")
	if signed != 10 {
		t.Error("newest entry was signed again")
	}
	now = now.Add(leafLife - leafRenew + time.Minute)
	_ = get("h9.test")
	if signed != 11 {
		t.Error("leaf near its end was not renewed")
	}
	fail = true
	for range 2 {
		if get("bad.test") == nil {
			t.Error("a failing signer gave no error")
		}
	}
	if signed != 13 {
		t.Error("an error was kept")
	}
}

func TestTrustHelpIsComplete(t *testing.T) {
	c := mustCA(t, t.TempDir())
	seen := map[string]bool{}
	for _, h := range c.Trust() {
		seen[h.Platform] = true
		texts := []Text{h.Title, h.Limits}
		for _, s := range append(h.Install, h.Remove...) {
			texts = append(texts, s.Text)
			if strings.Contains(s.Command, c.KeyFile()) {
				t.Errorf("%s: a command names the key file", h.Platform)
			}
		}
		for _, tx := range texts {
			if tx.EN == "" || tx.ZH == "" {
				t.Errorf("%s: a text lacks a language: %+v", h.Platform, tx)
			}
		}
		if len(h.Install) == 0 || len(h.Remove) == 0 {
			t.Errorf("%s: no way in or no way back", h.Platform)
		}
	}
	for _, want := range []string{"linux", "macos", "windows", "android", "ios"} {
		if !seen[want] {
			t.Errorf("no help for %s", want)
		}
	}
}

func BenchmarkLeafSign(b *testing.B) {
	c, err := LoadOrCreate(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.sign("api.example.test"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLeafCached(b *testing.B) {
	c, err := LoadOrCreate(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Leaf(context.Background(), "api.example.test"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWideLeavesAcceptEveryClock has a leaf that is valid as long as the root, and
// both for a phone whose clock fell back to 2010.
func TestWideLeavesAcceptEveryClock(t *testing.T) {
	c, err := LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	wide, err := c.WideLeaf(t.Context(), "App.Example.test.")
	if err != nil {
		t.Fatal(err)
	}
	root := c.Certificate()
	if !wide.Leaf.NotAfter.Equal(root.NotAfter) || root.NotBefore.Year() != 2010 || wide.Leaf.NotBefore.Year() != 2010 {
		t.Errorf("root %v to %v, leaf %v to %v", root.NotBefore, root.NotAfter, wide.Leaf.NotBefore, wide.Leaf.NotAfter)
	}
	for _, at := range []time.Time{time.Date(2010, 1, 2, 0, 0, 0, 0, time.UTC), time.Now(), root.NotAfter} {
		if _, err := wide.Leaf.Verify(
			x509.VerifyOptions{Roots: c.Pool(), DNSName: "app.example.test", CurrentTime: at}); err != nil {
			t.Errorf("at %v: %v", at, err)
		}
	}
	if usual, err := c.Leaf(t.Context(), "app.example.test"); err != nil ||
		usual.Leaf.NotAfter.Sub(usual.Leaf.NotBefore) > 90*24*time.Hour {
		t.Errorf("the usual leaf was replaced: %v %v", usual, err)
	}
	if _, err := c.WideLeaf(t.Context(), "not a name"); err == nil {
		t.Error("a name that is none got a leaf")
	}
}
