package gradle

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// Rewriters are the places of the build's scripts at which a task changes the merged
// manifest or adds resources while the app is built: what the sources say then need
// not hold for the app. Sources: the public interfaces of the Android Gradle plug-in,
// SingleArtifact.MERGED_MANIFEST with toTransform, the tasks process…Manifest,
// registerGeneratedResFolders and addGeneratedSourceDirectory.
func (m *Module) Rewriters() []Note {
	var out []Note
	files := make([]string, 0, len(m.b.parsed))
	for f := range m.b.parsed {
		if slices.Contains(m.b.read, f) && m.concerns(f) {
			files = append(files, f)
		}
	}
	slices.Sort(files)
	for _, f := range files {
		out = append(out, rewrites(f, m.b.parsed[f])...)
	}
	return out[:min(len(out), maxOverrulers)]
}

// concerns reports whether a file that was read ran for the module, for the whole
// build, or belongs to its build logic.
func (m *Module) concerns(file string) bool {
	ran := false
	for _, r := range m.b.runs {
		if r.file != file {
			continue
		}
		if r.mod == m.env || r.mod == m.b.root {
			return true
		}
		ran = true
	}
	return !ran
}

// rewrites finds the places in one file.
func rewrites(file string, s *script.Script) []Note {
	if s == nil {
		return nil
	}
	var out []Note
	acts, transforms := false, false
	var tasks, artifacts []int
	script.Walk(s.Body, func(st script.Stmt) bool {
		switch name := nameOf(st); {
		case name == "doLast" || name == "doFirst":
			acts = true
		case name == "toTransform" || name == "toCreate":
			transforms = true
		case name == "MERGED_MANIFEST":
			artifacts = append(artifacts, st.Line())
		case name == "processManifestProvider" || name == "processManifest" || name == "getProcessManifestProvider" || manifestTask(st):
			tasks = append(tasks, st.Line())
		case name == "registerGeneratedResFolders" || name == "registerResGeneratingTask" || addsResources(st):
			out = append(out, Note{file, st.Line(), reason("a task adds resources while the app is built",
				"有任务在构建时加入资源")})
		}
		return true
	})
	text := reason("a task changes the merged manifest while the app is built", "有任务在构建时修改合并后的清单")
	if acts {
		for _, line := range tasks {
			out = append(out, Note{file, line, text})
		}
	}
	if transforms {
		for _, line := range artifacts {
			out = append(out, Note{file, line, text})
		}
	}
	return slices.Compact(out)
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

// manifestTask reports whether a text names the task that merges manifests.
func manifestTask(st script.Stmt) bool {
	t, ok := st.(*script.Str)
	if !ok || len(t.Parts) == 0 {
		return false
	}
	last := t.Parts[len(t.Parts)-1]
	return strings.HasPrefix(t.Parts[0].Text, "process") && last.Expr == nil && strings.HasSuffix(last.Text, "Manifest")
}

// addsResources reports a generated folder of res or manifests.
func addsResources(st script.Stmt) bool {
	call, ok := st.(*script.Prop)
	if !ok || call.Name != "addGeneratedSourceDirectory" && call.Name != "addGeneratedManifestFile" {
		return false
	}
	of := nameOf(call.X)
	return of == "res" || of == "manifests"
}
