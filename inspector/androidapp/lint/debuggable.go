package lint

import (
	"loginscope/codes"
)

var debuggable = Check{
	ID:    "manifest.debuggable",
	Title: t("android:debuggable", "android:debuggable"),
	Doc: t("A debuggable build reads debug-overrides and can be attached to; it must not reach a store. Written into the manifest of a project, the attribute makes release builds debuggable too.",
		"可调试的构建会启用 debug-overrides 且能被附加调试，不得上架。若写死在项目清单中，release 版也会可调试。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/guide/topics/manifest/application-element#debug",
	run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		d := b.Manifest.Application.Debuggable
		where := manifestPlace(b, "application")
		switch {
		case p.compiled() && d.Is:
			p.add(Result{
				Status: Hint, Where: where,
				What: t("This is a debuggable build.", "这是可调试的构建。"),
				Why:  t("Good for capturing; not for a store. Its SDK check may answer 600005 while a debugger is attached.", "适合抓包，不可上架；附加调试器时 SDK 检测可能返回 600005。"),
				Fix:  t("Check the release build as well.", "请同时检查 release 版。"),
			})
		case p.compiled():
			p.pass("This is a release build (not debuggable).", "这是 release 版（不可调试）。", where...)
		case d.Set && d.Is:
			p.add(Result{
				Status: Error, Where: where,
				What: t("The manifest sets android:debuggable=\"true\" for every build.", "清单对所有构建设置了 android:debuggable=\"true\"。"),
				Why:  t("Release builds are then debuggable, and trust what debug-overrides trusts.", "release 版也可调试，并信任 debug-overrides 中的 CA。"),
				Fix:  t("Remove it; the build tools set it for debug builds.", "请删除，构建工具会为 debug 版自动设置。"),
			})
		}
		p.pass("The build tools decide.", "由构建工具决定。")
	},
}
