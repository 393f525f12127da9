package ui

import (
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "loginscope/app/ui"

// imports are those of a package below app/ui, "." for the window itself, as the
// program that people use is built.
func imports(t *testing.T, dir string) []string {
	t.Helper()
	p, err := build.Default.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	return p.Imports
}

// pageDirs are the packages of the pages: those with an Info method's file, which
// is what pages.go imports and no shared pane.
func pageDirs(t *testing.T) []string {
	t.Helper()
	var out []string
	dirs, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		files, err := filepath.Glob(filepath.Join(d.Name(), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(src), ") Info() page.Info") {
				out = append(out, d.Name())
			}
		}
	}
	if len(out) < 12 {
		t.Fatalf("found the pages %q alone", out)
	}
	return out
}

// TestPagesImportNoWindowOrPage holds the arrows of pages, and that
// of the window every page is in the list.
func TestPagesImportNoWindowOrPage(t *testing.T) {
	all := pageDirs(t)
	for _, dir := range all {
		for _, imp := range imports(t, dir) {
			other := strings.TrimPrefix(imp, root+"/")
			if imp == root || other != imp && slices.Contains(all, other) {
				t.Errorf("the page %s imports %s; it asks its Host for a reference instead", dir, imp)
			}
		}
		if !slices.Contains(imports(t, "."), root+"/"+dir) {
			t.Errorf("the page %s is not in pages.go", dir)
		}
	}
}

// TestAPaneKnowsNoPage: what pages share stands below them.
func TestAPaneKnowsNoPage(t *testing.T) {
	all := pageDirs(t)
	for _, dir := range []string{"kit", "theme", "look", "shown", "page", "state", "table", "detail", "sequence",
		"verdict", "listing"} {
		for _, imp := range imports(t, dir) {
			if other := strings.TrimPrefix(imp, root+"/"); imp == root || slices.Contains(all, other) {
				t.Errorf("%s imports %s", dir, imp)
			}
		}
	}
}

// TestWindowUsesPageInterfaceOnly: no file of the window but pages.go
// and the Config has a word of a page's package, and none looks behind page.Page.
func TestWindowUsesPageInterfaceOnly(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"current.(", "pages[i].(", "Info().ID ==", "Info().ID !=", "switch w.current"} {
			if strings.Contains(string(src), bad) {
				t.Errorf("%s has %q", f, bad)
			}
		}
		for _, dir := range pageDirs(t) {
			if f != "pages.go" && strings.Contains(string(src), dir+".New(") {
				t.Errorf("%s makes the page %s; pages.go does", f, dir)
			}
		}
	}
}

// TestImports holds that the window reaches network and processes through others.
func TestImports(t *testing.T) {
	for _, dir := range append(pageDirs(t), ".", "kit", "theme", "look", "shown", "page", "state", "table", "detail",
		"sequence", "verdict", "listing") {
		for _, imp := range imports(t, dir) {
			switch imp {
			case "loginscope/proxy", "loginscope/proxy/ca", "loginscope/app/cli", "net/http", "os/exec":
				t.Errorf("%s imports %s", dir, imp)
			}
		}
	}
}

// TestShippedBinaryHasNoTestState: the socket for scripts and the
// load of measurements are in no build without the tag e2e or ci.
func TestShippedBinaryHasNoTestState(t *testing.T) {
	for dir, behind := range map[string][]string{".": {"state.go", "stateserver.go", "waits.go"},
		"..": {"load.go", "observed.go"}} {
		ctx := build.Default
		for _, tag := range []string{"ci", "e2e", ""} {
			ctx.BuildTags = []string{tag}
			p, err := ctx.ImportDir(dir, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range behind {
				if in := slices.Contains(p.GoFiles, f); in != (tag != "") {
					t.Errorf("built with the tag %q, %s has the file %s: %v", tag, dir, f, in)
				}
			}
			if tag == "" && slices.Contains(p.Imports, root+"/state") {
				t.Errorf("%s imports the state without a tag", dir)
			}
		}
	}
}
