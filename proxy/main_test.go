package proxy_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"loginscope/proxy/proxytest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	proxytest.Cleanup()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			os.Stderr.WriteString("goroutines left over: " + err.Error() + "\n")
			code = 1
		}
	}
	os.Exit(code)
}
