package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var unreadParts = Check{
	ID:    "archive.unread",
	Title: t("Parts that could not be read", "无法读取的部分"),
	Doc: t("Every part of the input that was broken, too big or encrypted is named here; whatever else is reported "+
		"was worked out without it. A source too large to be written by hand and a link that leads out of the "+
		"folder are left out on purpose: they are named as not checked. Of a project, plug-ins and libraries that "+
		"are not in the folder are named too.",
		"列出损坏、过大或加密而无法读取的部分；其余结论均未包含这些部分。过大、不像手写的源码以及指向目录之外的链接不会读取，列为未检查。对项目还会列出不在目录中的插件与库。"),
	Certainty: codes.Seen, Source: "the input itself",
	Run: func(p *pass) {
		for _, u := range p.App.Unread {
			if u.Silent {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: u.Part, Where: []finding.Location{{File: u.Part}},
					What: t(u.Part+" says nothing, so nothing of the build was checked.", u.Part+" 为空，未检查构建配置。"),
				})
				continue
			}
			if u.Passed {
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: u.Part, Where: []finding.Location{{File: u.Part}},
					What: t(fmt.Sprintf("%s was not read: %s.", u.Part, or(u.Said.EN, u.Error)),
						fmt.Sprintf("未读取 %s：%s。", u.Part, or(u.Said.ZH, u.Error))),
				})
				continue
			}
			p.add(finding.Finding{
				Status: finding.Error, Subject: u.Part,
				What: t(fmt.Sprintf("%s: %s", u.Part, or(u.Said.EN, u.Error)),
					fmt.Sprintf("%s：%s", u.Part, or(u.Said.ZH, u.Error))),
				Why:   t("Checks that need this part are incomplete.", "依赖该部分的检查不完整。"),
				Fix:   p.freshFile(),
				Where: []finding.Location{{File: u.Part}},
			})
		}
		if x := p.App.Project; x != nil && x.BuildFile != "" && !p.loose() {
			p.absentParts()
			p.notFollowed()
			p.missing()
			p.pass("Every file of the folder was read.", "目录中的文件已全部读取。")
			p.elsewhere()
		}
		p.pass("Everything was read.", "全部读取成功。")
	},
}

// maxNamed limits the names in one sentence.
const maxNamed = 5

// notFollowed says which parts of a project's scripts were not understood or found.
func (p *pass) notFollowed() {
	for i, n := range slices.Concat(p.App.Project.Limits, p.App.Project.Notes) {
		said := func(u facts.Unread) bool { return u.Part == n.File }
		outside := func(a gradle.Absent) bool { return a.Path == n.File && a.Above != 0 }
		again := func(r finding.Finding) bool { return r.Subject == n.Text.EN && r.Where[0] == noteAt(n) }
		if i >= maxNamed || slices.ContainsFunc(p.App.Unread, said) ||
			slices.ContainsFunc(p.App.Project.Absent, outside) || slices.ContainsFunc(p.results, again) {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: n.Text.EN, Where: []finding.Location{noteAt(n)},
			What: t(fmt.Sprintf("A part of the build was not read: %s.", n.Text.EN),
				fmt.Sprintf("构建的一部分未读取：%s。", n.Text.ZH)),
		})
	}
}

func noteAt(n gradle.Note) finding.Location { return finding.Location{File: n.File, Line: n.Line} }

// missing names the jars that the build takes and that are not there. Those of the login
// are errors of another check.
func (p *pass) missing() {
	for i, m := range p.App.MissingFiles {
		if i >= maxNamed || ofLogin(m.Path) {
			continue
		}
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: m.Path, Where: []finding.Location{{File: m.File, Line: m.Line}},
			What: t(fmt.Sprintf("The build names %s, which is not in the folder.", m.Path),
				fmt.Sprintf("构建引用了 %s，但目录中没有该文件。", m.Path)),
		})
	}
}

// elsewhere names what a project's build takes from outside of the folder: plug-ins,
// and libraries of repositories.
func (p *pass) elsewhere() {
	x := p.App.Project
	var plugins, pluginsZH, libraries []string
	for _, id := range x.UnknownPlugins {
		plugins, pluginsZH = append(plugins, id.EN), append(pluginsZH, id.ZH)
	}
	for _, d := range x.Dependencies {
		name := d.Group + ":" + d.Name
		if d.Group != "" && d.Path == "" && d.Module == "" && !slices.Contains(libraries, name) {
			libraries = append(libraries, name)
		}
	}
	p.notInFolder("plugins", t("Plug-ins that are not in the folder were not read", "目录中没有、未读取的插件"),
		plugins, pluginsZH)
	p.notInFolder("libraries", t("Libraries that come from repositories were not read", "来自仓库、未读取的库"),
		libraries, libraries)
	p.notInFolder("packages", t("Packages that come from a registry were not read, and neither were their manifests",
		"来自软件包仓库、未读取（其清单也未读取）的软件包"), x.Hosted, x.Hosted)
}

// notInFolder names the first few of a list; an empty list says nothing.
func (p *pass) notInFolder(subject string, what lang.Text, names, namesZH []string) {
	if len(names) == 0 {
		return
	}
	n, more, moreZH := min(len(names), maxNamed), "", ""
	if rest := len(names) - n; rest > 0 {
		more, moreZH = fmt.Sprintf(" and %d more", rest), fmt.Sprintf(" 等共 %d 个", len(names))
	}
	p.add(finding.Finding{
		Status: finding.Skipped, Subject: subject,
		What: t(what.EN+": "+strings.Join(names[:n], ", ")+more+".",
			what.ZH+"："+strings.Join(namesZH[:n], "、")+moreZH+"。"),
	})
}

// freshFile says how to come by a whole file.
func (p *pass) freshFile() lang.Text {
	if p.compiled() {
		return t("Check the file itself: build it again, or take it from the phone again.", "请检查文件本身：重新构建，或重新从手机导出。")
	}
	return t("Check the file itself: open it in an editor, or check it out again.", "请检查文件本身：在编辑器中打开查看，或重新检出。")
}
