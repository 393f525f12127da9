package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestManifestCode finds what changes the app while it is built, and leaves alone what
// only reads.
func TestManifestCode(t *testing.T) {
	const fresh = "androidComponents { onVariants(selector().all()) { v -> "
	const old = "android.applicationVariants.all { v -> "
	tests := []struct {
		name, own string
		want      int
	}{
		{"task of the old interface",
			old + "v.outputs.each { o -> o.processManifestProvider.get().doLast { it.x() } } }", 1},
		{"task by name", "tasks.named(\"process${'Release'}Manifest\") { doLast { x() } }", 1},
		{"transformed artifact",
			fresh + "v.artifacts.use(p).wiredWithFiles(a, b).toTransform(SingleArtifact.MERGED_MANIFEST.INSTANCE) } }",
			1},
		{"generated resources", old + "v.registerGeneratedResFolders(files('x')) }", 1},
		{"generated resources of the new interface",
			fresh + "v.sources.res.addGeneratedSourceDirectory(t) { it.out } } }", 1},
		{"generated code", fresh + "v.sources.java.addGeneratedSourceDirectory(t) { it.out } } }", 0},
		{"artifact that is only read",
			fresh + "println v.artifacts.get(SingleArtifact.MERGED_MANIFEST.INSTANCE) } }", 0},
		{"manifest that a task makes", fresh + "v.sources.manifests.addGeneratedManifestFile(t) { it.out } } }", 1},
		{"task of the build logic",
			"\n-- buildSrc/src/main/groovy/Edit.groovy --\n" +
				"class Edit { void apply(p) { p.tasks.named('processReleaseManifest') { doLast { x() } } } }\n", 1},
		{"artifact of the build logic",
			"\n-- buildSrc/src/main/kotlin/Edit.kt --\n" +
				"class Edit { fun apply(p: Project) {\n c.onVariants { v ->\n  " +
				"v.artifacts.use(t).wiredWithFiles(A::x, A::y).toTransform(SingleArtifact.MERGED_MANIFEST) } } }\n", 1},
		{"another task", "tasks.named('assembleRelease') { doLast { x() } }", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack(lowered(tt.own)), ".")
			for _, m := range b.Modules() {
				if m.Path != ":app" {
					continue
				}
				v, _ := m.Variants()
				if got := b.Project(m, v[0]).Doubts; len(got) != tt.want {
					t.Errorf("got %v", got)
				}
			}
		})
	}
}
