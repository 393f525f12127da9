package lint

import (
	"fmt"

	"loginscope/codes"
)

var unreadParts = Check{
	ID:    "archive.unread",
	Title: t("Parts that could not be read", "无法读取的部分"),
	Doc: t("Every part of the input that was broken, too big or encrypted is named here; whatever else is reported was worked out without it. A source too large to be written by hand and a link that leads out of the folder are left out on purpose: they are named as not checked.",
		"列出损坏、过大或加密而无法读取的部分；其余结论均未包含这些部分。过大、不像手写的源码以及指向目录之外的链接不会读取，列为未检查。"),
	Certainty: codes.Seen, Source: "the input itself",
	Run: func(p *pass) {
		for _, u := range p.App.Unread {
			if u.Silent {
				p.add(Result{
					Status: Skipped, Subject: u.Part, Where: []Location{{File: u.Part}},
					What: t(u.Part+" says nothing, so nothing of the build was checked.", u.Part+" 为空，未检查构建配置。"),
				})
				continue
			}
			if u.Passed {
				p.add(Result{
					Status: Skipped, Subject: u.Part, Where: []Location{{File: u.Part}},
					What: t(fmt.Sprintf("%s was not read: %s.", u.Part, u.Error), fmt.Sprintf("未读取 %s：%s。", u.Part, u.Error)),
				})
				continue
			}
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
