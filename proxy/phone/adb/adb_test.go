package adb_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/adbtest"
)

func phone(t *testing.T) (*adbtest.Device, *adb.Client) {
	t.Helper()
	d := adbtest.Start(t, &adbtest.Device{
		Props: map[string]string{"ro.product.model": "Test Phone", "ro.product.name": "lab"},
		Log:   "01-01 00:00:00.000  1  1 I AuthSDK : hello\n",
		Run: func(c string) (string, string, int) {
			if c == "false" {
				return "out\n", "err\n", 7
			}
			return "", "", 0
		},
	})
	return d, adbtest.Server(t, d)
}

func ctx(t *testing.T) context.Context {
	c, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return c
}

func TestClientWithRealADBServer(t *testing.T) {
	d, c := phone(t)
	if v, err := c.Version(ctx(t)); err != nil || v < 30 {
		t.Fatalf("version %d, %v", v, err)
	}
	list, err := c.Devices(ctx(t))
	if err != nil || len(list) != 1 || list[0].State != adb.Online || list[0].Model != "Test Phone" ||
		list[0].Serial != d.Addr() {
		t.Fatalf("%+v %v", list, err)
	}
	out, err := c.Shell(ctx(t), d.Addr(), "false")
	if err != nil || out.Exit != 7 || out.Stdout != "out\n" || out.Stderr != "err\n" {
		t.Errorf("shell: %+v %v", out, err)
	}
	if _, err := c.Shell(ctx(t), d.Addr(), "settings put global http_proxy 127.0.0.1:8899"); err != nil {
		t.Error(err)
	}
	if got := d.Setting("global/http_proxy"); got != "127.0.0.1:8899" {
		t.Errorf("setting %q", got)
	}
}

func TestReverseForwards(t *testing.T) {
	d, c := phone(t)
	if err := c.Reverse(ctx(t), d.Addr(), 8899, 9900); err != nil {
		t.Fatal(err)
	}
	list, err := c.Reverses(ctx(t), d.Addr())
	if err != nil || len(list) != 1 || list[0] != (adb.Forward{Remote: "tcp:8899", Local: "tcp:9900"}) {
		t.Errorf("%+v %v", list, err)
	}
	if err := c.RemoveReverse(ctx(t), d.Addr(), 8899); err != nil {
		t.Error(err)
	}
	if n := len(d.Reverses()); n != 0 {
		t.Errorf("%d forwards are left", n)
	}
	var fail *adb.FailError
	if err := c.RemoveReverse(ctx(t), d.Addr(), 8899); !errors.As(err, &fail) {
		t.Errorf("second removal: %v", err)
	}
}

func TestPushAndPull(t *testing.T) {
	d, c := phone(t)
	data := bytes.Repeat([]byte("0123456789abcdef"), 20_000) // 320 KB: several packets
	if err := c.Push(ctx(t), d.Addr(), bytes.NewReader(data), "/sdcard/a", 0o644, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.File("/sdcard/a"), data) {
		t.Error("pushed bytes differ")
	}
	var got bytes.Buffer
	if _, err := c.Pull(ctx(t), d.Addr(), "/sdcard/a", &got, 1<<20); err != nil || !bytes.Equal(got.Bytes(), data) {
		t.Errorf("pull: %v, %d bytes", err, got.Len())
	}
	if _, err := c.Pull(ctx(t), d.Addr(), "/sdcard/a", &bytes.Buffer{}, 1000); err == nil {
		t.Error("the limit did not hold")
	}
	var fail *adb.FailError
	if _, err := c.Pull(ctx(t), d.Addr(), "/nope", &got, 1<<20); !errors.As(err, &fail) {
		t.Errorf("missing file: %v", err)
	}
	if err := c.Push(ctx(t), d.Addr(), strings.NewReader("x"), "/system/x", 0o644, time.Unix(1e9, 0)); !errors.As(err,
		&fail) {
		t.Errorf("read-only: %v", err)
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	d, c := phone(t)
	live, cancel := context.WithCancel(ctx(t))
	s, err := c.Stream(live, d.Addr(), "logcat -v threadtime")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	line, err := bufio.NewReader(s).ReadString('\n')
	if err != nil || !strings.Contains(line, "AuthSDK") {
		t.Errorf("%q %v", line, err)
	}
	cancel()
	if _, err := s.Read(make([]byte, 1)); err == nil {
		t.Error("the stream went on after its context ended")
	}
}

func TestMissingDeviceAndFileErrors(t *testing.T) {
	_, c := phone(t)
	var fail *adb.FailError
	if _, err := c.Shell(ctx(t), "no-such-device", "true"); !errors.As(err, &fail) {
		t.Errorf("unknown serial: %v", err)
	}
	gone := &adb.Client{Addr: "127.0.0.1:1", Program: "-"}
	if _, err := gone.Devices(ctx(t)); !errors.Is(err, adb.ErrNoServer) {
		t.Errorf("no server: %v", err)
	}
	gone.Program = "no-such-program-anywhere"
	if _, err := gone.Devices(ctx(t)); !errors.Is(err, adb.ErrNoAdb) {
		t.Errorf("no adb: %v", err)
	}
}

func TestRealADBClientWithFakeDevice(t *testing.T) {
	d, c := phone(t)
	_, port, _ := strings.Cut(c.Addr, ":")
	out, err := exec.Command("adb", "-P", port, "-s", d.Addr(), "shell", "false").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 7 || !strings.Contains(string(out), "out") {
		t.Errorf("%v: %s", err, out)
	}
}
