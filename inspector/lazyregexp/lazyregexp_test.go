package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryPatternCompiles reads the patterns of all packages beside this one.
func TestEveryPatternCompiles(t *testing.T) {
	var patterns int
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isNew(call.Fun) {
				return true
			}
			patterns++
			checkPattern(t, path, call)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if patterns < 20 {
		t.Errorf("found %d patterns: is the tree still the one that this test reads?", patterns)
	}
}

func isNew(fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "New" {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	return ok && pkg.Name == "lazyregexp"
}

func checkPattern(t *testing.T, path string, call *ast.CallExpr) {
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		t.Errorf("%s: a pattern is one literal, so that it can be compiled here", path)
		return
	}
	pattern, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := regexp.Compile(pattern); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

func TestSameAsRegexp(t *testing.T) {
	const pattern, text = `(\d)(\d?)`, "a12b3"
	lazy, want := New(pattern), regexp.MustCompile(pattern)
	if lazy.MatchString(text) != want.MatchString(text) || lazy.FindString(text) != want.FindString(text) ||
		strings.Join(lazy.FindStringSubmatch(text), ",") != strings.Join(want.FindStringSubmatch(text), ",") ||
		lazy.ReplaceAllString(text, "$2$1") != want.ReplaceAllString(text, "$2$1") {
		t.Error("the pattern matches otherwise than package regexp")
	}
}
