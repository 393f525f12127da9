package androidapp_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports holds the law of the inspector: no network, no operating system,
// no window, and the oracles of the tests stay in the tests.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 10 {
		t.Fatalf("go list named %d packages", len(lines))
	}
	banned := []string{"net", "net/http", "crypto/tls", "os", "os/exec", "fyne.io/", "github.com/elazarl/goproxy", "github.com/avast/", "loginscope/app", "loginscope/proxy/ca"}
	for _, line := range lines {
		words := strings.Fields(line)
		for _, imp := range words[1:] {
			for _, b := range banned {
				if imp == b || strings.HasSuffix(b, "/") && strings.HasPrefix(imp, b) {
					t.Errorf("%s imports %s", words[0], imp)
				}
			}
		}
	}
}
