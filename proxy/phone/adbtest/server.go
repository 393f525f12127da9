package adbtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/proxy/phone/adb"
	"loginscope/proxy/proxytest"
)

// serverTries limits the ports that are tried: a free one may be taken by
// another test before the server has it.
const serverTries = 5

// Server starts a real adb server on a port of its own, connects it to the
// devices, and stops it when the test ends. The machine's own server and keys
// are not touched. It needs the package adb.
func Server(t testing.TB, devices ...*Device) *adb.Client {
	t.Helper()
	home := proxytest.Home(t) // the server ends after kill-server has returned
	addr := ""
	for try := 1; addr == ""; try++ {
		candidate := freeAddr(t)
		out, err := command(home, candidate, "start-server")
		switch {
		case err == nil:
			addr = candidate
		case try == serverTries:
			t.Fatalf("adb start-server: %v: %s", err, out)
		}
	}
	t.Cleanup(func() {
		if out, err := command(home, addr, "kill-server"); err != nil {
			t.Errorf("adb kill-server: %v: %s", err, out)
		}
	})
	for _, d := range devices {
		if out, err := command(home, addr, "connect", d.Addr()); err != nil || !strings.Contains(out, "connected to") {
			t.Fatalf("adb connect: %v: %s", err, out)
		}
	}
	return &adb.Client{Addr: addr, Program: "-"}
}

func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// command runs adb against the server at addr. Its output goes to a file,
// which a server that is started inherits without keeping the caller waiting.
func command(home, addr string, args ...string) (string, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", err
	}
	cmd := exec.Command("adb", append([]string{"-P", port}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+home, "ADB_MDNS_AUTO_CONNECT=0", "ADB_LIBUSB=0")
	out, err := os.Create(filepath.Join(home, args[0]))
	if err != nil {
		return "", fmt.Errorf("run adb: %w", err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	runErr := cmd.Run()
	text, err := os.ReadFile(out.Name())
	if runErr != nil {
		err = runErr
	}
	return string(text), err
}
