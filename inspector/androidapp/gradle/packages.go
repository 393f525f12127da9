package gradle

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// linked is a package whose Android module a framework's tool links into the app.
type linked struct {
	name, dir string // of the module, such as "my_plugin" and "packages/my_plugin/android"
	file      string // that names the package
	by        string // flutter or react
	module    *moduleEnv
	dev       bool // under dev_dependencies of the app
}

// maxLinked limits the packages that are linked.
const maxLinked = 300

// linkPackages includes the Android modules of packages that Flutter and React
// Native link, as far as they are in the folder.
func (b *Build) linkPackages() {
	for _, p := range append(b.flutterPackages(), b.nodePackages()...) {
		if b.scriptIn(p.dir, "build") == "" {
			continue
		}
		if len(b.linked) >= maxLinked {
			b.limit(p.file, 0, tooMany)
			break
		}
		p.module = b.moduleIn(p.dir)
		if p.module == nil && b.modules[":"+p.name] == nil {
			b.include(p.name, false)
			if p.module = b.modules[":"+p.name]; p.module != nil {
				p.module.dir, p.module.dirSet = p.dir, true
			}
		}
		if p.module != nil {
			b.linked = append(b.linked, p)
		}
	}
}

func (b *Build) moduleIn(dir string) *moduleEnv {
	for _, m := range b.order {
		if m.dir == dir {
			return m
		}
	}
	return nil
}

// dependOnPackages writes the dependencies on linked packages that a framework's
// tool writes into the app.
func (b *Build) dependOnPackages(m *moduleEnv) {
	for _, p := range b.linked {
		if p.module == m || !m.usesFramework(p.by) {
			continue
		}
		if p.dev {
			// Flutter's tool leaves it out of release builds from some version on.
			b.view(m).doubt(noteAt(p.file, 0, reason(
				"a package under dev_dependencies may be left out of release builds",
				"dev_dependencies 中的包可能不进入 release 构建")))
		}
		x := b.exec(m, p.file)
		on := []value{{kind: isModule, mod: p.module}}
		x.record(m.node.child("dependencies"), set{name: "implementation", op: "()", args: on})
	}
}

// usesFramework reports whether the module is an app into which a framework links
// its packages: by its plug-in, or by its script, which is seldom in the folder.
func (m *moduleEnv) usesFramework(name string) bool {
	if !m.hasPlugin("com.android.application") {
		return false
	}
	switch name {
	case "flutter":
		return m.plugins["dev.flutter.flutter-gradle-plugin"] || slices.Contains(m.frameworks, "flutter.gradle")
	case "react":
		return m.plugins["com.facebook.react"] || slices.Contains(m.frameworks, "native_modules.gradle") ||
			slices.Contains(m.frameworks, "autolinking.gradle")
	}
	return false
}

// pubspec is what a Flutter package says of itself; see
// https://dart.dev/tools/pub/pubspec.
type pubspec struct {
	Name         string         `yaml:"name"`
	Dependencies map[string]any `yaml:"dependencies"`
	Overrides    map[string]any `yaml:"dependency_overrides"`
	Dev          map[string]any `yaml:"dev_dependencies"`
	Flutter      struct {
		Plugin map[string]any `yaml:"plugin"`
	} `yaml:"flutter"`
}

func (b *Build) pubspec(dir string) (p pubspec) {
	src, err := b.files.Read(path.Join(dir, "pubspec.yaml"))
	if err != nil {
		return p
	}
	if err := yaml.Unmarshal(src, &p); err != nil {
		b.note(path.Join(dir, "pubspec.yaml"), 0, notUnderstood(err.Error()))
		return pubspec{}
	}
	return p
}

// flutterPackages are the plug-ins of a Flutter app with Android modules: those
// that pubspec.yaml names by path, and theirs, and those that the tool has listed.
func (b *Build) flutterPackages() []linked {
	app := b.listFolder("pubspec.yaml")
	var out []linked
	seen, dev := map[string]bool{app: true}, map[string]bool{}
	for queue := []string{app}; len(queue) > 0; queue = queue[1:] {
		dir := queue[0]
		if len(seen) > maxLinked {
			b.limit(path.Join(dir, "pubspec.yaml"), 0, tooMany)
			break
		}
		p := b.pubspec(dir)
		if dir != app && len(p.Flutter.Plugin) > 0 {
			at := path.Join(dir, "pubspec.yaml")
			out = append(out, linked{p.Name, path.Join(dir, "android"), at, "flutter", nil, dev[dir]})
		}
		lists := []map[string]any{p.Overrides, p.Dependencies}
		if dir == app {
			lists = append(lists, p.Dev) // those of a package are for its own tests
		}
		for i, list := range lists {
			for _, name := range sortedKeys(list) {
				if at, ok := byPath(list[name]); ok && !seen[path.Join(dir, at)] {
					b.lostPackage(name, joined(dir, at), path.Join(dir, "pubspec.yaml"), "flutter")
					seen[path.Join(dir, at)] = true
					dev[path.Join(dir, at)] = dev[dir] || i == 2
					queue = append(queue, path.Join(dir, at))
				} else if i < 2 && byRegistry(list[name]) {
					b.fromRegistry(name, "flutter")
				}
			}
		}
	}
	return append(out, b.flutterLists(app)...)
}

// listFolder is the folder with a framework's list of packages: that above the build, else
// the build's own, where no settings say how the folder is built.
func (b *Build) listFolder(list string) string {
	over := path.Join(b.dir, "..")
	if !b.files.Has(path.Join(over, list)) && b.files.Has(path.Join(b.dir, list)) {
		return b.dir
	}
	return over
}

// fromRegistry keeps a package that is not in the folder, as one of a framework.
func (b *Build) fromRegistry(name, by string) {
	if b.hosted == nil {
		b.hosted = map[string][]string{}
	}
	if list := b.hosted[by]; len(list) < maxLinked && !slices.Contains(list, name) {
		b.hosted[by] = append(list, name)
	}
}

// hostedPackages are the packages of registries that a framework's tool links into the
// module, as far as their lists are in the folder.
func (m *Module) hostedPackages() []string {
	var out []string
	for _, by := range []string{"flutter", "react"} {
		if !m.env.usesFramework(by) {
			continue
		}
		for _, name := range m.b.hosted[by] {
			if !slices.ContainsFunc(m.b.linked, func(p linked) bool { return p.name == moduleOf(name) }) {
				out = append(out, name)
			}
		}
	}
	return out
}

// byRegistry reports whether a package of pubspec.yaml is one of pub.dev, of another
// registry or of Git, and not of the tool itself.
func byRegistry(v any) bool {
	m, ok := v.(map[string]any)
	return !ok || m["sdk"] == nil && m["path"] == nil
}

// byPath is the path of a dependency such as {path: ../x}.
func byPath(v any) (string, bool) {
	m, _ := v.(map[string]any)
	at, ok := m["path"].(string)
	return at, ok
}

// flutterLists are the plug-ins that the Flutter tool has listed; most lie in a
// cache outside of the folder.
func (b *Build) flutterLists(app string) []linked {
	var out []linked
	file := path.Join(app, ".flutter-plugins-dependencies")
	if src, err := b.files.Read(file); err == nil {
		var said struct {
			Plugins struct {
				Android []struct {
					Name, Path string
					Native     *bool `json:"native_build"`
				}
			}
		}
		if err := json.Unmarshal(src, &said); err != nil {
			b.note(file, 0, notUnderstood(err.Error()))
		}
		for _, p := range said.Plugins.Android {
			if p.Native == nil || *p.Native {
				out = append(out, linked{p.Name, path.Join(app, p.Path, "android"), file, "flutter", nil, false})
			}
		}
	}
	file = path.Join(app, ".flutter-plugins")
	if src, err := b.files.Read(file); err == nil {
		said := readProperties(string(src))
		for _, name := range sortedKeys(said) {
			out = append(out, linked{name, path.Join(app, said[name], "android"), file, "flutter", nil, false})
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// nodePackages are the packages of a React Native app with Android modules that
// autolinking takes: those of package.json that its config does not switch off; see
// https://github.com/react-native-community/cli/blob/main/docs/autolinking.md.
func (b *Build) nodePackages() []linked {
	app := b.listFolder("package.json")
	file := path.Join(app, "package.json")
	src, err := b.files.Read(file)
	if err != nil {
		return nil
	}
	var said struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(src, &said); err != nil {
		b.note(file, 0, notUnderstood(err.Error()))
		return nil
	}
	config := b.reactConfig(app)
	var out []linked
	for _, name := range sortedKeys(said.Dependencies) {
		if at, ok := localPackage(said.Dependencies[name]); ok {
			b.lostPackage(name, joined(app, at), file, "react")
		}
		dir := b.packageDir(app, name, said.Dependencies[name])
		if dir == "" && !switchedOff(config, name) && speaksOfReact(name) {
			b.fromRegistry(name, "react")
		}
		if dir != "" && !switchedOff(config, name) && name != "react-native" {
			out = append(out, linked{moduleOf(name), path.Join(dir, "android"), file, "react", nil, false})
		}
	}
	for _, m := range rootOfPackage.FindAllStringSubmatch(config, maxLinked+1) {
		dir := path.Join(app, m[1])
		config := path.Join(app, reactConfigs[0])
		out = append(out, linked{moduleOf(path.Base(dir)), path.Join(dir, "android"), config, "react", nil, false})
	}
	return out
}

// speaksOfReact reports whether a package of package.json is named like one with an Android
// module, which most packages of JavaScript are not.
func speaksOfReact(name string) bool {
	return name != "react-native" && (strings.Contains(name, "react-native") || strings.HasPrefix(name, "expo-"))
}

var reactConfigs = []string{"react-native.config.js", "react-native.config.ts", "react-native.config.cjs",
	"react-native.config.mjs"}

func (b *Build) reactConfig(app string) string {
	for _, name := range reactConfigs {
		if src, err := b.files.Read(path.Join(app, name)); err == nil {
			return string(src)
		}
	}
	return ""
}

// rootOfPackage finds "root: path.join(__dirname, '..')", by which a library's
// example app links the library itself.
var rootOfPackage = regexp.MustCompile(`root:\s*path\.(?:join|resolve)\(\s*__dirname,\s*['"]([^'"]+)['"]\s*\)`)

// switchedOff reports whether the config takes a package out of Android.
func switchedOff(config, name string) bool {
	i := strings.Index(config, name)
	if i < 0 {
		return false
	}
	off := regexp.MustCompile(`^[^,}]*\{[^}]*platforms\s*:\s*\{[^}]*android\s*:\s*null`)
	return off.MatchString(config[i+len(name):])
}

// moduleOf is the name of a package's module: "@a/b" is a_b.
func moduleOf(name string) string {
	return strings.ReplaceAll(strings.TrimPrefix(name, "@"), "/", "_")
}

// localPackage is the path that stands for a version of a package.
func localPackage(version string) (at string, ok bool) {
	for _, kind := range []string{"file:", "link:", "portal:"} {
		if at, ok = strings.CutPrefix(version, kind); ok {
			return at, !strings.HasSuffix(at, ".tgz") && !strings.HasSuffix(at, ".tar.gz")
		}
	}
	return "", false
}

// joined is a path below a folder, or one that is absolute.
func joined(dir, p string) string {
	if p = strings.ReplaceAll(p, `\`, "/"); absolute(p) {
		return path.Clean(p)
	}
	return path.Join(dir, p)
}

// packageDir is the folder of a package: that of its version, if that is a path,
// else the next node_modules above; "" if it is not in the folder.
func (b *Build) packageDir(app, name, version string) string {
	if at, ok := localPackage(version); ok {
		return path.Join(app, at)
	}
	for dir := app; ; dir = path.Dir(dir) {
		at := path.Join(dir, "node_modules", name)
		if b.scriptIn(path.Join(at, "android"), "build") != "" {
			return at
		}
		if dir == "." || dir == "/" || strings.HasPrefix(dir, "..") {
			return ""
		}
	}
}
