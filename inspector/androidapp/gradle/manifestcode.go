package gradle

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// Sources of this file: https://developer.android.com/build/extend-agp and the public
// interfaces of the Android Gradle plug-in: SingleArtifact.MERGED_MANIFEST with
// toTransform and toCreate, the tasks process…Manifest, registerGeneratedResFolders,
// addGeneratedSourceDirectory and addGeneratedManifestFile.

// manifestTasks are names by which scripts reach the task that makes the merged
// manifest, or its result.
var manifestTasks = map[string]bool{
	"processManifest": true, "processManifestProvider": true, "manifestOutputFile": true,
	"manifestOutputDirectory":         true,
	"multiApkManifestOutputDirectory": true, "ManifestProcessorTask": true, "ProcessApplicationManifest": true,
	"ProcessMultiApkApplicationManifest": true, "getProcessManifestProvider": true,
}

// The words of the notes, which the checks show.
var (
	editsManifest = reason("the build changes the merged manifest by code of its own",
		"构建用自己的代码修改合并后的清单")
	addsToManifest = reason("a task adds a manifest while the app is built", "有任务在构建时添加清单")
	addsToRes      = reason("a task adds resources while the app is built", "有任务在构建时添加资源")
)

// changedManifests leaves a doubt where scripts change the merged manifest, or add
// resources, by code of their own, which nothing here follows: what the sources say
// then need not hold for the app. A script of the build logic counts for every module,
// since it is not known which of them its class is applied to.
func (b *Build) changedManifests() {
	for _, r := range b.runs {
		b.doubts(r.mod, r.file)
	}
	for _, file := range b.read {
		ran := func(r ran) bool { return r.file == file }
		if !slices.ContainsFunc(b.runs, ran) {
			b.doubts(b.root, file)
		}
	}
}

func (b *Build) doubts(top *moduleEnv, file string) {
	parsed := b.parsed[file]
	if parsed == nil {
		return
	}
	for _, n := range manifestCode(file, parsed) {
		b.doubtBelow(top, n)
	}
}

// manifestWords is what one script says of the merged manifest.
type manifestWords struct {
	tasks, artifacts []int
	acts, transforms bool
	adds             []Note
}

// manifestCode finds the lines of one script, each once. A task or an artifact that
// the script only reads is none.
func manifestCode(file string, parsed *script.Script) []Note {
	var w manifestWords
	script.Walk(parsed.Body, func(s script.Stmt) bool {
		w.take(file, s)
		if text := rewrites(s); !text.Empty() {
			w.adds = append(w.adds, noteAt(file, s.Line(), text))
		}
		return true
	})
	out := w.adds
	edit := func(lines []int) {
		for _, line := range lines {
			if n := (noteAt(file, line, editsManifest)); !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	if w.acts {
		edit(w.tasks)
	}
	if w.transforms {
		edit(w.artifacts)
	}
	return out[:min(len(out), maxOverrulers)]
}

func (w *manifestWords) take(file string, s script.Stmt) {
	name := nameOf(s)
	switch {
	case name == "doLast" || name == "doFirst":
		w.acts = true
	case name == "toTransform" || name == "toCreate":
		w.transforms = true
	case name == "MERGED_MANIFEST":
		w.artifacts = append(w.artifacts, s.Line())
	case manifestTasks[name] || namesManifestTask(s):
		w.tasks = append(w.tasks, s.Line())
	case name == "registerGeneratedResFolders" || name == "registerResGeneratingTask" || generated(s) == "res":
		w.adds = append(w.adds, noteAt(file, s.Line(), addsToRes))
	case generated(s) == "manifests":
		w.adds = append(w.adds, noteAt(file, s.Line(), addsToManifest))
	}
}

// nameOf is the name that an expression names or calls, "" for another expression.
func nameOf(st script.Stmt) string {
	switch t := st.(type) {
	case *script.Name:
		return t.Name
	case *script.Prop:
		return t.Name
	}
	return ""
}

// namesManifestTask reports whether a text names a task such as processReleaseManifest:
// "process${variant}Manifest" as well, and a text that only ends so, as in
// name.endsWith("Manifest").
func namesManifestTask(st script.Stmt) bool {
	switch t := st.(type) {
	case *script.Lit:
		text, ok := t.Value.(string)
		return ok && taskName(text) && text != "AndroidManifest"
	case *script.Str:
		if len(t.Parts) == 0 {
			return false
		}
		last := t.Parts[len(t.Parts)-1]
		return last.Expr == nil && taskName(last.Text)
	}
	return false
}

func taskName(text string) bool {
	return strings.HasSuffix(text, "Manifest") && !strings.ContainsAny(text, "/. ")
}

// generated is "res" or "manifests" where a task's result is added to these, "" for
// anything else.
func generated(st script.Stmt) string {
	call, ok := st.(*script.Prop)
	if !ok || call.Name != "addGeneratedSourceDirectory" && call.Name != "addGeneratedManifestFile" {
		return ""
	}
	if of := nameOf(call.X); of == "res" || of == "manifests" {
		return of
	}
	return ""
}

// doubtBelow keeps a doubt for a module and for those below it.
func (b *Build) doubtBelow(top *moduleEnv, n Note) {
	for _, m := range append([]*moduleEnv{b.root}, b.order...) {
		if m == top || m.below(top) {
			b.view(m).doubt(n)
		}
	}
}
