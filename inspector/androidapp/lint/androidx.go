package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var androidX = Check{
	ID:    "build.androidx",
	Title: t("AndroidX", "AndroidX"),
	Doc: t("The SDK is built on AndroidX. The guide asks for android.useAndroidX and android.enableJetifier; the "+
		"sample there runs the two lines into one. Jetifier is needed only where a dependency still asks for the "+
		"old support library.",
		"SDK 基于 AndroidX，文档要求开启 android.useAndroidX 与 android.enableJetifier；文档示例误将两行连成一行。仅当有依赖仍引用旧 support 库时才需要 "+
			"Jetifier。"),
	Certainty: codes.Seen, Source: "integration guide, Upgrade to AndroidX Project",
	Run: func(p *pass) {
		if p.App.Project == nil || !p.App.Project.HasProperties {
			p.skip("No gradle.properties was read.", "未读取到 gradle.properties。")
			return
		}
		x := p.App.Project
		if x.Properties["android.useAndroidX"] != "true" && p.supportSDK() {
			p.pass("The login SDK that was read is built against the old support library and needs no AndroidX.",
				"已读取的登录 SDK 基于旧 support 库，不需要 AndroidX。")
			return
		}
		if !p.newSDK() && !p.androidXSDK() {
			p.skip("The login SDK was not read and its version is not known to need AndroidX.",
				"未读取到登录 SDK，且无法确定其版本是否需要 AndroidX。")
			return
		}
		value, set := x.Properties["android.useAndroidX"]
		if value != "true" && (set || x.AGPMajor() < 9) { // from AGP 9 it is on unless switched off
			p.property("android.useAndroidX", value, finding.Error, nil, t(
				"The SDK's classes do not resolve against the old support library.",
				"旧 support 库下无法解析 SDK 的类。",
			))
		}
		p.oldImports()
		if value := x.Properties["android.enableJetifier"]; value != "true" {
			for _, d := range supportUsers(x.Dependencies) {
				where := []finding.Location{{File: d.File, Line: d.Line, Element: d.Group + ":" + d.Name}}
				p.property("android.enableJetifier", value, finding.Warning, where,
					t(fmt.Sprintf("%s:%s asks for the old support library.", d.Group, d.Name),
						fmt.Sprintf("%s:%s 仍引用旧 support 库。", d.Group, d.Name)))
				break
			}
			p.pass(
				"AndroidX is on; no dependency that was read asks for the old support library, so Jetifier is not "+
					"needed.",
				"AndroidX 已开启；已读取的依赖均不引用旧 support 库，无需 Jetifier。",
			)
		}
		p.pass("Both are on.", "均已开启。")
	},
}

// maxOldImports limits the sources that are named for their old imports.
const maxOldImports = 3

// oldImports reports sources that import the old support library where no library of the
// build has its classes: Jetifier replaces them, and without it none of the lines that were
// read brings them.
func (p *pass) oldImports() {
	x := p.App.Project
	on := x.Properties["android.useAndroidX"] == "true" ||
		x.Properties["android.useAndroidX"] == "" && x.AGPMajor() >= 9
	replaced := x.Properties["android.enableJetifier"] == "true"
	if len(x.OldImports) == 0 || !on ||
		!replaced && (len(supportUsers(x.Dependencies)) > 0 || !x.Incomplete().Empty()) {
		return
	}
	var where []finding.Location
	for _, n := range x.OldImports[:min(len(x.OldImports), maxOldImports)] {
		where = append(where, finding.Location{File: n.File, Line: n.Line, Element: n.Text.EN})
	}
	p.add(finding.Finding{
		Status: finding.Error, Subject: "android.support", Where: where,
		What: t(fmt.Sprintf("AndroidX is on, and %d sources of the build import the old support library.",
			len(x.OldImports)), fmt.Sprintf("已开启 AndroidX，但构建中有 %d 个源文件仍引用旧 support 库。", len(x.OldImports))),
		Why: t("They do not compile: the packages android.support do not exist.",
			"无法编译：不存在 android.support 包。"),
		Fix: t("Replace the imports, for example by Refactor, Migrate to AndroidX in Android Studio.",
			"请替换这些 import，例如使用 Android Studio 的 Refactor > Migrate to AndroidX。"),
	})
}

// supportSDK reports whether the login SDK in the build asks for the old support library.
func (p *pass) supportSDK() bool {
	old := false
	for i := range p.App.Aars {
		if a := &p.App.Aars[i]; a.Used && a.Alibaba() {
			if !a.Support {
				return false
			}
			old = true
		}
	}
	return old
}

// androidXSDK reports whether a login SDK in the build was read and does not ask for the old
// support library.
func (p *pass) androidXSDK() bool {
	return slices.ContainsFunc(p.App.Aars, func(a facts.Aar) bool { return a.Used && a.Alibaba() && !a.Support })
}

// property reports a property that is not true.
func (p *pass) property(key, value string, status finding.Status, where []finding.Location, why lang.Text) {
	what := t(fmt.Sprintf("%s is %q, not true.", key, value), fmt.Sprintf("%s 为 %q，不是 true。", key, value))
	if _, set := p.App.Project.Properties[key]; !set {
		what = t(key+" is not set.", "未设置 "+key+"。")
	}
	p.add(finding.Finding{
		Status: status, Subject: key, Why: why, Where: where, What: what,
		Fix:   t("Set it, each on a line of its own.", "请设置，每项单独一行。"),
		Paste: key + "=true\n", PasteInto: "gradle.properties",
	})
}

// supportUsers are the dependencies known to ask for the old support library: its
// own artifacts, and those of the guide's list that were built on it.
func supportUsers(list []gradle.Dependency) []gradle.Dependency {
	var out []gradle.Dependency
	for _, d := range list {
		old := strings.HasPrefix(d.Group, "com.android.support") || strings.HasPrefix(d.Group, "android.arch.") ||
			d.Group == "com.trello.rxlifecycle2"
		if old {
			out = append(out, d)
		}
	}
	return out
}
