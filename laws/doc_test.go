package laws

import (
	"go/ast"
	"go/doc"
	"path"
	"regexp"
	"strings"
	"testing"
)

// sentence is a first sentence that says something: it begins with a capital and has
// at least six words.
var sentence = regexp.MustCompile(`^[A-Z]\S*(\s+\S+){5,}[.:]$`)

// TestEveryPackageHasDoc: each package that ships, and each command, has a doc
// comment that begins with its name and goes on for at least a sentence.
func TestEveryPackageHasDoc(t *testing.T) {
	packages := map[string]string{} // folder to doc comment
	names := map[string]string{}
	sources(t, []string{"."}, func(name string, file *ast.File) {
		dir := path.Dir(name)
		names[dir] = file.Name.Name
		if text := file.Doc.Text(); text != "" {
			if packages[dir] != "" {
				t.Errorf("%s: the package is described in two files", name)
			}
			packages[dir] = text
		}
	})
	if len(names) < 90 {
		t.Fatalf("%d packages read", len(names))
	}
	for dir, name := range names {
		first := new(doc.Package).Synopsis(packages[dir])
		begins := "Package " + name + " "
		if name == "main" {
			begins = "Command "
		}
		if !strings.HasPrefix(packages[dir], begins) || !sentence.MatchString(first) {
			t.Errorf("%s: its doc comment must begin with %q and a sentence: %q", dir, begins, first)
		}
	}
}
