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
	} else if v.kind == isNode {
		key = extensionOf(v.node.Name)
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
		"ApplicationExtension", "LibraryExtension", "CommonExtension", "BaseExtension", "AppExtension", "TestedExtension",
		"BaseAppModuleExtension", "DynamicFeatureExtension", "TestExtension", "LibraryExtensionImpl",
	}, class):
		return "android"
	}
	return class
}
