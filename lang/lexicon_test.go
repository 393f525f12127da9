package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLexiconHasEveryValue compares the table with the constants of the types
// whose values it names, as they stand in the source.
func TestLexiconHasEveryValue(t *testing.T) {
	codes, inspector := constants(t, "../codes"), constants(t, "../inspector")
	severities := slices.DeleteFunc(constants(t, "../inspector/finding")["Status"], func(word string) bool {
		// of an app: headings, not words
		return slices.Contains([]string{"hint", "pass", "skipped", "suppressed"}, word)
	})
	for group, words := range map[Group][]string{
		Certainty: codes["Certainty"], Retry: codes["Retry"], Actor: codes["Actor"], Kind: codes["Kind"],
		Outcome: append(inspector["FlowOutcome"], "waiting"), StepOutcome: append(inspector["Outcome"], ""),
		Visibility: append(inspector["Visibility"], "absent"), Severity: severities, Lane: inspector["Lane"],
		Mark: constants(t, "../app/session")["Mark"],
	} {
		if len(words) < 3 {
			t.Errorf("%s: constants %v", group, words)
		}
		var have []string
		for _, e := range Lexicon() {
			if e.Group == group {
				have = append(have, e.Word)
			}
		}
		slices.Sort(words)
		slices.Sort(have)
		if !slices.Equal(words, have) {
			t.Errorf("%s: the lexicon has %q, the constants are %q", group, have, words)
		}
	}
}

// constants lists the values of the string constants of a package by type.
func constants(t *testing.T, dir string) map[string][]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typ, named := spec.Type.(*ast.Ident)
			lit, text := spec.Values[0].(*ast.BasicLit)
			if named && text && lit.Kind == token.STRING {
				word, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				out[typ.Name] = append(out[typ.Name], word)
			}
			return true
		})
	}
	return out
}

func TestNamesAreBilingualAndUnique(t *testing.T) {
	type key struct {
		group Group
		name  string
	}
	seen := map[key]string{}
	for _, e := range Lexicon() {
		if e.Name.EN == "" || e.Name.ZH == "" {
			t.Errorf("%s %q: half a name %+v", e.Group, e.Word, e.Name)
		}
		for _, name := range []string{e.Name.EN, e.Name.ZH} {
			if other, twice := seen[key{e.Group, name}]; twice && other != e.Word && e.Word != "" {
				t.Errorf("%s: %q names %q and %q", e.Group, name, other, e.Word)
			}
			seen[key{e.Group, name}] = e.Word
		}
	}
	if Name(Retry, "other") != (Text{"other", "other"}) || Has(Retry, "other") || !Has(Retry, "no") {
		t.Error("an unknown word is not shown as it is")
	}
}
