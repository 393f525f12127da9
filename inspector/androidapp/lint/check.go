package lint

import (
	"slices"
	"time"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// Check is one rule about an app.
type Check = finding.Check[func(*pass)]

// Options are what a caller knows beside the app.
type Options struct {
	// Now is for expirations; zero for "unknown".
	Now time.Time
	// Package and Signatures are the values of the authentication scheme: the
	// package name and MD5 digests in any notation. Empty means "not given".
	Package    string
	Signatures []string
	// SeenPackages and SeenSignatures are what captured requests carried.
	SeenPackages, SeenSignatures []string
	// Hosts are further hosts that the app must reach over HTTP.
	Hosts []string
}

// Checks returns every check, in the order in which results are shown.
func Checks() []Check {
	return []Check{
		unreadParts, oddArchive, sdkPresent,
		nscReferenced, nscValid, nscRequired, nscVersion, nscExtra, nscWide, nscAttribute, nscOddities,
		trustDebug, trustRelease, pinSets, transparency, localNetwork,
		permissionsNeeded, permissionsSuperfluous, activities, orientation, privacyActivity, spelling, sdkLevels,
		debuggable, mergeConflicts, resources,
		library, aars, mixedVersions, duplicateLibraries, duplicateClasses, buildStops, crashshield,
		dependencies, androidX, appCompat, abis,
		pageSize, knownHoles, keepRules, cutOff, sdkVersion,
		packageName, signatures, debugKey, signingSchemes, keystores,
		baseURL, checkSSL, secrets, logEnable,
	}
}

// Run applies every check to an app, and to each further app of its folder; the
// results of a folder with several apps name their module, and of a further app
// without the login there is one line, not one for each check.
func Run(app *facts.App, opt Options) []finding.Finding {
	var out []finding.Finding
	for _, one := range app.All() {
		list := runOne(one, opt)
		if one != app && one.SDK.NoLogin() {
			list = slices.DeleteFunc(list, unspoken)
		}
		for i := range list {
			if len(app.Others) > 0 {
				list[i].Module = one.Module
			}
		}
		out = append(out, list...)
	}
	return out
}

// unspoken are the results of an app without the login, beside another one, that say
// no more than that.
func unspoken(r finding.Finding) bool { return r.Status == finding.Skipped && r.Check != sdkPresent.ID }

func runOne(app *facts.App, opt Options) []finding.Finding {
	varying := map[string]bool{}
	for _, c := range append(flavored(), ofBuildFiles()...) {
		varying[c.ID] = len(app.Flavors) > 0
	}
	var out []finding.Finding
	for _, c := range Checks() {
		if !applies(c, app) {
			out = append(out, notPresent(c, app, opt))
			continue
		}
		script := app.Project != nil && app.Project.BuildFile != ""
		if app.Untold() && !alwaysChecked[c.ID] && (script || !ofSingleFile[c.ID]) {
			out = append(out, notPresent(c, app, opt))
			continue
		}
		if app.Part == "" && !alwaysChecked[c.ID] && !judgesLogin(c, app.SDK) {
			out = append(out, notPresent(c, app, opt))
			continue
		}
		if varying[c.ID] {
			out = append(out, acrossFlavors(c, app, opt)...)
			continue
		}
		out = append(out, apply(c, app, opt)...)
	}
	return doubted(ofDebugAlone(out, app), app)
}

// ofDebugAlone names the build of what was found where the only builds that have the
// login are for developers.
func ofDebugAlone(list []finding.Finding, app *facts.App) []finding.Finding {
	builds := slices.Clone(app.Builds)
	for _, f := range app.Flavors {
		builds = append(builds, f.Builds...)
	}
	user := func(b facts.Build) bool { return b.Variant != facts.Debug }
	if len(app.SDK.Without) == 0 || len(builds) == 0 || slices.ContainsFunc(builds, user) {
		return list
	}
	for i, r := range list {
		if r.Build == "" && r.Status != finding.Skipped && !alwaysChecked[r.Check] {
			list[i].Build = string(facts.Debug)
		}
	}
	return list
}

// applies reports whether a check judges this kind of input: an app, a library by
// itself, or a part of an app.
func applies(c Check, app *facts.App) bool {
	switch {
	case app.Part != "":
		return ofPart(app.Part)[c.ID]
	case app.Kind == facts.Library:
		return ofLibrary[c.ID] || c.ID == library.ID
	}
	return c.ID != library.ID
}

// alwaysChecked are the checks that mean something without the login, too.
var alwaysChecked = map[string]bool{
	"archive.unread": true, "archive.odd": true, "build.sdk-present": true, "nsc.valid": true,
	"manifest.debuggable": true,
	"identity.package":    true, "identity.signature": true, "identity.debug-key": true,
	"identity.signing-schemes": true, "code.secrets": true,
}

// judgesLogin reports whether a check of the login means something for the login that
// the app has.
func judgesLogin(c Check, s facts.SDK) bool {
	switch {
	case s.Other != "":
		return ofOtherMaker[c.ID]
	case s.HostsOnly:
		return ofConfiguration[c.ID]
	}
	return !s.Absent()
}

// ofOtherMaker are the checks that hold for the login of a carrier or of any maker, whose
// SDK looks the number up at the same carriers: whether the app may speak HTTP to them, and
// what stops a build that is to permit it.
var ofOtherMaker = map[string]bool{
	"nsc.referenced": true, "nsc.valid": true, "nsc.cleartext.required": true, "nsc.cleartext.unconfirmed": true,
	"nsc.uses-cleartext": true, "nsc.without-effect": true, "manifest.merge": true,
}

// ofConfiguration are the checks of a configuration that mean something where the
// hosts in it alone speak of a login.
var ofConfiguration = map[string]bool{
	"nsc.referenced": true, "nsc.valid": true, "nsc.cleartext.required": true, "nsc.cleartext.wide": true,
	"nsc.uses-cleartext": true, "nsc.without-effect": true, "nsc.trust.release": true, "nsc.pins": true,
}

// ofSingleFile are the checks that a gradle.properties or a file of keep rules answers
// by itself.
var ofSingleFile = map[string]bool{"build.androidx": true, "build.keep-rules": true}

// notPresent is what a check of the login says where there is no login.
func notPresent(c Check, app *facts.App, opt Options) finding.Finding {
	p := &pass{App: app, Opt: opt, check: c}
	switch {
	case app.Part != "":
		text := openInPart(app)
		p.skip(text.EN, text.ZH)
	case c.ID == library.ID:
		p.skip("An app was given, not a library by itself.", "输入是应用，不是单独的库。")
	case app.Kind == facts.Library:
		p.skip("Not applicable: a library was given, not an app.", "不适用：输入是库，不是应用。")
	case app.SDK.Other != "":
		name := otherName(app.SDK.Other)
		p.skip("Not applicable: the login is that of "+name.EN+".", "不适用：该应用使用的是"+name.ZH+"的登录。")
	case app.SDK.HostsOnly:
		p.skip(
			"Only the network security configuration speaks of a login; no SDK was found, so this was not checked.",
			"仅网络安全配置中有登录相关域名，未发现任何 SDK，未做此项检查。",
		)
	case app.Untold():
		p.skip("What was given does not show whether the login SDK is built in, so this was not checked. "+
			"Give the project folder or the APK.",
			"仅凭给出的文件无法判断是否集成了登录 SDK，未做此项检查。请指定项目目录或 APK。")
	default:
		p.skip("There is no trace of the login SDK, so this was not checked.", "未发现登录 SDK 的痕迹，未做此项检查。")
	}
	return p.results[0]
}

func apply(c Check, app *facts.App, opt Options) []finding.Finding {
	p := &pass{App: app, Opt: opt, check: c}
	c.Run(p)
	return byBuild(c, app, opt, p.results)
}

// pass is one check at work on one app.
type pass struct {
	App     *facts.App
	Opt     Options
	check   Check
	results []finding.Finding
}

// add completes a result with what the check itself says.
func (p *pass) add(r finding.Finding) {
	p.check.Fill(&r)
	p.results = append(p.results, r)
}

// pass adds a plain good result unless the check already said something.
func (p *pass) pass(en, zh string, where ...finding.Location) {
	if len(p.results) == 0 {
		p.add(finding.Finding{Status: finding.Pass, What: t(en, zh), Where: where})
	}
}

// skip says that the facts are not at hand.
func (p *pass) skip(en, zh string) {
	p.add(finding.Finding{Status: finding.Skipped, What: t(en, zh)})
}

func t(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

// release is the release view, or the only one there is.
func (p *pass) release() *facts.Build {
	if b := p.App.Build(facts.Release); b != nil {
		return b
	}
	return p.App.Build(facts.Debug)
}

// actual yields the builds at hand, of which a project has two and an APK one.
func (p *pass) actual() []facts.Build {
	var out []facts.Build
	for _, b := range p.App.Builds {
		if b.Actual {
			out = append(out, b)
		}
	}
	return out
}

// manifested is the release build if its manifest was read, else nil after
// saying that there is none.
func (p *pass) manifested() *facts.Build {
	for _, b := range p.actual() {
		if b.Variant == facts.Release && b.Manifest != nil {
			return &b
		}
	}
	for _, b := range p.App.Builds {
		if b.Manifest != nil {
			return &b
		}
	}
	p.skip("No manifest was read.", "未读取到清单文件。")
	return nil
}

// hidden reports a build whose configuration is there and could not be read, so
// that no verdict on its rules is possible, and says so.
func (p *pass) hidden(b *facts.Build) bool {
	if b.NSC.Error == "" {
		return false
	}
	p.skip("The configuration could not be read: "+b.NSC.Error+".", "网络安全配置无法读取："+or(b.NSC.Said.ZH, b.NSC.Error)+"。")
	return true
}

// configUnseen is hidden for the release build of an app whose file is somewhere: in a
// package, or not among the files that were given.
func (p *pass) configUnseen() bool {
	b := p.release()
	return (p.compiled() || b != nil && b.NSC.NotGiven) && p.hidden(b)
}

// loose reports whether files were given by themselves, so that what is not among
// them may well be in the project.
func (p *pass) loose() bool { return p.App.Kind == facts.Files }

// compiled reports whether the app came as an APK or a bundle.
func (p *pass) compiled() bool {
	return p.App.Kind == facts.APK || p.App.Kind == facts.Splits || p.App.Kind == facts.Bundle
}

func configLocation(b *facts.Build, line int, element string) []finding.Location {
	if b.NSC.Config == nil {
		return manifestLocation(b, "application")
	}
	return []finding.Location{{File: b.NSC.Config.File, Line: line, Element: element}}
}

func manifestLocation(b *facts.Build, element string) []finding.Location {
	if b.Manifest == nil {
		return nil
	}
	at := finding.Location{File: b.Manifest.File, Element: element}
	if app := b.Manifest.Application; element == "application" {
		at.Line = app.Line
		if app.File != "" { // of a source set above main
			at.File = app.File
		}
	}
	return []finding.Location{at}
}
