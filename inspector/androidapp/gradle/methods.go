package gradle

import "strings"

// method calls a method of a value.
func (x *exec) method(base value, name string, args []arg, last *callable, line int, s *scope) value {
	if c, ok := base.ns.(catalogPath); ok && base.kind == isNamespace {
		return x.catalogMethod(c, name, args)
	}
	switch name {
	case "apply", "also", "run", "let", "with", "tap":
		if last != nil && base.kind != isNode && base.kind != isNamespace && base.kind != isModule {
			on := base
			if name == "also" || name == "let" { // the block is not run on the value
				on = value{}
			}
			v := x.call(last, []arg{{v: base}}, on)
			if name == "run" || name == "let" || name == "with" {
				return v
			}
			return base
		}
	case "takeIf", "takeUnless":
		return none(reason("depends on a condition", "取决于条件"))
	}
	switch base.kind {
	case isModule:
		return x.projectCall(base.mod, name, args, last, nil, s)
	case isNode:
		if v, ok := staticCall(base.node.Name, name, args); ok && base.node.isUnset() {
			return v
		}
		if last != nil && repeats[name] && base.node.isUnset() && inFlavors(s) {
			x.unsure(func() { x.call(last, []arg{{v: none(base.why())}}, value{}) })
			return none(base.why())
		}
		if v, ok := base.node.getter(name); ok && len(args) == 0 && last == nil {
			return v
		}
		return x.nodeCall(base.node, name, args, last, line)
	case isRequest:
		return base.req.with(name, first(args), x)
	case isText, isNumber, isBoolean:
		return x.scalarMethod(base, name, args).unless(base, func(o value) value {
			return x.method(o, name, args, last, line, s)
		})
	case isLibrary:
		return base // get(), and what changes no coordinates
	case isList:
		return x.listMethod(base, name, args, last)
	case isMapping:
		return x.mapMethod(base, name, args, last)
	case isFile:
		return x.fileMethod(base, name, args, last)
	case isTree:
		return x.treeMethod(base, name, args, last)
	case isFiles:
		return x.listMethod(value{kind: isList, list: value{kind: isList, list: base.list}.flat()}, name, args, last)
	case isClosure, isFunction:
		if name == "call" || name == "invoke" {
			return x.call(base.fn, args, value{})
		}
	case isNamespace:
		if p, ok := base.ns.(propertiesOf); ok {
			return p.method(name, args)
		}
		return x.spaceMethod(base, name, args, last)
	case isNull:
		if name == "toString" {
			return str("null")
		}
		return x.nullMethod(name, args, last).unless(base, func(o value) value { return o })
	}
	if last != nil && (name == "each" || name == "forEach") {
		x.unsure(func() { x.call(last, []arg{{v: none(base.why())}}, value{}) })
	}
	return none(base.why())
}

// repeats are methods that run a block for each item of a list.
var repeats = map[string]bool{"each": true, "forEach": true, "onEach": true, "map": true, "all": true,
	"eachWithIndex": true, "forEachIndexed": true}

// inFlavors reports whether the block at hand is that of the product flavours. One that
// goes through a list which is not known makes flavours there, of names that are not known.
func inFlavors(s *scope) bool {
	on := innermost(s)
	return on.kind == isNode && on.node.Name == "productFlavors"
}

// nullMethod is a method of a provider that has no value.
func (x *exec) nullMethod(name string, args []arg, last *callable) value {
	switch name {
	case "getOrElse", "orElse":
		return first(args)
	case "orNull", "getOrNull", "map", "flatMap":
		return value{kind: isNull}
	case "isPresent":
		return boolOf(false)
	case "toBoolean":
		return boolOf(false)
	}
	return none(reason("no value for %s", "%s 没有值", name))
}

// with is id("x").version("y").apply(false).
func (r *pluginRequest) with(name string, v value, x *exec) value {
	next := *r
	switch name {
	case "version":
		next.version, _ = v.text()
	case "apply":
		is, known := v.truth()
		next.apply, next.unsure = is && known, !known
	}
	if x.requests != nil {
		x.requests[len(x.requests)-1] = &next
	}
	return value{kind: isRequest, req: &next}
}

func (x *exec) scalarMethod(v value, name string, args []arg) value {
	s, _ := v.text()
	if name == "matches" && len(args) == 1 {
		return matching(v, args[0].v, true)
	}
	other, known := first(args).text()
	if len(args) > 0 && !known {
		return none(first(args).why())
	}
	if part, ok := partMethod(s, name, args); ok {
		return part
	}
	if name == "toRegex" || name == "toPattern" {
		return patternOf(v)
	}
	switch name {
	case "toBoolean", "toBooleanStrict", "asBoolean", "booleanValue":
		return boolOf(strings.EqualFold(s, "true"))
	case "toInteger", "toInt", "intValue", "toLong", "toLongOrNull", "toIntOrNull", "asInteger":
		if n, ok := v.int(); ok {
			return num(n)
		}
		return none(reason("not a number: %s", "不是数字：%s", clip(s)))
	case "path", "invariantSeparatorsPath", "absolutePath", "toString", "get", "getOrNull", "orNull", "trim",
		"asProvider", "requiredVersion", "getRequiredVersion", "displayName",
		"getOrElse", "orElse", "strip", "intern", "asString", "getDisplayName", "value", "toUpperCase", "toLowerCase",
		"capitalize",
		"lowercase", "uppercase", "length", "isEmpty", "isNotEmpty", "isNullOrEmpty", "isBlank", "isNullOrBlank",
		"removeSurrounding":
		return simple(v, s, name)
	case "isPresent", "isInteger", "isNumber":
		_, ok := v.int()
		return boolOf(name == "isPresent" || ok)
	case "contains":
		return boolOf(strings.Contains(s, other))
	case "startsWith":
		return boolOf(strings.HasPrefix(s, other))
	case "endsWith":
		return boolOf(strings.HasSuffix(s, other))
	case "equals":
		return boolOf(s == other)
	case "equalsIgnoreCase":
		return boolOf(strings.EqualFold(s, other))
	case "removePrefix":
		return str(strings.TrimPrefix(s, other))
	case "removeSuffix":
		return str(strings.TrimSuffix(s, other))
	case "replace":
		if len(args) == 2 {
			to, ok := args[1].v.text()
			if ok && len(s) < maxText/10 && len(to) < 1000 {
				return str(strings.ReplaceAll(s, other, to))
			}
		}
	case "split", "tokenize":
		out := value{kind: isList}
		for i, part := range strings.Split(s, other) {
			if x.room(i) {
				out.list = append(out.list, str(part))
			}
		}
		return out
	case "plus":
		return x.arithmetic("+", v, first(args))
	}
	return none(reason("%s of a text", "文本的 %s", name))
}

func simple(v value, s, name string) value {
	switch name {
	case "trim", "strip":
		return str(strings.TrimSpace(s))
	case "toUpperCase", "uppercase":
		return str(strings.ToUpper(s))
	case "toLowerCase", "lowercase":
		return str(strings.ToLower(s))
	case "capitalize":
		return str(title(s))
	case "length":
		return num(int64(len(s)))
	case "isEmpty", "isNullOrEmpty":
		return boolOf(s == "")
	case "isBlank", "isNullOrBlank":
		return boolOf(strings.TrimSpace(s) == "")
	case "isNotEmpty":
		return boolOf(s != "")
	case "toString":
		return str(s)
	}
	return value{kind: v.kind, s: v.s, n: v.n, b: v.b}
}

func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (x *exec) catalogMethod(c catalogPath, name string, args []arg) value {
	key, _ := first(args).text()
	kinds := map[string]string{"findVersion": "versions.", "findLibrary": "", "findBundle": "bundles.",
		"findPlugin": "plugins.", "getVersion": "versions."}
	if prefix, ok := kinds[name]; ok {
		if v, found := c.c.get(prefix + key); found {
			return v
		}
	}
	return none(reason("%s %s of the catalogue", "版本目录的 %s %s", name, key))
}

func (x *exec) spaceMethod(base value, name string, args []arg, last *callable) value {
	key, _ := first(args).text()
	switch ns := base.ns.(type) {
	case extra:
		switch name {
		case "set", "put":
			if len(args) == 2 {
				x.assignTo(base, key, "=", args[1].v, 0)
			}
			return value{kind: isNull}
		case "get", "getProperty":
			return x.spaceProp(base, key)
		case "has", "containsKey":
			_, ok := ns.mod.property(key)
			return boolOf(ok)
		case "apply", "with", "invoke":
			x.configure(last, base)
			return base
		}
		if v, ok := ns.mod.property(name); ok && v.kind == isClosure {
			return x.call(v.fn, args, value{})
		}
		return none(verbatim("ext." + name))
	case pattern:
		return ns.method(name, args)
	case jsonReader:
		return x.parseJSON(first(args))
	case helper:
		return x.helperCall(ns, name, args, last)
	case pluginsOf:
		switch name {
		case "all", "configureEach", "whenPluginAdded", "each", "forEach", "whenObjectAdded":
			ns.w.body = last
			x.await(ns.mod, ns.w)
			return value{kind: isNull}
		case "isEmpty":
			is, known := ns.mod.pluginQuestion(ns.w.class).truth()
			if known {
				return boolOf(!is)
			}
		}
	case enumConstant:
		if name == "toString" {
			return str(ns.name)
		}
		return ns.get(name)
	case *dict:
		if all, ok := ns.vals["entries"]; ok && name == "values" && len(args) == 0 {
			return all
		}
		if v, ok := ns.vals[name]; ok && v.kind == isFunction {
			return x.call(v.fn, args, value{})
		}
	}
	return none(verbatim(name))
}
