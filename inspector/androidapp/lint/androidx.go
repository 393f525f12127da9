package lint

import (
	"fmt"

	"loginscope/codes"
)

var androidX = Check{
	ID:    "build.androidx",
	Title: t("AndroidX", "AndroidX"),
	Doc: t("The SDK is built on AndroidX. The guide asks for android.useAndroidX and android.enableJetifier; the sample there runs the two lines into one.",
		"SDK 基于 AndroidX，文档要求开启 android.useAndroidX 与 android.enableJetifier；文档示例误将两行连成一行。"),
	Certainty: codes.Seen, Source: "integration guide, Upgrade to AndroidX Project",
	run: func(p *pass) {
		if p.App.Project == nil || !p.App.Project.HasProperties {
			p.skip("No gradle.properties was read.", "未读取到 gradle.properties。")
			return
		}
		for _, x := range []struct {
			key    string
			status Status
			why    codes.Text
		}{
			{"android.useAndroidX", Error, t("The SDK's classes do not resolve against the old support library.", "旧 support 库下无法解析 SDK 的类。")},
			{"android.enableJetifier", Warning, t("Old libraries in the app keep asking for the support library. If there are none, leave it off.", "应用中的旧库仍会引用 support 库；若没有旧库可不开启。")},
		} {
			value, set := p.App.Project.Properties[x.key]
			if value == "true" || !set && x.key == "android.useAndroidX" && p.App.Project.AGPMajor() >= 9 {
				continue // from AGP 9 it is on unless switched off
			}
			p.add(Result{
				Status: x.status, Subject: x.key, Why: x.why,
				What:  t(fmt.Sprintf("%s is %q, not true.", x.key, value), fmt.Sprintf("%s 为 %q，不是 true。", x.key, value)),
				Fix:   t("Set it, each on a line of its own.", "请设置，每项单独一行。"),
				Paste: x.key + "=true\n", PasteInto: "gradle.properties",
			})
		}
		p.pass("Both are on.", "均已开启。")
	},
}
