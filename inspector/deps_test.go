package inspector_test

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// pure are the packages of this tree that take part in an inspection.
var pure = []string{".", "cause", "decode", "issuer", "check", "ruleset", "redact"}

// forbidden are imports that a pure package must not have itself.
var forbidden = []string{"net", "net/http", "crypto/tls", "os", "os/exec", "log", "fyne.io/", "github.com/elazarl/goproxy"}

// TestDependencies holds the arrows: an inspection opens nothing, dials
// nothing, and knows neither the proxy nor the application.
func TestDependencies(t *testing.T) {
	for _, dir := range pure {
		p, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range p.Imports {
			for _, bad := range forbidden {
				if imp == bad || strings.HasSuffix(bad, "/") && strings.HasPrefix(imp, bad) {
					t.Errorf("package %q imports %q", dir, imp)
				}
			}
			if rest, ours := strings.CutPrefix(imp, "loginscope/"); ours && rest != "codes" && rest != "lang" && rest != "proxy/exchange" &&
				rest != "inspector" && !strings.HasPrefix(rest, "inspector/") {
				t.Errorf("package %q imports %q", dir, imp)
			}
		}
	}
}

// TestNoClock checks that no pure package reads the clock or starts a
// goroutine: time comes in as a value.
func TestNoClock(t *testing.T) {
	for _, dir := range pure {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("find files of %q: %d, %v", dir, len(files), err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s starts a goroutine", name)
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && clockFunc[n.Sel.Name] {
						t.Errorf("%s calls time.%s", name, n.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

var clockFunc = map[string]bool{"Now": true, "Since": true, "Until": true, "After": true, "Sleep": true, "NewTimer": true, "NewTicker": true}
