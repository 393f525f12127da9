package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
)

// outside reports aars that lie where the build does not look for them.
func (p *pass) outside() {
	x := p.App.Project
	if x == nil {
		return
	}
	if p.noFlatDir() {
		return
	}
	hidden := func(s gradle.Setting) bool { return !s.Unresolved.Empty() }
	open := !x.Incomplete().Empty() || slices.ContainsFunc(x.FlatDirs, hidden)
	for _, d := range x.Dependencies {
		if d.Outside == "" {
			continue
		}
		where := []finding.Location{{File: d.File, Line: d.Line}, {File: d.Outside}}
		if open || d.Maybe {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: d.Name, Where: where,
				What: t(fmt.Sprintf("Whether the build finds %s is not known: not all of it could be read.", d.Outside),
					fmt.Sprintf("构建脚本未能全部读取，无法确定能否找到 %s。", d.Outside)),
			})
			continue
		}
		if x.Ignored.Set() {
			p.ignoredFlatDir(d, where)
			continue
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: d.Name, Where: where,
			What: t(fmt.Sprintf(
				"The build names %s by its name, and no flatDir of the app module has the folder of %s.", d.Artifact,
				d.Outside), fmt.Sprintf("构建按名称引用 %s，但应用模块没有 flatDir 包含 %s 所在的目录。", d.Artifact, d.Outside)),
			Why:   t("The build stops: the dependency cannot be found.", "找不到依赖，构建会中止。"),
			Fix:   t("Declare the folder, or move the file into one that is declared.", "请声明该目录，或将文件移到已声明的目录。"),
			Paste: p.flatDir(path.Dir(d.Outside)), PasteInto: p.buildFile("repositories"),
		})
	}
}

// ignoredFlatDir reports an aar that only a flat folder of the module would find, where
// the settings' repositories alone count.
func (p *pass) ignoredFlatDir(d gradle.Dependency, where []finding.Location) {
	ignored := p.App.Project.Ignored
	p.add(finding.Finding{
		Status: finding.Error, Subject: d.Name,
		Where: append([]finding.Location{{File: ignored.File, Line: ignored.Line, Element: "flatDir"}}, where...),
		What: t(fmt.Sprintf("The build names %s by its name, and the module's flatDir has no effect: the settings "+
			"choose "+
			"PREFER_SETTINGS.", d.Artifact),
			fmt.Sprintf("构建按名称引用 %s，但模块的 flatDir 不生效：settings 选择了 PREFER_SETTINGS。", d.Artifact)),
		Why: t("The build stops: the dependency cannot be found.", "找不到依赖，构建会中止。"),
		Fix: t("Declare the folder in dependencyResolutionManagement of the settings.",
			"请在 settings 的 dependencyResolutionManagement 中声明该目录。"),
		Paste: p.flatDirOfSettings(), PasteInto: "settings.gradle dependencyResolutionManagement.repositories",
	})
}

// noFlatDir reports aars that are named where the build declares no flat folder.
// The guide leaves that line out, and a template outside of the folder may have
// it, so it is a hint.
func (p *pass) noFlatDir() bool {
	x := p.App.Project
	if len(x.FlatDirs) > 0 || x.Ignored.Set() {
		return false
	}
	for _, d := range x.Dependencies {
		if d.Outside == "" {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Hint, Subject: "flatDir",
			Where: []finding.Location{{File: d.File, Line: d.Line}, {File: d.Outside}},
			What: t("The build takes aars by name ("+d.Artifact+"), but no script that was read declares a flatDir.",
				fmt.Sprintf("构建按名称引用 aar（如 %s），但已读取的脚本均未声明 flatDir。", d.Artifact)),
			Why: t("Without one Gradle does not find them: \"Could not find :"+d.Name+"\". The guide omits this line.",
				"缺少 flatDir 时 Gradle 找不到它们：“Could not find :"+d.Name+"”。文档中未写出这一行。"),
			Fix:   t("Declare the folder, unless a template of yours does.", "请声明该目录，除非已由公司模板声明。"),
			Paste: p.flatDir(path.Dir(d.Outside)), PasteInto: p.buildFile("repositories"),
		})
		return true
	}
	return true
}

// flatDir declares a folder of the project.
func (p *pass) flatDir(folder string) string {
	if rest, ok := strings.CutPrefix(folder, p.App.Project.Module+"/"); ok {
		return p.script(fmt.Sprintf("flatDir { dirs '%s' }\n", rest), fmt.Sprintf("flatDir { dirs(\"%s\") }\n", rest))
	}
	return fmt.Sprintf("flatDir { dirs(\"$rootDir/%s\") }\n", folder)
}
