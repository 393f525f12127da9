package engine_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector/finding"
	"loginscope/problem"
)

const manifestOf = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.checked">
    <application android:networkSecurityConfig="@xml/rules"/>
</manifest>`

const rules = `<network-security-config>
    <domain-config><domain>own.example</domain></domain-config>
</network-security-config>
`

// project writes a small project and returns its folder.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"app/src/main/AndroidManifest.xml": manifestOf,
		"app/src/main/res/xml/rules.xml":   rules,
		"app/build.gradle": "plugins { id 'com.android.application' }\nandroid { defaultConfig { " +
			"targetSdkVersion 34 } }\n",
	} {
		fileOf(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func fileOf(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func checked(t *testing.T, e *engine.Engine, paths ...string) *engine.AppCheck {
	t.Helper()
	c, err := e.CheckApp(t.Context(), paths, engine.AppOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func has(c *engine.AppCheck, check string, s finding.Status) bool {
	return slices.ContainsFunc(c.Results, func(r finding.Finding) bool { return r.Check == check && r.Status == s })
}

// TestCheckAppJoinsTheCapture: the verdicts on a capture know the app, and the
// check of the app knows the capture.
func TestCheckAppJoinsTheCapture(t *testing.T) {
	e := newEngine(t)
	alone := checked(t, e, project(t))
	if alone.Compared || has(alone, "identity.package", finding.Warning) {
		t.Errorf("compared with a session that is not there")
	}
	if _, err := e.RunLab(t.Context(), lab.Default().Name, engine.LabOptions{}); err != nil {
		t.Fatal(err)
	}
	c := checked(t, e, project(t))
	if !c.Compared || !has(c, "identity.package", finding.Warning) {
		t.Errorf("compared %v; the package that the lab's phone runs is not held against the app's", c.Compared)
	}
	if err := e.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(e.Report().Findings, func(f finding.Finding) bool { return f.Check == "app-mismatch" }) {
		t.Error("the report on the capture does not know the app")
	}
	e.SetApp(nil)
	if err := e.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(e.Report().Findings, func(f finding.Finding) bool { return f.Check == "app-mismatch" }) {
		t.Error("the app is still known after it was taken away")
	}
}

// TestCheckedAppEndsWithSession: an app that was checked before any session counts for the
// first, and for no later one.
func TestCheckedAppEndsWithSession(t *testing.T) {
	e := newEngine(t)
	checked(t, e, project(t))
	knows := func() bool {
		t.Helper()
		if _, err := e.RunLab(t.Context(), lab.Default().Name, engine.LabOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := e.WaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(e.Report().Findings, func(f finding.Finding) bool { return f.Check == "app-mismatch" })
	}
	if !knows() {
		t.Error("the first session does not know the app that was checked for it")
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if knows() {
		t.Error("another session knows the app")
	}
}

// TestResultsPointBelowThePath: what a project's results name can be opened.
func TestResultsPointBelowThePath(t *testing.T) {
	dir := project(t)
	c := checked(t, newEngine(t), dir)
	found := 0
	for _, r := range c.Results {
		for _, w := range r.Where {
			if _, err := os.Stat(filepath.FromSlash(w.File)); err != nil {
				t.Errorf("%s points to %q: %v", r.Check, w.File, err)
			}
			found++
		}
	}
	if found == 0 {
		t.Error("no result points anywhere")
	}
}

// TestFixIsWrittenOnce: rights and links stay, and what is right is not touched.
func TestFixIsWrittenOnce(t *testing.T) {
	dir := project(t)
	e := newEngine(t)
	file := filepath.Join(dir, "app/src/main/res/xml/rules.xml")
	moved := filepath.Join(dir, "app/src/main/shared.xml")
	if err := errors.Join(os.Rename(file, moved), os.Chmod(moved, 0o640),
		os.Symlink("../../shared.xml", file)); err != nil {
		t.Fatal(err)
	}
	fixes, err := checked(t, e, dir).Fixes(t.TempDir())
	if err != nil || len(fixes) != 1 || fixes[0].Path != file || !fixes[0].Changed ||
		!strings.Contains(fixes[0].Diff, "+") {
		t.Fatalf("fixes %+v: %v", fixes, err)
	}
	if content(t, file) != rules {
		t.Error("Fixes wrote")
	}
	if err := fixes[0].Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(file)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if info, err := os.Stat(moved); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("rights %v, %v", info.Mode(), err)
	}
	if got := content(t, moved); got != string(fixes[0].Text) || !strings.Contains(got, "own.example") {
		t.Errorf("written:\n%s", got)
	}
	left, err := os.ReadDir(filepath.Dir(moved))
	if err != nil || len(left) != 3 {
		t.Errorf("beside it: %v, %v", left, err)
	}
	again, err := checked(t, e, dir).Fixes(t.TempDir())
	if err != nil || len(again) != 1 || again[0].Changed {
		t.Errorf("the second time: %+v, %v", again, err)
	}
}

// TestNewFileDoesNotOverwrite that came after the diff was shown.
func TestNewFileDoesNotOverwrite(t *testing.T) {
	dir := project(t)
	file := filepath.Join(dir, "app/src/main/res/xml/rules.xml")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	fixes, err := checked(t, newEngine(t), dir).Fixes(t.TempDir())
	if err != nil || len(fixes) != 1 || !fixes[0].New || fixes[0].Path != file {
		t.Fatalf("fixes %+v: %v", fixes, err)
	}
	fileOf(t, file, "somebody else's")
	if err := fixes[0].Write(); !errors.Is(err, os.ErrExist) || content(t, file) != "somebody else's" {
		t.Errorf("written over it: %v", err)
	}
}

// TestUnreadableAppErrors: each error names the file and says what to do in
// both languages.
func TestUnreadableAppErrors(t *testing.T) {
	dir := t.TempDir()
	fileOf(t, filepath.Join(dir, "notes.apk"), "these are notes")
	fileOf(t, filepath.Join(dir, "notes.txt"), "these are notes")
	fileOf(t, filepath.Join(dir, "AndroidManifest.xml"), `<!DOCTYPE m [<!ENTITY a SYSTEM "other.xml">]><manifest package="&a;"/>`)
	fileOf(t, filepath.Join(dir, "folder", "readme"), "nothing")
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("AndroidManifest.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(make([]byte, 100<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	fileOf(t, filepath.Join(dir, "bomb.apk"), b.String())
	fileOf(t, filepath.Join(dir, "cut.apk"), b.String()[:b.Len()-30])
	for _, tt := range []struct{ name, why string }{
		{"notes.apk", "not a zip archive"}, {"notes.txt", "neither an app"}, {"AndroidManifest.xml", "entities"}, {
			"folder",
			"neither an app",
		},
		{"bomb.apk", "larger"}, {"cut.apk", "ends too early"}, {"missing.apk", "not there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newEngine(t).CheckApp(t.Context(), []string{filepath.Join(dir, tt.name)}, engine.AppOptions{})
			var app *engine.AppError
			if !errors.As(err, &app) {
				t.Fatalf("error %v", err)
			}
			p := problem.Of(err)
			if !strings.Contains(p.What.EN, tt.name) || !strings.Contains(p.What.ZH, tt.name) ||
				!strings.Contains(p.Why.EN, tt.why) {
				t.Errorf("worded %+v", p)
			}
			if p.Why.ZH == "" || p.Why.ZH == p.Why.EN || p.Do.EN == "" || p.Do.ZH == "" {
				t.Errorf("not in both languages: %+v", p)
			}
		})
	}
}

func TestCancelledCheckReportsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newEngine(t).CheckApp(ctx, []string{project(t)}, engine.AppOptions{}); !errors.Is(err,
		context.Canceled) {
		t.Errorf("error %v", err)
	}
}
