package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

// guideDependencies is the block of the integration guide.
var guideDependencies = []string{
	"io.reactivex.rxjava2:rxjava:2.2.10",
	"io.reactivex.rxjava2:rxandroid:2.1.1",
	"com.squareup.retrofit2:retrofit:2.6.0",
	"com.squareup.retrofit2:adapter-rxjava2:2.6.0",
	"com.squareup.retrofit2:converter-gson:2.6.0",
	"com.squareup.okhttp3:okhttp:4.3.1",
	"com.squareup.okhttp3:logging-interceptor:3.6.0",
	"com.jakewharton.retrofit:retrofit2-rxjava2-adapter:1.0.0",
	"com.trello.rxlifecycle2:rxlifecycle-components:2.1.0",
	"com.alibaba:fastjson:1.2.61",
}

// advised replaces what the guide names where that has a known hole.
func advised(want string) string {
	if strings.HasPrefix(want, "com.alibaba:fastjson:") {
		return "com.alibaba:fastjson:" + fixedFastjson
	}
	return want
}

var dependencies = Check{
	ID:    "build.dependencies",
	Title: t("The guide's dependency block", "文档中的依赖"),
	Doc: t("A local aar brings no dependencies along: the libraries that the IDaaS SDK uses must be named by the "+
		"app. Other versions are fine as long as they are not older.",
		"本地 aar 不会带入传递依赖，IDaaS SDK 所用的库须由应用声明；版本可以不同，但不应更旧。"),
	Certainty: codes.Seen, Source: "integration guide, Configure build.gradle",
	Run: func(p *pass) {
		if p.App.Project == nil || len(p.App.Project.Dependencies) == 0 {
			p.skip("No dependencies block was read.", "未读取到 dependencies。")
			return
		}
		if !p.idaas() {
			p.pass("Alibaba's SDK is used without the IDaaS SDK, and needs none of these.", "单独使用阿里云 SDK，不需要这些依赖。")
			return
		}
		for _, want := range guideDependencies {
			p.dependency(want)
		}
		p.pass("All ten are there.", "十项依赖齐全。")
	},
}

func (p *pass) dependency(want string) {
	parts := strings.Split(want, ":")
	for _, d := range p.App.Project.Dependencies {
		if d.Name != parts[1] || d.Group != parts[0] && (d.Group != "" || d.Artifact == "") {
			continue // a jar by its file name has no group
		}
		if !d.Doubt.Empty() {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: parts[0] + ":" + parts[1],
				Where: []finding.Location{{File: d.File, Line: d.Line}},
				What: t(fmt.Sprintf("Which %s the app gets is not known: %s.", parts[1], d.Doubt.EN),
					fmt.Sprintf("无法确定应用使用哪个 %s：%s。", parts[1], d.Doubt.ZH)),
			})
			return
		}
		version := d.Effective()
		if version != "" && version[0] >= '0' && version[0] <= '9' && !strings.ContainsAny(version, "$+[(") &&
			compare(version, parts[2]) < 0 {
			p.add(finding.Finding{
				Status: finding.Warning, Subject: parts[0] + ":" + parts[1],
				Where:     []finding.Location{{File: d.File, Line: d.Line}},
				Certainty: codes.Inferred,
				What: t(fmt.Sprintf("%s %s is too old; take %s.", parts[1], version, advised(want)),
					fmt.Sprintf("%s %s 版本过旧，请使用 %s。", parts[1], version, advised(want))),
				Why:       t("The SDK may call what that version lacks.", "SDK 可能调用该版本没有的接口。"),
				Fix:       t("Raise it.", "请升级。"),
				Paste:     p.script("api '"+advised(want)+"'\n", "api(\""+advised(want)+"\")\n"),
				PasteInto: p.buildFile("dependencies"),
			})
		}
		return
	}
	if p.excluded(parts[0], parts[1], finding.Warning) {
		return
	}
	if why := p.App.Project.Incomplete(); !why.Empty() {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: parts[0] + ":" + parts[1],
			What: t(fmt.Sprintf("%s was not found; not all dependencies could be read (%s).", advised(want), why.EN),
				fmt.Sprintf("未找到 %s；部分依赖无法读取（%s）。", advised(want), why.ZH)),
		})
		return
	}
	p.add(finding.Finding{
		Status: finding.Warning, Subject: parts[0] + ":" + parts[1],
		What: t(fmt.Sprintf("%s is not among the dependencies read.", advised(want)),
			fmt.Sprintf("依赖中未找到 %s。", advised(want))),
		Why: t(
			"NoClassDefFoundError at login, unless another library brings it.",
			"若没有其他库带入，登录时会抛出 NoClassDefFoundError。",
		),
		Fix:       t("Add it.", "请添加。"),
		Paste:     p.script("api '"+advised(want)+"'\n", "api(\""+advised(want)+"\")\n"),
		PasteInto: p.buildFile("dependencies"),
	})
}

// excluded reports a library that the build names and that a rule takes out again.
func (p *pass) excluded(group, name string, status finding.Status) bool {
	for _, e := range p.App.Project.Excluded {
		if e.Group != group && group != "" || !named(e.Name, name) {
			continue
		}
		p.add(finding.Finding{
			Status: status, Subject: strings.TrimPrefix(group+":"+name, ":"), Where: []finding.Location{{File: e.File,
				Line: e.Line, Element: "exclude"}},
			What: t(fmt.Sprintf("The build names %s and excludes it again.", name), fmt.Sprintf("构建引用了 %s，又将其排除。",
				name)),
			Why: t("The app does not build, or fails with NoClassDefFoundError.", "无法编译，或运行时抛出 NoClassDefFoundError。"),
			Fix: t("Remove the exclude rule, or narrow it.", "请删除或收窄该 exclude 规则。"),
		})
		return true
	}
	return false
}
