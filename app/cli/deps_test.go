package cli_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestCommandLineImportsNoGraphics holds the law that servers depend on:
// without cgo every package of loginscope-cli builds, and none of them draws.
func TestCommandLineImportsNoGraphics(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "loginscope/app/cmd/loginscope-cli")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	packages := strings.Fields(string(out))
	if len(packages) < 50 {
		t.Fatalf("only %d packages", len(packages))
	}
	for _, p := range packages {
		for _, banned := range []string{"fyne.io/", "github.com/go-gl/", "runtime/cgo", "loginscope/app/ui"} {
			if strings.HasPrefix(p, banned) || p == "loginscope/app" {
				t.Errorf("reaches %s", p)
			}
		}
	}
}
