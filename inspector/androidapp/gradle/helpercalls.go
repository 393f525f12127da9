package gradle

import (
	"cmp"
	"strings"
)

// helperCall is a method of an object of Gradle's.
func (x *exec) helperCall(h helper, name string, args []arg, last *callable) value {
	key, _ := first(args).text()
	in := *x
	in.mod = h.mod
	switch h.name {
	case "pluginBlock":
		switch name {
		case "id":
			if key == "" || first(args).kind == isNull {
				return in.unlisted(first(args))
			}
			return value{kind: isRequest, req: &pluginRequest{id: key, apply: true}}
		case "kotlin":
			return value{kind: isRequest, req: &pluginRequest{id: "org.jetbrains.kotlin." + key, apply: true}}
		case "alias":
			if v := first(args); v.kind == isRequest {
				return v
			}
			if v := first(args); v.kind == isText {
				return value{kind: isRequest, req: &pluginRequest{id: v.s, apply: true}}
			}
			return in.unlisted(first(args))
		}
	case "pluginManager", "plugins":
		switch name {
		case "apply":
			in.apply([]arg{{"plugin", first(args)}})
			return value{}
		case "withPlugin", "withId":
			x.await(h.mod, wait{id: key, body: last})
			return value{}
		case "withType":
			return x.withType(h, args, last, nil)
		case "all", "configureEach", "whenPluginAdded", "each", "forEach", "whenObjectAdded":
			x.await(h.mod, wait{body: last})
			return value{}
		case "hasPlugin", "findPlugin", "getPlugin":
			return h.mod.pluginQuestion(cmp.Or(key, className(first(args))))
		}
		if last != nil {
			in.configure(last, space(h))
		}
		return value{}
	case "versionCatalogs":
		if c := x.b.catalogs[key]; c != nil {
			return space(catalogPath{c, ""})
		}
	case "gradle", "lifecycle":
		if x.hook(h, name, args, last) {
			return value{}
		}
	case "System", "logger":
		if name == "getenv" || name == "getProperty" {
			return none(reason("it depends on the environment", "取决于环境变量"))
		}
	case "providers":
		switch name {
		case "gradleProperty":
			return x.propertyCall(h.mod, "findProperty", key)
		case "environmentVariable", "systemProperty", "exec":
			return none(reason("it depends on the environment", "取决于环境变量"))
		case "provider":
			return in.call(last, nil, value{})
		}
	case "settings":
		if v, ok := in.settingsCall(name, args, last); ok {
			return v
		}
	case "layout":
		return in.path(args)
	}
	return none(verbatim(h.name + "." + name))
}

// unlisted is an alias that no catalogue at hand lists. Android Studio's own name
// for the Android plug-ins identifies them all the same.
func (x *exec) unlisted(v value) value {
	name := v.why().EN
	if c, ok := v.ns.(catalogPath); ok {
		name = c.path
	} else if v.kind == isNode {
		name = v.node.path()
	}
	for _, id := range []string{"application", "library"} {
		if strings.HasSuffix(name, "android."+id) {
			return value{kind: isRequest, req: &pluginRequest{id: "com.android." + id, apply: true}}
		}
	}
	x.mod.unknownPlugin(pluginByAlias(name))
	return value{}
}
