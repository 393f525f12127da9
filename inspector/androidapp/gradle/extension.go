package gradle

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// extension is extensions.configure<Type> { } and its like.
func (x *exec) extension(mod *moduleEnv, name string, args []arg, last *callable, t *script.Call) value {
	n := mod.node
	key := ""
	if len(t.Types) > 0 {
		key = extensionOf(t.Types[0])
	} else if v := first(args); v.kind == isText {
		key = v.s
	} else if class := className(v); class != "" {
		key = extensionOf(class)
	} else if v.kind == isNode {
		key = v.node.Name
	}
	if c := x.b.catalogs[uncapital(strings.TrimPrefix(key, "LibrariesFor"))]; c != nil && key != "" {
		return space(catalogPath{c, ""}) // the accessors that Gradle generates
	}
	if key == "android" && strings.HasPrefix(name, "find") && !mod.mayHaveAndroid() {
		return value{kind: isNull}
	}
	if key == "VersionCatalogsExtension" || key == "versionCatalogs" {
		return space(helper{mod, "versionCatalogs"})
	}
	if key != "" {
		n = n.peek(key)
	}
	on := value{kind: isNode, node: n}
	if last != nil {
		n.attach()
		x.configure(last, on)
	}
	return on
}

// extensionOf names the block of an extension's class.
func extensionOf(class string) string {
	switch {
	case strings.HasSuffix(class, "AndroidComponentsExtension"):
		return "androidComponents"
	case slices.Contains([]string{
		"ApplicationExtension", "LibraryExtension", "CommonExtension", "BaseExtension", "AppExtension",
		"TestedExtension",
		"BaseAppModuleExtension", "DynamicFeatureExtension", "TestExtension", "LibraryExtensionImpl",
	}, class):
		return "android"
	}
	return class
}

// mayHaveAndroid reports whether a module has the Android extension, or may have.
func (m *moduleEnv) mayHaveAndroid() bool {
	return len(m.unknown) > 0 || m.hasPlugin("com.android.base") || configured(m.node.peek("android"))
}
