package lint

import (
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/finding"
)

// exportedSince is the targetSdk from which a component with an intent filter must say
// android:exported.
const exportedSince = 31

// notExported reports a component that leaves android:exported out. The manifest merger
// of Android Gradle plug-in 7 refuses it; what an older one builds, phones with Android
// 12 do not install.
func (p *pass) notExported(b facts.Build, c merger.Conflict) {
	where := []finding.Location{{File: c.File, Line: c.Line, Element: c.Subject}}
	said := func(r finding.Finding) bool { return r.Subject == c.Subject && r.Status == finding.Error }
	switch {
	case slices.ContainsFunc(p.results, said):
		return
	case b.TargetSDK == 0:
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: c.Subject, Where: where,
			What: t(c.Subject+" has an intent filter and no android:exported; the build stops there if targetSdk "+
				"is 31 or "+
				"higher, which is not known.",
				c.Subject+" 含 intent-filter 但未设置 android:exported；targetSdk 不低于 31 时构建会中止，而 targetSdk 无法确定。"),
		})
		return
	case b.TargetSDK < exportedSince:
		return
	}
	p.add(finding.Finding{
		Status: finding.Error, Subject: c.Subject, Where: where,
		What: t(fmt.Sprintf("%s has an intent filter and no android:exported; targetSdk is "+
			"%d.", c.Subject, b.TargetSDK),
			fmt.Sprintf("%s 含 intent-filter 但未设置 android:exported，而 targetSdk 为 %d。", c.Subject, b.TargetSDK)),
		Why: t("The manifest merger stops the build (\"android:exported needs to be explicitly specified\"), or "+
			"Android 12 "+
			"and later refuse to install the app.",
			"清单合并失败（“android:exported needs to be explicitly specified”），或 Android 12 及以上无法安装。"),
		Fix: t("Set android:exported: true for the launcher activity and what other apps start, false for the rest. "+
			"For a component of a library, declare it again in the app's manifest with that attribute.",
			"请设置 android:exported：启动页及供其他应用启动的组件为 true，其余为 false。组件来自库时，请在应用清单中重新声明并带上该属性。"),
		Paste: fmt.Sprintf("android:exported=%q", exportedAs(c)), PasteInto: c.Subject,
	})
}

// exportedAs is what a component most likely wants: the launcher starts the one.
func exportedAs(c merger.Conflict) string {
	if c.Detail == merger.Launcher {
		return "true"
	}
	return "false"
}

// packageDiffers says that the build tools refuse the package of a manifest.
func (p *pass) packageDiffers(r *finding.Finding, c merger.Conflict) {
	r.What = t(fmt.Sprintf("The manifest has package=%q; the module's namespace is another one.", c.Detail),
		fmt.Sprintf("清单中写有 package=%q，与模块的 namespace 不同。", c.Detail))
	r.Why = t("From AGP 8 the build stops: \"Incorrect package found in source AndroidManifest.xml\".",
		"AGP 8 起构建失败：“Incorrect package … found in source AndroidManifest.xml”。")
	r.Fix = t("Take the attribute package out of the manifest; namespace and applicationId say both.",
		"请删除清单中的 package 属性；包名由 namespace 与 applicationId 决定。")
}
