package codes

import (
	"go/build"
	"strings"
	"testing"
)

// TestImports holds the package's law: the standard library and lang only, and of the former
// nothing that reaches a network, a process or the file system.
func TestImports(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkg.Imports) == 0 {
		t.Fatal("no imports read")
	}
	banned := map[string]bool{"net": true, "net/http": true, "crypto/tls": true, "os": true, "os/exec": true}
	for _, path := range pkg.Imports {
		first, _, _ := strings.Cut(path, "/")
		if banned[path] || strings.Contains(first, ".") || first == "loginscope" && path != "loginscope/lang" {
			t.Errorf("imports %q", path)
		}
	}
}
