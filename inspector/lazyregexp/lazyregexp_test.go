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
	list := patterns(t)
	for _, p := range list {
		if _, err := regexp.Compile(p); err != nil {
			t.Error(err)
		}
	}
	if len(list) < 20 {
		t.Errorf("found %d patterns: is the tree still the one that this test reads?", len(list))
	}
}

// patterns returns the pattern of every call of New in this module's inspector.
func patterns(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isNew(call.Fun) {
				list = append(list, patternOf(t, path, call))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func isNew(fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "New" {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	return ok && pkg.Name == "lazyregexp"
}

// patternOf is the pattern of a call: a literal, or a sum of literals.
func patternOf(t *testing.T, path string, call *ast.CallExpr) string {
	t.Helper()
	return textOf(t, path, call.Args[0])
}

func textOf(t *testing.T, path string, e ast.Expr) string {
	t.Helper()
	if sum, ok := e.(*ast.BinaryExpr); ok {
		return textOf(t, path, sum.X) + textOf(t, path, sum.Y)
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		t.Fatalf("%s: a pattern is a sum of literals, so that it can be compiled here", path)
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
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
