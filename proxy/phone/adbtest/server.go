package adbtest

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"loginscope/proxy/phone/adb"
)

// Server starts a real adb server on a port of its own, connects it to the
// devices, and stops it when the test ends. The machine's own server and keys
// are not touched. It needs the package adb.
func Server(t testing.TB, devices ...*Device) *adb.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	home := t.TempDir()
	run := func(args ...string) string {
		cmd := exec.Command("adb", append([]string{"-P", port}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+home, "ADB_MDNS_AUTO_CONNECT=0", "ADB_LIBUSB=0")
		out, err := os.CreateTemp(home, "out")
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		cmd.Stdout, cmd.Stderr = out, out // a file: the server that is started inherits it
		if err := cmd.Run(); err != nil {
			text, _ := os.ReadFile(out.Name())
			t.Fatalf("adb %s: %v: %s", strings.Join(args, " "), err, text)
		}
		text, _ := os.ReadFile(out.Name())
		return string(text)
	}
	run("start-server")
	t.Cleanup(func() { run("kill-server") })
	for _, d := range devices {
		if out := run("connect", d.Addr()); !strings.Contains(out, "connected to") {
			t.Fatalf("adb connect: %s", out)
		}
	}
	return &adb.Client{Addr: addr, Program: "-"}
}
