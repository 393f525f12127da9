package feed

import (
	"go/build"
	"strings"
	"testing"
)

// TestImports holds the arrows of the architecture: no window, no network.
func TestImports(t *testing.T) {
	for _, dir := range []string{".", "filter"} {
		p, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range p.Imports {
			for _, bad := range []string{"fyne.io", "net/http", "os", "loginscope/app/ui", "loginscope/app/engine", "loginscope/proxy/ca"} {
				if imp == bad || strings.HasPrefix(imp, bad+"/") {
					t.Errorf("%s imports %s", dir, imp)
				}
			}
			if dir == "filter" && strings.HasPrefix(imp, "loginscope/") && imp != "loginscope/codes" {
				t.Errorf("filter imports %s; it knows the names of the carriers and nothing else", imp)
			}
		}
	}
}
