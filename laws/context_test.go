package laws

import (
	"go/ast"
	"path"
	"strings"
	"testing"
)

// keepers are the files with a struct that keeps a context: the life of what it
// stands for, which Close ends.
var keepers = map[string]string{
	"app/engine/engine.go":   "the engine's life",
	"app/engine/sessions.go": "the life of what follows a session",
	"proxy/proxy.go":         "the proxy's life",
}

// TestContexts: only package main begins a context; where work has to outlive a caller's,
// context.WithoutCancel takes it along. No struct keeps one, but for the types above.
func TestContexts(t *testing.T) {
	begun, kept := map[string]bool{}, map[string]bool{}
	sources(t, []string{"."}, func(name string, file *ast.File) {
		if file.Name.Name == "main" {
			return
		}
		known := imports(file)
		isContext := func(e ast.Expr, what string) bool {
			sel, ok := e.(*ast.SelectorExpr)
			if !ok {
				return false
			}
			x, ok := sel.X.(*ast.Ident)
			return ok && known[x.Name] == "context" && strings.Contains(what, sel.Sel.Name)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if isContext(n.Fun, "Background TODO") {
					begun[name] = true
				}
			case *ast.StructType:
				for _, f := range n.Fields.List {
					if isContext(f.Type, "Context") {
						kept[name] = true
					}
				}
			}
			return true
		})
	})
	compare(t, "begins a context of its own", begun, nil)
	compare(t, "keeps a context in a struct", kept, keepers)
}

// compare reports what is found and not allowed, and what is allowed in vain.
func compare(t *testing.T, what string, found map[string]bool, allowed map[string]string) {
	t.Helper()
	for name := range found {
		if allowed[name] == "" {
			t.Errorf("%s %s; take the caller's (%s)", name, what, path.Dir(name))
		}
	}
	for name := range allowed {
		if !found[name] {
			t.Errorf("%s no longer %s: strike it off the list", name, what)
		}
	}
}
