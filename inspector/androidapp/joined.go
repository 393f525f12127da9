package androidapp

import (
	"bytes"
	"html"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/nsc"
)

// finishFiles builds the debug and the release view from the text files: the
// source sets main and debug or release of the application module, and main of
// the library modules, as the manifest merger would.
func (o *opener) finishFiles() {
	module := o.files.appModule()
	o.readBuilds(module)
	configs := o.parseConfigs()
	used := map[string]bool{}
	for _, f := range o.flavors() {
		o.app.Flavors = append(o.app.Flavors, facts.Flavor{Name: f.Name, Builds: o.textBuilds(module, f, configs, used)})
	}
	if len(o.app.Flavors) > 0 {
		o.app.Builds = o.app.Flavors[0].Builds
	} else {
		o.app.Builds = o.textBuilds(module, gradle.Flavor{}, configs, used)
	}
	for _, c := range configs {
		if !used[c.File] {
			o.app.Loose = append(o.app.Loose, c)
		}
	}
}

// textBuilds are the two views of a project, of one flavour or of none.
func (o *opener) textBuilds(module string, f gradle.Flavor, configs []facts.Config, used map[string]bool) []facts.Build {
	var out []facts.Build
	for _, v := range []facts.Variant{facts.Debug, facts.Release} {
		b := facts.Build{Variant: v, Actual: true, Manifest: o.merged(module, f.Name, v)}
		if b.Manifest == nil && len(configs) == 0 {
			continue
		}
		o.levels(&b, f)
		var debug *nsc.Config
		b.NSC, debug = pick(configs, module, f.Name, v, b.Manifest)
		if b.NSC.Config != nil {
			used[b.NSC.Config.File] = true
		}
		b.Policy = policy(b, v == facts.Debug, debug)
		out = append(out, b)
	}
	return out
}

func (o *opener) flavors() []gradle.Flavor {
	if o.app.Project == nil {
		return nil
	}
	return o.app.Project.Flavors
}

// sourceSets are the folders of a build, the one that wins first.
func sourceSets(flavor string, v facts.Variant) []string {
	if flavor == "" {
		return []string{"src/" + string(v), "src/main"}
	}
	title := strings.ToUpper(string(v[0])) + string(v[1:])
	return []string{"src/" + flavor + title, "src/" + string(v), "src/" + flavor, "src/main"}
}

// readBuilds reads the root's variables first, then the application module.
func (o *opener) readBuilds(module string) {
	for _, b := range o.files.builds {
		if path.Dir(b.path) != module {
			o.project().AddVariables(b.path, string(b.src))
		}
	}
	for _, b := range o.files.builds {
		if path.Dir(b.path) == module {
			p := o.project()
			p.Module = module
			p.AddBuild(b.path, string(b.src))
		}
	}
}

// merged reads the manifests of a build. Values of the variant's own manifest
// win over main's; permissions and activities add up.
func (o *opener) merged(module, flavor string, v facts.Variant) *manifest.Manifest {
	var order []textFile
	for _, dir := range append(sourceSets(flavor, v), ".") {
		for _, f := range o.files.manifests {
			if path.Dir(f.path) == path.Join(module, dir) {
				order = append(order, f)
			}
		}
	}
	for _, f := range o.files.manifests {
		if !strings.HasPrefix(f.path, module+"/") && module != "." && sourceSetMain(f.path) {
			order = append(order, f)
		}
	}
	if len(order) == 0 && len(o.files.manifests) == 1 {
		order = o.files.manifests
	}
	var m *manifest.Manifest
	for _, f := range order {
		root, err := readXML(o.filledIn(bytes.TrimPrefix(f.src, []byte("\ufeff"))))
		if err != nil {
			if v == facts.Debug && !o.isUnread(f.path) {
				o.unread(f.path, err)
			}
			continue
		}
		next := manifest.Parse(root, f.path, nil)
		if m == nil {
			m = next
			continue
		}
		overlay(m, next)
	}
	return m
}

func (o *opener) isUnread(part string) bool {
	return slices.ContainsFunc(o.app.Unread, func(u facts.Unread) bool { return u.Part == part })
}

// filledIn puts in what the build file says for "${name}".
func (o *opener) filledIn(src []byte) []byte {
	if o.app.Project == nil {
		return src
	}
	for name, value := range o.app.Project.Placeholders {
		src = bytes.ReplaceAll(src, []byte("${"+name+"}"), []byte(html.EscapeString(value)))
	}
	return src
}

func sourceSetMain(p string) bool {
	dir := path.Dir(p)
	return path.Base(dir) == "main" || !strings.Contains(dir, "/src/")
}

// overlay fills what m does not say from the lower manifest.
func overlay(m, lower *manifest.Manifest) {
	if m.Package == "" {
		m.Package = lower.Package
	}
	a, b := &m.Application, lower.Application
	if !a.NSC.Set {
		a.NSC, a.NSCAttr = b.NSC, b.NSCAttr
	}
	if a.Line == 0 {
		a.Line = b.Line
	}
	for _, x := range []struct{ to, from *manifest.Bool }{
		{&a.UsesCleartext, &b.UsesCleartext}, {&a.Debuggable, &b.Debuggable},
	} {
		if !x.to.Set {
			*x.to = *x.from
		}
	}
	for _, x := range []struct{ to, from *manifest.Int }{
		{&m.MinSDK, &lower.MinSDK}, {&m.TargetSDK, &lower.TargetSDK}, {&m.CompileSDK, &lower.CompileSDK},
	} {
		if !x.to.Set {
			*x.to = *x.from
		}
	}
	m.Permissions = append(m.Permissions, lower.Permissions...)
	m.Activities = append(m.Activities, lower.Activities...)
}

// levels takes what the build file says before what the manifest says, as the
// build tools do.
func (o *opener) levels(b *facts.Build, f gradle.Flavor) {
	if m := b.Manifest; m != nil {
		b.TargetSDK, b.MinSDK = m.TargetSDK.N, m.MinSDK.N
	}
	p := o.app.Project
	if p == nil {
		return
	}
	target, minSDK, id := said(f.TargetSDK, p.TargetSDK), said(f.MinSDK, p.MinSDK), said(f.ApplicationID, p.ApplicationID)
	if target.Set() {
		b.TargetSDK = target.Int()
	}
	if minSDK.Set() {
		b.MinSDK = minSDK.Int()
	}
	if b.TargetSDK == 0 && !target.Set() {
		b.TargetSDK = b.MinSDK
	}
	if m := b.Manifest; m != nil && id.Value != "" {
		m.Package = id.Value + f.Suffix + p.Suffixes[string(b.Variant)]
	}
}

// said is the flavour's own setting, else that of defaultConfig.
func said(own, common gradle.Setting) gradle.Setting {
	if own.Set() {
		return own
	}
	return common
}

// pick finds the configuration that the manifest names, in the variant's source
// set before main and before the libraries. Without a manifest, a single
// configuration counts as referenced.
func pick(configs []facts.Config, module, flavor string, v facts.Variant, m *manifest.Manifest) (n facts.NSC, debug *nsc.Config) {
	if m == nil {
		if len(configs) > 0 {
			n.Referenced, n.Config = true, &configs[0]
		}
		return n, nil
	}
	if !m.Application.NSC.Set {
		return n, nil
	}
	n.Referenced, n.Reference = true, m.Application.NSC.Text
	name := strings.TrimPrefix(n.Reference, "@") + ".xml"
	n.Config = locate(configs, module, flavor, v, name)
	if n.Config == nil {
		n.Error = "no file res/" + name + " in the project"
		return n, nil
	}
	if d := locate(configs, module, flavor, v, strings.TrimSuffix(name, ".xml")+"_debug.xml"); d != nil {
		debug = d.Config
	}
	return n, debug
}

func locate(configs []facts.Config, module, flavor string, v facts.Variant, name string) *facts.Config {
	for _, dir := range append(sourceSets(flavor, v), ".") {
		for i := range configs {
			if configs[i].File == path.Join(module, dir, "res", name) {
				return &configs[i]
			}
		}
	}
	for i := range configs {
		f := configs[i].File
		other := strings.Contains(f, "/src/") && !strings.Contains(f, "/src/main/")
		if (strings.HasSuffix("/"+f, "/"+name) || path.Base(f) == path.Base(name)) && !other {
			return &configs[i]
		}
	}
	return nil
}
