package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
	"loginscope/problem"
)

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.Symlink(target, name)); err != nil {
		t.Fatal(err)
	}
}

// tree is what lies below a folder, with its texts.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out[p] = content(t, p)
		} else {
			out[p] = ""
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const script = "plugins { id 'com.android.application' }\nandroid { compileSdk 34\n defaultConfig { " +
	"targetSdkVersion 34 } }\n"

// TestAFixStaysInside: nothing is written where a link or a path leads out of
// what was checked, and the error says so.
func TestAFixStaysInside(t *testing.T) {
	const res = "app/src/main/res"
	tests := []struct {
		name   string
		layout func(t *testing.T, project, elsewhere string)
	}{
		{"file, relative", func(t *testing.T, p, e string) {
			link(t, "../../../../../../elsewhere/rules.xml", p+"/"+res+"/xml/rules.xml")
		}},
		{"file, absolute", func(t *testing.T, p, e string) { link(t, e+"/rules.xml", p+"/"+res+"/xml/rules.xml") }},
		{"file that is not there",
			func(t *testing.T, p, e string) { link(t, e+"/new.xml", p+"/"+res+"/xml/rules.xml") }},
		{"folder xml", func(t *testing.T, p, e string) { link(t, e, p+"/"+res+"/xml") }},
		{"folder xml, empty", func(t *testing.T, p, e string) { link(t, e+"/empty", p+"/"+res+"/xml") }},
		{"folder res", func(t *testing.T, p, e string) { link(t, e, p+"/"+res) }},
		{"link to a link", func(t *testing.T, p, e string) {
			link(t, e+"/rules.xml", p+"/app/over.xml")
			link(t, "../../../../over.xml", p+"/"+res+"/xml/rules.xml")
		}},
		{"module beside the folder", func(t *testing.T, p, e string) {
			fileOf(t, p+"/settings.gradle",
				"include ':other'\nproject(':other').projectDir = file('../elsewhere/other')\n")
			fileOf(t, e+"/other/src/main/AndroidManifest.xml", manifestOf)
			fileOf(t, e+"/other/build.gradle", script)
			if err := os.RemoveAll(p + "/app"); err != nil {
				t.Fatal(err)
			}
		}},
		{"resources beside the folder", func(t *testing.T, p, e string) {
			fileOf(t, p+"/app/build.gradle", script+"android.sourceSets.main.res.srcDirs = ['../../elsewhere/res']\n")
			fileOf(t, e+"/res/xml/rules.xml", rules)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			p, e := filepath.Join(top, "project"), filepath.Join(top, "elsewhere")
			fileOf(t, e+"/rules.xml", rules)
			fileOf(t, e+"/empty/.keep", "")
			fileOf(t, p+"/app/src/main/AndroidManifest.xml", manifestOf)
			fileOf(t, p+"/app/build.gradle", script)
			tt.layout(t, p, e)
			before := tree(t, e)
			c, err := newEngine(t).CheckApp(t.Context(), []string{p}, engine.AppOptions{})
			if err != nil {
				t.Logf("check: %v", err)
				return // nothing of it lies in the folder
			}
			fixes, err := c.Fixes(top)
			if err == nil {
				for _, f := range fixes {
					err = errors.Join(err, f.Write())
				}
			}
			if after := tree(t, e); !equalTrees(before, after) {
				t.Errorf("written outside: %v\nwas %v", after, before)
			}
			if err == nil {
				for _, f := range fixes {
					if !strings.HasPrefix(f.Path, p+string(filepath.Separator)) {
						t.Errorf("%s outside, and no error", f.Path)
					}
				}
				return
			}
			if !errors.Is(err, androidapp.ErrOutside) {
				t.Fatalf("error %v", err)
			}
			said := problem.Of(err)
			if !strings.Contains(said.Why.EN, "out of the folder") || !strings.Contains(said.Why.EN, "elsewhere") ||
				said.Why.ZH == said.Why.EN || said.Do.EN == "" {
				t.Errorf("worded %+v", said)
			}
		})
	}
}

func equalTrees(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// TestFixDoesNotFollowLinkedFile: a single file is not written through a link
// either, and neither is the file for an app that has no folder for one.
func TestFixDoesNotFollowLinkedFile(t *testing.T) {
	top := t.TempDir()
	fileOf(t, top+"/elsewhere/rules.xml", rules)
	link(t, "../elsewhere/rules.xml", top+"/given/rules.xml")
	_, err := checked(t, newEngine(t), top+"/given/rules.xml").Fixes(top + "/given")
	if !errors.Is(err, androidapp.ErrOutside) {
		t.Errorf("error %v", err)
	}
	fileOf(t, top+"/app/build.gradle", script)
	link(t, "../elsewhere/rules.xml", top+"/given/"+engine.FixFile)
	_, err = checked(t, newEngine(t), top+"/app/build.gradle").Fixes(top + "/given")
	if !errors.Is(err, androidapp.ErrOutside) {
		t.Errorf("error %v", err)
	}
	if content(t, top+"/elsewhere/rules.xml") != rules {
		t.Error("written")
	}
}

// TestFixDoesNotFollowNewLink: between the diff and the writing.
func TestFixDoesNotFollowNewLink(t *testing.T) {
	dir, elsewhere := project(t), t.TempDir()
	fixes, err := checked(t, newEngine(t), dir).Fixes(dir)
	if err != nil || len(fixes) != 1 {
		t.Fatal(fixes, err)
	}
	fileOf(t, elsewhere+"/rules.xml", rules)
	xml := filepath.Join(dir, "app/src/main/res/xml")
	if err := os.RemoveAll(xml); err != nil {
		t.Fatal(err)
	}
	link(t, elsewhere, xml)
	if err := fixes[0].Write(); !errors.Is(err, androidapp.ErrOutside) || content(t, elsewhere+"/rules.xml") != rules {
		t.Errorf("error %v", err)
	}
}

// TestLinksInsideAreRead: to files and folders, absolute and relative; those that
// lead out are said to be not read, and one that leads in a circle ends.
func TestLinksInsideAreRead(t *testing.T) {
	for _, absolute := range []bool{false, true} {
		dir, elsewhere := project(t), t.TempDir()
		xml := filepath.Join(dir, "app/src/main/res/xml")
		shared := filepath.Join(dir, "shared")
		if err := errors.Join(os.Rename(xml, shared)); err != nil {
			t.Fatal(err)
		}
		target := "../../../../shared"
		if absolute {
			target = shared
		}
		link(t, target, xml)
		link(t, "..", filepath.Join(dir, "app/src/up"))
		link(t, "../../shared", filepath.Join(dir, "app/src/side"))
		fileOf(t, elsewhere+"/A.java", "class A { void f() { b.isCheckSSL(false); } }")
		link(t, elsewhere, filepath.Join(dir, "app/src/main/java"))
		c := checked(t, newEngine(t), dir)
		if b := c.App.Builds[0]; b.NSC.Config == nil || b.NSC.Config.File != "app/src/main/res/xml/rules.xml" {
			t.Errorf("absolute %v: configuration %+v", absolute, b.NSC)
		}
		if c.App.Code.Files > 0 {
			t.Error("a source outside of the folder was read")
		}
		if !slices.ContainsFunc(c.Results, func(r finding.Finding) bool {
			return r.Check == "archive.unread" && r.Status == finding.Skipped && r.Subject == "app/src/main/java"
		}) {
			t.Errorf("the link that leads out is not named: %+v", c.App.Unread)
		}
		fixes, err := c.Fixes(dir)
		if err != nil || len(fixes) != 1 {
			t.Fatalf("fixes %+v: %v", fixes, err)
		}
		if err := fixes[0].Write(); err != nil ||
			!strings.Contains(content(t, shared+"/rules.xml"), "onekey.cmpassport.com") {
			t.Errorf("written through a link inside: %v", err)
		}
	}
}
