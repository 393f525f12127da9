package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
)

// sdkAars are the files of the SDK's package. crashshield has a check of its own.
var sdkAars = []struct {
	name string
	role codes.Text
}{
	{"auth_number_product", t("the login SDK itself", "一键登录 SDK")},
	{"main", t("its thread pool and JSON tools", "基础工具库")},
	{"logger", t("its log and monitor", "日志与监控")},
	{"AuthnCenter_MobileNumberAuth", t("the IDaaS SDK", "IDaaS SDK")},
}

var aars = Check{
	ID:    "build.aars",
	Title: t("The SDK's aar files", "SDK 的 aar 文件"),
	Doc: t("The login needs four aar files: auth_number_product, main, logger and AuthnCenter_MobileNumberAuth. The guide misspells the extension of the last one as .arr.",
		"登录需要四个 aar：auth_number_product、main、logger 与 AuthnCenter_MobileNumberAuth。文档将最后一个的扩展名误写为 .arr。"),
	Certainty: codes.Seen, Source: "integration guide, Introduce Dependency Packages; https://help.aliyun.com/document_detail/2249362.html",
	run: func(p *pass) {
		if p.App.Project == nil && len(p.App.Aars) == 0 {
			p.skip("No build file and no aar was read.", "未读取到构建文件或 aar。")
			return
		}
		for _, want := range sdkAars {
			if p.has(want.name) {
				continue
			}
			p.add(Result{
				Status: Error, Subject: want.name,
				What:  t(fmt.Sprintf("%s (%s) is neither among the files nor among the dependencies.", want.name, want.role.EN), fmt.Sprintf("文件与依赖中均未找到 %s（%s）。", want.name, want.role.ZH)),
				Why:   t("The app does not build, or fails with NoClassDefFoundError.", "无法编译，或运行时抛出 NoClassDefFoundError。"),
				Fix:   t("Put the aar into libs and depend on it.", "将 aar 放入 libs 并添加依赖。"),
				Paste: p.sampleDependency(want.name), PasteInto: p.buildFile("dependencies"),
			})
		}
		for _, a := range p.App.Aars {
			if strings.HasSuffix(a.File, ".arr") {
				p.add(Result{
					Status: Error, Subject: a.File, Where: []Location{{File: a.File}},
					What: t(fmt.Sprintf("%s ends in .arr.", a.File), fmt.Sprintf("%s 的扩展名是 .arr。", a.File)),
					Why:  t("Gradle does not find it; the guide's spelling is a slip.", "Gradle 无法识别，文档此处为笔误。"),
					Fix:  t("Rename it to .aar.", "请改名为 .aar。"),
				})
			}
		}
		p.pass("All four are there.", "四个文件齐全。")
	},
}

func (p *pass) has(name string) bool {
	for _, a := range p.App.Aars {
		if strings.EqualFold(a.Name, name) {
			return true
		}
	}
	if p.App.Project == nil {
		return false
	}
	for _, d := range p.App.Project.Dependencies {
		if strings.EqualFold(d.Name, name) {
			return true
		}
	}
	return false
}

// sampleDependency names the guide's own versions.
func (p *pass) sampleDependency(name string) string {
	full := map[string]string{
		"auth_number_product":          "auth_number_product-2.13.3-log-online-standard-cuum-release",
		"main":                         "main-2.2.2-release",
		"logger":                       "logger-2.2.2-release",
		"AuthnCenter_MobileNumberAuth": "AuthnCenter_MobileNumberAuth_1.5.3",
	}[name]
	return p.script(fmt.Sprintf("implementation(name: '%s', ext: 'aar')\n", full), fmt.Sprintf("implementation(files(\"libs/%s.aar\"))\n", full))
}
