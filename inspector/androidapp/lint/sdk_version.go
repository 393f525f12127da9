package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

var sdkVersion = Check{
	ID:    "build.sdk-version",
	Title: t("SDK versions in the app", "应用中的 SDK 版本"),
	Doc: t("The version of the Alibaba SDK is read from the name of its native library or aar, those of the "+
		"carriers' parts from constants, that of the IDaaS SDK from its aar. Which hosts and codes are to be "+
		"expected depends on them.",
		"阿里云 SDK 版本取自 so 或 aar 文件名，运营商组件版本取自常量，IDaaS SDK 版本取自 aar。可能出现的域名与返回码随版本而变。"),
	Certainty: codes.Seen, Source: "file names of 13 SDK builds 2.12.17.2 to 2.14.19",
	Run: func(p *pass) {
		sdk := p.App.SDK
		var parts, partsZH []string
		var where []finding.Location
		for _, list := range []struct {
			name, zh string
			found    []facts.Version
		}{{"Alibaba ", "阿里云 ", sdk.Alibaba}, {"IDaaS ", "IDaaS ", sdk.IDaaS}} {
			for _, v := range byVersion(list.found) {
				parts, partsZH = append(parts, list.name+v.version), append(partsZH, list.zh+v.version)
				where = append(where, v.where...)
			}
		}
		for _, c := range codes.Carriers() {
			for _, v := range p.App.Dex.Versions[string(c.Issuer)] {
				parts, partsZH = append(parts, c.Mark+" "+v), append(partsZH, c.Mark+" "+v)
			}
		}
		switch {
		case len(parts) > 0:
			what := t("Found: "+list(parts)+".", "已识别："+listZH(partsZH)+"。")
			p.add(finding.Finding{Status: finding.Pass, Where: where, What: what})
		case sdk.Present && p.compiled():
			p.add(finding.Finding{
				Status: finding.Hint, What: t(
					"Alibaba's SDK is in the app, but its version is unknown.",
					"应用中有阿里云 SDK，但无法得知版本。",
				),
				Why: t("Which hosts and codes are to be expected depends on it.", "可能出现的域名与返回码随版本而变。"),
				Fix: t("Check the project, or the APK from before hardening.", "请检查项目，或加固前的 APK。"),
			})
		default:
			p.skip(fmt.Sprintf("No version was found in %d dex files and %d libraries.", p.App.Dex.Files,
				len(p.App.Native)), fmt.Sprintf("在 %d 个 dex、%d 个 so 中未识别到版本。", p.App.Dex.Files, len(p.App.Native)))
		}
	},
}

// versionAt is one version with every line that names it.
type versionAt struct {
	version string
	where   []finding.Location
}

// byVersion lists each version once: an aar and the line that names it are one.
func byVersion(found []facts.Version) []versionAt {
	var out []versionAt
	for _, v := range found {
		at := parseLocation(v.Where)
		at.Element = v.Version
		i := slices.IndexFunc(out, func(p versionAt) bool { return p.version == v.Version })
		if i < 0 {
			i, out = len(out), append(out, versionAt{version: v.Version})
		}
		out[i].where = append(out[i].where, at)
	}
	return out
}
