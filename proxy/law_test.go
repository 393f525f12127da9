package proxy

import (
	"go/build"
	"slices"
	"strings"
	"testing"
)

// TestImports holds the arrows: the proxy stands on its own parts, the exchange and
// goproxy, describes its errors with lang and problem, and knows nothing above it.
func TestImports(t *testing.T) {
	allowed := map[string][]string{
		".": {
			"loginscope/proxy/exchange", "loginscope/proxy/hosts", "loginscope/proxy/record",
			"loginscope/proxy/upstream", "loginscope/proxy/wire",
		},
		"./record": {"loginscope/proxy/exchange", "loginscope/proxy/hosts", "loginscope/proxy/upstream",
			"loginscope/proxy/wire"},
		"./upstream": {"loginscope/proxy/exchange", "loginscope/proxy/hosts", "loginscope/proxy/wire"},
		"./wire":     {"loginscope/proxy/exchange", "loginscope/proxy/hosts"},
		"./hosts":    nil,
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
			if strings.HasPrefix(imp, "loginscope/") && !slices.Contains(ours, imp) && imp != "loginscope/lang" &&
				imp != "loginscope/problem" {
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
