package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// ofParts are the checks that judge a part of an app: what goes into an app as it is.
var ofParts = map[string]bool{
	"archive.unread": true, "archive.odd": true, "build.sdk-present": true, "build.library": true,
	"build.versions.mixed": true, "build.libraries.duplicate": true, "build.classes.duplicate": true,
	"build.page-size": true, "build.cut-off": true, "build.sdk-version": true,
	"code.base-url": true, "code.check-ssl": true, "code.secrets": true, "code.log": true,
}

// ofModules are those of a library module beside these: its scripts and its
// resources are read.
var ofModules = map[string]bool{
	"nsc.valid": true, "nsc.without-effect": true, "build.aars": true, "build.crashshield": true,
	"build.known-holes": true,
}

func ofPart(part facts.Part) map[string]bool {
	if part != facts.LibraryModule {
		return ofParts
	}
	all := maps.Clone(ofParts)
	maps.Copy(all, ofModules)
	return all
}

// openInPart says why the questions of an app stay open where there is none.
func openInPart(app *facts.App) lang.Text {
	switch app.Part {
	case facts.LibraryModule:
		return t("This is a library module without an app. The app that uses it decides this (HTTP permission, SDK "+
			"levels, "+
			"final manifest): not checked.",
			"这是不含应用的库模块。此项（HTTP 放行、SDK 级别、最终清单）由使用它的应用决定：未检查。")
	case facts.CordovaPlugin:
		return t("This is a Cordova plug-in. Its plugin.xml and the app that installs it decide what is built: not "+
			"checked.",
			"这是 Cordova 插件。实际构建内容由其 plugin.xml 与安装它的应用决定：未检查。")
	}
	if len(app.Hidden) > 0 {
		return t("No application module was recognised, although "+locationsOf(app.Hidden)+" applies Android's "+
			"application plug-in. What the app is built from was not read: not checked.",
			"未识别出应用模块，但 "+locationsOf(app.Hidden)+" 应用了 Android 应用插件。未能读取应用的构建内容：未检查。")
	}
	if len(app.Outside) > 0 {
		return t("The settings that were read do not include "+list(app.Outside)+", so what the app is built from was "+
			"not read: not checked.",
			"已读取的 settings 未包含 "+listZH(app.Outside)+"，未能读取应用的构建内容：未检查。")
	}
	return t("No build in the folder uses these files, so they prove nothing about an app: not checked.",
		"目录中没有构建使用这些文件，无法据此判断应用：未检查。")
}

func locationsOf(notes []gradle.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, n.Location())
	}
	return strings.Join(out, ", ")
}

// ofLibrary are the checks that judge an app and an aar by itself.
var ofLibrary = map[string]bool{
	"archive.unread": true, "build.versions.mixed": true, "build.libraries.duplicate": true,
	"build.classes.duplicate": true,
	"build.page-size":         true,
}

var library = Check{
	ID:    "build.library",
	Title: t("What a library contains", "库的内容"),
	Doc: t("An aar that is given by itself, or a library module without an app, is judged as a library: what it is, "+
		"the phones it runs on, what it adds to an app's manifest, what its pages extend, the keep rules it brings, "+
		"and its native libraries. Give several aars together to see libraries that stand in more than one of them.",
		"单独给出的 aar 或不含应用的库模块按库检查：它是什么、支持的手机、会向应用清单加入的内容、页面的基类、自带的混淆规则与 so。同时给出多个 aar，可发现重复的 so。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/studio/projects/android-library#aar-contents",
	Run: func(p *pass) {
		p.libraryModule()
		for i := range p.App.Aars {
			a := &p.App.Aars[i]
			if a.Broken != "" {
				p.add(finding.Finding{
					Status: finding.Error, Subject: a.File, Where: []finding.Location{{File: a.File}},
					What: t(fmt.Sprintf("%s is no usable aar: %s.", a.File, a.Broken),
						fmt.Sprintf("%s 不是可用的 aar：%s。", a.File, or(a.BrokenSaid.ZH, a.Broken))),
					Why: t("An app with it does not build.", "使用它的应用无法构建。"),
					Fix: t("Take the original file.", "请使用原始文件。"),
				})
				continue
			}
			p.libraryItself(a)
			p.libraryManifest(a)
			p.libraryPages(a)
			p.libraryRules(a)
			p.libraryNative(a)
		}
	},
}

// part adds one fact about a library.
func (p *pass) part(a *facts.Aar, name, element, en, zh string) {
	where := []finding.Location{{File: a.File, Element: element}}
	p.add(finding.Finding{Status: finding.Pass, Subject: name, Where: where, What: t(en, zh)})
}

func (p *pass) libraryItself(a *facts.Aar) {
	role := t("no file of the login SDK by its name", "按名称不属于登录 SDK")
	for _, s := range sdkAars {
		if isAar(a, s.name) {
			role = s.role
		}
	}
	version := a.Version
	if v := p.App.SDK.AlibabaVersion(); version == "" && a.Alibaba() {
		version = v
	}
	if version == "" {
		version = "?"
	}
	p.part(a, a.Name, "",
		fmt.Sprintf("%s, version %s: %s. Package %s, minSdk %s.", a.Name, version, role.EN, or(a.Package, "?"),
			known(a.MinSDK)),
		fmt.Sprintf("%s，版本 %s：%s。包名 %s，minSdk %s。", a.Name, version, role.ZH, or(a.Package, "?"), known(a.MinSDK)))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// libraryManifest says what the library adds to the manifest of an app.
func (p *pass) libraryManifest(a *facts.Aar) {
	if a.Manifest == nil {
		p.add(finding.Finding{
			Status:  finding.Skipped,
			Subject: a.Name + " manifest",
			What:    t("Its manifest could not be read.", "无法读取其清单。"),
		})
		return
	}
	p.adds(manifest.Parse(a.Manifest, a.File, nil), a.Name, a.File)
}

// adds says what the manifest of a library brings into that of an app.
func (p *pass) adds(m *manifest.Manifest, name, file string) {
	a := &facts.Aar{Name: name, File: file}
	var permissions, pages []string
	for _, x := range m.Permissions {
		permissions = append(permissions, strings.TrimPrefix(x.Name, "android.permission."))
	}
	for _, x := range m.Activities {
		pages = append(pages, x.Name)
	}
	none, keine := "none", "无"
	p.part(a, a.Name+" permissions", "manifest", "Permissions that it adds: "+or(list(permissions), none)+".",
		"加入的权限："+or(listZH(permissions), keine)+"。")
	p.part(a, a.Name+" activities", "manifest",
		"Activities that it declares: "+or(list(pages), none+"; the app must declare those that it uses")+".",
		"声明的 Activity："+or(listZH(pages), keine+"，须由应用自行声明")+"。")
}

// libraryPages says what the SDK's pages extend.
func (p *pass) libraryPages(a *facts.Aar) {
	for _, name := range []string{authActivity, webActivity, privacyName} {
		if a.Pages[name] == "" {
			continue
		}
		base := baseOf(a.Pages, name)
		en, zh := fmt.Sprintf("%s extends %s.", name, base), fmt.Sprintf("%s 继承 %s。", name, base)
		if base == appCompatClass {
			en += " The app must depend on androidx.appcompat and give it a theme of Theme.AppCompat."
			zh += "应用须依赖 androidx.appcompat，并为其设置 Theme.AppCompat 系主题。"
		}
		p.part(a, name, "classes.jar", en, zh)
	}
}

// libraryRules says which packages of the SDK the rules keep that it brings.
func (p *pass) libraryRules(a *facts.Aar) {
	rules := gradle.New()
	rules.AddKeepRules(a.File, a.KeepRules)
	if len(rules.KeepRules) == 0 {
		p.part(a, a.Name+" rules", "proguard.txt", "It brings no keep rules.", "未自带混淆规则。")
		return
	}
	var packages []string
	for _, pkg := range kept {
		if rules.Keeps(pkg) {
			packages = append(packages, pkg)
		}
	}
	p.part(a, a.Name+" rules", "proguard.txt",
		fmt.Sprintf("It brings %d rules; packages of the login that they keep: %s.", len(rules.KeepRules),
			or(list(packages), "none")),
		fmt.Sprintf("自带 %d 条规则；其中保留的登录相关包：%s。", len(rules.KeepRules), or(listZH(packages), "无")))
}

// libraryNative lists the native libraries by ABI, with the smallest alignment.
func (p *pass) libraryNative(a *facts.Aar) {
	var abis []string
	for _, n := range a.Native {
		line := fmt.Sprintf("%s/%s (%s)", n.ABI, n.Name, align(n.Align))
		if !slices.Contains(abis, line) {
			abis = append(abis, line)
		}
	}
	if len(abis) == 0 {
		p.part(a, a.Name+" jni", "jni", "It contains no native library.", "不含 so。")
		return
	}
	p.part(a, a.Name+" jni", "jni", "Native libraries and their alignment: "+list(abis)+".",
		"so 及其对齐："+listZH(abis)+"。")
}

func align(n int64) string {
	switch {
	case n == 0:
		return "?"
	case n%1024 == 0:
		return fmt.Sprintf("%d KB", n/1024)
	}
	return fmt.Sprint(n)
}
