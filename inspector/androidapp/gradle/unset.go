package gradle

import "strings"

// Law of this file: what no script sets has the value that Android's plug-in gives it.
// Where that is not known the value is unknown, and never true.

// unset is the value of a property of a build type or flavour that no script sets.
// Source: the public interfaces BuildType and ProductFlavor of the Android Gradle
// plug-in.
func (n *Node) unset(name string) (value, bool) {
	if n.parent == nil || n.loose && n.parent.Name != "buildTypes" || !n.parent.isContainer() {
		return value{}, false
	}
	n = n.lineage()[0]
	if rest, ok := strings.CutPrefix(name, "is"); ok && rest != "" {
		name = strings.ToLower(rest[:1]) + rest[1:]
	}
	switch n.parent.Name {
	case "buildTypes":
		switch name {
		case "debuggable":
			return boolOf(n.Name == "debug"), true
		case "minifyEnabled", "shrinkResources", "jniDebuggable", "renderscriptDebuggable", "testCoverageEnabled",
			"profileable":
			return boolOf(false), true
		case "signingConfig":
			if n.Name == "debug" {
				return none(reason("the debug signing configuration", "debug 签名配置")), true
			}
			return value{kind: isNull}, true
		case "applicationIdSuffix", "versionNameSuffix", "multiDexEnabled":
			return value{kind: isNull}, true
		}
	case "productFlavors":
		switch name {
		case "applicationId", "applicationIdSuffix", "versionNameSuffix", "versionName", "versionCode", "signingConfig",
			"minSdk", "targetSdk", "minSdkVersion", "targetSdkVersion", "multiDexEnabled":
			return value{kind: isNull}, true
		case "default":
			return boolOf(false), true
		}
	}
	return value{}, false
}

// getter reads a property of a build type or flavour by its Java method, such as
// isDebuggable and getName.
func (n *Node) getter(method string) (value, bool) {
	if n.parent == nil || !n.parent.isContainer() {
		return value{}, false
	}
	if method == "getName" {
		return str(n.Name), true
	}
	rest, is := strings.CutPrefix(method, "is")
	if !is {
		rest, is = strings.CutPrefix(method, "get")
	}
	if !is || rest == "" {
		return value{}, false
	}
	name := strings.ToLower(rest[:1]) + rest[1:]
	for _, set := range []string{name, method} {
		if v, ok := n.get(set); ok {
			return v, true
		}
	}
	return n.unset(name)
}

// isUnset reports whether a block is only a name that a script asked for.
func (n *Node) isUnset() bool { return n.loose && len(n.kids) == 0 && len(n.sets) == 0 }

// staticCall is a static method of a class of Java's or Kotlin's that reads a text.
func staticCall(class, name string, args []arg) (value, bool) {
	v := first(args)
	switch class + "." + name {
	case "Boolean.parseBoolean", "Boolean.valueOf":
		if v.kind == isBoolean {
			return v, true
		}
		if v.kind == isNull {
			return boolOf(false), true
		}
		s, ok := v.text()
		if !ok {
			return none(v.why()), true
		}
		return boolOf(strings.EqualFold(s, "true")), true
	case "Boolean.getBoolean", "Integer.getInteger", "Long.getLong":
		return none(reason("it depends on the properties of the Java process", "取决于 Java 进程的属性")), true
	case "Integer.parseInt", "Integer.valueOf", "Long.parseLong", "Long.valueOf", "Integer.decode":
		if n, ok := v.int(); ok {
			return num(n), true
		}
		return none(v.why()), true
	case "String.valueOf", "Objects.toString", "Objects.requireNonNull":
		if name == "requireNonNull" {
			return v, true
		}
		s, ok := v.text()
		if !ok {
			return none(v.why()), true
		}
		return str(s), true
	case "Objects.equals":
		if len(args) == 2 {
			if is, known := same(args[0].v, args[1].v); known {
				return boolOf(is), true
			}
		}
		return none(reason("compared with a value that is not known", "与无法确定的值比较")), true
	}
	return value{}, false
}

// propertiesOf are the properties of a module as a map: project.properties.
type propertiesOf struct{ mod *moduleEnv }

// get is the property, null where nothing that was read sets it.
func (p propertiesOf) get(key string) value {
	if v, ok := p.mod.property(key); ok {
		return v
	}
	return value{kind: isNull}
}

// method is a method of that map.
func (p propertiesOf) method(name string, args []arg) value {
	key, ok := first(args).text()
	if !ok {
		return none(first(args).why())
	}
	v := p.get(key)
	switch name {
	case "get", "getAt":
		return v
	case "containsKey":
		return boolOf(v.kind != isNull)
	case "getOrDefault":
		if v.kind == isNull && len(args) == 2 {
			return args[1].v
		}
		return v
	}
	return none(verbatim("properties." + name))
}
