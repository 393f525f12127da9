package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/finding"
)

var mergeConflicts = Check{
	ID:    "manifest.merge",
	Title: t("Manifests that can be merged", "清单能否合并"),
	Doc: t("The build merges the manifests of source sets, modules and aars into one. Two different values of one "+
		"attribute stop it, unless tools:replace in the higher manifest decides; so does a placeholder that nothing "+
		"fills, and from targetSdk 31 a component with an intent filter that leaves android:exported out.",
		"构建时会把各源集、模块与 aar 的清单合并为一份。同一属性取值不同会使合并失败，除非高优先级清单用 tools:replace 指明；占位符没有赋值时同样会失败；"+
			"targetSdk 不低于 31 时，含 intent-filter 的组件未设置 android:exported 也会失败。"),
	Certainty: codes.Inferred, Source: "https://developer.android.com/build/manage-manifests",
	Run: func(p *pass) {
		read := false
		seen := map[merger.Conflict]bool{}
		for _, b := range slices.Backward(p.actual()) { // a release build names the main manifest
			read = read || b.Manifest != nil && !p.compiled()
			for _, c := range b.Conflicts {
				cause := c
				cause.File, cause.Line = "", 0
				if c.Kind == merger.LibraryMinSDK || c.Kind == merger.AttributeDiffers && seen[cause] {
					continue // manifest.sdk-levels reports the first
				}
				if seen[c] {
					continue
				}
				seen[cause] = true
				if c.Kind == merger.NotExported {
					p.notExported(b, c) // by the build's own targetSdk
					continue
				}
				seen[c] = true
				p.conflict(c)
			}
			p.unfilled(b)
			p.outdated(b.Built, b.Outdated)
		}
		p.noManifest()
		if !read && len(p.results) == 0 {
			p.skip("No manifest of a project was read.", "未读取到项目的清单文件。")
			return
		}
		if n := p.unreadLibraries(); n > 0 && len(p.results) == 0 && p.release().Built == "" {
			p.skip(fmt.Sprintf("The manifests that were read do not contradict each other; "+
				"those of %d libraries from repositories were not read.", n),
				fmt.Sprintf("已读取的清单之间没有冲突；来自仓库的 %d 个库的清单未读取。", n))
			return
		}
		p.pass("Nothing contradicts.", "没有冲突。")
	},
}

// unreadLibraries counts the libraries of repositories, whose manifests are merged too.
func (p *pass) unreadLibraries() int {
	n := 0
	if p.App.Project == nil {
		return 0
	}
	for _, d := range p.App.Project.Dependencies {
		if d.Group != "" && d.Path == "" && d.Module == "" {
			n++
		}
	}
	return n
}

// noManifest reports an app module without a manifest of its own.
func (p *pass) noManifest() {
	file := p.App.NoManifest
	if file == "" {
		return
	}
	where := []finding.Location{{File: file}}
	x := p.App.Project
	if x != nil && slices.ContainsFunc(x.Absent, func(a gradle.Absent) bool { return inFolder(a.Path, file) }) {
		p.skip("The app's manifest lies outside of the checked folder and was not read (archive.unread).",
			"应用清单位于检查目录之外，未读取（见 archive.unread）。")
		return
	}
	if x != nil && x.BuildFile != "" {
		where[0].File = x.BuildFile // of the module that lacks it
	}
	p.add(finding.Finding{
		Status: finding.Error, Subject: file, Where: where,
		What: t(fmt.Sprintf("There is no file %s, or it cannot be read, so the app's manifest was not checked.", file),
			fmt.Sprintf("没有 %s 文件或无法读取，因此未检查应用清单。", file)),
		Why: t("Without its own manifest the module builds no app that can start.", "没有清单，该模块无法构建出可启动的应用。"),
		Fix: t("Put the manifest there, or check the folder that contains it.", "请放入清单，或检查其所在目录。"),
	})
}

// unfilled reports placeholders that no script fills. Where not all of the build
// could be read, another part of it may.
func (p *pass) unfilled(b facts.Build) {
	for _, name := range b.Placeholders {
		subject := "${" + name + "}"
		said := func(r finding.Finding) bool { return r.Subject == subject }
		if slices.ContainsFunc(p.results, said) || b.Built != "" {
			continue
		}
		x := p.App.Project
		if x == nil || x.BuildFile == "" || p.App.SDK.ByPlugin || !x.Incomplete().Empty() || len(x.UnknownPlugins) > 0 {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: subject, Where: manifestLocation(&b, ""),
				What: t(
					"The manifest uses "+subject+", and what fills it was not read.",
					"清单使用了 "+subject+"，未读取到为其赋值的内容。",
				),
			})
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: subject, Where: manifestLocation(&b, ""),
			What: t("The manifest uses "+subject+", and nothing fills it.", "清单使用了 "+subject+"，但没有任何地方为其赋值。"),
			Why:  t("The manifest merger stops the build.", "清单合并失败，无法构建。"),
			Fix:  t("Give it a value in manifestPlaceholders.", "请在 manifestPlaceholders 中赋值。"),
			Paste: p.script(
				"manifestPlaceholders = ["+name+": \"\"]\n",
				"manifestPlaceholders[\""+name+"\"] = \"\"\n",
			),
			PasteInto: p.buildFile("defaultConfig"),
		})
	}
}

func (p *pass) conflict(c merger.Conflict) {
	r := finding.Finding{
		Status: finding.Error, Subject: c.Subject,
		Where: []finding.Location{{File: c.File, Line: c.Line, Element: c.Subject}},
		Why:   t("The manifest merger stops the build.", "清单合并失败，无法构建。"),
	}
	if c.Other != "" {
		r.Where = append(r.Where, finding.Location{File: c.Other})
	}
	switch c.Kind {
	case merger.NothingToReplace:
		r.What = t(fmt.Sprintf("tools:replace names %s, which %s does not set.", c.Detail, c.Subject),
			fmt.Sprintf("tools:replace 指定了 %s，但 %s 未设置该属性。", c.Detail, c.Subject))
		r.Fix = t("Set the attribute, or take it out of tools:replace.", "请设置该属性，或从 tools:replace 中移除。")
	case merger.Duplicate:
		en := "%s stands twice in one manifest with different content; the other one is in line %s."
		r.What = t(fmt.Sprintf(en, c.Subject, c.Detail),
			fmt.Sprintf("%s 在同一清单中声明了两次且内容不同，另一处在第 %s 行。", c.Subject, c.Detail))
		r.Fix = t("Join the two into one element.", "请合并为一个元素。")
	case merger.PackageDiffers:
		p.packageDiffers(&r, c)
	case merger.Strict:
		r.What = t(fmt.Sprintf("%s is strict and differs between two manifests.", c.Subject),
			fmt.Sprintf("%s 标记为 strict，但两份清单中内容不同。", c.Subject))
		r.Fix = t("Make both the same, or drop tools:node=\"strict\".", "请改为一致，或去掉 tools:node=\"strict\"。")
	default:
		r.What = t(fmt.Sprintf("%s has different values in two manifests: %s.", c.Subject, c.Detail),
			fmt.Sprintf("%s 在两份清单中取值不同：%s。", c.Subject, c.Detail))
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
	p.add(finding.Finding{
		Status: finding.Hint, Subject: old, Where: []finding.Location{{File: old}},
		What: t(
			"The merged manifest of the last build is older than its sources; the sources were judged.",
			"上次构建的合并清单早于源文件，已改为检查源文件。",
		),
		Why: t("The app on the phone may still be the old one.", "手机上的应用可能仍是旧版本。"),
		Fix: t("Build again.", "请重新构建。"),
	})
}
