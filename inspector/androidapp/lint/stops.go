package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var buildStops = Check{
	ID:    "build.stops",
	Title: t("What stops the build", "导致构建失败的配置"),
	Doc: t("Some settings end the build before an app is made: a module without a namespace (AGP 8), a flatDir "+
		"where the "+
		"settings refuse repositories of modules, BuildConfig where no such class is generated (AGP 8), a "+
		"configuration "+
		"that Gradle 7 removed, a compileSdk below what an aar asks for.",
		"某些配置会使构建在生成应用之前失败：模块缺少 namespace（AGP 8）、settings 禁止模块声明仓库却写了 flatDir、"+
			"未生成 BuildConfig 却使用它（AGP 8）、使用 Gradle 7 已移除的依赖配置、依赖 settings 未包含的模块、compileSdk 低于 aar 的要求。"),
	Certainty: codes.Inferred,
	Source: "https://developer.android.com/build/configure-app-module#set-namespace; " +
		"https://docs.gradle.org/current/userguide/centralizing_repositories.html",
	Run: func(p *pass) {
		x := p.App.Project
		if x == nil || x.BuildFile == "" {
			p.skip("No build file was read.", "未读取到构建脚本。")
			return
		}
		for _, s := range x.Stops {
			p.stop(s)
		}
		p.compileSDKOfAars()
		if why := x.Incomplete(); !why.Empty() && len(p.results) == 0 {
			p.skip("Nothing that was read stops the build; not all of it could be read ("+why.EN+").",
				"已读取的内容中没有会使构建失败的配置；部分内容无法读取（"+why.ZH+"）。")
			return
		}
		p.pass("Nothing that was read stops the build.", "已读取的内容中没有会使构建失败的配置。")
	},
}

// stop reports one line at which the build ends, in Gradle's words.
func (p *pass) stop(s gradle.Stop) {
	r := finding.Finding{
		Status: finding.Error, Subject: string(s.Kind) + " " + s.Module, Where: []finding.Location{{File: s.File,
			Line: s.Line}},
		PasteInto: s.File,
	}
	switch s.Kind {
	case gradle.NoNamespace:
		p.noNamespace(&r, s)
	case gradle.ProjectRepositories:
		r.What = t("The settings refuse repositories of modules (FAIL_ON_PROJECT_REPOS), and "+s.Module+" "+
			"declares one.",
			"settings 禁止模块声明仓库（FAIL_ON_PROJECT_REPOS），但 "+s.Module+" 声明了仓库。")
		r.Why = t("The build stops: \"Build was configured to prefer settings repositories over project "+
			"repositories\".",
			"构建失败：“Build was configured to prefer settings repositories over project repositories”。")
		r.Fix = t("Move it into dependencyResolutionManagement of the settings.",
			"请移到 settings 的 dependencyResolutionManagement 中。")
		r.Paste, r.PasteInto = p.flatDirOfSettings(), "settings.gradle dependencyResolutionManagement.repositories"
	case gradle.FieldsWithoutBuildConfig:
		r.What = t(s.Module+" defines a buildConfigField, and generates no BuildConfig.",
			s.Module+" 定义了 buildConfigField，但未开启 BuildConfig 的生成。")
		r.Why = t("From AGP 8 it is off by default, and the build stops: \"contains custom BuildConfig fields, "+
			"but the "+
			"feature is disabled\".",
			"AGP 8 起默认关闭，构建失败：“contains custom BuildConfig fields, but the feature is disabled”。")
		p.buildConfigOn(&r)
	case gradle.BuildConfigUsed:
		r.Status = finding.Hint // another generator may make the class
		r.What = t("The code uses BuildConfig, and "+s.Module+" generates no such class.",
			"代码使用了 BuildConfig，但 "+s.Module+" 未生成该类。")
		r.Why = t("From AGP 8 it is off by default, and the compiler does not find BuildConfig unless something "+
			"else makes it.",
			"AGP 8 起默认关闭；若没有其他方式生成该类，编译时找不到 BuildConfig。")
		p.buildConfigOn(&r)
	case gradle.NotIncluded:
		r.Subject = string(s.Kind) + " " + s.Name
		r.What = t(s.Module+" depends on "+s.Name+", and the settings do not include that module.",
			s.Module+" 依赖 "+s.Name+"，但 settings 未包含该模块。")
		r.Why = t("The build stops: \"Project with path '"+s.Name+"' could not be found\".",
			"构建失败：“Project with path '"+s.Name+"' could not be found”。")
		r.Fix = t("Include the module in the settings, or take the line out.", "请在 settings 中包含该模块，或删除该依赖。")
		r.Paste, r.PasteInto = p.script("include '"+s.Name+"'\n", "include(\""+s.Name+"\")\n"), "settings.gradle"
	case gradle.RemovedConfiguration:
		to := gradle.Successor(s.Name)
		r.What = t("The configuration "+s.Name+" no longer exists from Gradle 7 on, which this AGP needs.",
			"依赖配置 "+s.Name+" 自 Gradle 7 起已移除，而当前 AGP 需要 Gradle 7。")
		r.Why = t(fmt.Sprintf("The build stops: \"Could not find method %s()\".", s.Name),
			fmt.Sprintf("构建失败：“Could not find method %s()”。", s.Name))
		r.Fix = t("Write "+to+" in its place.", "请改为 "+to+"。")
	}
	p.add(r)
}

func (p *pass) noNamespace(r *finding.Finding, s gradle.Stop) {
	name := "com.example.app"
	if b := p.release(); b != nil && b.Manifest != nil && b.Manifest.Package != "" && s.Module == p.App.Project.Path {
		name = b.Manifest.Package
	}
	r.What = t(fmt.Sprintf("%s has no namespace; the Android Gradle plug-in is %s.", s.Module, p.App.Project.AGP.Value),
		fmt.Sprintf("%s 未设置 namespace，而 Android Gradle 插件为 %s。", s.Module, p.App.Project.AGP.Value))
	r.Why = t("The build stops: \"Namespace not specified\". The package of the manifest no longer counts.",
		"构建失败：“Namespace not specified”。清单中的 package 不再生效。")
	r.Fix = t("Set it in the android block.", "请在 android 块中设置。")
	r.Paste = p.script("namespace '"+name+"'\n", "namespace = \""+name+"\"\n")
	r.PasteInto = s.File + " android"
}

func (p *pass) buildConfigOn(r *finding.Finding) {
	r.Fix = t("Switch it on.", "请开启。")
	r.Paste = p.script("buildFeatures { buildConfig true }\n", "buildFeatures { buildConfig = true }\n")
	r.PasteInto += " android"
}

// flatDirOfSettings declares the folder of the app's aars in the settings, from where
// paths are relative to the root.
func (p *pass) flatDirOfSettings() string {
	dir := "app/libs"
	if m := p.App.Project.Module; m != "" && m != "." {
		dir = m + "/libs"
	}
	return p.script("flatDir { dirs \"$rootDir/"+dir+"\" }\n", "flatDir { dirs(\"$rootDir/"+dir+"\") }\n")
}

// compileSDKOfAars reports aars in the build whose own data asks for a higher compileSdk.
func (p *pass) compileSDKOfAars() {
	compile := p.App.Project.CompileSDK
	if compile.Int() == 0 || !compile.Unresolved.Empty() {
		return
	}
	for _, a := range p.App.Aars {
		if !a.Used || a.MinCompileSDK <= compile.Int() {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: "compileSdk " + a.File,
			Where: []finding.Location{{File: compile.File, Line: compile.Line, Element: "compileSdk"}, {File: a.File}},
			What:  p.compileTooLow(a),
			Why:   t("The build stops in checkAarMetadata.", "构建在 checkAarMetadata 任务失败。"),
			Fix:   t("Raise compileSdk.", "请提高 compileSdk。"),
			Paste: p.script(fmt.Sprintf("compileSdk %d\n", a.MinCompileSDK),
				fmt.Sprintf("compileSdk = %d\n", a.MinCompileSDK)),
			PasteInto: p.buildFile("android"),
		})
	}
}

func (p *pass) compileTooLow(a facts.Aar) lang.Text {
	return t(fmt.Sprintf("%s asks for compileSdk %d or higher; it is %s.", a.File, a.MinCompileSDK,
		p.App.Project.CompileSDK.Value),
		fmt.Sprintf("%s 要求 compileSdk 不低于 %d，当前为 %s。", a.File, a.MinCompileSDK, p.App.Project.CompileSDK.Value))
}
