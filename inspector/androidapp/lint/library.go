package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
)

// ofLibrary are the checks that judge an app and an aar by itself.
var ofLibrary = map[string]bool{
	"archive.unread": true, "build.versions.mixed": true, "build.libraries.duplicate": true, "build.page-size": true,
}

var library = Check{
	ID:    "build.library",
	Title: t("What a library holds", "库的内容"),
	Doc: t("An aar that is given by itself is judged as a library: what it is, the phones it runs on, what it adds to an app's manifest, what its pages extend, the keep rules it brings, and its native libraries. Give several aars together to see libraries that stand in more than one of them.",
		"单独给出的 aar 按库检查：它是什么、支持的手机、会向应用清单加入的内容、页面的基类、自带的混淆规则与 so。同时给出多个 aar，可发现重复的 so。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/studio/projects/android-library#aar-contents",
	Run: func(p *pass) {
		for i := range p.App.Aars {
			a := &p.App.Aars[i]
			if a.Broken != "" {
				p.add(Result{
					Status: Error, Subject: a.File, Where: []Location{{File: a.File}},
					What: t(fmt.Sprintf("%s is no usable aar: %s.", a.File, a.Broken), fmt.Sprintf("%s 不是可用的 aar：%s。", a.File, a.Broken)),
					Why:  t("An app with it does not build.", "使用它的应用无法构建。"),
					Fix:  t("Take the original file.", "请使用原始文件。"),
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
	p.add(Result{Status: Pass, Subject: name, Where: []Location{{File: a.File, Element: element}}, What: t(en, zh)})
}

func (p *pass) libraryItself(a *facts.Aar) {
	role := t("no file of the login SDK by its name", "按名称不属于登录 SDK")
	for _, s := range sdkAars {
		if named(a.Name, s.name) {
			role = s.role
		}
	}
	version := a.Version
	if v := p.App.SDK.AlibabaVersion(); version == "" && facts.AlibabaArtifact(a.Name) {
		version = v
	}
	if version == "" {
		version = "?"
	}
	p.part(a, a.Name, "", fmt.Sprintf("%s, version %s: %s. Package %s, minSdk %s.", a.Name, version, role.EN, or(a.Package, "?"), known(a.MinSDK)),
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
		p.add(Result{Status: Skipped, Subject: a.Name + " manifest", What: t("Its manifest could not be read.", "无法读取其清单。")})
		return
	}
	m := manifest.Parse(a.Manifest, a.File, nil)
	var permissions, pages []string
	for _, x := range m.Permissions {
		permissions = append(permissions, strings.TrimPrefix(x.Name, "android.permission."))
	}
	for _, x := range m.Activities {
		pages = append(pages, x.Name)
	}
	none, keine := "none", "无"
	p.part(a, a.Name+" permissions", "manifest", "Permissions that it adds: "+or(list(permissions), none)+".", "加入的权限："+or(listZH(permissions), keine)+"。")
	p.part(a, a.Name+" activities", "manifest", "Activities that it declares: "+or(list(pages), none+"; the app must declare those that it uses")+".",
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
	p.part(a, a.Name+" rules", "proguard.txt", fmt.Sprintf("It brings %d rules; packages of the login that they keep: %s.", len(rules.KeepRules), or(list(packages), "none")),
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
		p.part(a, a.Name+" jni", "jni", "It holds no native library.", "不含 so。")
		return
	}
	p.part(a, a.Name+" jni", "jni", "Native libraries and their alignment: "+list(abis)+".", "so 及其对齐："+listZH(abis)+"。")
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
