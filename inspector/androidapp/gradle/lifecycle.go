package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// hooks are the blocks that a script leaves with Gradle for each project, by when
// they run; see https://docs.gradle.org/current/userguide/build_lifecycle.html.
type hooks struct {
	before    []late // gradle.beforeProject, gradle.allprojects
	after     []late // gradle.afterProject
	root      []late // gradle.rootProject
	evaluated []late // gradle.projectsEvaluated
}

// evaluate runs the root's script and then each module's, parents first.
func (b *Build) evaluate() {
	b.onBuild(b.hooks.root)
	b.module(b.root)
	order := slices.Clone(b.order)
	slices.SortStableFunc(order, func(a, c *moduleEnv) int {
		return cmp.Compare(strings.Count(a.path, ":"), strings.Count(c.path, ":"))
	})
	for _, m := range order {
		b.module(m)
	}
	all := append([]*moduleEnv{b.root}, order...)
	for _, m := range all {
		b.runAfter(m)
	}
	b.onBuild(b.hooks.evaluated)
	for _, m := range all {
		b.finish(m)
	}
	for _, m := range all {
		for _, w := range m.waits {
			if !w.ran {
				b.ruleOut(w.body.file, w.body.body) // for a plug-in that is not there
			}
		}
	}
	b.unreached()
	b.misread()
	b.changedManifests()
	for _, m := range all {
		b.findAGP(m.node.find("buildscript", "dependencies"))
	}
}

// onBuild runs blocks that get the build's root project.
func (b *Build) onBuild(list []late) { b.onModule(b.root, list) }

// onModule runs blocks that get one module.
func (b *Build) onModule(m *moduleEnv, list []late) {
	for i := 0; i < len(list) && b.room(i, m.file, 0); i++ {
		b.runLate(m, list[i])
	}
}

func (b *Build) runLate(m *moduleEnv, l late) {
	x := b.exec(m, l.body.file)
	x.maybe = l.maybe
	x.configure(l.body, value{kind: isModule, mod: m})
}

// module runs what comes before a module's script, and the script, once.
func (b *Build) module(m *moduleEnv) {
	if m.started {
		return
	}
	m.started = true
	if m != b.root {
		if src, err := b.files.Read(path.Join(m.dir, "gradle.properties")); err == nil {
			m.props = b.properties(path.Join(m.dir, "gradle.properties"), src)
		}
	}
	b.onModule(m, b.hooks.before)
	for _, s := range b.shared {
		if m.below(s.of) {
			b.runLate(m, s.late)
		}
	}
	if f := path.Join(m.dir, m.script); m.script != "" && b.files.Has(f) {
		m.file = f
	}
	if m.file == "" {
		m.file = b.scriptIn(m.dir, "build")
	}
	if m.file == "" {
		m.file = b.scriptIn(m.dir, m.name())
	}
	if m.file != "" {
		b.run(m, m.file)
	}
}

// runAfter runs what a module's scripts put off until it is evaluated.
func (b *Build) runAfter(m *moduleEnv) {
	b.guessAndroid(m)
	for i := 0; i < len(m.after) && b.room(i, m.file, 0); i++ { // one may add another
		b.runLate(m, m.after[i])
	}
	b.onModule(m, b.hooks.after)
	b.dependOnPackages(m)
}

// finish runs finalizeDsl, which the Android plug-in calls last, and makes the
// build types that are always there.
func (b *Build) finish(m *moduleEnv) {
	android := value{kind: isNode, node: m.node.peek("android")}
	for i := 0; i < len(m.finals) && b.room(i, m.file, 0); i++ {
		x := b.exec(m, m.finals[i].body.file)
		x.maybe = m.finals[i].maybe
		x.configure(m.finals[i].body, android)
	}
	if c := m.node.find("android", "buildTypes"); c != nil {
		c.child("debug")
		c.child("release")
	}
}

// guessAndroid runs what waits for the Android plug-in where only a plug-in that
// cannot be read may bring it.
func (b *Build) guessAndroid(m *moduleEnv) {
	if len(m.unknown) == 0 || m.hasPlugin("com.android.base") || !configured(m.node.peek("android")) {
		return
	}
	for i := 0; i < len(m.waits) && b.room(i, m.file, 0); i++ {
		if w := m.waits[i]; w.id != "" || w.class != "" {
			w.maybe++
			b.exec(m, w.body.file).runWait(m, w, "com.android.application")
		}
	}
}

// hook keeps a block that a script leaves with Gradle; ok is false if name is
// none of these.
func (x *exec) hook(h helper, name string, args []arg, last *callable) (ok bool) {
	l := late{last, x.maybe}
	hooks := &x.b.hooks
	switch name {
	case "beforeProject", "allprojects":
		if last != nil {
			x.add(&hooks.before, l)
			if name == "allprojects" {
				x.alreadyStarted(l, func(*moduleEnv) bool { return true })
			}
		}
	case "afterProject":
		x.add(&hooks.after, l)
	case "projectsEvaluated":
		x.add(&hooks.evaluated, l)
	case "rootProject":
		x.add(&hooks.root, l)
	case "settingsEvaluated", "projectsLoaded":
		x.configure(last, value{kind: isModule, mod: h.mod})
	case "addListener", "addBuildListener", "addProjectEvaluationListener":
		x.listen(h, first(args))
	case "beforeSettings", "buildFinished":
	default:
		return false
	}
	return true
}

func (x *exec) add(to *[]late, l late) {
	if l.body != nil && x.room(len(*to)) {
		*to = append(*to, l)
	}
}

// alreadyStarted runs a block that holds for many modules in those whose scripts
// have begun.
func (x *exec) alreadyStarted(l late, of func(*moduleEnv) bool) {
	for _, m := range append([]*moduleEnv{x.b.root}, x.b.order...) {
		if m.started && of(m) {
			x.b.runLate(m, l)
		}
	}
}

// dependOn is evaluationDependsOn, which evaluates another module first.
func (x *exec) dependOn(mod *moduleEnv, name string, args []arg) {
	if x.calls >= maxCalls {
		x.limited(tooDeep)
		return
	}
	for _, m := range x.b.order {
		if name == "evaluationDependsOnChildren" && m.parentOrRoot() == mod {
			x.b.module(m)
		}
	}
	if v := x.projectOf(args); len(args) > 0 && v.kind == isModule {
		x.b.module(v.mod)
	}
}
