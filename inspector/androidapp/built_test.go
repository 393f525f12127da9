package androidapp_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const builtRefuses = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><uses-sdk android:minSdkVersion="21" android:targetSdkVersion="35"/>` +
	`<application android:usesCleartextTraffic="false"/></manifest>`

// TestMovedBuildFolder finds the merged manifest where the scripts move the
// folder that the build writes into.
func TestMovedBuildFolder(t *testing.T) {
	const flutter = "val moved: Directory = " +
		"rootProject.layout.buildDirectory.dir(\"../out\").get()\nrootProject.layout.buildDirectory.value(moved)\n" +
		"subprojects { val own: Directory = moved.dir(project.name)\n project.layout.buildDirectory.value(own) }\n"
	tests := []struct{ name, file, line, out string }{
		{"text", "app/build.gradle", "buildDir = 'out'\n", "app/out"},
		{"file", "app/build.gradle", "buildDir = file('../out')\n", "out"},
		{"layout", "app/build.gradle", "layout.buildDirectory = layout.projectDirectory.dir('out')\n", "app/out"},
		{"layout, set", "app/build.gradle", "layout.buildDirectory.set(file('out'))\n", "app/out"},
		{"for each module", "build.gradle",
			"subprojects { project.buildDir = \"${rootProject.projectDir}/out/${project.name}\" }\n", "out/app"},
		{"below the root's", "build.gradle",
			"rootProject.buildDir = 'out'\nsubprojects { project.buildDir = " +
				"\"${rootProject.buildDir}/${project.name}\" }\n", "out/app"},
		{"Flutter", "build.gradle.kts", flutter, "out/app"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := tree(nil)
			script := tt.line
			if f := fsys[tt.file]; f != nil {
				script = string(f.Data) + tt.line
			}
			fsys[tt.file] = &fstest.MapFile{Data: []byte(script), ModTime: old}
			file := tt.out + "/intermediates/merged_manifest/release/AndroidManifest.xml"
			fsys[file] = &fstest.MapFile{Data: []byte(builtRefuses), ModTime: old.Add(time.Hour)}
			if b := openTree(t, fsys); b.Built != file {
				t.Errorf("judged %q, want %q", b.Built, file)
			}
		})
	}
}

// TestNewestResult takes the newest of several results of the build.
func TestNewestResult(t *testing.T) {
	fsys := tree(nil)
	for i, dir := range []string{"merged_manifests/release", "merged_manifest/release/processReleaseMainManifest",
		"packaged_manifests/release"} {
		hours := []time.Duration{1, 3, 2}[i]
		fsys["app/build/intermediates/"+dir+"/AndroidManifest.xml"] = &fstest.MapFile{
			Data:    []byte(builtRefuses),
			ModTime: old.Add(hours * time.Hour),
		}
	}
	if b := openTree(t, fsys); !strings.Contains(b.Built, "processReleaseMainManifest") {
		t.Errorf("judged %q", b.Built)
	}
}

// TestReadableCompiledConfiguration judges a configuration that only the build's own result
// has, as aapt2 compiles it, if that is newer than the sources.
func TestReadableCompiledConfiguration(t *testing.T) {
	flat := "app/build/intermediates/merged_res/release/mergeReleaseResources/xml_n.xml.flat"
	const name = "network-security-config"
	document := string([]byte{0x0a, byte(len(name)) + 2, 0x1a, byte(len(name))}) + name
	entry := string([]byte{0, 0, 0, 0, byte(len(document)), 0, 0, 0, 0, 0, 0, 0}) + document
	src := "AAPT" + string([]byte{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, byte(len(entry)), 0, 0, 0, 0, 0, 0, 0}) + entry
	for _, hours := range []time.Duration{1, -1} {
		fsys := tree(nil)
		for name := range fsys {
			if strings.Contains(name, "/res/xml/") {
				delete(fsys, name)
			}
		}
		fsys[flat] = &fstest.MapFile{Data: []byte(src), ModTime: old.Add(hours * time.Hour)}
		b := openTree(t, fsys)
		if newer := hours > 0; (b.NSC.Config != nil && b.NSC.Config.File == flat) != newer || (b.NSC.Error == "") != newer {
			t.Errorf("%d hours: %+v", hours, b.NSC)
		}
	}
}

// TestCompiledConfiguration: a configuration that only the build's own result has and that
// cannot be read says nothing of what it permits.
func TestCompiledConfiguration(t *testing.T) {
	flat := "app/build/intermediates/merged_res/release/mergeReleaseResources/xml_n.xml.flat"
	for _, hours := range []time.Duration{1, -1} {
		fsys := tree(nil)
		for name := range fsys {
			if strings.Contains(name, "/res/xml/") {
				delete(fsys, name)
			}
		}
		fsys[flat] = &fstest.MapFile{Data: []byte("AAPT"), ModTime: old.Add(hours * time.Hour)}
		b := openTree(t, fsys)
		if newer := hours > 0; (b.NSC.Compiled == flat) != newer || b.NSC.NotGiven != newer || b.NSC.Error == "" {
			t.Errorf("%d hours: %+v", hours, b.NSC)
		}
	}
}
