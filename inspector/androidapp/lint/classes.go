package lint

import (
	"fmt"
	"path"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

var duplicateClasses = Check{
	ID:    "build.classes.duplicate",
	Title: t("Duplicate classes", "重复的类"),
	Doc: t("Two local libraries of the build that contain the same class end it with \"Duplicate class … found in "+
		"modules …\". This is seen where the SDK's aars stand beside another SDK that holds them, or beside a "+
		"carrier's "+
		"own library. Libraries from repositories are not opened.",
		"构建所用的两个本地库含有同一个类时，构建失败并提示“Duplicate class … found in modules …”。常见于 SDK 的 aar 与内含它们的其他 SDK 或运营商自有库并存。"+
			"来自仓库的库不会打开检查。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/build/dependency-resolution-errors",
	Run: func(p *pass) {
		list := p.localClasses()
		if len(list) == 0 {
			p.skip("No library with classes was read.", "未读取到含类的库。")
			return
		}
		owner := map[string]int{}
		shared := map[[2]int][]string{}
		for i, l := range list {
			for _, c := range l.classes {
				first, twice := owner[c]
				if !twice {
					owner[c] = i
					continue
				}
				shared[[2]int{first, i}] = append(shared[[2]int{first, i}], c)
			}
		}
		for i := range list {
			for j := i + 1; j < len(list); j++ {
				if both := shared[[2]int{i, j}]; len(both) > 0 {
					p.sharedClasses(list[i], list[j], both)
				}
			}
		}
		p.pass("No two libraries that were read contain the same class.", "已读取的库之间没有重复的类。")
	},
}

// localLibrary is an aar or jar of the build with the names of its classes.
type localLibrary struct {
	file, name, version string
	classes             []string
}

// localClasses are the local libraries of the build whose classes were read.
func (p *pass) localClasses() []localLibrary {
	var out []localLibrary
	for _, a := range p.App.Aars {
		if a.Used && len(a.Classes) > 0 {
			out = append(out, localLibrary{a.File, a.Name, a.Version, a.Classes})
		}
	}
	if p.App.Project == nil {
		return out
	}
	for _, j := range p.App.Jars {
		if len(j.Classes) > 0 && p.App.Project.Depends(j.File) {
			out = append(out, localLibrary{file: j.File, name: path.Base(j.File), classes: j.Classes})
		}
	}
	return out
}

// sharedClasses reports two libraries with the same classes. Two versions of one SDK are
// reported as that.
func (p *pass) sharedClasses(a, b localLibrary, both []string) {
	if mixed := a.version != b.version && a.version != "" && b.version != ""; mixed && (a.name == b.name ||
		facts.AlibabaArtifact(a.name) && facts.AlibabaArtifact(b.name)) {
		return
	}
	slices.Sort(both)
	p.add(finding.Finding{
		Status: finding.Error, Subject: path.Base(a.file) + " " + path.Base(b.file),
		Where: []finding.Location{{File: a.file, Element: both[0]}, {File: b.file, Element: both[0]}},
		What: t(fmt.Sprintf("%s and %s both hold %s; classes in both: %d.", a.file, b.file, both[0], len(both)),
			fmt.Sprintf("%s 与 %s 都含有 %s；相同的类共 %d 个。", a.file, b.file, both[0], len(both))),
		Why: t("The build stops: \"Duplicate class "+both[0]+" found in modules\".",
			"构建失败：“Duplicate class "+both[0]+" found in modules”。"),
		Fix: t("Take one of the two out of the dependencies.", "请从依赖中去掉其中一个。"),
	})
}
