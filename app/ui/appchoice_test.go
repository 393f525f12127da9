package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/widget"

	"loginscope/app/engine"
	"loginscope/inspector/ruleset"
)

// writeProject writes two apps, of which the first has flavours.
func writeProject(t *testing.T, flavors int) string {
	t.Helper()
	dir := t.TempDir()
	var named strings.Builder
	named.WriteString("  flavorDimensions 'store'\n  productFlavors {\n")
	for i := range flavors {
		fmt.Fprintf(&named, "    f%d { dimension 'store' }\n", i)
	}
	const script = "plugins { id 'com.android.application' }\nandroid {\n  namespace 'com.example.%s'\n%s}\n"
	const manifest = `<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application/></manifest>`
	for path, text := range map[string]string{
		"settings.gradle":                    "include ':shop', ':clerk'\n",
		"shop/build.gradle":                  fmt.Sprintf(script, "shop", named.String()+"  }\n"),
		"shop/src/main/AndroidManifest.xml":  manifest,
		"clerk/build.gradle":                 fmt.Sprintf(script, "clerk", ""),
		"clerk/src/main/AndroidManifest.xml": manifest,
	} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openProject opens a window with a real engine on a project.
func openProject(t *testing.T, project string) *Window {
	t.Helper()
	eng, err := engine.New(t.Context(), engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = eng.Close(context.Background()) })
	w, _ := open(t, func(c *Config) { c.Apps = eng })
	w.OpenPaths([]string{project})
	await(t, w, "errors: ")
	return w
}

// choice is a select of the page, nil where it is not shown.
func choice(w *Window, name string) *widget.Select {
	if _, ok := w.State().Controls[name]; !ok {
		return nil
	}
	return w.env.Controls.All()[name].(*widget.Select)
}

func TestChooseModuleAndVariant(t *testing.T) {
	w := openProject(t, writeProject(t, 2))
	module, variant := choice(w, "check-module"), choice(w, "check-variant")
	if module == nil || variant == nil {
		t.Fatalf("there is no choice: %v", w.State().Controls)
	}
	if got := fmt.Sprint(module.Options, variant.Options); module.SelectedIndex() != 0 ||
		variant.SelectedIndex() != 0 ||
		got != "[All modules :shop :clerk] [All variants f0Debug f0Release f1Debug f1Release debug release]" {
		t.Errorf("offered %s; chosen %q, %q", got, module.Selected, variant.Selected)
	}
	if says(w, "Only ") {
		t.Errorf("limited at the start: %q", w.State().Text)
	}
	module.SetSelected(":shop")
	await(t, w, "Only module :shop")
	variant.SetSelected("f1Release")
	await(t, w, "Only module :shop · Only variant f1Release")
	press(t, w, "check-copy")
	for _, want := range []string{"| Only module | :shop |", "| Only variant | f1Release |", "# App check"} {
		if got := w.cfg.App.Clipboard().Content(); !strings.Contains(got, want) {
			t.Errorf("copied without %q:\n%.400s", want, got)
		}
	}
	press(t, w, "language")
	if !says(w, "仅限模块 :shop · 仅限构建变体 f1Release") {
		t.Errorf("the choice is lost in Chinese: %q", w.State().Text)
	}
	choice(w, "check-module").SetSelected(":clerk") // which has no flavour
	await(t, w, "仅限模块 :clerk")
	if says(w, "f1Release") || choice(w, "check-variant").Selected != "全部构建变体" {
		t.Errorf("a variant of another module stays: %q", w.State().Text)
	}
}

func TestFailedChoiceShowsReason(t *testing.T) {
	project := writeProject(t, 2)
	w := openProject(t, project)
	if err := os.WriteFile(filepath.Join(project, "settings.gradle"), []byte("include ':clerk'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	choice(w, "check-module").SetSelected(":shop")
	await(t, w, "no application module :shop")
	choice(w, "check-module").SetSelectedIndex(0)
	await(t, w, "errors: ")
	if choice(w, "check-module") != nil {
		t.Error("a single module is offered as a choice")
	}
}

func TestVariantListIsLimited(t *testing.T) {
	w := openProject(t, writeProject(t, 40))
	variant := choice(w, "check-variant")
	if got := len(variant.Options); got != 1+66 || !says(w, "more than these 66 variants") {
		t.Errorf("%d lines: %q", got, w.State().Text)
	}
	variant.SetSelected("f20Release")
	await(t, w, "Only variant f20Release")
}

func TestAPKHasNoVariants(t *testing.T) {
	w, _, _, _, _ := openServed(t)
	w.OpenPaths([]string{"/tmp/shop.apk"})
	await(t, w, "Cleartext")
	if choice(w, "check-module") != nil || choice(w, "check-variant") != nil {
		t.Errorf("controls %v", w.State().Controls)
	}
}

// TestCheckedAppEndsWithItsSession: what was checked before any session stays for the
// first, and the next begins without.
func TestCheckedAppEndsWithItsSession(t *testing.T) {
	w := openProject(t, writeProject(t, 1))
	show(w, model(1))
	if !says(w, "errors: ") {
		t.Fatalf("gone with the first model: %q", w.State().Text)
	}
	m := model(2)
	m.Status.Session = "case one"
	show(w, m)
	if !says(w, "errors: ") {
		t.Fatalf("gone with the first session: %q", w.State().Text)
	}
	m = model(3)
	m.Status.Session = "case two"
	show(w, m)
	if says(w, "errors: ") || choice(w, "check-module") != nil {
		t.Errorf("another session shows the app: %q", w.State().Text)
	}
}
