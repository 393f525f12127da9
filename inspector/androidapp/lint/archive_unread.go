package lint

import (
	"fmt"

	"loginscope/codes"
)

var unreadParts = Check{
	ID:    "archive.unread",
	Title: t("Parts that could not be read", "无法读取的部分"),
	Doc: t("Every part of the input that was broken, too big or encrypted is named here; whatever else is reported was worked out without it.",
		"列出损坏、过大或加密而无法读取的部分；其余结论均未包含这些部分。"),
	Certainty: codes.Seen, Source: "the input itself",
	run: func(p *pass) {
		for _, u := range p.App.Unread {
			p.add(Result{
				Status: Error, Subject: u.Part,
				What:  t(fmt.Sprintf("%s: %s", u.Part, u.Error), fmt.Sprintf("%s：%s", u.Part, u.Error)),
				Why:   t("Checks that need this part are incomplete.", "依赖该部分的检查不完整。"),
				Fix:   t("Check the file itself: build it again, or take it from the phone again.", "请检查文件本身：重新构建，或重新从手机导出。"),
				Where: []Location{{File: u.Part}},
			})
		}
		p.pass("Everything was read.", "全部读取成功。")
	},
}
