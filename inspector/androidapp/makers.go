package androidapp

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/source"
)

// otherSDK is how another maker's one-click login is recognised in a project: by its
// artifacts, its classes, or a block of its Gradle plug-in.
type otherSDK struct {
	id        string // of package maker, or facts.CarrierSDK
	artifacts *regexp.Regexp
	script    *regexp.Regexp // nil for none
}

// otherSDKs are recognised by what their makers' guides have an app write. The packages
// stand in source.OtherPackages.
var otherSDKs = []otherSDK{
	{"jpush", regexp.MustCompile(`(?i)^(cn\.jiguang\.sdk|cn\.jpush\..*)?:jverification|:jiguang[-_]?verif`), nil},
	{"getui", regexp.MustCompile(`(?i):(gysdk|geyan|gtc-gysdk)\b|:gysdk`), nil},
	{"shanyan", regexp.MustCompile(`(?i)shanyan|chuanglan`), nil},
	{"mobtech", regexp.MustCompile(`(?i):secverify|com\.mob\.sec`), regexp.MustCompile(`(?m)^\s*SecVerify\b`)},
	{"netease", regexp.MustCompile(`(?i)^(io\.github\.yidun|com\.netease\.nis):quicklogin|:quicklogin`), nil},
	{"geetest", regexp.MustCompile(`(?i)geetest[-_.:]?onelogin|:onelogin`), nil},
	{"umeng", regexp.MustCompile(`(?i):uverify|:umverify`), nil},
	{"dcloud", regexp.MustCompile(`(?i):univerify`), nil},
	{facts.CarrierSDK,
		regexp.MustCompile(`(?i):(quick_?login_android|cmcc[-_]?sso|ctaccount|unicom[-_]?online|cu[-_]?auth)`), nil},
}

// others gathers where another maker's login was seen. It is the app's where
// nothing but a carrier's host speaks for Alibaba's or IDaaS' SDK.
func (o *opener) others(app *facts.App) {
	s := &app.SDK
	found := map[string]string{}
	note := func(id, where string) {
		if id != "" && found[id] == "" {
			found[id] = where
		}
	}
	byArtifact := func(name, where string) {
		for _, m := range otherSDKs {
			if m.artifacts.MatchString(name) {
				note(m.id, where)
			}
		}
	}
	for _, a := range app.Aars {
		if !a.Used || a.Alibaba() {
			continue // Alibaba's SDK holds those of the carriers
		}
		byArtifact(":"+a.Name, a.File)
		for _, pkg := range a.Packages {
			note(source.OtherClass(pkg+"."), a.File)
		}
	}
	if p := app.Project; p != nil {
		known := map[string]bool{} // many modules name the same library
		for _, d := range p.Dependencies {
			if name := d.Group + ":" + d.Name; !known[name] {
				known[name] = true
				byArtifact(name, fmt.Sprintf("%s:%d", d.File, d.Line))
			}
		}
		for _, f := range p.Files {
			src, err := o.files.Read(f)
			for _, m := range otherSDKs {
				if err == nil && m.script != nil && m.script.Match(src) {
					note(m.id, f)
				}
			}
		}
	}
	for id, files := range app.Code.Others {
		if i := slices.IndexFunc(files, func(f string) bool { return o.inSourceSet(f) && o.ofApp(app, f) }); i >= 0 {
			note(id, files[i])
		}
	}
	for _, b := range app.Builds {
		if b.Manifest == nil {
			continue
		}
		for _, a := range b.Manifest.Activities {
			note(source.OtherClass(a.Name), a.File)
		}
	}
	if app.Dex.Has(dex.MarkJPush) {
		note("jpush", app.Name)
	}
	for _, m := range otherSDKs { // a maker before the carriers, whose classes it brings
		if where := found[m.id]; where != "" {
			s.Others = append(s.Others, facts.OtherSDK{Maker: m.id, Where: where})
		}
	}
	o.whose(app)
}

// ofApp reports whether a source lies in a module that an app is built from, as far as that
// is known: where a folder holds one app, all that lies in it counts.
func (o *opener) ofApp(app *facts.App, file string) bool {
	if app.Project == nil || len(app.Project.Dirs) == 0 || len(o.app.All()) < 2 {
		return true
	}
	return slices.ContainsFunc(app.Project.Dirs, func(dir string) bool { return strings.HasPrefix(file, dir+"/") })
}

// whose settles which login the app has, where no more than a carrier's host
// speaks for Alibaba's or IDaaS'.
func (o *opener) whose(app *facts.App) {
	s, hosts := &app.SDK, ""
	for _, b := range app.Builds {
		if hosts == "" {
			hosts = carrierHost(b)
		}
	}
	switch {
	case s.Present || s.IDaaSPresent || len(s.Signals) > 0:
	case len(s.Others) > 0:
		s.Other, s.Searched = s.Others[0].Maker, true
	case hosts != "":
		s.HostsOnly = s.Searched && !s.ByPlugin && (app.Project == nil || app.Project.Incomplete().Empty())
		addSignal(s, hosts)
	}
}

// carrierHost is the file of a configuration that names a carrier's host, "" for
// none. Whoever names one means a login with a number, which may be any maker's.
func carrierHost(b facts.Build) string {
	if b.NSC.Config == nil {
		return ""
	}
	for _, s := range b.NSC.Config.Config.Domains {
		if slices.ContainsFunc(s.Domains, func(d nsc.Domain) bool { return ofCarrier(d.Name) }) {
			return b.NSC.Config.File
		}
	}
	return ""
}
