package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// manifestTasks are names by which scripts reach the task that makes the merged
// manifest, or its result; see https://developer.android.com/build/extend-agp.
var manifestTasks = map[string]bool{
	"processManifest": true, "processManifestProvider": true, "manifestOutputFile": true, "manifestOutputDirectory": true,
	"multiApkManifestOutputDirectory": true, "ManifestProcessorTask": true, "ProcessApplicationManifest": true,
	"ProcessMultiApkApplicationManifest": true, "MERGED_MANIFEST": true,
}

// manifestEdits are calls by which a script adds code to a task or takes its
// result over.
var manifestEdits = map[string]bool{"doLast": true, "doFirst": true, "toTransform": true, "toCreate": true}

// changedManifests leaves a doubt where scripts change the merged manifest by code
// of their own, which nothing here follows.
func (b *Build) changedManifests() {
	for _, r := range b.runs {
		parsed := b.parsed[r.file]
		if parsed == nil {
			continue
		}
		task, edit := 0, false
		script.Walk(parsed.Body, func(s script.Stmt) bool {
			name := ""
			switch t := s.(type) {
			case *script.Name:
				name = t.Name
			case *script.Prop:
				name = t.Name
			case *script.Lit:
				if text, ok := t.Value.(string); ok && ofManifestTask(text) {
					task = s.Line()
				}
			}
			if manifestTasks[name] {
				task = s.Line()
			}
			edit = edit || manifestEdits[name]
			return true
		})
		if task > 0 && edit {
			b.doubtBelow(r.mod, Note{r.file, task, reason("the build changes the merged manifest by code of its own",
				"构建用自己的代码修改合并后的清单")})
		}
	}
}

// ofManifestTask reports whether a text names a task such as processReleaseManifest
// or the end of that.
func ofManifestTask(text string) bool {
	return strings.HasSuffix(text, "Manifest") && text != "AndroidManifest" && !strings.ContainsAny(text, "/. ")
}

// doubtBelow keeps a doubt for a module and for those below it.
func (b *Build) doubtBelow(top *moduleEnv, n Note) {
	for _, m := range append([]*moduleEnv{b.root}, b.order...) {
		if m == top || m.below(top) {
			b.view(m).doubt(n)
		}
	}
}
