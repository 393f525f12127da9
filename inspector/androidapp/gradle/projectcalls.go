package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// projectCall is a call of a function of Gradle's Project, or of a block or setting of
// its own.
type projectCall struct {
	x    *exec // in the module mod, except in the settings
	mod  *moduleEnv
	name string
	args []arg
	last *callable    // the closure behind the arguments, nil if there is none
	t    *script.Call // nil for a call that no script writes as such
	s    *scope
}

// projectWord answers a call of one word; ok is false for a call that it leaves, which
// then sets a value or configures a block.
type projectWord func(c *projectCall) (v value, ok bool)

// projectWords are the words of Project whose call is more than a setting. Each Build
// holds the table, since its functions come back to it.
func projectWords() map[string]projectWord {
	words := map[string]projectWord{
		"apply":   func(c *projectCall) (value, bool) { return c.x.applyCall(c.on(), c.args, c.last, c.t), true },
		"project": projectOrBlock, "configure": blockOnCall,
		"run": blockOnCall, "also": blockOnCall, "let": blockOnCall, "with": blockOnCall,
		"the":            extensionByType,
		"plugins":        pluginRequests,
		"buildscript":    buildscriptBlock,
		"configurations": ownBlock, "artifacts": ownBlock,
		"allprojects": sharedProjects, "subprojects": sharedProjects,
		"afterEvaluate": lateBlock, "beforeEvaluate": lateBlock,
		"evaluationDependsOn": dependsOn, "evaluationDependsOnChildren": dependsOn,
		"ext": extraBlock, "extra": extraBlock,
		"file": projectFile, "files": projectFiles, "fileTree": projectFileTree,
		"setProjectDir": setProject, "setBuildFileName": setProject, "setBuildDir": setBuildDir,
		"findProperty": namedProperty, "property": namedProperty, "hasProperty": namedProperty,
		"getProperty": neededProperty,
		"findProject": otherProject, "childProject": otherProject,
		"getRootProject": func(c *projectCall) (value, bool) { return value{kind: isModule, mod: c.x.b.root}, true },
	}
	for _, name := range []string{
		"gradle", "settings", "logger", "extensions", "pluginManager", "providers",
		"getLogger", "getExtensions", "getPluginManager", "getProviders",
	} {
		words[name] = helperObject
	}
	for _, name := range []string{
		"getBuildDir", "getProjectDir", "getRootDir", "getPath", "getName", "getLayout",
	} {
		words[name] = ownProperty
	}
	for _, name := range []string{"tasks", "task", "publishing", "sourceSets"} {
		words[name] = unasked
	}
	return words
}

// projectCall calls a word of a module, or of the settings.
func (x *exec) projectCall(mod *moduleEnv, name string, args []arg, last *callable, t *script.Call, s *scope) value {
	in := *x
	if !x.b.inSettings { // where files are below the build's folder
		in.mod = mod
	}
	if word := x.b.words[name]; word != nil {
		if v, ok := word(&projectCall{&in, mod, name, args, last, t, s}); ok {
			return v
		}
	}
	if mod == x.b.root && x.b.inSettings {
		if v, ok := in.settingsCall(name, args, last); ok {
			return v
		}
	}
	line := 0
	if t != nil {
		line = t.Line()
	}
	return in.nodeCall(mod.node, name, args, last, line)
}

// on is the module as a value.
func (c *projectCall) on() value { return value{kind: isModule, mod: c.mod} }

// getter is the property that a name such as getPath reads.
func getter(name string) string { return uncapital(strings.TrimPrefix(name, "get")) }

func uncapital(name string) string { return strings.ToLower(name[:1]) + name[1:] }

func projectOrBlock(c *projectCall) (value, bool) {
	if c.last == nil && len(c.args) > 0 {
		return c.x.projectOf(c.args), true
	}
	return blockOnCall(c)
}

func blockOnCall(c *projectCall) (value, bool) {
	if c.last == nil {
		return value{}, false
	}
	return c.x.configureCall(c.on(), c.name, c.args, c.last, c.t), true
}

func extensionByType(c *projectCall) (value, bool) {
	if c.t == nil || len(c.t.Types) == 0 {
		return value{}, false
	}
	return c.x.extension(c.mod, c.name, c.args, c.last, c.t), true
}

func pluginRequests(c *projectCall) (value, bool) {
	if c.last == nil {
		return value{}, false
	}
	c.x.pluginBlock(c.last)
	return value{}, true
}

func buildscriptBlock(c *projectCall) (value, bool) {
	if c.last == nil {
		return value{}, false
	}
	c.x.configure(c.last, value{kind: isNode, node: c.mod.node.child("buildscript")})
	return value{}, true
}

func ownBlock(c *projectCall) (value, bool) {
	on := value{kind: isNode, node: c.mod.node.peek(c.name)}
	if c.last != nil {
		c.x.configure(c.last, on)
	}
	return on, true
}

// sharedProjects keeps a block for the modules below, and runs it on those that started.
func sharedProjects(c *projectCall) (value, bool) {
	if c.last == nil {
		return value{}, false
	}
	all, block := c.name == "allprojects", late{c.last, c.x.maybe}
	c.x.b.shared = append(c.x.b.shared, sharedBlock{block, c.mod, all})
	c.x.alreadyStarted(block, func(m *moduleEnv) bool { return m.below(c.mod) })
	if all {
		c.x.configure(c.last, c.on())
	}
	return value{}, true
}

func lateBlock(c *projectCall) (value, bool) {
	if c.last == nil {
		return value{}, false
	}
	c.mod.after = append(c.mod.after, late{c.last, c.x.maybe})
	return value{}, true
}

func dependsOn(c *projectCall) (value, bool) {
	c.x.dependOn(c.mod, c.name, c.args)
	return value{}, true
}

func extraBlock(c *projectCall) (value, bool) {
	on := space(extra{c.mod})
	if c.last == nil {
		return on, true
	}
	c.x.configure(c.last, on)
	return value{}, true
}

func projectFile(c *projectCall) (value, bool) { return c.x.path(c.args), true }

func projectFiles(c *projectCall) (value, bool) {
	v, _ := c.x.builtin(c.name, c.args, c.last, c.t, c.s)
	return c.x.resolved(v), true
}

func projectFileTree(c *projectCall) (value, bool) {
	v, _ := c.x.builtin(c.name, c.args, c.last, c.t, c.s)
	return v, true
}

// setProject is setProjectDir and setBuildFileName.
func setProject(c *projectCall) (value, bool) {
	if c.last != nil || len(c.args) != 1 {
		return value{}, false
	}
	c.x.assignTo(c.on(), uncapital(strings.TrimPrefix(c.name, "set")), "=", first(c.args), 0)
	return value{}, true
}

func setBuildDir(c *projectCall) (value, bool) {
	c.mod.setBuildDir(first(c.args))
	return value{}, true
}

func namedProperty(c *projectCall) (value, bool) {
	key, ok := first(c.args).text()
	if !ok {
		return value{}, false
	}
	return c.x.propertyCall(c.mod, c.name, key), true
}

func neededProperty(c *projectCall) (value, bool) {
	key, _ := first(c.args).text()
	return c.x.propertyCall(c.mod, "property", key), true
}

func ownProperty(c *projectCall) (value, bool) {
	v, _ := c.x.projectProperty(c.mod, getter(c.name))
	return v, true
}

func otherProject(c *projectCall) (value, bool) { return c.x.projectOf(c.args), true }

// helperObject is an object of Gradle's that acts on the module.
func helperObject(c *projectCall) (value, bool) {
	if len(c.args) > 0 {
		return value{}, false
	}
	on := space(helper{c.mod, getter(c.name)})
	if c.last != nil {
		c.x.configure(c.last, on)
	}
	return on, true
}

// unasked is a block in which no answer stands.
func unasked(c *projectCall) (value, bool) {
	if c.name == sourceSetsBlock && c.mod.logic {
		return ownBlock(c)
	}
	return value{kind: isNode, node: newNode(c.name)}, true
}

// configureCall runs a block on what its call names: a project, an extension by
// its type, an object or each item of a list; else on the module itself.
func (x *exec) configureCall(on value, name string, args []arg, last *callable, t *script.Call) value {
	if name == "project" && len(args) > 0 {
		if m := x.projectOf(args); m.kind == isModule {
			return x.configure(last, m)
		}
	}
	switch {
	case len(args) == 1 && (args[0].v.kind == isNode || args[0].v.kind == isModule):
		return x.configure(last, args[0].v)
	case t != nil && len(t.Types) > 0:
		return x.configure(last, value{kind: isNode, node: on.mod.node.child(extensionOf(t.Types[0]))})
	case len(args) == 1 && args[0].v.kind == isList:
		for _, v := range args[0].v.list {
			x.configure(last, v)
		}
		return value{}
	}
	return x.configure(last, on)
}
