package androidapp

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
)

// partAlone takes a folder that builds no app for what it is: a Cordova plug-in, or
// files that no build takes in. It reports false where a manifest may still be that
// of an app.
func (o *opener) partAlone() bool {
	if o.files.fsys == nil {
		return false
	}
	switch {
	case o.cordova():
		o.app.Part = facts.CordovaPlugin
	case len(o.files.manifests()) == 0 && len(o.files.folders(o.scriptNames()...)) == 0 && o.hasLoginFiles():
		o.app.Part = facts.NoBuild
	default:
		if o.app.Outside = o.outsideApp(); len(o.app.Outside) == 0 {
			return false
		}
		o.app.Part = facts.NoBuild
	}
	markUsed(o.app, nil)
	if o.app.Part == facts.NoBuild && len(o.app.Outside) == 0 {
		o.separateSets(".")
	}
	return true
}

// hasLoginFiles reports whether there is something that a build would take in.
func (o *opener) hasLoginFiles() bool {
	s := &moduleReader{o: o, app: o.app}
	return len(o.app.Aars) > 0 || s.hasConfig()
}

// cordova reports whether a plugin.xml at the top of the folder, or of the only
// folder that has one, is that of a Cordova plug-in for Android; see
// https://cordova.apache.org/docs/en/latest/plugin_ref/spec.html.
func (o *opener) cordova() bool {
	for _, dir := range o.files.folders("plugin.xml") {
		src, err := o.files.Read(path.Join(dir, "plugin.xml"))
		if err != nil {
			continue
		}
		root, err := readXML(trimBOM(src))
		if err != nil || root.Name != "plugin" {
			continue
		}
		for n := range root.Elements() {
			if a, ok := n.Attr("", "name"); ok && n.Name == "platform" && a.Value == "android" {
				return true
			}
		}
	}
	return false
}

// outsideModules are the modules of the folder's scripts that no build includes:
// the Android part of a plug-in, say, beside settings of their own.
func (o *opener) outsideModules() []builtModule {
	if o.files.fsys == nil {
		return nil
	}
	built := map[string]bool{}
	for _, b := range o.builds() {
		for _, m := range b.Modules() {
			built[m.Dir] = true
		}
	}
	dirs := slices.DeleteFunc(o.files.folders(o.scriptNames()...), func(dir string) bool {
		return built[dir] || path.Base(dir) == "buildSrc"
	})
	if len(dirs) == 0 {
		return nil
	}
	b := gradle.Load(o.files, ".", dirs...)
	var out []builtModule
	for _, m := range b.Modules() {
		if slices.Contains(dirs, m.Dir) && m.Kind == gradle.Library {
			out = append(out, builtModule{m, b})
		}
	}
	return out
}

// maxOutside limits the scripts that are named because no settings include them.
const maxOutside = 5

// outsideApp are scripts of modules that lie beside settings and that these do not
// include, as far as they were read: a plug-in of the settings may include them. Those
// beside the files of a login stand first, then those that lie least deep.
func (o *opener) outsideApp() []string {
	builds := o.builds()
	if len(o.files.folders("settings.gradle", "settings.gradle.kts")) == 0 || len(builds) == 0 {
		return nil
	}
	built := map[string]bool{}
	for _, b := range builds {
		for _, m := range b.Modules() {
			built[m.Dir] = true
		}
	}
	dirs := slices.DeleteFunc(slices.Clone(o.files.folders(o.scriptNames()...)), func(dir string) bool {
		return built[dir] || path.Base(dir) == "buildSrc" || strings.HasPrefix(dir, "buildSrc/")
	})
	deep := func(dir string) int {
		if slices.ContainsFunc(o.app.Aars, func(a facts.Aar) bool { return strings.HasPrefix(a.File, dir+"/") }) {
			return -1
		}
		return strings.Count(dir, "/")
	}
	slices.SortStableFunc(dirs, func(a, b string) int { return deep(a) - deep(b) })
	var out []string
	for _, dir := range dirs[:min(len(dirs), maxOutside)] {
		for _, name := range o.scriptNames() {
			if script := path.Join(dir, name); o.files.Has(script) {
				out = append(out, script)
			}
		}
	}
	return out
}

// hidesApp takes a folder in which no application was recognised for files of no build,
// if something in it applies the application plug-in all the same: a library or a module
// without a plug-in does not stand for the app then.
func (o *opener) hidesApp(modules []builtModule) bool {
	if len(modules) != 1 || modules[0].Kind == gradle.Application || modules[0].Kind == gradle.UnknownKind {
		return false
	}
	o.app.Hidden = modules[0].build.HiddenApps()
	if len(o.app.Hidden) == 0 {
		return false
	}
	o.app.Part = facts.NoBuild
	markUsed(o.app, nil)
	return true
}
