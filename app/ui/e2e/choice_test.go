//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/ui/state"
)

// writeApps writes a project of two apps, of which the first has flavours.
func writeApps(t *testing.T, flavors int) string {
	t.Helper()
	project := filepath.Join(t.TempDir(), "shops")
	var named strings.Builder
	named.WriteString("  flavorDimensions 'store'\n  productFlavors {\n")
	for i := range flavors {
		fmt.Fprintf(&named, "    store%d { dimension 'store' }\n", i+1)
	}
	script := "plugins { id 'com.android.application' }\nandroid {\n  namespace 'com.example.shop'\n%s}\n"
	for path, text := range map[string]string{
		"settings.gradle":                    "include ':shop', ':clerk'\n",
		"shop/build.gradle":                  fmt.Sprintf(script, named.String()+"  }\n"),
		"shop/src/main/AndroidManifest.xml":  shopManifest,
		"clerk/build.gradle":                 fmt.Sprintf(script, ""),
		"clerk/src/main/AndroidManifest.xml": shopManifest,
	} {
		path = filepath.Join(project, filepath.FromSlash(path))
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return project
}

// choose opens a select with the mouse and takes its nth line.
func (s *Screen) choose(t *testing.T, control string, n int) {
	t.Helper()
	s.press(t, control)
	must(t, s.Repainted())
	for range n {
		must(t, s.Key("Down"))
	}
	must(t, s.Key("Return"))
}

// A support engineer with a project of two apps: which of them, and which build?
func TestChooseModuleAndVariant(t *testing.T) {
	s := open(t, "zh_CN.UTF-8", writeApps(t, 2))
	whole := func(st state.State) bool {
		return has("check-module")(st) && has("check-variant")(st) && has("check-copy")(st)
	}
	s.until(t, "the choices", whole)
	must(t, s.Shot(filepath.Join(artifacts(), "appchoice-zh.png")))
	s.choose(t, "check-module", 2)
	s.until(t, "the module", func(st state.State) bool { return says(st, "仅限模块 :shop") && whole(st) })
	s.choose(t, "check-variant", 3)
	st := s.until(t, "the variant", func(st state.State) bool {
		return says(st, "仅限模块 :shop · 仅限构建变体 store1Release") && has("check-copy")(st)
	})
	if got := st.Controls["check-variant"].Text; got != "store1Release" {
		t.Errorf("the select shows %q", got)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "appchoice-chosen-zh.png")))
}

// On a small screen with many flavours the list still fits, because it scrolls.
func TestManyVariantsScroll(t *testing.T) {
	s, err := Start(t.Context(), Options{
		Program: os.Getenv("LOGINSCOPE_BIN"), Width: 1024, Height: 768, Lang: "en_US.UTF-8", Home: t.TempDir(),
		Args: []string{writeApps(t, 20)}, Threads: "1",
	})
	must(t, err)
	t.Cleanup(s.Close)
	must(t, s.xdotool("search", "--onlyvisible", "--name", "Loginscope", "windowsize", "1024", "768"))
	s.until(t, "the choices in a small window", func(st state.State) bool {
		return st.Height*st.Scale == 768 && has("check-variant")(st) && has("check-copy")(st)
	})
	s.press(t, "check-variant")
	must(t, s.Repainted())
	must(t, s.Shot(filepath.Join(artifacts(), "appchoice-many-en.png")))
	must(t, s.MoveTo(800, 400))
	must(t, s.xdotool("click", "--repeat", "60", "--delay", "20", "5"))
	must(t, s.Repainted())
	must(t, s.Shot(filepath.Join(artifacts(), "appchoice-scrolled-en.png")))
	must(t, s.ClickAt(800, 768-rowHeight/2)) // the last line of the list
	s.until(t, "a variant far below", func(st state.State) bool {
		return says(st, "Only variant release") && has("check-copy")(st)
	})
	must(t, s.Shot(filepath.Join(artifacts(), "appchoice-narrow-en.png")))
}
