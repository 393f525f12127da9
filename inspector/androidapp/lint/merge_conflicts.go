package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/merger"
)

var mergeConflicts = Check{
	ID:    "manifest.merge",
	Title: t("Manifests that can be merged", "清单能否合并"),
	Doc: t("The build merges the manifests of source sets, modules and aars into one. Two different values of one attribute stop it, unless tools:replace in the higher manifest decides.",
		"构建时会把各源集、模块与 aar 的清单合并为一份。同一属性取值不同会使合并失败，除非高优先级清单用 tools:replace 指明。"),
	Certainty: codes.Inferred, Source: "https://developer.android.com/build/manage-manifests",
	run: func(p *pass) {
		read := false
		seen := map[merger.Conflict]bool{}
		for _, b := range p.actual() {
			read = read || b.Manifest != nil && !p.compiled()
			for _, c := range b.Conflicts {
				if c.Kind == merger.LibraryMinSDK || seen[c] {
					continue // manifest.sdk-levels reports it
				}
				seen[c] = true
				p.conflict(c)
			}
			p.outdated(b.Built, b.Outdated)
		}
		if !read {
			p.skip("No manifest of a project was read.", "未读取到项目的清单文件。")
			return
		}
		p.pass("Nothing contradicts.", "没有冲突。")
	},
}

func (p *pass) conflict(c merger.Conflict) {
	r := Result{
		Status: Error, Subject: c.Subject, Where: []Location{{File: c.File, Line: c.Line, Element: c.Subject}},
		Why: t("The manifest merger stops the build.", "清单合并失败，无法构建。"),
	}
	if c.Other != "" {
		r.Where = append(r.Where, Location{File: c.Other})
	}
	switch c.Kind {
	case merger.NothingToReplace:
		r.What = t(fmt.Sprintf("tools:replace names %s, which %s does not set.", c.Detail, c.Subject), fmt.Sprintf("tools:replace 指定了 %s，但 %s 未设置该属性。", c.Detail, c.Subject))
		r.Fix = t("Set the attribute, or take it out of tools:replace.", "请设置该属性，或从 tools:replace 中移除。")
	case merger.Strict:
		r.What = t(fmt.Sprintf("%s is strict and differs between two manifests.", c.Subject), fmt.Sprintf("%s 标记为 strict，但两份清单中内容不同。", c.Subject))
		r.Fix = t("Make both the same, or drop tools:node=\"strict\".", "请改为一致，或去掉 tools:node=\"strict\"。")
	default:
		r.What = t(fmt.Sprintf("%s has different values in two manifests: %s.", c.Subject, c.Detail), fmt.Sprintf("%s 在两份清单中取值不同：%s。", c.Subject, c.Detail))
		r.Fix = t("Name the attribute in tools:replace of the higher manifest.", "请在高优先级清单中用 tools:replace 指明该属性。")
	}
	p.add(r)
}

// outdated says that the build's own result was there and older than its sources.
func (p *pass) outdated(built, old string) {
	if old == "" || built != "" {
		return
	}
	for _, r := range p.results {
		if r.Subject == old {
			return
		}
	}
	p.add(Result{
		Status: Hint, Subject: old, Where: []Location{{File: old}},
		What: t("The merged manifest of the last build is older than its sources; the sources were judged.", "上次构建的合并清单早于源文件，已改为检查源文件。"),
		Why:  t("The app on the phone may still be the old one.", "手机上的应用可能仍是旧版本。"),
		Fix:  t("Build again.", "请重新构建。"),
	})
}
