// Package laws holds the rules of docs/architecture.md as data: which package may
// reach which, and what no file of a pure package may do. All are allow-lists, so
// that a new package or import is refused until somebody decides.
package laws

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "loginscope"

// floor is a group of packages with what they may reach, directly or through
// others. A name ending in "/..." stands for the packages below as well, without
// it for the one package. The first floor that names a package counts.
type floor struct {
	packages string
	ours     string // packages of Loginscope, beside those of the floor itself
	modules  string // other modules; "*" for any
}

// floors are the arrows, from the bottom to the top.
var floors = []floor{
	{"lang", "", ""},
	{"problem", "lang", ""},
	{"codes", "lang", ""},
	{"assets", "", ""},
	{"proxy/exchange", "", ""},
	{"proxy/hosts proxy/wire proxy/upstream proxy/record", "proxy/exchange", wireModules},
	{"proxy/ca", "lang problem", ""},
	{"proxy", "proxy/exchange proxy/hosts proxy/wire proxy/upstream proxy/record lang problem",
		"github.com/elazarl/goproxy " + wireModules},
	{"proxy/proxytest proxy/peers", "proxy/... lang problem", "*"},
	{"proxy/phone/...",
		"proxy proxy/exchange proxy/hosts proxy/wire proxy/upstream proxy/record proxy/ca proxy/proxytest codes " +
			"lang problem", "*"},
	{"inspector/...", "proxy/exchange codes lang problem", readers},
	{"app/session", "proxy/exchange lang problem", sqlite},
	{"app/bundle", "app/session inspector/... proxy/exchange codes lang problem", "*"},
	{"app/i18n", "lang", ""},
	{"app/heap", "", "*"},
	{"app/version", "lang", ""},
	{"app/display", "lang problem", ""},
	{"app/lab", "assets codes lang proxy/exchange", "*"},
	{"app/replay/...", "inspector/... proxy/exchange codes lang problem", "*"},
	{"app/feed/filter", "codes lang", ""},
	{"app/feed", "app/session app/feed/filter inspector/... proxy/exchange codes lang problem", readers + " " + sqlite},
	{"app/engine", engineFloor + " app/version", "*"},
	{"app/job", "app/feed app/feed/filter app/session inspector/... proxy/exchange codes lang problem", "*"},
	{"app/cli app/cmd/...", "app/cli app/engine app/feed app/feed/filter app/heap app/i18n app/version " + engineFloor,
		"*"},
	{"app/ui/...", "app/engine app/feed app/feed/filter app/i18n app/job app/version " + engineFloor, "*"},
	{"app", "app/engine app/feed app/feed/filter app/heap app/i18n app/job app/ui/... app/version " + engineFloor, "*"},
	{".", "app app/cli app/display app/engine app/feed app/feed/filter app/heap app/i18n app/job app/ui/... app/version " +
		engineFloor, "*"},
}

const (
	engineFloor = "app/bundle app/session app/lab app/replay/... assets inspector/... proxy/... codes lang problem"
	// readers parse bytes: archives, encodings, XML's and Gradle's relatives.
	readers = "golang.org/x/text golang.org/x/net github.com/klauspost/compress github.com/andybalholm/brotli " +
		"gopkg.in/yaml.v3 " +
		"google.golang.org/protobuf github.com/aymanbagabas/go-udiff github.com/BurntSushi/toml " +
		"github.com/rogpeppe/go-internal golang.org/x/tools"
	sqlite      = "modernc.org/ github.com/ golang.org/x/ google.golang.org/protobuf"
	wireModules = "golang.org/x/net golang.org/x/text golang.org/x/crypto golang.org/x/sync golang.org/x/sys " +
		"github.com/"
)

// direct are imports that few packages may have themselves.
var direct = []struct{ module, packages string }{
	{"github.com/elazarl/goproxy", "proxy proxy/peers"}, // peers compares it with others
	{"fyne.io/fyne/v2", "app app/ui/... app/fourth"},
}

// without are packages of the standard library that a package must not import.
var without = []struct{ standard, packages string }{
	{"net/http", "app/session app/feed/... app/i18n app/job"},
	{"net", "app/session app/feed/filter app/i18n app/job"},
	{"os", "app/feed/..."},
}

// windowless are packages from which no path leads to the window's toolkit, so
// that they build without graphics libraries.
var windowless = strings.Fields(
	"app/cli app/cmd/... app/engine app/feed app/session app/lab app/replay/... inspector/... proxy/... codes lang " +
		"problem")

type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

// list reads the packages of this module and all that they need.
func list(t *testing.T) map[string]pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-tags", "ci", "-deps", "-json=ImportPath,Imports,Standard",
		"./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]pkg{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
	if len(all) < 300 {
		t.Fatalf("go list named %d packages", len(all))
	}
	return all
}

// short is a package's path in the module, "." for its root, ok false for one of
// another module.
func short(path string) (name string, ok bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// within reports whether a list names a package.
func within(list, name string) bool {
	for _, l := range strings.Fields(list) {
		if below, all := strings.CutSuffix(l, "/..."); l == name || all &&
			(name == below || strings.HasPrefix(name, below+"/")) {
			return true
		}
	}
	return false
}

// reach lists what a package imports, directly or through others, without the
// standard library; each with the package that imports it.
func reach(all map[string]pkg, from string) map[string]string {
	by := map[string]string{}
	var visit func(path string)
	visit = func(path string) {
		for _, imp := range all[path].Imports {
			if _, seen := by[imp]; seen || all[imp].Standard || imp == "C" || imp == "unsafe" {
				continue
			}
			by[imp] = path
			visit(imp)
		}
	}
	visit(from)
	return by
}

func TestArrows(t *testing.T) {
	all := list(t)
	used := map[int]bool{}
	for path := range all {
		name, ours := short(path)
		if !ours || within("app/fourth app/soak app/engine/tlstable laws", name) { // tests alone
			continue
		}
		i := slices.IndexFunc(floors, func(f floor) bool { return within(f.packages, name) })
		if i < 0 {
			t.Errorf("%s stands on no floor: give it its arrows", name)
			continue
		}
		used[i] = true
		f := floors[i]
		for imp, by := range reach(all, path) {
			switch other, own := short(imp); {
			case own && !within(f.packages, other) && !within(f.ours, other):
				t.Errorf("%s reaches %s through %s", name, other, by)
			case !own &&
				!slices.ContainsFunc(strings.Fields(f.modules),
					func(m string) bool { return m == "*" || strings.HasPrefix(imp, m) }):
				t.Errorf("%s reaches %s through %s", name, imp, by)
			}
		}
		for _, d := range direct {
			if slices.ContainsFunc(all[path].Imports,
				func(imp string) bool { return imp == d.module || strings.HasPrefix(imp, d.module+"/") }) &&
				!within(d.packages, name) {
				t.Errorf("%s imports %s itself", name, d.module)
			}
		}
	}
	for path, p := range all {
		name, ours := short(path)
		for _, w := range without {
			for _, imp := range p.Imports {
				if ours && within(w.packages, name) && within(w.standard, imp) {
					t.Errorf("%s imports %s", name, imp)
				}
			}
		}
	}
	for i, f := range floors {
		if !used[i] {
			t.Errorf("no package stands on the floor %q", f.packages)
		}
	}
}

func TestNoWindowWithoutOne(t *testing.T) {
	all := list(t)
	checked := 0
	for path := range all {
		if name, ours := short(path); !ours || !within(strings.Join(windowless, " "), name) {
			continue
		}
		checked++
		for imp, by := range reach(all, path) {
			if strings.HasPrefix(imp, "fyne.io/") {
				t.Errorf("%s reaches %s through %s", path, imp, by)
			}
		}
	}
	if checked < 60 {
		t.Errorf("%d packages checked", checked)
	}
}
