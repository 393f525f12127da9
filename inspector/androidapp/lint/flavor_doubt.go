package lint

import (
	"fmt"

	"loginscope/inspector/androidapp/facts"
)

// doubted takes a pass back where a build that was not worked out may be
// answered differently: what was seen of the others stays in the words.
func doubted(list []Result, app *facts.App) []Result {
	if app.Project == nil || len(app.Project.Doubts) == 0 {
		return list
	}
	varying := map[string]bool{}
	for _, c := range flavored() {
		varying[c.ID] = true
	}
	d := app.Project.Doubts[0]
	at := d.File
	if d.Line > 0 {
		at = fmt.Sprintf("%s:%d", d.File, d.Line)
	}
	for i := range list {
		r := &list[i]
		if r.Status != Pass || !varying[r.Check] {
			continue
		}
		r.Status = Skipped
		r.What = t(
			fmt.Sprintf("%s This holds for the builds that were worked out only; %s: %s.", r.What.EN, at, d.Text.EN),
			fmt.Sprintf("%s仅对已解析的构建成立，其余构建未检查（%s：%s）。", r.What.ZH, at, d.Text.ZH))
	}
	return list
}
