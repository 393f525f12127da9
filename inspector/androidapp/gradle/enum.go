package gradle

import (
	"slices"

	"loginscope/inspector/androidapp/gradle/script"
)

// enumConstant is one constant of a Kotlin enum with its properties.
type enumConstant struct {
	name string
	d    *dict
}

// constants evaluates the constants of an enum into d: each by its name, and all
// of them as entries.
func (b *Build) constants(x *exec, t *script.Class, s *scope, d *dict) {
	all := value{kind: isList}
	for i, e := range t.Constants {
		args, last := x.args(e.Args, s)
		if last != nil {
			args = append(args, arg{v: value{kind: isClosure, fn: last}})
		}
		one := newDict()
		own := &scope{parent: s}
		position := 0
		for _, p := range t.Params {
			v, ok := named(args, p.Name)
			if !ok && position < len(args) && args[position].name == "" {
				v, ok = args[position].v, true
				position++
			}
			if !ok && p.Default != nil {
				v = x.eval(p.Default, own)
			} else if !ok {
				v = none(reason("the constant %s does not give %s", "常量 %s 未给出 %s", e.Name, p.Name))
			}
			own.declare(p.Name, v)
			one.set(p.Name, v)
		}
		one.set("name", str(e.Name))
		one.set("ordinal", num(int64(i)))
		v := space(enumConstant{e.Name, one})
		d.set(e.Name, v)
		all.list = append(all.list, v)
	}
	d.set("entries", all)
}

// get is a property of the constant.
func (c enumConstant) get(name string) value {
	if v, ok := c.d.vals[name]; ok {
		return v
	}
	return none(reason("the property %s of %s is computed", "%[2]s 的属性 %[1]s 由脚本计算", name, c.name))
}

// ofAndroid answers Kotlin's "is" for the types of the Android plug-in, as far
// as the module's plug-ins decide it.
func (x *exec) ofAndroid(v value, class script.Expr) value {
	n, ok := class.(*script.Name)
	if p, isPlugin := v.ns.(appliedPlugin); ok && isPlugin {
		return p.isPlugin(n.Name)
	}
	app, lib := x.mod.hasPlugin("com.android.application"), x.mod.hasPlugin("com.android.library")
	if !ok || v.kind != isNode || app == lib {
		return none(reason("a question of types", "取决于类型判断"))
	}
	switch n.Name {
	case "ApplicationExtension", "ApplicationProductFlavor", "ApplicationBuildType", "ApplicationDefaultConfig",
		"BaseAppModuleExtension",
		"AppExtension":
		return boolOf(app)
	case "LibraryExtension", "LibraryProductFlavor", "LibraryBuildType", "LibraryDefaultConfig":
		return boolOf(lib)
	case "BaseExtension", "CommonExtension", "TestedExtension":
		return boolOf(v.node.Name == "android")
	}
	return none(reason("a question of types", "取决于类型判断"))
}

// instance is a new object of a class of the scripts: its members, with the
// properties of its constructor. ok is false if name is no such class.
func (x *exec) instance(name string, args []arg, s *scope) (value, bool) {
	c, ok := x.b.classes[name]
	if !ok || c.class.Object || len(c.class.Params) == 0 && !listens(c.class) {
		return value{}, false
	}
	if x.calls >= maxCalls {
		return x.limited(tooDeep), true
	}
	in := *x
	in.calls++
	d := newDict()
	own := &scope{parent: c.scope}
	position := 0
	for _, p := range c.class.Params {
		v, found := named(args, p.Name)
		if !found && position < len(args) && args[position].name == "" {
			v, found = args[position].v, true
			position++
		}
		if !found && p.Default != nil {
			v = in.eval(p.Default, own)
		}
		own.declare(p.Name, v)
		d.set(p.Name, v)
	}
	in.members(c.class.Body, own, d)
	return space(d), true
}

// listens reports whether a class has a method of a listener of the build.
func listens(c *script.Class) bool {
	return slices.ContainsFunc(c.Body, func(m script.Stmt) bool {
		f, ok := m.(*script.Func)
		return ok && listeners[f.Name] != ""
	})
}

// anonymous is an object of a class without a name.
func (x *exec) anonymous(t *script.New, s *scope) value {
	d := newDict()
	d.class = t.Type
	x.members(t.Body, &scope{parent: s}, d)
	return space(d)
}

// members evaluates those of a class into an object.
func (x *exec) members(body []script.Stmt, own *scope, d *dict) {
	for _, st := range body {
		if m, ok := st.(*script.Func); ok {
			own.declare(m.Name, value{kind: isFunction, fn: x.function(m, own)})
		}
	}
	for _, st := range body {
		switch m := st.(type) {
		case *script.Decl:
			x.declare(m, own)
			for _, n := range m.Names {
				d.set(n, own.vars[n])
			}
		case *script.Func:
			v := value{kind: isFunction, fn: x.function(m, own)}
			own.declare(m.Name, v)
			d.set(m.Name, v)
		}
	}
}
