package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// initLate finds logins that began before the SDK had its secret.
var initLate = inspector.Check{
	ID:    "init-late",
	Title: lang.Text{EN: "The SDK was initialised too late", ZH: "SDK 初始化过晚"},
	Doc: lang.Text{
		EN: "setAuthSDKInfo (IDaaS: setAliOneKeyLoginSecret) comes first. An environment check, pre-fetch or page " +
			"before it works on nothing or on an old secret.",
		ZH: "setAuthSDKInfo（IDaaS：setAliOneKeyLoginSecret）须最先调用。在此之前做环境检测、预取号或拉起授权页，SDK 没有密钥或仍用旧密钥。",
	},
	Source: "Alibaba, robust access instructions", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{
				EN: "The order of the calls decides whether the SDK has its keys when it needs them.",
				ZH: "调用顺序决定 SDK 使用时是否已有密钥。",
			},
			lang.Text{
				EN: "Initialise at the start of the app, once the user's consent is stored, and before any other call.",
				ZH: "在用户同意隐私政策后、其他调用之前，于应用启动时初始化。",
			},
			codes.Developer, codes.Seen,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			init := step(f, inspector.StepInit, inspector.OutcomeOK)
			if init == nil {
				continue
			}
			for _, k := range []inspector.StepKind{inspector.StepEnv, inspector.StepPrefetch, inspector.StepPage} {
				s := stepBefore(f, k, init)
				if s == nil {
					continue
				}
				label := inspector.LabelOf(k)
				found := a.finding(lang.Text{
					EN: "The step \"" + label.EN + "\" came before the initialisation.",
					ZH: "“" + label.ZH + "”发生在初始化之前。",
				})
				join(&found, f, s)
				join(&found, f, init)
				out = append(out, found)
				break
			}
		}
		return out
	},
}

// stepBefore finds a step of a kind with evidence before another step.
func stepBefore(f *inspector.Flow, k inspector.StepKind, other *inspector.Step) *inspector.Step {
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Kind == k && len(s.Evidence) > 0 && !s.Time.IsZero() && s.Time.Before(other.Time) {
			return s
		}
	}
	return nil
}
