package androidapp

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/lang"
	"loginscope/problem"
)

// finishFiles judges what is an app among the text files: each application
// module of each Gradle build in the folder is one; without any, a library
// module; without build files, the manifests and configurations by themselves.
func (o *opener) finishFiles() error {
	all := o.appModules()
	modules, err := o.chosen(all)
	if err != nil {
		return err
	}
	modules, left := o.withinLimit(modules)
	if len(modules) == 1 && modules[0].Silent() {
		return o.silentBuild(modules[0].File)
	}
	if len(modules) == 0 {
		o.withoutBuild()
		return nil
	}
	if modules[0].Kind == gradle.Other && o.partAlone() {
		return nil
	}
	if o.hidesApp(modules) {
		return nil
	}
	base, login := *o.app, o.holders(all)
	for i, m := range modules {
		app := base
		app.Aars = slices.Clone(base.Aars)
		app.SDK.OtherApp = login.besides(m)
		if m.Kind == gradle.Library {
			app.Part = facts.LibraryModule
		}
		if err := o.moduleApp(&app, m); err != nil {
			return err
		}
		if i == 0 {
			*o.app = app
			continue
		}
		o.app.Others = append(o.app.Others, &app)
	}
	for _, m := range left[:min(len(left), maxLeftNamed)] {
		o.unread(m.File, ErrManyApps)
	}
	o.app.Choices, o.app.Chosen = choices(all), facts.Chosen{Module: o.choice.Module, Variant: o.choice.Variant}
	return nil
}

const (
	// maxApps limits the apps of one folder that are judged.
	maxApps = 20
	// maxLeftNamed limits the apps beyond them that are named.
	maxLeftNamed = 5
	// maxBuilds limits the Gradle builds of one folder that are read.
	maxBuilds = 50
)

// ErrManyApps says that a folder has more apps than are judged at once.
var ErrManyApps = problem.NewOfPart("the folder has more than 20 apps; those with the login come first",
	lang.Both("Not every app was judged.", "未检查全部应用。"),
	lang.Both("The folder has more than 20 apps; those with the login come first.",
		"目录中的应用超过 20 个；优先检查接入登录的应用。"),
	lang.Both("Name the app with --module.", "请用 --module 指定应用。"))

// withinLimit keeps maxApps of the apps, those with the login first, each group in its
// order; left are the others.
func (o *opener) withinLimit(apps []builtModule) (kept, left []builtModule) {
	if len(apps) <= maxApps {
		return apps, nil
	}
	var with, without []builtModule
	for _, m := range apps {
		if o.hasLogin(m) {
			with = append(with, m)
		} else {
			without = append(without, m)
		}
	}
	apps = slices.Concat(with, without)
	return apps[:maxApps], apps[maxApps:]
}

// builtModule is a module with the build that it belongs to.
type builtModule struct {
	*gradle.Module
	build *gradle.Build
}

// builds are the Gradle builds of the folder. A folder with settings is one,
// unless another build includes it.
func (o *opener) builds() []*gradle.Build {
	roots := o.files.folders("settings.gradle", "settings.gradle.kts")
	var out []*gradle.Build
	inner := map[string]bool{}
	for _, dir := range roots {
		if path.Base(dir) == "buildSrc" || inner[dir] || len(out) >= maxBuilds {
			continue
		}
		b := gradle.Load(o.files, dir)
		for _, d := range b.Included() {
			inner[d] = true
		}
		out = append(out, b)
	}
	// An included build is a part of the other one, unless it holds an app itself.
	out = slices.DeleteFunc(out, func(b *gradle.Build) bool { return inner[b.Dir()] && len(b.Apps()) == 0 })
	if len(out) > 0 {
		return out
	}
	modules := slices.DeleteFunc(o.files.folders(o.scriptNames()...),
		func(dir string) bool { return path.Base(dir) == "buildSrc" })
	if len(modules) == 0 {
		return nil
	}
	top := "."
	if o.files.fsys == nil {
		top = common(modules)
	}
	return []*gradle.Build{gradle.Load(o.files, top, modules...)}
}

// scriptNames are the build scripts of modules. A script that was given by itself
// may have any name.
func (o *opener) scriptNames() []string {
	return []string{"build.gradle", "build.gradle.kts"}
}

// common is the folder above all of these.
func common(dirs []string) string {
	top := dirs[0]
	for _, d := range dirs[1:] {
		for top != "." && top != "/" && d != top && !strings.HasPrefix(d, top+"/") {
			top = path.Dir(top)
		}
	}
	return top
}

// appModules are the application modules of all builds, else one library module.
func (o *opener) appModules() []builtModule {
	var apps, others []builtModule
	for _, b := range o.builds() {
		for _, m := range b.Modules() {
			switch {
			case m.Kind == gradle.Application:
				apps = append(apps, builtModule{m, b})
			case m.Kind == gradle.Library, m.Kind == gradle.UnknownKind, m.File != "":
				others = append(others, builtModule{m, b})
			}
		}
	}
	if len(apps) > 0 {
		return apps
	}
	if !slices.ContainsFunc(others, func(m builtModule) bool { return m.Kind != gradle.Other }) {
		others = append(others, o.outsideModules()...)
	}
	if len(others) == 0 {
		return nil
	}
	// Nothing here is an app: the module that says most of one stands for it.
	best := slices.MinFunc(others, func(a, b builtModule) int {
		return cmp.Or(cmp.Compare(o.rank(a), o.rank(b)), cmp.Compare(len(a.Dir), len(b.Dir)))
	})
	return []builtModule{best}
}

// rank orders modules by how much they look like an app, the likeliest first.
func (o *opener) rank(m builtModule) int {
	has := func(p string) bool { return o.files.Has(path.Join(m.Dir, p)) }
	switch {
	case m.Kind == gradle.Library && o.hasLogin(m):
		return 0
	case m.Kind != gradle.Other && has("src/main/AndroidManifest.xml"):
		return 1
	case has("src/main/AndroidManifest.xml") || has("AndroidManifest.xml"):
		return 2
	case m.Kind != gradle.Other:
		return 3
	}
	return 4
}

// moduleName is a module's path, with the folder of its build where that is not
// the folder at hand.
func moduleName(m builtModule) string {
	if m.build.Dir() == "." {
		return m.Path
	}
	return m.build.Dir() + m.Path
}

// moduleApp reads one application module into an app.
func (o *opener) moduleApp(app *facts.App, m builtModule) error {
	variants, more := m.Variants()
	one, named := m.Variant(o.choice.Variant)
	if named && variantOf(variants, one.Name) < 0 { // past those that are judged otherwise
		variants = append(variants, one)
	}
	builds := o.withLogin(app, variants)
	with, without := builds.with, builds.without
	if o.choice.Variant != "" {
		one, more = variants[variantOf(variants, o.choice.Variant)], false // chosen took no module without it
		app.SDK.Elsewhere = !slices.ContainsFunc(with, func(v gradle.Variant) bool { return v.Name == one.Name })
		with, without = []gradle.Variant{one}, nil
		builds.lacking = slices.DeleteFunc(builds.lacking, func(l facts.Lack) bool { return l.Build != one.Name })
	}
	app.SDK.Lacking = builds.lacking
	for _, v := range without {
		app.SDK.Without = append(app.SDK.Without, v.Name)
	}
	app.Module = moduleName(m)
	for _, n := range m.build.Refused() {
		o.unreadOf(app, n.File, refusedError{n.Text})
	}
	groups := grouped(with)
	for i := range groups {
		o.buildFiles(&groups[i], app, m)
	}
	first := slices.IndexFunc(groups, func(g group) bool { return g.Name == groupKey(primary(with)) })
	app.Project = groups[first].Project
	if app.MoreVariants = more; more {
		app.Project.Doubts = slices.Insert(app.Project.Doubts, 0, m.MoreVariants())
	}
	markUsed(app, groups)
	s := &moduleReader{o: o, app: app, m: m, used: map[string]bool{}}
	s.jars(groups)
	app.LooseJars = s.looseJars()
	app.ResDir = s.mainRes(primary(with))
	s.missingFiles()
	s.code(with)
	s.variants(groups)
	s.loose(with...)
	return nil
}

// primary is the variant whose build settings the checks read: the first release
// build, else the first that is not debuggable, else the first.
func primary(variants []gradle.Variant) gradle.Variant {
	for _, v := range variants {
		if v.BuildType == "release" {
			return v
		}
	}
	for _, v := range variants {
		if v.Debuggable.Value == "false" {
			return v
		}
	}
	return variants[0]
}

// maxRuleFiles limits the files of keep rules of one build, those that others take
// in included.
const maxRuleFiles = 200

// keepRules reads the rules of a build: those that its scripts name and those that
// its libraries bring.
func (o *opener) keepRules(g *group, m builtModule) {
	files, known := primary(g.variants).RuleFiles()
	if !known || o.app.Kind == facts.Files {
		for _, f := range o.files.List(m.Dir) {
			if isKeepRules(path.Base(f)) && !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	for i := 0; i < len(files) && i < maxRuleFiles; i++ {
		f := files[i]
		src, err := o.files.Read(f)
		if err != nil || slices.Contains(files[:i], f) {
			continue // R8 passes over rules that are not there
		}
		g.Project.AddKeepRules(f, string(src))
		for _, other := range gradle.Included(string(src)) {
			files = append(files, path.Join(path.Dir(f), other))
		}
	}
	for _, a := range g.Aars {
		if rules := gradle.LibraryRules(a.KeepRules, g.Project.AGPMajor()); a.Used && len(rules) > 0 {
			g.Project.KeepRules = append(g.Project.KeepRules, rules...)
			g.Project.HasKeepRules = true
		}
	}
}

func (o *opener) unreadOf(app *facts.App, part string, err error) {
	if err != nil && len(app.Unread) < 100 &&
		!slices.ContainsFunc(app.Unread, func(u facts.Unread) bool { return u.Part == part }) {
		app.Unread = append(slices.Clip(app.Unread), unreadPart(part, err))
	}
}

// withoutBuild judges manifests and configurations where no build file was read.
func (o *opener) withoutBuild() {
	if o.partAlone() {
		return
	}
	app := o.app
	s := &moduleReader{o: o, app: app, used: map[string]bool{}}
	dir := o.shortestManifest()
	for _, v := range []facts.Variant{facts.Debug, facts.Release} {
		if b, ok := s.plain(dir, v); ok {
			app.Builds = append(app.Builds, b)
		}
	}
	s.loose()
	if len(o.files.folders("gradle.properties", "libs.versions.toml")) > 0 || len(o.ruleFiles()) > 0 {
		app.Project = o.propertiesOnly()
	}
	markUsed(app, nil)
	if app.Project == nil {
		o.separateSets(dir)
	}
}

func (o *opener) ruleFiles() []string {
	return slices.DeleteFunc(slices.Clone(o.files.names), func(f string) bool { return !isKeepRules(path.Base(f)) })
}

// propertiesOnly is what files beside build files say of a project.
func (o *opener) propertiesOnly() *gradle.Project {
	dir := "."
	if found := o.files.folders("gradle.properties"); len(found) > 0 {
		dir = found[0]
	}
	b := gradle.Load(o.files, dir)
	m := b.Modules()[0]
	variants, _ := m.Variants()
	p := b.Project(m, variants[1])
	p.BuildFile, p.Module = "", ""
	p.Minify = gradle.Setting{}
	for _, f := range o.ruleFiles() {
		if src, err := o.files.Read(f); err == nil {
			p.AddKeepRules(f, string(src))
		}
	}
	return p
}

// shortestManifest is the folder of the module whose manifest has the shortest
// path.
func (o *opener) shortestManifest() string {
	dir, found := ".", false
	for _, n := range o.files.names {
		if path.Base(n) != "AndroidManifest.xml" {
			continue
		}
		if d := path.Dir(n); !found || len(d) < len(dir) {
			dir, found = d, true
		}
	}
	if strings.HasPrefix(dir, "src/") {
		return "."
	}
	if i := strings.LastIndex(dir, "/src/"); i >= 0 {
		return dir[:i]
	}
	return dir
}

// config parses a configuration of the project.
func config(file string, src []byte) (*facts.Config, error) {
	root, err := readXML(trimBOM(src))
	if err != nil {
		return nil, err
	}
	return &facts.Config{File: file, Config: nsc.Parse(root), Source: src}, nil
}
