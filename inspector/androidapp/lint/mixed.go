package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

var mixedVersions = Check{
	ID:    "build.versions.mixed",
	Title: t("One version of each SDK", "每个 SDK 只有一个版本"),
	Doc: t("Two versions of the Alibaba SDK in one app clash in classes and native libraries; which one answers is "+
		"chance.",
		"同一应用中存在两个版本的阿里云 SDK 会造成类与 so 冲突，实际生效哪个不确定。"),
	Certainty: codes.Seen, Source: "integration guide, note on the duplicate library",
	Run: func(p *pass) {
		if len(p.App.SDK.Alibaba)+len(p.App.SDK.IDaaS) == 0 {
			p.skip("No SDK version was found.", "未识别到 SDK 版本。")
			return
		}
		for _, sdk := range []struct {
			name  string
			found []facts.Version
		}{{"auth_number_product", p.App.SDK.Alibaba}, {"AuthnCenter_MobileNumberAuth", p.App.SDK.IDaaS}} {
			var versions []string
			var where []finding.Location
			for _, v := range sdk.found {
				at := parseLocation(v.Where)
				at.Element = v.Version
				where = append(where, at)
				if !slices.Contains(versions, v.Version) {
					versions = append(versions, v.Version)
				}
			}
			if len(versions) > 1 {
				p.add(finding.Finding{
					Status: finding.Error, Subject: sdk.name, Where: where,
					What: t(fmt.Sprintf("%s is there in the versions %s.", sdk.name, list(versions)),
						fmt.Sprintf("%s 存在多个版本：%s。", sdk.name, listZH(versions))),
					Why: t("Their classes and libraries clash.", "类与 so 会冲突。"),
					Fix: t("Keep one.", "只保留一个。"),
				})
			}
		}
		p.pass("Each SDK is there once.", "各 SDK 均只有一个版本。")
	},
}
