package fourth

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"loginscope/codes"
)

// allowed are the files beside the table that may spell a carrier, each with
// its reason: what stands there is true of one carrier, and a new one has
// nothing to add to it. A path ending in "/" stands for the folder's files.
var allowed = []struct{ path, reason string }{
	{"codes/carriers.go", "the table's own constants"},
	{"codes/carrierrows.go", "the table"},
	{"codes/ranges.go", "a sentence about one carrier's range of numbers"},
	{"codes/shown.go", "a sentence about one carrier's codes"},
	{"inspector/issuer/carriers.go", "the list of decoders, which a carrier may lack"},
	{"inspector/issuer/chinamobile.go", "one carrier's decoder"},
	{"inspector/issuer/chinaunicom.go", "one carrier's decoder"},
	{"inspector/issuer/chinatelecom.go", "one carrier's decoder"},
	{"inspector/issuer/alibaba_log.go", "a log line of one carrier's part"},
	{"inspector/check/", "a sentence about one carrier's rule"},
	{"inspector/cause/", "a cause that one carrier has"},
	{"inspector/androidapp/lint/", "a sentence about one carrier's change"},
	{"inspector/androidapp/makers.go", "artifacts of the carriers' own SDKs"},
	{"inspector/androidapp/source/others.go", "classes of the carriers' own SDKs"},
	{"app/lab/sdkcm.go", "one carrier's simulator"},
	{"app/lab/sdkntyd.go", "one carrier's simulator"},
	{"app/lab/sdkcu.go", "one carrier's simulator"},
	{"app/lab/sdkct.go", "one carrier's simulator"},
	{"app/lab/carriers.go", "the carriers' simulated servers"},
	{"app/lab/logcat.go", "the tags of the simulated SDKs"},
	{"app/lab/simulators.go", "the list of simulators, which a carrier may lack"},
	{"app/ui/e2e/", "made-up traffic for screenshots"},
}

// TestCarriersNamedOnlyInTable looks for the carriers' names, keys, domains,
// vendor names and log tags in the code that ships. Comments are not searched.
func TestCarriersNamedOnlyInTable(t *testing.T) {
	words := spelled()
	used := map[string]bool{}
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		path = filepath.ToSlash(strings.TrimPrefix(path, "../../"))
		found := spells(t, path, words)
		if len(found) == 0 {
			return nil
		}
		i := slices.IndexFunc(allowed, func(a struct{ path, reason string }) bool {
			return a.path == path || strings.HasSuffix(a.path, "/") && strings.HasPrefix(path, a.path)
		})
		if i < 0 {
			t.Errorf("%s spells a carrier: %s; read it from codes.Carriers", path, strings.Join(found, ", "))
			return nil
		}
		used[allowed[i].path] = true
		return nil
	})
	if err != nil || files < 500 {
		t.Fatalf("%d files read: %v", files, err)
	}
	for _, a := range allowed {
		if !used[a.path] {
			t.Errorf("%s spells no carrier any more: strike it off the list", a.path)
		}
	}
}

// spelled is a pattern of everything that names one carrier.
func spelled() *regexp.Regexp {
	var words []string
	for _, c := range codes.Carriers() {
		words = append(words, regexp.QuoteMeta(c.Name.EN), c.Name.ZH)
		if c.Said != c.Name.ZH && !strings.Contains(c.Said, "|") {
			words = append(words, c.Said)
		}
		for _, v := range c.Vendors {
			words = append(words, regexp.QuoteMeta(v.Name))
		}
		for _, tag := range c.LogTags {
			words = append(words, `\b`+regexp.QuoteMeta(strings.TrimRight(tag, ":*")))
		}
		for _, d := range c.Domains() {
			words = append(words, regexp.QuoteMeta(d))
		}
	}
	return regexp.MustCompile(`(?:` + strings.Join(words, "|") + `|(?i:unicom|telecom|chinamobile))`)
}

// spells lists what of a file's names and literals matches.
func spells(t *testing.T, path string, words *regexp.Regexp) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", path), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		text := ""
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Ident:
			text = n.Name
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text, _ = strconv.Unquote(n.Value)
			}
			if codes.CarrierOf(codes.Issuer(strings.ToLower(text))) != nil {
				found = append(found, text) // the key, or the mark before a code
			}
		}
		if m := words.FindString(text); m != "" && !slices.Contains(found, m) {
			found = append(found, m)
		}
		return true
	})
	return found
}
