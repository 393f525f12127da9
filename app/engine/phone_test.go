package engine_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/problem"
	"loginscope/proxy/exchange"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/adbtest"
)

const globalProxy = "global/http_proxy"

func withPhone(t *testing.T, d *adbtest.Device) (*adbtest.Device, func(*engine.Config)) {
	t.Helper()
	d = adbtest.Start(t, d)
	c := adbtest.Server(t, d)
	return d, func(cfg *engine.Config) { cfg.ADB = c }
}

func start(t *testing.T, e *engine.Engine, o engine.CaptureOptions) string {
	t.Helper()
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if err := e.StartCapture(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return e.Status().Address
}

func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 6000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain: %s", what)
}

// TestCrashLeavesNoProxyOnPhone kills a process whose engine attached a
// phone, and starts the next engine over the same folder.
func TestCrashLeavesNoProxyOnPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills another process")
	}
	d, cfg := withPhone(t, &adbtest.Device{})
	var c engine.Config
	cfg(&c)
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=TestChildThatIsKilled", "-test.v")
	child.Env = append(os.Environ(), "TMPDIR="+dir, "ENGINE_CHILD_DIR="+dir, "ENGINE_CHILD_ADB="+c.ADB.Addr,
		"ENGINE_CHILD_SERIAL="+d.Addr())
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	attached := false
	for lines := bufio.NewScanner(out); !attached && lines.Scan(); {
		attached = strings.Contains(lines.Text(), "child attached")
	}
	if !attached {
		t.Fatal("the child did not attach the phone")
	}
	set := d.Setting(globalProxy)
	if !strings.HasPrefix(set, "127.0.0.1:") || len(d.Reverses()) != 1 {
		t.Fatalf("proxy %q, %d forwards", set, len(d.Reverses()))
	}
	inDir := func(cfg *engine.Config) { cfg.Dir = dir }
	beside := newEngine(t, cfg, inDir)
	time.Sleep(100 * time.Millisecond)
	if got := d.Setting(globalProxy); got != set {
		t.Errorf("a second engine beside a living one changed the proxy to %q", got)
	}
	if err := beside.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed

	next := newEngine(t, cfg, inDir)
	await(t, "the phone's proxy is cleared and its forward removed", func() bool {
		return d.Setting(globalProxy) == ":0" && len(d.Reverses()) == 0
	})
	await(t, "the journal is empty", func() bool {
		left, err := os.ReadDir(filepath.Join(dir, "phones"))
		return err == nil && len(left) == 0
	})
	if p := next.Status().Problem; p != nil {
		t.Errorf("problem %+v", p)
	}
}

// TestChildThatIsKilled attaches a phone and waits; it runs in a process of
// its own and does nothing otherwise.
func TestChildThatIsKilled(t *testing.T) {
	dir := os.Getenv("ENGINE_CHILD_DIR")
	if dir == "" {
		return
	}
	e := newEngine(t, func(c *engine.Config) {
		c.Dir, c.ADB = dir, &adb.Client{Addr: os.Getenv("ENGINE_CHILD_ADB"), Program: "-"}
	})
	address, serial := start(t, e, engine.CaptureOptions{}), os.Getenv("ENGINE_CHILD_SERIAL")
	if _, err := e.AttachUSB(t.Context(), serial); err != nil {
		t.Fatal(err)
	}
	if err := e.AttachGlobal(t.Context(), serial, address); err != nil {
		t.Fatal(err)
	}
	fmt.Println("child attached")
	time.Sleep(time.Minute)
}

func TestStopAndCloseCleanPhone(t *testing.T) {
	for name, end := range map[string]func(*engine.Engine) error{
		"stop":  func(e *engine.Engine) error { return e.StopCapture(context.Background()) },
		"close": func(e *engine.Engine) error { return e.Close(context.Background()) },
		"clean": func(e *engine.Engine) error {
			r, err := e.CleanPhones(context.Background())
			if len(r) != 2 {
				return fmt.Errorf("results %+v", r)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, cfg := withPhone(t, &adbtest.Device{})
			e := newEngine(t, cfg)
			if _, err := e.AttachUSB(t.Context(), d.Addr()); !errors.Is(err, engine.ErrNoCapture) {
				t.Errorf("attached to nothing: %v", err)
			}
			address := start(t, e, engine.CaptureOptions{})
			port, err := e.AttachUSB(t.Context(), d.Addr())
			if err != nil || !strings.HasSuffix(address, fmt.Sprint(":", port)) {
				t.Fatalf("port %d of %s: %v", port, address, err)
			}
			if err := e.AttachGlobal(t.Context(), d.Addr(), address); err != nil {
				t.Fatal(err)
			}
			if d.Setting(globalProxy) != address || len(d.Reverses()) != 1 {
				t.Fatal("the phone was not attached")
			}
			if err := end(e); err != nil {
				t.Fatal(err)
			}
			if d.Setting(globalProxy) != ":0" || len(d.Reverses()) != 0 {
				t.Errorf("proxy %q, %d forwards are left", d.Setting(globalProxy), len(d.Reverses()))
			}
		})
	}
}

func TestFailedCleanupIsReported(t *testing.T) {
	d, cfg := withPhone(t, &adbtest.Device{})
	dir := t.TempDir()
	var c engine.Config
	cfg(&c)
	e := newEngine(t, cfg, func(c *engine.Config) { c.Dir = dir })
	address := start(t, e, engine.CaptureOptions{})
	if err := e.AttachGlobal(t.Context(), d.Addr(), address); err != nil {
		t.Fatal(err)
	}
	addr := c.ADB.Addr
	c.ADB.Addr = "127.0.0.1:1" // the cable is pulled
	err := e.StopCapture(t.Context())
	var not *engine.NotUndone
	if !errors.As(err, &not) || not.Serial != d.Addr() {
		t.Fatalf("error %v", err)
	}
	p := problem.Of(err)
	if !strings.Contains(p.Do.EN, "phone cleanup") || !strings.Contains(p.What.ZH, d.Addr()) {
		t.Errorf("words %+v", p)
	}
	c.ADB.Addr = addr
	if _, err := e.CleanPhones(t.Context()); err != nil || d.Setting(globalProxy) != ":0" {
		t.Errorf("proxy %q, %v", d.Setting(globalProxy), err)
	}
}

func TestDeviceLogIsRecorded(t *testing.T) {
	d, cfg := withPhone(t, &adbtest.Device{Log: "" +
		"2026-11-22 10:00:00.000 +0000  100  101 I unrelated: noise\n" +
		"2026-11-22 10:00:01.000 +0000  100  101 E AuthSDK: {\"code\":\"600015\",\"msg\":\"timeout\"}\n" +
		"2026-11-22 10:00:02.000 +0000  100  101 I unrelated: more noise\n"})
	e := newEngine(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { _, err := e.FollowLog(ctx, d.Addr()); done <- err }()
	await(t, "a line in the session", func() bool { return e.Session() != nil && e.Session().Last() > 0 })
	if got := e.Status().Logs; !slices.Equal(got, []string{d.Addr()}) {
		t.Errorf("logs %v", got)
	}
	if _, err := e.FollowLog(t.Context(), d.Addr()); !errors.Is(err, engine.ErrFollowing) {
		t.Errorf("followed twice: %v", err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("stopping it: %v", err)
	}
	var lines []exchange.LogLine
	for ev, err := range e.Session().Events(t.Context(), 0) {
		if l, ok := ev.Event.(exchange.LogLine); ok && err == nil {
			lines = append(lines, l)
		}
	}
	if len(lines) != 1 || lines[0].Tag != "AuthSDK" || lines[0].Device != d.Addr() || lines[0].Time.IsZero() {
		t.Errorf("lines %+v", lines)
	}
	if got := e.Status().Logs; len(got) != 0 {
		t.Errorf("logs %v", got)
	}
}

func TestListPhonesAndPullApps(t *testing.T) {
	d, cfg := withPhone(t, &adbtest.Device{
		Props: map[string]string{"ro.product.model": "Test Phone", "ro.build.version.sdk": "34"},
		Run: func(c string) (string, string, int) {
			switch {
			case c == "pm path com.example.shop":
				return "package:/data/app/x/base.apk\npackage:/data/app/x/split_config.zh.apk\n", "", 0
			case strings.HasPrefix(c, "am start"):
				return "Starting: Intent\n", "", 0
			}
			return "", "", 1
		}})
	e := newEngine(t, cfg)
	if e.Status().Phones != nil {
		t.Error("phones were looked for without being asked")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- e.WatchPhones(ctx) }()
	await(t, "the phone in the status", func() bool { return len(e.Status().Phones) == 1 })
	cancel()
	if err := <-done; err != nil || e.Status().Phones != nil {
		t.Errorf("%v, %v", err, e.Status().Phones)
	}
	if s, err := e.PhoneState(t.Context(), d.Addr()); err != nil || s.Model != "Test Phone" {
		t.Errorf("%+v %v", s, err)
	}
	d.PutFile("/data/app/x/base.apk", []byte("PK base"))
	if _, err := e.PullApp(t.Context(), d.Addr(), "com.example.shop"); err == nil {
		t.Error("an app was pulled without one of its files")
	}
	d.PutFile("/data/app/x/split_config.zh.apk", []byte("PK split"))
	app, err := e.PullApp(t.Context(), d.Addr(), "com.example.shop")
	if err != nil || len(app.Files) != 2 {
		t.Fatalf("%+v %v", app, err)
	}
	if raw, err := os.ReadFile(app.Files[1]); err != nil || string(raw) != "PK split" {
		t.Errorf("%q %v", raw, err)
	}
	if err := app.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(app.Files[0]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
	if err := e.InstallCertificate(t.Context(), d.Addr()); err != nil {
		t.Fatal(err)
	}
	root, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	if got := d.File("/sdcard/Download/loginscope-ca.crt"); !bytes.Equal(got, root.DER()) {
		t.Errorf("%d bytes on the phone", len(got))
	}
}

func TestMissingADBError(t *testing.T) {
	e := newEngine(t, func(c *engine.Config) { c.ADB = &adb.Client{Addr: "127.0.0.1:1", Program: "no-such-adb"} })
	_, err := e.Phones(t.Context())
	if !errors.Is(err, adb.ErrNoAdb) {
		t.Fatalf("error %v", err)
	}
	if p := problem.Of(err); !strings.Contains(p.Why.EN, "not installed") || !strings.Contains(p.Why.ZH, "未安装") {
		t.Errorf("words %+v", p)
	}
}
