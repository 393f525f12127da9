package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// maxLogic limits the sources of build logic that are read.
const maxLogic = 500

// buildLogic reads buildSrc or an included build: its precompiled script
// plug-ins, the classes and ids of its other plug-ins, its functions and its
// constants.
func (b *Build) buildLogic(dir string) {
	var sources []string
	for _, f := range b.files.List(dir) {
		if strings.Contains(f, "/src/main/") && isLogic(f) && b.logicRoom(len(sources), f) {
			sources = append(sources, f)
		}
		if strings.Contains(f, "/META-INF/gradle-plugins/") && path.Ext(f) == ".properties" {
			b.registered(f)
		}
		if base := path.Base(f); base == "build.gradle" || base == "build.gradle.kts" {
			for _, f := range b.logicBuild(f) {
				if isLogic(f) && !slices.Contains(sources, f) && b.logicRoom(len(sources), f) {
					sources = append(sources, f)
				}
			}
		}
	}
	slices.Sort(sources)
	for range 2 { // constants may lean on those of a later file
		for _, f := range sources {
			b.logicSource(f)
		}
	}
}

// isLogic reports whether a file is a source of build logic.
func isLogic(f string) bool {
	return slices.Contains([]string{".kt", ".kts", ".groovy", ".java", ".gradle"}, path.Ext(f))
}

// sourceSetsBlock is the block of the source sets of Java's plug-ins.
const sourceSetsBlock = "sourceSets"

// logicFolders are the files in further folders from which build logic takes its sources. One
// outside of the folder that is read is kept as a part that was not read.
func (b *Build) logicFolders(m *moduleEnv) []string {
	var out []string
	main := m.node.find(sourceSetsBlock, "main")
	for _, kind := range []string{"java", "kotlin", "groovy"} {
		for _, st := range main.find(kind).each("srcDirs", "srcDir") {
			for _, dir := range textsOf(st) {
				at := m.resolve(dir)
				part := reason("sources of the build logic %s", "构建逻辑 %s 的源码", m.dir)
				if a, lost := b.missing(part, at, st.file, st.line); lost {
					keepAbsent(&b.lostScripts, a)
					continue
				}
				out = append(out, b.files.List(at)...)
			}
		}
	}
	return out
}

// logicRoom reports whether a source of build logic is read, one more than so many.
func (b *Build) logicRoom(sources int, file string) bool {
	if sources >= maxLogic {
		b.limit(file, 0, tooLarge)
	}
	return sources < maxLogic
}

// registered reads the file by which a jar says the class of a plug-in's id.
func (b *Build) registered(file string) {
	src, err := b.files.Read(file)
	if err != nil {
		return
	}
	if class := readProperties(string(src))["implementation-class"]; class != "" {
		b.pluginIDs[strings.TrimSuffix(path.Base(file), ".properties")] = class[strings.LastIndexByte(class, '.')+1:]
	}
}

// logicBuild evaluates the build script of build logic by itself: the ids of its
// plug-ins and the Android plug-in that it brings. It gives the files in further folders of
// sources.
func (b *Build) logicBuild(file string) []string {
	m := newModule(b, ":"+path.Base(path.Dir(file)), path.Dir(file))
	m.logic = true
	inner := *b
	inner.rootName = ""
	inner.root, inner.modules, inner.order, inner.shared, inner.hooks = m, map[string]*moduleEnv{":": m}, nil, nil,
		hooks{}
	m.b = &inner
	if src, err := b.files.Read(file); err == nil {
		s := b.parse(file, string(src))
		inner.exec(m, file).body(s.Body, &scope{recv: value{kind: isModule, mod: m}})
	}
	b.steps, b.seq, b.endless = inner.steps, inner.seq, inner.endless
	b.notes, b.limits, b.overrulers = inner.notes, inner.limits, inner.overrulers
	b.usedFile(file)
	b.findAGP(m.node.find("dependencies"))
	if n := m.node.find("gradlePlugin", "plugins"); n != nil {
		for _, p := range n.order {
			id, _ := p.last("id")
			class, _ := p.last("implementationClass")
			if len(id.args) == 1 && len(class.args) == 1 {
				key, _ := id.args[0].text()
				name, _ := class.args[0].text()
				b.pluginIDs[key] = name[strings.LastIndexByte(name, '.')+1:]
			}
		}
	}
	return b.logicFolders(m)
}

func (b *Build) logicSource(file string) {
	src, err := b.files.Read(file)
	if err != nil {
		return
	}
	s := b.parse(file, string(src))
	base := path.Base(file)
	for _, ext := range []string{".gradle.kts", ".gradle"} {
		if id, ok := strings.CutSuffix(base, ext); ok {
			if s.Package != "" {
				id = s.Package + "." + id
			}
			b.scripts[id] = file
			return
		}
	}
	if strings.HasSuffix(base, ".kts") {
		return
	}
	b.usedFile(file)
	x, sc := b.exec(b.root, file), &scope{}
	x.body(s.Body, sc)
	for name, v := range sc.vars {
		if v.kind == isFunction {
			b.funcs[name] = append(b.funcs[name][:0:0], v.fn)
			continue
		}
		b.objects[name] = v
	}
}

// class keeps a class of a script for when it is applied as a plug-in, and the
// constants of an object.
func (b *Build) class(x *exec, t *script.Class, s *scope) {
	inner := &scope{parent: s}
	d := newDict()
	d.class = t.Name
	b.companion(x, t, inner)
	hoist(x, t, inner)
	for _, st := range t.Body {
		switch m := st.(type) {
		case *script.Decl:
			x.declare(m, inner)
			for _, n := range m.Names {
				d.set(n, inner.vars[n])
			}
		case *script.Func:
			v := value{kind: isFunction, fn: x.function(m, inner)}
			if m.Receiver != "" {
				b.overload(v.fn)
				continue
			}
			inner.declare(m.Name, v)
			d.set(m.Name, v)
		case *script.Class:
			b.class(x, m, inner)
			if isCompanion(m) {
				continue
			}
			if o, ok := inner.vars[m.Name]; ok {
				d.set(m.Name, o)
			}
		}
	}
	b.companion(x, t, inner) // once more, for what leans on the objects in the class
	if len(b.classes) < maxModules {
		b.classes[t.Name] = pluginClass{t, x.file, inner}
	} else {
		x.limited(tooLarge)
	}
	if t.Enum {
		b.constants(x, t, s, d)
	}
	s.declare(t.Name, space(d))
}

// isCompanion reports whether a class is the companion of the one around it.
func isCompanion(m *script.Class) bool { return m.Object && (m.Name == "Companion" || m.Name == "") }

// companion declares the constants and functions of a companion where the members of the
// class around it see them.
func (b *Build) companion(x *exec, t *script.Class, inner *scope) {
	for _, st := range t.Body {
		m, ok := st.(*script.Class)
		if !ok || !isCompanion(m) {
			continue
		}
		for _, one := range m.Body {
			switch c := one.(type) {
			case *script.Decl:
				x.declare(c, inner)
			case *script.Func:
				inner.declare(c.Name, value{kind: isFunction, fn: x.function(c, inner)})
			}
		}
	}
}

// hoist declares what a class's values may name wherever it stands: its functions, and the
// parameters of its constructor, which are not known.
func hoist(x *exec, t *script.Class, inner *scope) {
	for _, p := range t.Params {
		if !t.Enum {
			inner.declare(p.Name, none(reason("a parameter of the class %s", "类 %s 的参数", t.Name)))
		}
	}
	for _, st := range t.Body {
		if m, ok := st.(*script.Func); ok && m.Receiver == "" {
			inner.declare(m.Name, value{kind: isFunction, fn: x.function(m, inner)})
		}
	}
}

// applyPlugin applies a plug-in by its id or by its class.
func (x *exec) applyPlugin(id string) {
	if id == "" || x.mod.plugins[id] {
		return
	}
	if x.b.inSettings {
		x.settingsPlugin(id)
		return
	}
	if _, android := androidPlugins[id]; x.maybe > 0 && (android || !wellKnown(id)) {
		x.mod.unknownPlugin(pluginOnCondition(id))
		return
	}
	x.mod.plugins[id] = true
	defer x.arrived(id)
	if file, ok := x.b.scripts[id]; ok {
		x.runFile(file)
		return
	}
	class := id
	if c, ok := x.b.pluginIDs[id]; ok {
		class = c
	}
	if c, ok := x.b.classes[class]; ok {
		x.runPlugin(c)
		return
	}
	if !wellKnown(id) {
		x.mod.unknownPlugin(pluginOf(id))
	}
}

// applyClass applies a plug-in by its class: one of the build's own, or one that the file
// imports, which has the effect of its package's product.
func (x *exec) applyClass(class string) {
	full := ""
	if s := x.b.parsed[x.file]; s != nil {
		full = s.Imports[class]
	}
	own, local := x.b.classes[class]
	if local && full != "" {
		s := x.b.parsed[own.file]
		local = s == nil || s.Package == packageOf(full) || s.Package == ""
	}
	if _, android := androidPlugins[class]; local || full == "" ||
		android && strings.HasPrefix(full, "com.android.") {
		x.applyOwn(class, local)
		return
	}
	if x.mod.plugins[full] {
		return
	}
	x.mod.plugins[full] = true
	if !wellKnown(full) && !wellKnown(class) && !publicClass(full) {
		x.mod.unknownPlugin(pluginOf(class))
	}
}

// applyOwn applies a plug-in by a class that the file does not import from elsewhere. One of
// the build's own wins over one of Android's with the same name.
func (x *exec) applyOwn(class string, local bool) {
	if _, android := androidPlugins[class]; !android || !local {
		x.applyPlugin(class)
		return
	}
	if key := "class " + class; !x.mod.plugins[key] {
		x.mod.plugins[key] = true
		x.runPlugin(x.b.classes[class])
	}
}

// packageOf is the package of a class by its full name.
func packageOf(full string) string { return full[:max(strings.LastIndexByte(full, '.'), 0)] }

// publicClass reports whether a class of a plug-in is that of a public one of which it is
// known that it sets no level.
func publicClass(full string) bool {
	return slices.ContainsFunc(publicPackages, func(p string) bool { return strings.HasPrefix(full, p) })
}

// publicPackages are the packages of public plug-ins whose id begins with other words.
var publicPackages = []string{"nl.littlerobots.vcu.", "com.github.benmanes.", "com.google.gms.googleservices.",
	"com.google.firebase.", "com.google.protobuf.gradle.", "dagger.hilt.", "com.github.spotbugs.",
	"com.huawei.agconnect.", "com.dropbox.", "app.cash.", "com.vanniktech."}

// runPlugin runs apply(project) of a plug-in's class.
func (x *exec) runPlugin(c pluginClass) {
	v := c.scope.vars["apply"]
	if x.calls >= maxCalls {
		x.limited(tooDeep)
		return
	}
	x.ranIn(c.file)
	if base := x.basePlugin(c); v.kind != isFunction && base {
		return
	}
	if v.kind != isFunction {
		x.mod.unknownPlugin(pluginOf(c.class.Name))
		return
	}
	x.b.usedFile(c.file)
	in := *x
	in.calls++
	on := value{kind: isModule, mod: x.mod}
	in.call(v.fn, []arg{{v: on}}, on)
}

// androidPlugins are the plug-ins that make a module of Android's.
var androidPlugins = map[string]Kind{
	"com.android.application": Application, "android": Application, "com.android.library": Library,
	"android-library":             Library,
	"com.android.dynamic-feature": Feature, "com.android.test": Other,
	"com.android.kotlin.multiplatform.library": Library,
	"com.android.instantapp":                   Application, "com.android.feature": Library,
	"AppPlugin": Application, "LibraryPlugin": Library,
}

// mayInclude reports whether a plug-in of the settings may include modules. Gradle's own
// and those whose effect is known do not.
func mayInclude(id string) bool {
	_, known := publicEffects[id]
	return !known && !strings.HasPrefix(id, "com.gradle.") && !strings.HasPrefix(id, "org.gradle.") &&
		id != "com.android.settings"
}

// settingsPlugin applies a plug-in to the settings.
func (x *exec) settingsPlugin(id string) {
	x.mod.plugins[id] = true
	x.b.settingsFile = x.file
	if x.b.assembled == "" && mayInclude(id) {
		x.b.assembled = id
	}
	if wellKnown(id) {
		return
	}
	if len(x.b.settingsUnknown) >= maxUnknown {
		x.limited(tooMany)
		return
	}
	x.b.settingsUnknown = append(x.b.settingsUnknown, pluginOf(id))
}
