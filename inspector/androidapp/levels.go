package androidapp

import (
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/xmltree"
)

// least is the minimum level: of the script, else of the app's manifests.
func least(script gradle.Setting, own []merger.Source) int {
	if script.Set() {
		return script.Int()
	}
	for _, src := range own {
		if n, ok := usesSDK(src.Root, "minSdkVersion"); ok {
			return n
		}
	}
	return 1
}

func usesSDK(root *xmltree.Node, name string) (int, bool) {
	if sdk := root.First("uses-sdk"); sdk != nil {
		if a, ok := sdk.Android(name); ok {
			return a.Int()
		}
	}
	return 0, false
}

// levels takes what the script says before what the manifest says before the
// build tools' default. A level that is not known stays 0.
func (s *moduleReader) levels(b *facts.Build, v gradle.Variant) {
	m := b.Manifest
	switch {
	case v.TargetSDK.Set():
		b.TargetSDK = v.TargetSDK.Int()
	case m != nil && m.TargetSDK.Set:
		b.TargetSDK = m.TargetSDK.N
	case b.MinSDK > 0 || !v.MinSDK.Unresolved.Empty():
		b.Target = v.DefaultTarget(b.MinSDK)
		if !v.MinSDK.Unresolved.Empty() && b.Target.Default && b.Target.File == "" {
			b.Target = gradle.Setting{Unresolved: v.MinSDK.Unresolved}
		}
		b.TargetSDK = b.Target.Int()
	}
}

// debuggable writes what the build tools write into the manifest of a debuggable
// build.
func debuggable(root *xmltree.Node) {
	if app := root.First("application"); app != nil {
		if _, ok := app.Android("debuggable"); !ok {
			app.Attrs = append(app.Attrs, attribute("debuggable", "true"))
		}
	}
}
