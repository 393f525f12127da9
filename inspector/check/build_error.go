package check

import (
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// buildError finds errors of a build that name a cause.
var buildError = inspector.Check{
	ID:    "build-error",
	Title: lang.Text{EN: "A build error names a cause", ZH: "构建错误指明了原因"},
	Doc: lang.Text{
		EN: "Gradle, the manifest merger and Xcode refuse an app with the SDK for a few reasons: aars that are " +
			"not found or not packed, a project without AndroidX, the SDK in the build twice, manifests that " +
			"contradict each other, a plug-in whose own script is too old, a simulator. The message names the " +
			"reason.",
		ZH: "Gradle、Manifest 合并与 Xcode 拒绝构建的原因不多：找不到或不会打包 aar、未启用 AndroidX、SDK 重复引入、Manifest 冲突、插件脚本过旧、模拟器架构。" +
			"报错本身会指明原因。",
	},
	Source: "seed document; Android and Java documentation; issues named with each cause", Date: "2026-11-30",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return factFindings(c, cause.BuildError, lang.Text{EN: "The build's own message says so.", ZH: "依据构建报错本身。"})
	},
}
