package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// absentParts names what a project's build takes in from outside of the folder, or from a
// path in it where there is nothing.
func (p *pass) absentParts() {
	for _, a := range p.App.Project.Absent {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: a.Part.EN, Where: absentLocation(a), What: notHere(p.App, a),
		})
	}
}

func absentLocation(a gradle.Absent) []finding.Location {
	return []finding.Location{{File: a.File, Line: a.Line}}
}

// notHere is the sentence on a part that was not read: where it lies, and what to check
// instead.
func notHere(app *facts.App, a gradle.Absent) lang.Text {
	folder := folderAbove(app.Folder, a.Above)
	outside := t(fmt.Sprintf("The build takes %s from %s, which lies outside of the checked folder and was not read.",
		a.Part.EN, a.Path), fmt.Sprintf("构建使用了 %s 中的%s，该路径位于检查目录之外，未读取。", a.Path, a.Part.ZH))
	switch {
	case a.Stops:
		return t(fmt.Sprintf("The build takes %s, which its settings do not include, so that it stops (build.stops).",
			a.Part.EN), fmt.Sprintf("构建使用了%s，但 settings 未包含它，构建会中止（见 build.stops）。", a.Part.ZH))
	case a.Path == "":
		return t(fmt.Sprintf("The build takes %s, which the settings that were read do not include. Check the "+
			"folder of the whole build.", a.Part.EN),
			fmt.Sprintf("构建使用了%s，但已读取的 settings 未包含它。请检查整个构建所在的目录。", a.Part.ZH))
	case a.Above == 0:
		return t(fmt.Sprintf("The build takes %s from %s, and nothing of it is there. Put it there, for example by "+
			"checking out a git submodule, and check again.", a.Part.EN, a.Path),
			fmt.Sprintf("构建使用了 %s 中的%s，但该处没有其内容。请补全（例如检出 git 子模块）后重新检查。", a.Path, a.Part.ZH))
	case a.Above < 0 || folder == "/" || strings.HasSuffix(folder, ":/"):
		return t(outside.EN+" Copy it into the project, and check again.", outside.ZH+"请复制到项目中后重新检查。")
	}
	return t(outside.EN+" Check "+folder+" instead.", outside.ZH+"请改为检查 "+folder+"。")
}

// folderAbove is the folder so many above another one.
func folderAbove(folder string, n int) string {
	up := strings.TrimSuffix(strings.Repeat("../", max(n, 0)), "/")
	return path.Join(folder, up)
}

// withoutAbsent takes passes back that a part which was not read may change. The main
// question says which part that is.
func withoutAbsent(list []finding.Finding, app *facts.App) {
	for _, a := range app.Project.Absent {
		takeBack(list, touched(a.Touches), func(r *finding.Finding) {
			if r.Check != nscRequired.ID {
				mayChange(r, gradle.Note{})
				return
			}
			why := notHere(app, a)
			r.What = t(r.What.EN+" Not certain: a part that was not read may change it. "+why.EN,
				r.What.ZH+"不能确定：未读取的部分可能改变该结果。"+why.ZH)
		})
	}
}

// touched are the checks whose answer a part that was not read may change.
func touched(by gradle.Touches) []Check {
	switch by {
	case gradle.TouchesAll, gradle.TouchesLibraries:
		return append(flavored(), ofBuildFiles()...)
	case gradle.TouchesCode:
		return []Check{baseURL, checkSSL, secrets, logEnable, abis, pageSize, duplicateLibraries}
	case gradle.TouchesRules:
		return []Check{keepRules}
	}
	return append(flavored(), abis, keepRules)
}

// absentLibrary is the first part that was not read and may bring libraries, nil for none.
func (p *pass) absentLibrary() *gradle.Absent {
	if p.App.Project == nil {
		return nil
	}
	list := p.App.Project.Absent
	if i := slices.IndexFunc(list, func(a gradle.Absent) bool { return a.MayBringLibraries() }); i >= 0 {
		return &list[i]
	}
	return nil
}

// absentMayBring says of something missing that a part which was not read may bring it, and
// reports whether there is such a part.
func (p *pass) absentMayBring(subject, en, zh string) bool {
	a := p.absentLibrary()
	if a == nil {
		return false
	}
	p.add(finding.Finding{
		Status: finding.Skipped, Subject: subject, Where: absentLocation(*a),
		What: t(fmt.Sprintf("%s; %s may bring it, which was not read (archive.unread).", en, a.Part.EN),
			fmt.Sprintf("%s；可能由未读取的%s带入（见 archive.unread）。", zh, a.Part.ZH)),
	})
	return true
}

// inFolder reports whether a file is at a path or below it.
func inFolder(dir, file string) bool { return file == dir || strings.HasPrefix(file, dir+"/") }
