package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var debuggable = Check{
	ID:    "manifest.debuggable",
	Title: t("android:debuggable", "android:debuggable"),
	Doc: t("A debuggable build reads debug-overrides and can be attached to; it must not reach a store. Of a "+
		"project, the manifest and the release build type are looked at: debuggable true there, or initWith of "+
		"debug, makes release builds debuggable too.",
		"可调试的构建会启用 debug-overrides 且能被附加调试，不得上架。对项目会同时检查清单与 release 构建类型：在其中写 debuggable true，或 initWith debug，都会使 "+
			"release 版可调试。"),
	Certainty: codes.Seen,
	Source: "https://developer.android.com/guide/topics/manifest/application-element#debug ; " +
		"https://developer.android.com/build/build-variants#build-types",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		if p.compiled() {
			p.builtDebuggable(b)
			return
		}
		inManifest := p.debuggableManifest(b)
		p.debuggableType(inManifest)
		p.ownTypes()
		if l := p.unjudgedRelease(); l != nil && len(p.results) == 0 {
			p.skip("The release build has no login SDK, so its manifest was not checked.",
				"release 构建没有登录 SDK，未检查其清单。")
		}
		if len(p.results) == 0 {
			p.skip(
				"No release build type was read, so what the build makes of it is not known.",
				"未读取到 release 构建类型，无法得知构建结果。",
			)
		}
	},
}

// builtDebuggable judges the app at hand.
func (p *pass) builtDebuggable(b *facts.Build) {
	where := manifestLocation(b, "application")
	if !b.Manifest.Application.Debuggable.Is {
		p.pass("This is a release build (not debuggable).", "这是 release 版（不可调试）。", where...)
		return
	}
	p.add(finding.Finding{
		Status: finding.Hint, Where: where,
		What: t("This is a debuggable build.", "这是可调试的构建。"),
		Why: t(
			"Good for capturing; not for a store. Its SDK check may answer 600005 while a debugger is attached.",
			"适合抓包，不可上架；附加调试器时 SDK 检测可能返回 600005。",
		),
		Fix: t("Check the release build as well.", "请同时检查 release 版。"),
	})
}

// debuggableManifest reports the attribute in a project's manifest, unless the
// build type put it there.
func (p *pass) debuggableManifest(b *facts.Build) bool {
	d := b.Manifest.Application.Debuggable
	if !d.Set || !d.Is || b.Debuggable.Value == "true" {
		return false
	}
	what := t("The manifest sets android:debuggable=\"true\" for every build.",
		"清单对所有构建设置了 android:debuggable=\"true\"。")
	debug := p.App.Build(facts.Debug)
	if debug != nil && debug.Manifest != nil && !debug.Manifest.Application.Debuggable.Set {
		what = t("The manifest of the release build sets android:debuggable=\"true\".",
			"release 版的清单设置了 android:debuggable=\"true\"。")
	}
	p.add(finding.Finding{
		Status: finding.Error, Where: manifestLocation(b, "application"), What: what,
		Why: t("Release builds are then debuggable, and trust what debug-overrides trusts.",
			"release 版也可调试，并信任 debug-overrides 中的 CA。"),
		Fix: t("Remove it; the build tools set it for debug builds.", "请删除，构建工具会为 debug 版自动设置。"),
	})
	return true
}

// debuggableType judges what the scripts say of the release build type.
func (p *pass) debuggableType(inManifest bool) {
	var s gradle.Setting
	switch b, l := p.releaseType(), p.unjudgedRelease(); {
	case b != nil:
		s = b.Debuggable
	case l != nil && l.Debuggable.Value != "false":
		s = l.Debuggable
	default:
		return
	}
	where := []finding.Location(nil)
	if s.File != "" {
		where = []finding.Location{{File: s.File, Line: s.Line, Element: "buildTypes release"}}
	}
	switch {
	case s.Value == "true" && s.Default:
		p.debuggableRelease(where, t(
			"The release build type is made from debug (initWith), so it is debuggable.",
			"release 构建类型由 debug 派生（initWith），因此可调试。",
		))
	case s.Value == "true":
		p.debuggableRelease(where, t("The release build type is debuggable.", "release 构建类型设置了可调试。"))
	case inManifest:
	case !s.Unresolved.Empty():
		p.add(finding.Finding{
			Status: finding.Skipped, Where: where,
			What: t(fmt.Sprintf("Whether release builds are debuggable is not known: %s.", s.Unresolved.EN),
				fmt.Sprintf("无法确定 release 版是否可调试：%s。", s.Unresolved.ZH)),
		})
	case s.Value == "false":
		p.pass("Neither the manifest nor the release build type makes release builds debuggable.",
			"清单与 release 构建类型均未使 release 版可调试。", where...)
	}
}

func (p *pass) debuggableRelease(where []finding.Location, what lang.Text) {
	p.add(finding.Finding{
		Status: finding.Error, Subject: "release", Where: where, What: what,
		Why: t(
			"Release builds then trust what debug-overrides trusts, and anybody can attach a debugger to them.",
			"release 版会信任 debug-overrides 中的 CA，且任何人都可附加调试器。",
		),
		Fix:   t("Switch it off for the release build type.", "请在 release 构建类型中关闭。"),
		Paste: p.script("debuggable false\n", "isDebuggable = false\n"), PasteInto: p.buildFile("buildTypes release"),
	})
}

// ownTypes names build types of the project's own that are debuggable: whether they
// reach users is not known. One that is called debug in some way is for developers.
func (p *pass) ownTypes() {
	for _, b := range p.App.Builds {
		s := b.Debuggable
		if b.BuildType == "" || strings.Contains(strings.ToLower(b.BuildType), "debug") ||
			b.BuildType == "release" || s.Value != "true" {
			continue
		}
		var where []finding.Location
		if s.File != "" {
			where = []finding.Location{{File: s.File, Line: s.Line, Element: "buildTypes " + b.BuildType}}
		}
		p.add(finding.Finding{
			Status: finding.Hint, Subject: b.BuildType, Where: where,
			What: t(fmt.Sprintf("The build type %s is debuggable.", b.BuildType), fmt.Sprintf("构建类型 %s 可调试。",
				b.BuildType)),
			Why: t("Its builds trust what debug-overrides trusts; they must not reach a store.",
				"此类构建会信任 debug-overrides 中的 CA，不得上架。"),
			Fix: t("Keep it for testing, or switch debuggable off.", "仅用于测试，或关闭 debuggable。"),
		})
	}
}

// releaseType is the build of the release build type, nil if there is none.
func (p *pass) releaseType() *facts.Build {
	for _, b := range p.App.Builds {
		if b.BuildType == "release" {
			return &b
		}
	}
	return nil
}
