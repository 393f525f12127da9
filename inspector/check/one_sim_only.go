package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// OneSIMOnly finds phones on which one carrier works and the other does not.
var OneSIMOnly = inspector.Check{
	ID:    "one-sim-only",
	Title: lang.Text{EN: "It works with one SIM only", ZH: "双卡中只有一张能登录"},
	Doc: lang.Text{
		EN: "A phone with two SIMs signs in by its default data SIM, whichever card the user means. If an attempt by one carrier got its token and one by the other failed, the data SIM was switched in between, or the second card has no data of its own.",
		ZH: "双卡手机总是使用默认数据卡取号，与用户想用哪张卡无关。若一家运营商取号成功、另一家失败，说明期间切换过数据卡，或第二张卡没有可用的数据业务。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-26",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		works := map[string]codes.Issuer{}
		for i := range c.Flows {
			f := &c.Flows[i]
			if f.Device != "" && f.Carrier != "" && (f.Verdict.Outcome == inspector.SignedIn || step(f, inspector.StepToken, inspector.OutcomeOK) != nil) {
				works[f.Device] = f.Carrier
			}
		}
		a := advice{
			lang.Text{EN: "Carrier and number are those of the default data SIM.", ZH: "运营商和号码以默认数据卡为准。"},
			lang.Text{
				EN: "Make the card in question the default data SIM in the phone's settings, and check that it has data. Then repeat the login.",
				ZH: "在手机设置中把该卡设为默认数据卡，并确认它有流量。再重新登录。",
			},
			codes.User, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			good, seen := works[f.Device]
			v := f.Verdict
			if !seen || f.Carrier == "" || f.Carrier == good || v.Outcome != inspector.Failed || f.Steps[v.Broken].Network != inspector.NetCellular {
				continue
			}
			found := a.finding(lang.Text{
				EN: fmt.Sprintf("On the same phone %s works and %s fails.", good.Name().EN, f.Carrier.Name().EN),
				ZH: fmt.Sprintf("同一手机上%s可以取号，%s失败。", good.Name().ZH, f.Carrier.Name().ZH),
			})
			join(&found, f, &f.Steps[v.Broken])
			out = append(out, found)
		}
		return out
	},
}
