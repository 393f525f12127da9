package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SceneCode finds a scheme code that Alibaba does not know.
var SceneCode = inspector.Check{
	ID:    "scene-code",
	Title: lang.Text{EN: "Wrong scheme code", ZH: "方案号有误"},
	Doc: lang.Text{
		EN: "SceneCode names the scheme; a wrong one finds none.",
		ZH: "SceneCode 指明认证方案，填错则查无此方案。",
	},
	Source: "Alibaba, API return codes", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliServer, "isv.SCENE_QUERY_FAIL"},
			place{codes.AliServer, "EntityNotExist.SceneCode"},
			place{codes.AliServer, "QueryFail.SceneCode"},
		), advice{
			lang.Text{
				EN: "No scheme has this code in the account.",
				ZH: "该账号下没有此方案号。",
			},
			lang.Text{
				EN: "Copy the scheme code and the secret from the console again.",
				ZH: "从控制台重新复制方案号和秘钥。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
