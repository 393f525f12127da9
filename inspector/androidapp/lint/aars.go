package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// sdkAars are the files of the SDK's package. crashshield has a check of its own.
var sdkAars = []struct {
	name string
	role lang.Text
}{
	{"auth_number_product", t("the login SDK itself", "一键登录 SDK")},
	{"main", t("its thread pool and JSON tools", "基础工具库")},
	{"logger", t("its log and monitor", "日志与监控")},
	{"AuthnCenter_MobileNumberAuth", t("the IDaaS SDK", "IDaaS SDK")},
}

var aars = Check{
	ID:    "build.aars",
	Title: t("The SDK's aar files", "SDK 的 aar 文件"),
	Doc: t("The login needs the aar files auth_number_product, main and logger, and AuthnCenter_MobileNumberAuth "+
		"where the IDaaS SDK is used. A file counts when a dependency line brings it into the app. The guide "+
		"misspells the extension of the last one as .arr.",
		"登录需要 auth_number_product、main、logger 三个 aar，使用 IDaaS SDK 时还需 AuthnCenter_MobileNumberAuth。只有被依赖引用的文件才算数。"+
			"文档将最后一个的扩展名误写为 .arr。"),
	Certainty: codes.Seen,
	Source:    "integration guide, Introduce Dependency Packages; https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		if (p.App.Project == nil || p.App.Project.BuildFile == "") && len(p.App.Aars) == 0 {
			p.skip("No build file and no aar was read.", "未读取到构建文件或 aar。")
			return
		}
		for _, want := range sdkAars {
			if p.has(want.name) || want.name == idaasAar && !p.idaas() {
				continue
			}
			if p.App.Project != nil && p.excluded("", want.name, finding.Error) || p.unused(want.name) {
				continue
			}
			if p.singleFile() && (want.name == "main" || want.name == "logger") {
				continue
			}
			if p.App.Part != "" {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: want.name,
					What: t(want.name+" was not found; the app that uses this library may bring it.",
						"未找到 "+want.name+"；可能由使用该库的应用带入。"),
				})
				continue
			}
			if p.loose() {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: want.name,
					What: t(want.name+
						" was not found among the files that were given; check the project folder to find out.",
						"已提供的文件中未找到 "+want.name+"；请检查整个项目目录。"),
				})
				continue
			}
			if p.absentMayBring(want.name, want.name+" was not found", "未找到 "+want.name) {
				continue
			}
			if p.App.SDK.ByPlugin {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: want.name,
					What: t(want.name+
						" was not found; a package of Flutter or React Native may bring it, and that is not in this "+
						"folder.", "未找到 "+want.name+"；可能由不在此目录中的 Flutter 或 React Native 插件带入。"),
				})
				continue
			}
			p.add(finding.Finding{
				Status: finding.Error, Subject: want.name,
				What: t(fmt.Sprintf("%s (%s) is neither among the files nor among the dependencies.", want.name,
					want.role.EN), fmt.Sprintf("文件与依赖中均未找到 %s（%s）。", want.name, want.role.ZH)),
				Why: t(
					"The app does not build, or fails with NoClassDefFoundError.",
					"无法编译，或运行时抛出 NoClassDefFoundError。",
				),
				Fix:   t("Put the aar into libs and depend on it.", "将 aar 放入 libs 并添加依赖。"),
				Paste: p.sampleDependency(want.name), PasteInto: p.buildFile("dependencies"),
			})
		}
		for _, a := range p.App.Aars {
			if strings.HasSuffix(a.File, ".arr") {
				p.add(finding.Finding{
					Status: finding.Error, Subject: a.File, Where: []finding.Location{{File: a.File}},
					What: t(fmt.Sprintf("%s ends in .arr.", a.File), fmt.Sprintf("%s 的扩展名是 .arr。", a.File)),
					Why:  t("Gradle does not find it; the guide's spelling is a slip.", "Gradle 无法识别，文档此处为笔误。"),
					Fix:  t("Rename it to .aar.", "请改名为 .aar。"),
				})
			}
		}
		p.doubtful()
		p.otherCase()
		p.broken()
		p.outside()
		p.lines()
		p.unseen()
		if p.idaas() && !p.singleFile() {
			p.pass("All four are there.", "四个文件齐全。")
		}
		if p.singleFile() {
			p.pass("Alibaba's SDK is there; this version is one file.", "阿里云 SDK 已存在；该版本只有一个文件。")
		}
		p.pass("The three files of Alibaba's SDK are there.", "阿里云 SDK 的三个文件齐全。")
	},
}

// otherCase reports lines that name a file in another case than it has.
func (p *pass) otherCase() {
	if p.App.Project == nil {
		return
	}
	for _, d := range p.App.Project.Dependencies {
		if d.OtherCase == "" {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Warning, Subject: d.Name,
			Where: []finding.Location{{File: d.File, Line: d.Line}, {File: d.OtherCase}},
			What: t(
				fmt.Sprintf("The build names %s, and the file is called %s: upper and lower case differ.", d.Artifact,
					path.Base(d.OtherCase)),
				fmt.Sprintf("构建引用 %s，而文件名为 %s：大小写不一致。", d.Artifact, path.Base(d.OtherCase)),
			),
			Why: t("On Linux, and so on most build servers, the file is not found. Windows and macOS find it.",
				"Linux（多数构建服务器）上会找不到该文件；Windows 与 macOS 上可以找到。"),
			Fix: t("Write the name as the file has it.", "请按文件名的大小写书写。"),
		})
	}
}

// doubtful says which of the SDK's libraries a rule may take out or replace.
func (p *pass) doubtful() {
	if p.App.Project == nil {
		return
	}
	for _, d := range p.App.Project.Dependencies {
		for _, want := range sdkAars {
			if !d.Doubt.Empty() && named(d.Name, want.name) {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: d.Name, Where: []finding.Location{{File: d.File, Line: d.Line}},
					What: t(fmt.Sprintf("Which %s the app gets is not known: %s.", d.Name, d.Doubt.EN),
						fmt.Sprintf("无法确定应用使用哪个 %s：%s。", d.Name, d.Doubt.ZH)),
				})
			}
		}
	}
}

// unseen says that an aar is named and was not read, so that what is in it is not
// known.
func (p *pass) unseen() {
	if p.App.Project == nil || p.App.Kind != facts.Project || len(p.results) > 0 {
		return
	}
	for _, d := range p.App.Project.Dependencies {
		if d.AAR && d.Path == "" && d.Outside == "" && d.Name != "" && !p.file(d.Name, d.Version) {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: d.Name, Where: []finding.Location{{File: d.File, Line: d.Line}},
				What: t(fmt.Sprintf("%s is named, but its file is not in the folder, so it was not read.", d.Name),
					fmt.Sprintf("构建引用了 %s，但目录中没有该文件，未能读取。", d.Name)),
			})
		}
	}
}

// broken reports files in the build that are no aars, which count by their name.
func (p *pass) broken() {
	for _, a := range p.App.Aars {
		if a.Broken == "" || !a.Used {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: a.File, Where: []finding.Location{{File: a.File}},
			What: t(fmt.Sprintf("%s is no usable aar: %s.", a.File, a.Broken),
				fmt.Sprintf("%s 不是可用的 aar：%s。", a.File, or(a.BrokenSaid.ZH, a.Broken))),
			Why: t("The app does not build, or fails with NoClassDefFoundError.", "无法编译，或运行时抛出 NoClassDefFoundError。"),
			Fix: t("Put the original file there again.", "请重新放入原始文件。"),
		})
	}
}

// unused reports an aar of that name that lies there and that no dependency line
// brings into the build.
func (p *pass) unused(name string) bool {
	found := false
	for _, a := range p.libraryFiles() {
		if isAar(&a, name) && !a.Used {
			found = true
			if p.App.Part != "" {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: name, Where: []finding.Location{{File: a.File}},
					What: t(a.File+
						" lies there, but no dependency of the library brings it in; the app may depend on it.",
						"存在 "+a.File+"，但该库没有依赖引用它；应用可能会直接依赖。"),
				})
				continue
			}
			if !p.ownModule(a.File) && (p.App.SDK.ByPlugin || !p.incomplete().Empty()) {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: name, Where: []finding.Location{{File: a.File}},
					What: t(fmt.Sprintf("%s lies in another module; whether that brings it into the app is not known.",
						a.File), fmt.Sprintf("%s 位于其他模块，无法确定该模块是否将其带入应用。", a.File)),
				})
				continue
			}
			if why := p.incomplete(); !why.Empty() {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: name, Where: []finding.Location{{File: a.File}},
					What: t(fmt.Sprintf("%s lies there; whether a dependency brings it into the app is not known (%s).",
						a.File, why.EN),
						fmt.Sprintf("存在 %s，无法确定是否有依赖将其加入应用（%s）。", a.File, why.ZH)),
				})
				continue
			}
			p.add(finding.Finding{
				Status: finding.Error, Subject: name, Where: []finding.Location{{File: a.File}},
				What: t(fmt.Sprintf("%s lies there, but no dependency brings it into the app.", a.File),
					fmt.Sprintf("存在 %s，但没有依赖将其加入应用。", a.File)),
				Why: t(
					"The app does not build, or fails with NoClassDefFoundError.",
					"无法编译，或运行时抛出 NoClassDefFoundError。",
				),
				Fix:   t("Depend on it.", "请添加依赖。"),
				Paste: p.dependencyOn(a.File, name), PasteInto: p.buildFile("dependencies"),
			})
		}
	}
	return found
}

// libraryFiles are the aars, and the jars that are named like one of the SDK's and that no
// build takes.
func (p *pass) libraryFiles() []facts.Aar {
	out := slices.Clip(p.App.Aars)
	for _, f := range p.App.LooseJars {
		name, version := gradle.SplitArtifact(strings.TrimSuffix(path.Base(f), ".jar"))
		out = append(out, facts.Aar{File: f, Name: name, Version: version})
	}
	return out
}

// incomplete says why the build may have more dependencies than were read, empty if
// nothing hints at that.
func (p *pass) incomplete() lang.Text {
	if p.App.Project == nil {
		return lang.Text{}
	}
	return p.App.Project.Incomplete()
}

// ownModule reports whether a file lies in the folder of the app's own module.
func (p *pass) ownModule(file string) bool {
	x := p.App.Project
	return x == nil || x.Module == "" || x.Module == "." || strings.HasPrefix(file, x.Module+"/")
}

// ofLogin reports whether a file that is not there may be one of the login's: an aar, or
// a jar that is named like one.
func ofLogin(file string) bool {
	if !strings.HasSuffix(file, ".jar") {
		return true
	}
	name, _ := gradle.SplitArtifact(strings.TrimSuffix(path.Base(file), ".jar"))
	return facts.AlibabaArtifact(name) || strings.HasPrefix(name, "AuthnCenter")
}

// lines compares the dependencies on local aars with the files. A checkout
// without any aar is usual, since they are seldom checked in.
func (p *pass) lines() {
	if p.App.Project == nil || p.App.Kind != facts.Project || len(p.App.Aars) == 0 && len(p.App.MissingFiles) == 0 {
		return
	}
	for _, m := range p.App.MissingFiles {
		if !ofLogin(m.Path) {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: m.Path, Where: []finding.Location{{File: m.File, Line: m.Line}},
			What: t(fmt.Sprintf("The build names %s, and there is no such file.", m.Path),
				fmt.Sprintf("构建引用了 %s，但没有该文件。", m.Path)),
			Why: t("The build stops, or the classes are missing at run time.", "构建会中止，或运行时缺少类。"),
			Fix: t("Put the file there, or correct the path.", "请放入该文件，或更正路径。"),
		})
	}
	for _, d := range p.App.Project.Dependencies {
		if len(p.App.Aars) == 0 || !d.AAR || d.Name == "" || d.Path != "" || d.Outside != "" ||
			strings.ContainsAny(d.Name, "$*") || p.file(d.Name, d.Version) {
			continue
		}
		if p.absentMayBring(d.Name, "There is no file of "+d.Name, "没有 "+d.Name+" 的文件") {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: d.Name, Where: []finding.Location{{File: d.File, Line: d.Line}},
			What: t(fmt.Sprintf("The build names %s %s, and there is no such file.", d.Name, d.Version),
				fmt.Sprintf("构建引用了 %s %s，但没有该文件。", d.Name, d.Version)),
			Why: t("The build stops: the dependency cannot be found.", "找不到依赖，构建会中止。"),
			Fix: t(
				"Put the file into the folder that the dependency names, or correct the name.",
				"将文件放入依赖所指的目录，或更正名称。",
			),
		})
	}
}

// file reports whether an aar of that name and version is among the files.
func (p *pass) file(name, version string) bool {
	for _, a := range p.App.Aars {
		if strings.EqualFold(a.Name, name) && (version == "" || a.Version == version) {
			return true
		}
	}
	return false
}

const idaasAar = "AuthnCenter_MobileNumberAuth"

// roleClasses are packages of classes that main and logger hold (seen in 2.2.2 and
// 2.2.3), and that another aar may bring instead.
var roleClasses = map[string]string{"main": "com.nirvana.tools.core", "logger": "com.nirvana.tools.logger"}

// toolsGroup is the group of main and logger in repositories, toolNames their names there.
const toolsGroup = "com.nirvana.tools"

var toolNames = map[string]string{"main": "base", "logger": "logger"}

func (p *pass) has(name string) bool {
	for _, a := range p.App.Aars {
		if a.Used && (isAar(&a, name) || roleClasses[name] != "" && a.HasPackage(roleClasses[name])) {
			return true
		}
	}
	if p.App.Project == nil {
		return false
	}
	for _, d := range p.App.Project.Dependencies {
		if named(d.Name, name) || d.Group == toolsGroup && d.Name == toolNames[name] {
			return true
		}
	}
	return false
}

// named reports whether an artifact is one of the SDK's by its present name or an
// older one.
func named(artifact, want string) bool {
	return strings.EqualFold(artifact, want) || want == "auth_number_product" && facts.AlibabaArtifact(artifact)
}

// singleFile reports that the SDK in the build is one of the versions up to 2.10, which
// have no main and no logger beside them, or one that holds both.
func (p *pass) singleFile() bool {
	for _, a := range p.App.Aars {
		if a.Used && (facts.SingleFile(a.Name) || wholeSDK(a)) {
			return true
		}
	}
	return p.App.Project != nil && slices.ContainsFunc(p.App.Project.Dependencies,
		func(d gradle.Dependency) bool { return facts.SingleFile(d.Name) })
}

// wholeSDK reports whether one aar holds the SDK with what main and logger bring else, as
// Alibaba's fusion SDK does.
func wholeSDK(a facts.Aar) bool {
	return a.Alibaba() && a.HasPackage(roleClasses["main"]) && a.HasPackage(roleClasses["logger"])
}

// isAar reports whether a file is one of the SDK's, by its content or by its name.
func isAar(a *facts.Aar, want string) bool {
	return named(a.Name, want) || want == "auth_number_product" && a.Alibaba()
}

// dependencyOn is a line for a file that lies there; a jar has its own name.
func (p *pass) dependencyOn(file, name string) string {
	if !strings.HasSuffix(file, ".jar") {
		return p.sampleDependency(name)
	}
	if x := p.App.Project; x != nil && x.Module != "" && x.Module != "." {
		file = strings.TrimPrefix(file, x.Module+"/")
	}
	return p.script(fmt.Sprintf("implementation files('%s')\n", file),
		fmt.Sprintf("implementation(files(\"%s\"))\n", file))
}

// sampleDependency names the guide's own versions.
func (p *pass) sampleDependency(name string) string {
	full := map[string]string{
		"auth_number_product":          "auth_number_product-2.13.3-log-online-standard-cuum-release",
		"main":                         "main-2.2.2-release",
		"logger":                       "logger-2.2.2-release",
		"AuthnCenter_MobileNumberAuth": "AuthnCenter_MobileNumberAuth_1.5.3",
	}[name]
	return p.script(fmt.Sprintf("implementation(name: '%s', ext: 'aar')\n", full),
		fmt.Sprintf("implementation(files(\"libs/%s.aar\"))\n", full))
}
