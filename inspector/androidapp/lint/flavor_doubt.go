package lint

import (
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
)

// doubted takes a pass back where a build that was not worked out may be
// answered differently, or where something that was not read may set or replace what
// was seen: that stays in the words.
func doubted(list []finding.Finding, app *facts.App) []finding.Finding {
	if app.Project == nil {
		return list
	}
	if d := app.Project.Doubts; len(d) > 0 {
		varying := flavored()
		if app.MoreVariants { // others may take other libraries, too
			varying = append(varying, ofBuildFiles()...)
		}
		takeBack(list, varying, func(r *finding.Finding) {
			r.What = t(
				fmt.Sprintf("%s This holds for the builds that were worked out only; %s: %s.", r.What.EN,
					locationOf(d[0]), d[0].Text.EN),
				fmt.Sprintf("%s仅对已解析的构建成立，其余构建未检查（%s：%s）。", r.What.ZH, locationOf(d[0]), d[0].Text.ZH))
		})
	}
	if d := app.Project.Limits; len(d) > 0 {
		takeBack(list, slices.Concat(flavored(), ofBuildFiles(), []Check{sdkPresent}),
			func(r *finding.Finding) { mayChange(r, d[0]) })
	}
	withoutAbsent(list, app)
	if d := app.Project.MayChange; len(d) > 0 {
		takeBack(list, append(flavored(), abis, keepRules), func(r *finding.Finding) { mayChange(r, d[0]) })
	}
	return list
}

// takeBack makes passes of some checks answers that are not known.
func takeBack(list []finding.Finding, of []Check, reword func(*finding.Finding)) {
	for i := range list {
		r := &list[i]
		if r.Status == finding.Pass && slices.ContainsFunc(of, func(c Check) bool { return c.ID == r.Check }) {
			r.Status = finding.Skipped
			reword(r)
		}
	}
}

// mayChange says what may set or replace what was seen. The main question names it,
// the other checks leave that to the list of what was not read.
func mayChange(r *finding.Finding, by gradle.Note) {
	if r.Check != nscRequired.ID {
		r.What = t(r.What.EN+" Not certain: a part of the build that may change it was not read (archive.unread).",
			r.What.ZH+"不能确定：可能改变该结果的部分构建未读取（见 archive.unread）。")
		return
	}
	r.What = t(
		fmt.Sprintf("%s Not certain: %s may change it (%s).", r.What.EN, by.Text.EN, locationOf(by)),
		fmt.Sprintf("%s不能确定：%s可能改变该结果（%s）。", r.What.ZH, by.Text.ZH, locationOf(by)))
}

// locationOf is where a note points to.
func locationOf(n gradle.Note) string {
	if n.Line > 0 {
		return fmt.Sprintf("%s:%d", n.File, n.Line)
	}
	return n.File
}
