package gradle

import (
	"slices"
	"strings"
)

// wait is a block that runs when a plug-in is applied: that of an id, of a class,
// or any if both are "".
type wait struct {
	id, class string
	body      *callable
	maybe     int
	ran       bool
}

// appliedPlugin is a plug-in of a module as an object.
type appliedPlugin struct{ id string }

// pluginClasses are the classes of the Android plug-ins by id; each is a
// BasePlugin too.
var pluginClasses = map[string]string{
	"com.android.application": "AppPlugin", "com.android.library": "LibraryPlugin",
	"com.android.dynamic-feature": "DynamicFeaturePlugin", "com.android.test": "TestPlugin",
}

// plainID is the id of a plug-in that was applied under an old name or by class.
func plainID(id string) string {
	switch id {
	case "android":
		return "com.android.application"
	case "android-library":
		return "com.android.library"
	}
	for known, class := range pluginClasses {
		if class == id {
			return known
		}
	}
	return id
}

// matches reports whether a wait is for that plug-in.
func (w wait) matches(id string) bool {
	class, android := pluginClasses[plainID(id)]
	switch {
	case w.id != "":
		return plainID(w.id) == plainID(id) || w.id == "com.android.base" && android
	case w.class != "":
		return w.class == id || android &&
			(w.class == class || w.class == "BasePlugin" || w.class == "AndroidBasePlugin")
	}
	return true
}

// await runs a block for the plug-ins that a module has and keeps it for those
// that are still to come.
func (x *exec) await(mod *moduleEnv, w wait) {
	if w.body == nil || !x.room(len(mod.waits)) {
		return
	}
	w.maybe = x.maybe
	mod.waits = append(mod.waits, &w)
	for _, id := range slices.Clone(mod.applied) {
		x.runWait(mod, &w, id)
	}
}

func (x *exec) runWait(mod *moduleEnv, w *wait, id string) {
	if !w.matches(id) || x.stop() {
		return
	}
	w.ran = true
	in := x.b.exec(mod, w.body.file)
	in.maybe, in.calls = w.maybe, x.calls
	in.call(w.body, []arg{{v: space(appliedPlugin{id})}}, value{kind: isModule, mod: mod})
}

// arrived runs what waits for a plug-in that has just been applied.
func (x *exec) arrived(id string) {
	x.mod.applied = append(x.mod.applied, id)
	for i := 0; i < len(x.mod.waits); i++ {
		x.runWait(x.mod, x.mod.waits[i], id)
	}
}

// hasPlugin reports whether a module has a plug-in, by id or by class.
func (m *moduleEnv) hasPlugin(id string) bool {
	return slices.ContainsFunc(m.applied, func(have string) bool {
		return wait{id: id}.matches(have) || wait{class: id}.matches(have)
	})
}

// isPlugin answers whether a plug-in is of a class, as far as Android's are.
func (p appliedPlugin) isPlugin(class string) value {
	if _, android := pluginClasses[plainID(p.id)]; !android && strings.Contains(p.id, ".") {
		for _, c := range pluginClasses {
			if c == class || class == "BasePlugin" || class == "AndroidBasePlugin" {
				return boolOf(false)
			}
		}
		return none(reason("a question of types", "取决于类型判断"))
	}
	return boolOf(wait{class: class}.matches(p.id))
}

// withType is plugins.withType(Class): it applies a block, or gives what
// configureEach applies one to.
func (x *exec) withType(h helper, args []arg, last *callable, types []string) value {
	class := className(first(args))
	if len(types) > 0 {
		class = types[0]
	}
	if class == "" {
		return none(reason("a plug-in's type", "插件的类型"))
	}
	w := wait{class: class, body: last}
	x.await(h.mod, w)
	return space(pluginsOf{h.mod, w})
}

// pluginsOf are the plug-ins of a type.
type pluginsOf struct {
	mod *moduleEnv
	w   wait
}

// className is the last name of a class that a script names: Type, a.b.Type,
// Type.class, Type::class or Type::class.java; "" if it is none.
func className(v value) string {
	if v.kind == isNamespace {
		if d, ok := v.ns.(*dict); ok {
			return d.class
		}
	}
	if v.kind != isNode {
		return ""
	}
	n := v.node
	for n.parent != nil && (n.Name == "java" || n.Name == "class" || n.Name == "javaClass" || n.Name == "kotlin") {
		n = n.parent
	}
	if n.Name == "" || n.Name[0] < 'A' || n.Name[0] > 'Z' {
		return ""
	}
	return n.Name
}

// pluginQuestion answers whether a module has a plug-in. One that cannot be read
// may have brought one of Android's.
func (m *moduleEnv) pluginQuestion(id string) value {
	if m.hasPlugin(id) {
		return boolOf(true)
	}
	if _, android := pluginClasses[plainID(id)]; len(m.unknown) > 0 &&
		(android || wait{class: id}.matches("com.android.application")) {
		return none(reason("the plug-in %s may bring it", "插件 %s 可能引入它", m.unknown[0].Text))
	}
	return boolOf(false)
}
