package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// initWithoutLogin finds initialisations that no login follows, which stores
// ask about.
var initWithoutLogin = inspector.Check{
	ID:    "init-before-consent",
	Title: lang.Text{EN: "The SDK starts without a login", ZH: "未登录即初始化 SDK"},
	Doc: lang.Text{
		EN: "Stores reject apps whose SDK calls home before the user agreed to the privacy policy. The capture does " +
			"not see the consent, so this is a question: was it given before the first call?",
		ZH: "用户同意隐私政策前 SDK 就联网，会被应用市场驳回。抓包看不到授权动作，此处仅提示核对：首次联网前用户是否已同意？",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "The SDK spoke to Alibaba before anybody asked for a login.", ZH: "用户还未登录，SDK 已访问阿里云。"},
			lang.Text{
				EN: "Initialise after consent is stored; on later starts that is at once.",
				ZH: "在用户同意后再初始化；之后启动可直接初始化。",
			},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			s := step(f, inspector.StepSTS, inspector.OutcomeOK)
			if s == nil || len(s.Evidence) == 0 || f.Verdict.Outcome != inspector.Incomplete || reached(f) {
				continue
			}
			found := a.finding(lang.Text{EN: "The SDK was initialised and no login followed.", ZH: "SDK 已初始化，其后没有登录。"})
			join(&found, f, s)
			out = append(out, found)
		}
		return out
	},
}

// reached reports whether a flow went past its initialisation.
func reached(f *inspector.Flow) bool {
	for _, s := range f.Steps {
		switch s.Kind {
		case inspector.StepInit, inspector.StepSTS, inspector.StepVendors, inspector.StepConfig, inspector.StepMonitor:
		default:
			if len(s.Evidence) > 0 {
				return true
			}
		}
	}
	return false
}
