package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
)

// nirvanaPackage holds the tools of main and logger, which the SDK up to 2.10 goes
// without.
const nirvanaPackage = "com.nirvana"

// kept are the packages whose classes the SDK finds by name.
var kept = func() []string {
	out := []string{"com.mobile.auth", nirvanaPackage}
	for _, c := range codes.Carriers() {
		out = append(out, c.Kept...)
	}
	slices.Sort(out)
	return out
}()

// keepPaste are the rules that keep them, but for packages that the SDK at hand does
// not have.
func (p *pass) keepPaste() string {
	text := ""
	for _, pkg := range kept {
		if !p.without(pkg) {
			text += "-keep class " + pkg + ".** { *; }\n"
		}
	}
	return text + `-keep class android.app.ActivityThread { *; }
-keep class android.os.SystemProperties { *; }
-keepclasseswithmembernames class * { native <methods>; }
`
}

var keepRules = Check{
	ID:    "build.keep-rules",
	Title: t("Keep rules for the SDK", "SDK 的混淆规则"),
	Doc: t("Without keep rules, shrinking renames or drops classes that the SDK and the carriers' parts look up by "+
		"name; the release build then fails with 600017 or 600004 while debug works. Rules that an aar in the build "+
		"brings along count.",
		"缺少 keep 规则时，混淆会改名或删除 SDK 与运营商组件按名称查找的类，表现为 debug 正常而 release 返回 600017 或 600004。构建所用 aar 自带的规则同样有效。"),
	Certainty: codes.Seen, Source: "keep rules of GitHub CodeGather/flutter_ali_auth @6e52089",
	Run: func(p *pass) {
		x, brought := p.App.Project, p.brought()
		switch {
		case x == nil || len(x.Files) == 0:
			p.skip("No build file was read.", "未读取到构建文件。")
			return
		case !x.Minify.Unresolved.Empty() && len(p.unkeptPackages(brought)) > 0:
			p.skip("Whether release builds are shrunk is not known: "+x.Minify.Unresolved.EN+".",
				"无法确定 release 是否开启混淆："+x.Minify.Unresolved.ZH+"。")
			return
		case x.BuildFile == "" && !x.Minify.Set() && !x.HasKeepRules:
			p.skip(
				"No build script was read, so whether release builds are shrunk is not known.",
				"未读取到构建脚本，无法得知 release 是否开启混淆。",
			)
			return
		case x.Minify.Value == "false" || !x.Minify.Set() && x.Minify.Unresolved.Empty() && !x.HasKeepRules:
			p.pass("Release builds are not shrunk, so no rule is needed.", "release 未开启混淆，无需规则。")
			return
		case !x.HasKeepRules && p.loose():
			p.skip("Release builds are shrunk; no file of keep rules was given.", "release 开启了混淆，但未提供 keep 规则文件。")
			return
		case p.mayBring() || p.rulesOutside(brought):
			return
		case p.unkept(brought):
			return
		}
		for _, pkg := range p.unkeptPackages(brought) {
			if r := x.Partly(pkg); r != "" {
				p.add(finding.Finding{
					Status: finding.Warning, Subject: pkg,
					What: t(fmt.Sprintf("A rule keeps a part of %s.** only: %s", pkg, r),
						fmt.Sprintf("规则仅保留了 %s.** 的一部分：%s", pkg, r)),
					Why: t(
						"R8 may drop or rename the other classes or members; release builds alone may fail with "+
							"600017 or 600004.",
						"其余类或成员可能被删除或改名，可能仅 release 版返回 600017 或 600004。",
					),
					Fix:   t("Keep every class with its members.", "请保留所有类及其成员。"),
					Paste: fmt.Sprintf("-keep class %s.** { *; }\n", pkg), PasteInto: "proguard-rules.pro",
				})
				continue
			}
			p.add(finding.Finding{
				Status: finding.Warning, Subject: pkg,
				What:  t(fmt.Sprintf("No rule keeps %s.**.", pkg), fmt.Sprintf("没有规则保留 %s.**。", pkg)),
				Why:   t("Release builds alone may fail with 600017 or 600004.", "可能仅 release 版返回 600017 或 600004。"),
				Fix:   t("Add the rule.", "请添加规则。"),
				Paste: fmt.Sprintf("-keep class %s.** { *; }\n", pkg), PasteInto: "proguard-rules.pro",
			})
		}
		p.pass("The SDK's packages are kept.", "SDK 的包均已保留。")
	},
}

// unkeptPackages are those that the SDK at hand has and that no rule keeps whole.
func (p *pass) unkeptPackages(brought func(pkg string) bool) []string {
	return slices.DeleteFunc(slices.Clone(kept), func(pkg string) bool {
		return p.App.Project.Keeps(pkg) || brought(pkg) || p.without(pkg)
	})
}

// unkept reports a shrunk release build in which no rule keeps anything of the SDK.
// That is an error where the SDK's aar was opened: nothing else could keep it.
func (p *pass) unkept(brought func(pkg string) bool) bool {
	x := p.App.Project
	for _, pkg := range kept {
		if x.Keeps(pkg) || x.Partly(pkg) != "" || brought(pkg) {
			return false
		}
	}
	r := finding.Finding{
		Status: finding.Warning,
		Where:  []finding.Location{{File: x.Minify.File, Line: x.Minify.Line, Element: "minifyEnabled"}},
		What:   t("Release builds are shrunk and no keep rules were read.", "release 开启了混淆，但未读取到 keep 规则。"),
		Why:    t("Release builds alone may fail with 600017 or 600004.", "可能仅 release 版返回 600017 或 600004。"),
		Fix:    t("Add the rules.", "请添加规则。"), Paste: p.keepPaste(), PasteInto: "proguard-rules.pro",
	}
	if p.addedNot() {
		r.Status = finding.Error
		r.What = t(
			"Release builds are shrunk, and no rule keeps any class of the SDK.",
			"release 开启了混淆，但没有任何规则保留 SDK 的类。",
		)
		r.Why = t("The SDK's aar brings no rules either, so R8 drops or renames what it looks up by name: release "+
			"builds alone fail with 600017 or 600004.",
			"SDK 的 aar 也未自带规则，R8 会删除或改名其按名称查找的类：仅 release 版返回 600017 或 600004。")
	}
	p.add(r)
	return true
}

// brought lists the packages kept by the rules that the aars in the build bring
// along: Gradle applies them by itself.
func (p *pass) brought() func(pkg string) bool {
	rules, agp := gradle.New(), 0
	if p.App.Project != nil {
		agp = p.App.Project.AGPMajor()
	}
	for _, a := range p.App.Aars {
		if a.Used && a.KeepRules != "" {
			rules.KeepRules = append(rules.KeepRules, gradle.LibraryRules(a.KeepRules, agp)...)
		}
	}
	return rules.Keeps
}

// mayBring reports a shrunk release build whose SDK brings the missing rules itself, if
// it is built in: that its aar lies in the folder says no more.
func (p *pass) mayBring() bool {
	if p.addedNot() {
		return false
	}
	x, rules, file := p.App.Project, gradle.New(), ""
	for i := range p.App.Aars {
		a := &p.App.Aars[i]
		if !a.Used && a.KeepRules != "" && (!p.ownModule(a.File) || !p.incomplete().Empty()) {
			rules.KeepRules = append(rules.KeepRules, gradle.LibraryRules(a.KeepRules, x.AGPMajor())...)
			if a.Alibaba() {
				file = a.File
			}
		}
	}
	missing := p.unkeptPackages(p.brought())
	if file == "" || len(missing) == 0 ||
		slices.ContainsFunc(missing, func(pkg string) bool { return !rules.Keeps(pkg) }) {
		return false
	}
	p.add(finding.Finding{
		Status: finding.Skipped, Subject: file, Where: []finding.Location{{File: file}},
		What: t(fmt.Sprintf("%s brings the keep rules, but whether it is built into the app is not known.", file),
			fmt.Sprintf("%s 自带 keep 规则，但无法确定它是否被加入应用。", file)),
	})
	return true
}

// rulesOutside says that rules are missing that may stand in a file which was not read, and
// reports whether there is such a file.
func (p *pass) rulesOutside(brought func(pkg string) bool) bool {
	list := p.App.Project.Absent
	i := slices.IndexFunc(list, func(a gradle.Absent) bool { return a.Touches == gradle.TouchesRules })
	if i < 0 || len(p.unkeptPackages(brought)) == 0 {
		return false
	}
	why := notHere(p.App, list[i])
	p.add(finding.Finding{
		Status: finding.Skipped, Where: absentLocation(list[i]),
		What: t("No rule that was read keeps the SDK's classes. "+why.EN, "已读取的规则未保留 SDK 的类。"+why.ZH),
	})
	return true
}

// without reports whether the SDK's aar was opened and neither it nor another aar that
// is or may be in the build has classes of a package, which other versions have.
func (p *pass) without(pkg string) bool {
	ofCarrier := func(c codes.Carrier) bool { return slices.Contains(c.Kept, pkg) }
	if !slices.ContainsFunc(codes.Carriers(), ofCarrier) && !(pkg == nirvanaPackage && p.singleFile()) {
		return false
	}
	opened := false
	for i := range p.App.Aars {
		a := &p.App.Aars[i]
		if a.HasPackage(pkg) {
			return false
		}
		opened = opened || a.Alibaba() && a.HasPackage("com.mobile.auth.gatewayauth")
	}
	return opened
}
