package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/lang"
)

// Law of this file: a module of which it is not known whether the settings include it is
// never taken for one that is not built.

// includeLikely includes the modules of the folder that the settings may include in a way
// that is not known. Where they include some by name, further ones count if they are apps,
// which is said, or if a script of the folder names them, since Gradle stops at a name
// that is not included.
func (b *Build) includeLikely() {
	all, open := b.includesMore()
	if open.Empty() {
		return
	}
	some := len(b.order) > 0
	var text, flat string
	dirs := b.unnamed()
	if !all && len(dirs) > 0 {
		text = b.scriptTexts()
		flat = flatName(text)
	}
	for _, dir := range dirs {
		rel, ok := below(b.dir, dir)
		if !ok {
			continue
		}
		file := b.scriptIn(dir, "build")
		app := some && b.appliesApp(file)
		if !all && !app && !namedIn(text, flat, ":"+strings.ReplaceAll(rel, "/", ":")) {
			continue
		}
		b.include(rel, false)
		if m := b.moduleIn(dir); m != nil && app {
			b.view(m).doubt(noteAt(file, 0, reason("whether the settings include this module is not known (%s)",
				"无法确定 settings 是否包含该模块（%s）", open)))
		}
	}
}

// includesMore reports whether the settings include modules that are not known: all of the
// folder may be some of them, or open says why some more may be, in a part that could not
// be read.
func (b *Build) includesMore() (all bool, open lang.Text) {
	for _, n := range b.notes {
		if n.kind == includeNote {
			return true, n.Text
		}
	}
	switch {
	case len(b.overrulers) > 0:
		open = b.overrulers[0].Text
	case b.assembled != "":
		open = reason("the plug-in %s", "插件 %s", b.assembled)
	}
	return len(b.order) == 0 && !open.Empty(), open
}

// unnamed are the folders with a build script that the settings may include under
// a name that is not known: those of no other build.
func (b *Build) unnamed() []string {
	var out []string
	for _, f := range b.files.List(b.dir) {
		base, dir := path.Base(f), path.Dir(f)
		if base != "build.gradle" && base != "build.gradle.kts" || slices.Contains(out, dir) {
			continue
		}
		if len(out) >= maxModules {
			b.limit(f, 0, tooLarge)
			break
		}
		other := strings.Contains(dir+"/", "node_modules/") || path.Base(dir) == "buildSrc" ||
			b.scriptIn(dir, "settings") != "" || b.moduleIn(dir) != nil
		for _, inner := range b.included {
			other = other || dir == inner || strings.HasPrefix(dir, inner+"/")
		}
		if !other {
			out = append(out, dir)
		}
	}
	return out
}

// scriptTexts are the build scripts of the folder in one text.
func (b *Build) scriptTexts() string {
	var out strings.Builder
	for _, f := range b.files.List(b.dir) {
		if base := path.Base(f); base != "build.gradle" && base != "build.gradle.kts" {
			continue
		}
		if src, err := b.files.Read(f); err == nil {
			out.Write(src)
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// namedIn reports whether a text of scripts names a module by its path or, in the text as
// flatName gives it, by its accessor.
func namedIn(text, flat, module string) bool {
	return strings.Contains(text, module+"'") || strings.Contains(text, module+`"`) ||
		strings.Contains(flat, "projects"+flatName(strings.ReplaceAll(module, ":", "")))
}

// appliesApp reports whether a script applies Android's application plug-in.
func (b *Build) appliesApp(file string) bool {
	src, err := b.files.Read(file)
	if err != nil {
		return false
	}
	return len(b.hiddenIn(file, src)) > 0
}
