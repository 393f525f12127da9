package proxy

import (
	"go/build"
	"strings"
	"testing"
)

// TestImports holds the arrows: proxy knows the exchange, the leaf signer's
// interface and goproxy, and nothing above it.
func TestImports(t *testing.T) {
	allowed := map[string][]string{
		".":          {"loginscope/proxy/exchange"},
		"./ca":       nil,
		"./exchange": nil,
	}
	for dir, ours := range allowed {
		pkg, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(pkg.GoFiles) == 0 {
			t.Fatalf("%s: no files", dir)
		}
		for _, imp := range pkg.Imports {
			if strings.HasPrefix(imp, "loginscope/") && !strings.Contains(strings.Join(ours, " "), imp) {
				t.Errorf("%s imports %s", dir, imp)
			}
			if imp == "github.com/elazarl/goproxy" && dir != "." {
				t.Errorf("%s imports goproxy", dir)
			}
			if dir == "./exchange" && (imp == "net" || strings.HasPrefix(imp, "net/") || imp == "os") {
				t.Errorf("%s imports %s", dir, imp)
			}
		}
	}
}
