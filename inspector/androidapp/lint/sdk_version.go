package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/dex"
)

var sdkVersion = Check{
	ID:    "build.sdk-version",
	Title: t("SDK versions in the app", "应用中的 SDK 版本"),
	Doc: t("The version of the Alibaba SDK is read from the name of its native library or aar, those of the carriers' parts from constants, that of the IDaaS SDK from its aar. Which hosts and codes are to be expected depends on them.",
		"阿里云 SDK 版本取自 so 或 aar 文件名，运营商组件版本取自常量，IDaaS SDK 版本取自 aar。可能出现的域名与返回码随版本而变。"),
	Certainty: codes.Seen, Source: "file names of 13 SDK builds 2.12.17.2 to 2.14.19",
	run: func(p *pass) {
		sdk := p.App.SDK
		var parts []string
		var where []Location
		for _, v := range sdk.Alibaba {
			parts = append(parts, "Alibaba "+v.Version)
			where = append(where, Location{File: v.Where, Element: v.Version})
		}
		for _, v := range sdk.IDaaS {
			parts = append(parts, "IDaaS "+v.Version)
			where = append(where, Location{File: v.Where, Element: v.Version})
		}
		for _, who := range []string{"cm", "ct"} {
			for _, v := range p.App.Dex.Versions[who] {
				parts = append(parts, strings.ToUpper(who)+" "+v)
			}
		}
		switch {
		case len(parts) > 0:
			p.add(Result{Status: Pass, Where: where, What: t("Found: "+list(parts)+".", "已识别："+listZH(parts)+"。")})
		case p.compiled() && p.App.Dex.Files > 0 && !p.App.Dex.Has(dex.MarkAlibaba):
			p.add(Result{
				Status: Warning, What: t("No class of the Alibaba SDK is in this app.", "应用中没有阿里云 SDK 的类。"),
				Why: t("Either the login is not built in, or the app is packed and its code hides from a reading of files.", "可能未集成登录，或应用已加固，代码无法静态读取。"),
				Fix: t("Check the APK from before hardening.", "请检查加固前的 APK。"),
			})
		default:
			p.skip(fmt.Sprintf("No version was found in %d dex files and %d libraries.", p.App.Dex.Files, len(p.App.Native)), fmt.Sprintf("在 %d 个 dex、%d 个 so 中未识别到版本。", p.App.Dex.Files, len(p.App.Native)))
		}
	},
}
