package gradle

import (
	"path"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// applyCall is "apply { }", "apply<Type>()" or "apply(plugin: ...)" of a module.
func (x *exec) applyCall(on value, args []arg, last *callable, t *script.Call) value {
	if last != nil && len(args) == 0 {
		if !x.groovyApply(last) {
			x.configure(last, on)
			return on
		}
		n := newNode("apply")
		x.configure(last, value{kind: isNode, node: n})
		x.applyNode(n)
		return value{}
	}
	if t != nil && len(t.Types) > 0 {
		x.applyClass(t.Types[len(t.Types)-1])
	}
	x.apply(args)
	return value{}
}

// groovyApply distinguishes apply { plugin("x") } of a project from Kotlin's apply.
func (x *exec) groovyApply(last *callable) bool {
	for _, st := range last.body {
		c, ok := st.(*script.Call)
		if !ok {
			return false
		}
		n, ok := c.Fn.(*script.Name)
		if !ok || n.Name != "plugin" && n.Name != "from" {
			return false
		}
	}
	return len(last.body) > 0
}

func (x *exec) applyNode(n *Node) {
	for _, st := range n.sets {
		for _, v := range st.args {
			x.apply([]arg{{st.name, v}})
		}
	}
}

// apply is apply plugin: 'x' and apply from: 'x'.
func (x *exec) apply(args []arg) {
	if to, ok := named(args, "to"); ok && to.kind == isModule && to.mod != x.mod {
		in := *x
		in.mod = to.mod
		x = &in
	}
	for _, a := range args {
		if a.v.kind == isMapping && a.name == "" {
			for _, k := range a.v.m.keys {
				x.apply([]arg{{k, a.v.m.vals[k]}})
			}
			continue
		}
		switch a.name {
		case "plugin", "":
			if class := className(a.v); class != "" {
				x.applyClass(class)
			} else if id, ok := a.v.text(); ok && a.v.kind != isNull {
				x.applyPlugin(id)
			} else {
				x.mod.unknownPlugin(pluginWithoutName(a.v.why()))
			}
		case "from":
			file, ok := a.v.text()
			if !ok {
				part, _ := a.v.ns.(partly)
				x.unreadScript(x.file, string(part), reason("apply from a path that is not known: %s",
					"apply from 的路径无法确定：%s", a.v.why()))
				continue
			}
			if to, ok := named(args, "to"); ok && to.kind == isNode && a.v.kind != isFile &&
				x.b.files.Has(x.relative(file)) {
				x.runFileOn(x.relative(file), to)
			} else if ok && to.kind != isModule {
				x.blind(0, reason("the script %s, which is applied to an object,", "应用到对象上的脚本 %s", clip(file)))
			} else if a.v.kind == isFile {
				x.runFile(a.v.s)
			} else {
				x.runFile(x.relative(file))
			}
		}
	}
}

// relative is a script's path, or its URL: below the module's folder, as Gradle takes it,
// else beside the script that names it.
func (x *exec) relative(file string) string {
	if strings.Contains(file, "://") {
		return file
	}
	if p := x.mod.resolve(file); x.b.files.Has(p) {
		return p
	}
	return path.Join(path.Dir(x.file), file)
}

// runFile evaluates a script in the module at hand.
func (x *exec) runFile(file string) { x.runFileOn(file, value{kind: isModule, mod: x.mod}) }

// runFileOn evaluates a script on an object: the module at hand, or one of its blocks.
func (x *exec) runFileOn(file string, on value) {
	if strings.Contains(file, "://") || strings.Contains(file, ":/") {
		x.unreadScript(x.file, file, reason("apply from %s, which is not in the folder",
			"apply from %s（不在目录中）", clip(file)))
		return
	}
	src, err := x.b.files.Read(file)
	if err != nil {
		x.b.lostScript(file, x.file, x.line, x.maybe > 0)
		x.unreadScript(file, file, reason("the script is applied and was not read", "应用了该脚本，但未读取到"))
		return
	}
	if x.calls >= maxCalls {
		x.limited(tooDeep)
		return
	}
	if x.running(file) {
		return
	}
	x.b.usedFile(file)
	if len(x.b.runs) >= maxRuns {
		x.limited(tooMany)
	} else {
		x.b.runs = append(x.b.runs, ran{file, x.mod})
	}
	in := *x
	in.calls++
	in.file, in.lang = file, script.LangOf(file)
	in.stack = append(append([]string{}, x.stack...), file)
	parsed := x.b.parse(file, string(src))
	in.body(parsed.Body, &scope{recv: on})
}

// unreadScript keeps that a script is applied and was not read, which may set
// anything unless it is known as one of a library's.
func (x *exec) unreadScript(at, file string, text lang.Text) {
	x.b.keepNote(Note{File: at, Text: text, kind: appliedNote})
	if publicScript(file) && len(x.mod.frameworks) < maxOverrulers {
		x.mod.frameworks = append(x.mod.frameworks, path.Base(file))
	}
	switch {
	case publicScript(file):
	case file == "":
		x.blind(0, reason("the script of an unknown path, which was not read,", "路径无法确定、未读取的脚本"))
	default:
		x.blind(0, reason("the script %s, which was not read,", "未读取的脚本 %s", clip(file)))
	}
}

func (x *exec) running(file string) bool {
	for _, f := range x.stack {
		if f == file {
			return true
		}
	}
	return false
}

func isApply(name string, args []arg) bool {
	if name != "apply" {
		return false
	}
	_, plugin := named(args, "plugin")
	_, from := named(args, "from")
	return plugin || from
}
