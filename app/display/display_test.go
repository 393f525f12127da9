package display

import (
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

func env(display string) func(string) string {
	return func(key string) string {
		if key == "DISPLAY" {
			return display
		}
		return ""
	}
}

func TestCheckWithoutServer(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can be without a display")
	}
	for name, want := range map[string]string{
		"":                 "is not set",
		"nonsense":         "does not answer",
		":x":               "does not answer",
		":59535":           "does not answer",
		"127.0.0.1:59535":  "does not answer",
		":99999999":        "does not answer",
		"unix:59534.0":     "does not answer",
		"localhost:-1":     "does not answer",
		"127.0.0.1:59535.": "does not answer",
	} {
		p := Check(env(name))
		if p == nil || !strings.Contains(p.Why.EN, want) || p.Why.ZH == "" || p.Do.EN == "" {
			t.Errorf("DISPLAY=%q: %+v, want %q", name, p, want)
		}
	}
}

func TestCheckFindsServer(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can be without a display")
	}
	over := func(network, address string) net.Listener {
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		return l
	}
	number := 40000 + os.Getpid()%19000
	over("unix", "@/tmp/.X11-unix/X"+strconv.Itoa(number))
	over("tcp", "127.0.0.1:"+strconv.Itoa(basePort+number))
	for _, name := range []string{":" + strconv.Itoa(number), "unix:" + strconv.Itoa(number) + ".0",
		"127.0.0.1:" + strconv.Itoa(number)} {
		if p := Check(env(name)); p != nil {
			t.Errorf("DISPLAY=%q: %+v", name, p)
		}
	}
}
