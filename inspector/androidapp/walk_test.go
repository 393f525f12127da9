package androidapp

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// TestWalkStops: a folder of too many files is read up to the limit, and says so.
func TestWalkStops(t *testing.T) {
	fsys := fstest.MapFS{
		"app/build.gradle": {Data: []byte("apply plugin: 'com.android.application'\n")},
		"zz/late.gradle":   {Data: []byte("// behind the limit\n")},
	}
	for i := range 20 {
		fsys[fmt.Sprintf("many/%02d.txt", i)] = &fstest.MapFile{}
	}
	for _, limit := range []int{10, 100} {
		o := &opener{app: &facts.App{Kind: facts.Files}, files: newFolder(), maxWalk: limit}
		if err := o.addFolder(t.Context(), Input{Name: "p", FS: fsys}); err != nil {
			t.Fatal(err)
		}
		stopped := len(o.app.Unread) > 0 && strings.Contains(o.app.Unread[0].Error, "left out")
		if stopped != (limit == 10) || slices.Contains(o.files.names, "zz/late.gradle") == stopped {
			t.Errorf("limit %d: unread %v, names %v", limit, o.app.Unread, o.files.names)
		}
	}
}

// TestDeepFoldersStop: folders that lie too deep in each other are left out, and that is
// said; what lies beside them is read.
func TestDeepFoldersStop(t *testing.T) {
	deep := strings.Repeat("a/", maxDeep)
	fsys := fstest.MapFS{
		"app/build.gradle":           {Data: []byte("apply plugin: 'com.android.application'\n")},
		deep + "late.gradle":         {Data: []byte("// at the limit\n")},
		deep + "b/build.gradle":      {Data: []byte("// behind the limit\n")},
		"zz/src/main/java/Late.java": {Data: []byte("class Late {}")},
	}
	o := &opener{app: &facts.App{Kind: facts.Files}, files: newFolder()}
	if err := o.addFolder(t.Context(), Input{Name: "p", FS: fsys}); err != nil {
		t.Fatal(err)
	}
	if len(o.app.Unread) != 1 || !strings.Contains(o.app.Unread[0].Error, "too deep") {
		t.Errorf("unread %v", o.app.Unread)
	}
	for name, want := range map[string]bool{deep + "late.gradle": true, deep + "b/build.gradle": false,
		"zz/src/main/java/Late.java": true} {
		if slices.Contains(o.files.names, name) != want {
			t.Errorf("%s read: %v", name, !want)
		}
	}
}

// TestLargeFilesAreNamed wants no "none found" where a file was left out.
func TestLargeFilesAreNamed(t *testing.T) {
	fsys := fstest.MapFS{
		"app/build.gradle":       {Data: []byte("plugins { id 'com.android.application' }")},
		"app/src/main/java/A.kt": {Data: []byte("class A { val sdk = PhoneNumberAuthHelper() }")},
		"src/bundle.ts":          {Data: make([]byte, 5<<20)},
	}
	app, err := Open(t.Context(), Input{Name: "project", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Check(app, Options{}).Results {
		if r.Check == "code.secrets" && (r.Status != finding.Skipped || !strings.Contains(r.What.EN, "src/bundle.ts")) {
			t.Errorf("%s: %s", r.Status, r.What.EN)
		}
	}
	if app.Code.PassedCount != 1 {
		t.Errorf("%d files left out, want 1", app.Code.PassedCount)
	}
}
