package laws

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pure are the packages that compute: values and readers in, values and an error
// out. They open nothing, dial nothing, read no clock and start no goroutine.
var pure = []string{"lang", "problem", "codes", "inspector", "proxy/exchange"}

// pureImports are what their files may import of the standard library; "net" and
// "os" are not among them, nor what logs or runs.
var pureImports = strings.Fields(`archive/zip bufio bytes cmp compress/... context crypto crypto/dsa crypto/ecdsa crypto/md5 crypto/rsa
	crypto/sha1 crypto/sha256 crypto/sha512 crypto/x509 crypto/x509/pkix embed encoding/... errors fmt hash hash/crc32 html html/template
	io io/fs iter maps math math/big mime net/netip net/url path reflect regexp regexp/syntax slices sort strconv strings sync time unicode
	unicode/utf16 unicode/utf8`)

// impure are functions of allowed packages that a pure file must not call.
var impure = map[string]string{
	"time":    "Now Since Until After AfterFunc Sleep NewTimer NewTicker Tick",
	"context": "Background TODO WithTimeout WithDeadline AfterFunc",
}

// sources calls f with every file that ships under the folders, parsed.
func sources(t *testing.T, folders []string, f func(path string, file *ast.File)) {
	t.Helper()
	files := 0
	for _, dir := range folders {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
				return filepath.SkipDir
			case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			files++
			f(filepath.ToSlash(strings.TrimPrefix(path, "../")), file)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 100 {
		t.Fatalf("%d files read", files)
	}
}

// imports are a file's imports by the name under which the file knows them.
func imports(file *ast.File) map[string]string {
	out := map[string]string{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		out[name] = path
	}
	return out
}

func TestPurePackages(t *testing.T) {
	sources(t, pure, func(path string, file *ast.File) {
		if within("inspector/inspectortest/...", filepath.ToSlash(filepath.Dir(path))) {
			return // helps tests alone
		}
		for _, broken := range impurities(file) {
			t.Errorf("%s %s", path, broken)
		}
	})
}

// impurities lists what a pure file must not do.
func impurities(file *ast.File) []string {
	var out []string
	known := imports(file)
	for name, path := range known {
		first, _, _ := strings.Cut(path, "/")
		if !strings.Contains(first, ".") && first != module && !within(strings.Join(pureImports, " "), path) ||
			name == "." {
			out = append(out, "imports "+path)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			out = append(out, "starts a goroutine")
		case *ast.SelectorExpr:
			x, _ := n.X.(*ast.Ident)
			if x != nil && x.Obj == nil && slices.Contains(strings.Fields(impure[known[x.Name]]), n.Sel.Name) {
				out = append(out, "calls "+x.Name+"."+n.Sel.Name)
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Go" {
				out = append(out, "starts a goroutine by Go")
			}
		}
		return true
	})
	return out
}

// TestTheLawBites breaks each rule once.
func TestTheLawBites(t *testing.T) {
	for src, want := range map[string]string{
		`package p; import "net/http"; func f() { go http.Get("x") }`:                     "imports net/http",
		`package p; func f() { go f() }`:                                                  "starts a goroutine",
		`package p; import "sync"; func f(w *sync.WaitGroup) { w.Go(func() {}) }`:         "starts a goroutine by Go",
		`package p; import clock "time"; func f() clock.Time { return clock.Now() }`:      "calls clock.Now",
		`package p; import "time"; var now = time.Now`:                                    "calls time.Now",
		`package p; import "os"; var x = os.Args`:                                         "imports os",
		`package p; import . "time"; var x = Now()`:                                       "imports time",
		`package p; import "context"; func f() context.Context { return context.TODO() }`: "calls context.TODO",
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", src, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := impurities(file); !slices.Contains(got, want) {
			t.Errorf("%s: %v, want %q", src, got, want)
		}
	}
}
