package gradle

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// maxOverrulers limits the recorded lines that may overrule a value.
const maxOverrulers = 20

// blind records a line from which the values of a module, and of those below it,
// may be set and which could not be read.
func (x *exec) blind(line int, text lang.Text) {
	if x.b.inSettings {
		keep(&x.b.overrulers, noteAt(x.file, line, text))
		return
	}
	keep(&x.mod.overrulers, noteAt(x.file, line, text))
}

// keep adds a note to a list once, within its bound.
func keep(list *[]Note, n Note) {
	if len(*list) < maxOverrulers && !slices.Contains(*list, n) {
		*list = append(*list, n)
	}
}

// rewriters are what was not read and may set or replace anything of the module:
// scripts of the module itself, of a module above it, of the settings, plug-ins of the
// module itself, and elsewhere those of the team's own.
func (m *Module) rewriters() []Note {
	return m.notRead(func(of *moduleEnv, p UnreadPlugin) bool { return of == m.env || m.teamsOwn(of, p) })
}

// changers are the rewriters, and above the module every plug-in that cannot be read and
// whose id does not say that it changes nothing of an app: one may set an attribute of the
// manifest for all modules.
func (m *Module) changers() []Note {
	return m.notRead(func(of *moduleEnv, p UnreadPlugin) bool {
		return of == m.env || m.teamsOwn(of, p) || !namedHarmless(p.id)
	})
}

// harmlessWords are words in ids of plug-ins that check, report, format, publish or measure.
var harmlessWords = []string{"lint", "detekt", "format", "style", "spotless", "license", "licence",
	"version", "release",
	"publish", "maven", "changelog", "coverage", "kover", "jacoco", "test", "benchmark", "profile", "report", "graph",
	"cache", "scan", "doctor", "git", "hook", "doc", "dokka", "sonar", "quality", "dependency", "dependencies", "check",
	"verification", "api", "sbom", "cyclonedx", "toolchain", "jvm", "java", "kotlin", "ksp", "proto", "sql", "node",
	"idea", "task", "update", "catalog", "health", "metrics", "benmanes", "size", "ruler", "measure", "upload",
	"distribution"}

// namedHarmless reports whether the id of a plug-in says that it changes nothing of an app.
func namedHarmless(id string) bool {
	words := strings.FieldsFunc(strings.ToLower(id), func(c rune) bool { return c == '.' || c == '-' || c == '_' })
	for _, w := range words {
		if slices.ContainsFunc(harmlessWords, func(h string) bool {
			return w == h || len(h) > 3 && strings.Contains(w, h)
		}) {
			return true
		}
	}
	return false
}

// notRead lists the scripts that were not read and may set a value of the module, with the
// plug-ins that count.
func (m *Module) notRead(counts func(of *moduleEnv, p UnreadPlugin) bool) []Note {
	out := slices.Clone(m.b.overrulers)
	out = append(out, pluginNotes(m.b.root, m.b.settingsFile, m.b.settingsUnknown, counts)...)
	for _, y := range m.env.upwards() {
		out = append(out, y.overrulers...)
		out = append(out, pluginNotes(y, y.file, y.unknown, counts)...)
	}
	return out
}

// misread keeps the parts of scripts that were not understood for the modules in
// which the scripts ran.
func (b *Build) misread() {
	first := map[string]Note{}
	for _, n := range b.notes {
		if _, have := first[n.File]; !have && n.kind == syntaxNote {
			first[n.File] = noteAt(n.File, n.Line, reason("the part of the script that was not understood",
				"脚本中无法解析的部分"))
		}
	}
	for _, r := range b.runs {
		if n, ok := first[r.file]; ok {
			keep(&r.mod.overrulers, n)
		}
	}
}

// rewritersOf are the rewriters of one value. One that stands in the module's own script
// has fewer: among plug-ins the team's own alone.
func (m *Module) rewritersOf(s Setting) []Note {
	if s.Value != "" && !s.Default && s.File == m.File {
		return m.notRead(m.teamsOwn)
	}
	return m.rewriters()
}

// overruled is the first line that may set a level although the scripts say another one,
// or none: a rewriter, or code that sets a level and was not followed; ok is false if
// there is none.
func (m *Module) overruled(s Setting) (n Note, ok bool) {
	out := m.rewritersOf(s)
	for _, y := range m.env.upwards() {
		out = append(out, y.unfollowed...)
	}
	if len(out) == 0 {
		return Note{}, false
	}
	return out[0], true
}

// upwards is the module with those above it, the root last.
func (m *moduleEnv) upwards() []*moduleEnv {
	out := []*moduleEnv{m}
	for y := m; y != m.b.root; {
		y = y.parentOrRoot()
		out = append(out, y)
	}
	return out
}

// pluginNotes are the plug-ins of a module that cannot be read and that count.
func pluginNotes(of *moduleEnv, file string, list []UnreadPlugin,
	counts func(*moduleEnv, UnreadPlugin) bool) []Note {
	var out []Note
	for _, p := range list {
		if counts(of, p) {
			out = append(out, noteAt(file, 0, reason("the plug-in %s", "插件 %s", p.Text)))
		}
	}
	return out
}

// teamsOwn reports whether a plug-in of a module that cannot be read may hold a team's
// own values: by a name that is not known or is no public id, from the build itself, of
// the project's own group, or named like a convention or like what sets up modules. Above
// the module, any other public plug-in about Android counts for nothing.
func (m *Module) teamsOwn(of *moduleEnv, p UnreadPlugin) bool {
	if p.kind != plainPlugin || !strings.Contains(p.id, ".") || strings.Contains(p.id, " ") {
		return true
	}
	if publicEffects[p.id] == effectLevels || setsUp(p.id) {
		return true
	}
	if _, local := m.b.pluginIDs[p.id]; local || of == m.env && conventional(p.id) {
		return true
	}
	named := false
	for _, own := range m.identities() {
		g := firstWords(own)
		if g != "" && firstWords(p.id) == g {
			return true
		}
		named = named || g != ""
	}
	return !named // nothing shows whose project it is
}

// setsUp reports whether the id of a plug-in says that it sets up modules: it speaks of
// conventions, or of the configuration of Android.
func setsUp(id string) bool {
	s := strings.ToLower(id)
	for _, word := range []string{"convention", "buildlogic", "build-logic", "condition"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	words := strings.FieldsFunc(s, func(c rune) bool { return c == '.' || c == '-' || c == '_' })
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return last == "config" || last == "defaults" || last == "setup" ||
		slices.Contains(words, "android") && slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains([]string{"config", "configuration", "defaults", "setup", "base", "basic",
				"common"}, w)
		})
}

// identities are the names that show whose project it is.
func (m *Module) identities() []string {
	out := []string{m.group(), m.Namespace(), m.android().find("defaultConfig").scalar("applicationId").Value}
	for _, o := range m.b.order {
		out = append(out, o.node.find("android").scalar("namespace").Value)
	}
	return out
}

// firstWords are the first two words of a dotted name, "" if it has not two.
func firstWords(name string) string {
	parts := strings.SplitN(strings.ToLower(name), ".", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[0] + "." + parts[1]
}

// open makes a value unknown that something not read may set or overrule.
func (s *Setting) open(by Note) {
	switch {
	case !s.Unresolved.Empty():
	case s.Value != "" && !s.Default:
		s.Said = s.Value
		s.Unresolved = reason("the script says %s, but %s may set another value (%s)",
			"脚本写的是 %s，但%s可能设置其他值（%s）", s.Value, by.Text, by.Location())
	default:
		*s = Setting{Unresolved: reason("%s may set it", "%s可能设置它", by.Text), File: by.File, Line: by.Line}
	}
	s.Value, s.Default = "", false
}

// levelWords are the names under which scripts set the levels of the platform.
var levelWords = map[string]bool{
	"targetSdk": true, "targetSdkVersion": true, "targetSdkPreview": true, "setTargetSdk": true,
	"setTargetSdkVersion": true,
	"minSdk":              true, "minSdkVersion": true, "minSdkPreview": true, "setMinSdk": true,
	"setMinSdkVersion": true,
}

type location struct {
	file string
	line int
}

// watched reports whether it is kept that an evaluation came by such a call: one that
// sets a level, applies a plug-in or includes a module.
func watched(name string) bool {
	return levelWords[name] || appliers[name] || name == "include" || name == "includeFlat"
}

// reached keeps that an evaluation came by a call that is watched.
func (x *exec) reached(name string, line int) {
	if watched(name) {
		x.b.seen[location{x.file, line}] = true
	}
}

// ruleOut keeps that statements are certainly not run, or followed later.
func (b *Build) ruleOut(file string, list []script.Stmt) {
	script.Walk(list, func(s script.Stmt) bool {
		if name, ok := levelWord(s); ok && watched(name) {
			b.seen[location{file, s.Line()}] = true
		}
		return true
	})
}

// levelWord is the name that a call or an assignment sets.
func levelWord(s script.Stmt) (string, bool) {
	var target script.Expr
	switch t := s.(type) {
	case *script.Call:
		target = t.Fn
	case *script.Assign:
		target = t.Target
	}
	switch t := target.(type) {
	case *script.Name:
		return t.Name, true
	case *script.Prop:
		return t.Name, true
	}
	return "", false
}

// unreached finds what sets a level in a script that ran, at a line that the
// evaluation did not reach although nothing rules it out.
func (b *Build) unreached() {
	for _, r := range b.runs {
		parsed := b.parsed[r.file]
		if parsed == nil {
			continue
		}
		script.Walk(parsed.Body, func(s script.Stmt) bool {
			switch s.(type) {
			case *script.Func, *script.Class: // followed where they are called
				return false
			}
			if name, ok := levelWord(s); ok && levelWords[name] && !b.seen[location{r.file, s.Line()}] {
				text := reason("code that could not be followed (%s)", "无法跟踪的代码（%s）", name)
				keep(&r.mod.unfollowed, noteAt(r.file, s.Line(), text))
			}
			return true
		})
	}
}

// maxRuns limits the scripts that are kept as evaluated, each once for a module.
const maxRuns = 20_000

// ran is a script that was evaluated in a module.
type ran struct {
	file string
	mod  *moduleEnv
}

// ruleOutExpr is ruleOut of a branch of an expression.
func (x *exec) ruleOutExpr(e script.Expr) {
	if e != nil {
		x.b.ruleOut(x.file, []script.Stmt{e})
	}
}
