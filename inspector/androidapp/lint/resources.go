package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/finding"
)

var resources = Check{
	ID:    "build.resources",
	Title: t("Resources that can be merged", "资源能否合并"),
	Doc: t("The build joins the resources of a source set's folders, then lays source set over source set. A "+
		"resource that stands twice in one source set, a folder whose qualifier is none, and a file name with other "+
		"characters than a-z, 0-9 and _ stop it. Values and the folders res/xml and res/values of the project "+
		"itself are looked at. Of what the build itself left under build/, the merged values.xml is read for values "+
		"of libraries that are not in the folder; compiled resources (.flat) are not.",
		"构建会合并同一源集各目录中的资源，再将各源集逐层叠加。同一源集内资源重复、目录限定符无效、文件名含 a-z、0-9、_ 以外的字符，都会使构建中止。检查范围为项目自身的 res/xml 与 res/values "+
			"及其中的值。build/ 下仅读取合并后的 values.xml，用于补充不在目录中的库的值；不读取已编译的资源（.flat）。"),
	Certainty: codes.Seen,
	Source: "com.android.ide.common.resources.ResourceSet and FileResourceNameValidator (AOSP); " +
		"https://developer.android.com/guide/topics/resources/providing-resources",
	Run: func(p *pass) {
		read := false
		seen := map[res.Problem]bool{}
		for _, b := range p.actual() {
			read = read || b.BuildType != ""
			for _, x := range b.Resources {
				if !seen[x] {
					seen[x] = true
					p.resource(x)
				}
			}
		}
		if !read {
			p.skip("No build of a project was worked out.", "未解析出项目的构建。")
			return
		}
		p.pass("Nothing stands in the way.", "没有妨碍合并的内容。")
	},
}

func (p *pass) resource(x res.Problem) {
	r := finding.Finding{
		Status: finding.Error, Subject: x.Detail,
		Where: []finding.Location{{File: x.File, Line: x.Line, Element: x.Detail}},
		Why:   t("The build stops when it merges resources.", "资源合并失败，构建会中止。"),
	}
	switch x.Kind {
	case res.Duplicate:
		r.What = t(fmt.Sprintf("%s stands twice in one source set, in %s as well.", x.Detail, x.Other),
			fmt.Sprintf("%s 在同一源集中重复，另一处为 %s。", x.Detail, x.Other))
		r.Fix = t("Keep one of the two.", "只保留其中一处。")
	case res.BadFolder:
		r.What = t(fmt.Sprintf("%s is no folder of resources: its qualifiers are unknown or in the wrong order.",
			x.Detail), fmt.Sprintf("%s 不是有效的资源目录：限定符未知或顺序错误。", x.Detail))
		r.Fix = t("Correct the folder's name, or move its files.", "请更正目录名，或移走其中的文件。")
	default:
		r.What = t(fmt.Sprintf("%s is no name for a resource file.", x.Detail), fmt.Sprintf("%s 不能作为资源文件名。", x.Detail))
		r.Fix = t("Use a-z, 0-9 and _ only.", "只使用 a-z、0-9 和 _。")
	}
	p.add(r)
}
