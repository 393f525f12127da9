package check

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// slowCellular finds carrier calls that timed out though the cellular link was
// there.
var slowCellular = inspector.Check{
	ID:    "slow-cellular",
	Title: lang.Text{EN: "The carrier did not answer in time", ZH: "运营商请求超时"},
	Doc: lang.Text{
		EN: "On 2G and 3G data, or with a weak signal, the carrier call often takes longer than the SDK waits (3 to " +
			"10 seconds a call, 5 as a rule for the whole), so 600015 comes and goes without pattern. Only 4G and 5G " +
			"are suitable for number look-up.",
		ZH: "在 2G/3G 网络或信号较弱时，运营商请求常超过 SDK 的等待时间（单次 3 至 10 秒，整体默认 5 秒），于是 600015 时有时无。取号应使用 4G/5G 网络。",
	},
	Source: "Alibaba, SDK FAQ; decompiled SDK 2.14.3 for the time-outs", Date: "2026-11-26",
	Status: finding.Warning,
	Run:    runSlowCellular,
}

// timeouts are the codes for an answer that did not come. Those for a switch
// from Wi-Fi that did not come about are CellularUnavailable's.
var timeouts = []codeID{
	{codes.AliAndroid, "600015"},
	{codes.CM, "102507"}, {codes.CM, "200023"},
	{codes.CUSDK, "410000"}, {codes.CUServer, "10000"}, {codes.CUServer, "101005"},
	{codes.CT, "80000"}, {codes.CT, "80005"}, {codes.CT, "-8003"},
}

func runSlowCellular(c *inspector.Case) []finding.Finding {
	a := advice{
		lang.Text{
			EN: "The request was on its way, and the SDK gave up before the answer came.",
			ZH: "请求已发出，SDK 在应答到达前放弃了等待。",
		},
		lang.Text{
			EN: "Look at the phone's status bar: if it shows 2G, E, 3G or H, move to 4G or 5G coverage, or switch " +
				"the preferred network type. Then try again. Do not lower the SDK's time-out below 5 seconds.",
			ZH: "查看手机状态栏：若显示 2G、E、3G 或 H，换到有 4G/5G 的位置，或修改首选网络类型。再重试。不要把 SDK 超时设为小于 5 秒。",
		},
		codes.User, codes.Inferred,
	}
	var hits []hit
	for _, h := range failing(c, timeouts...) {
		if r := h.flow.Verdict.Root; r != nil && r.Code == h.at.Code && r.Space == h.at.Space {
			hits = append(hits, h)
		}
	}
	radio := radioOf(c)
	if radio != "" {
		a.certainty = codes.Seen
	}
	out := one(hits, a)
	for i := range out {
		more := random(c, hits)
		if radio != "" {
			more.EN += " The phone was on " + radio + " data."
			more.ZH += "手机使用的是 " + radio + " 数据网络。"
		}
		out[i].What.EN += more.EN
		out[i].What.ZH += more.ZH
	}
	return out
}

// random says how many attempts of the same phone came through, which suggests a
// weak link.
func random(c *inspector.Case, hits []hit) (t lang.Text) {
	slow := map[string]bool{}
	for _, h := range hits {
		slow[h.flow.Device] = true
	}
	good := 0
	for i := range c.Flows {
		f := &c.Flows[i]
		if slow[f.Device] &&
			(f.Verdict.Outcome == inspector.SignedIn || step(f, inspector.StepToken, inspector.OutcomeOK) != nil) {
			good++
		}
	}
	if good == 0 {
		return t
	}
	return lang.Text{
		EN: fmt.Sprintf(" Other attempts of the phone that got a token: %d.", good),
		ZH: fmt.Sprintf("同一手机另有 %d 次登录取到了 token。", good),
	}
}

// radioOf is the old generation of network that the evidence names, "" if none.
func radioOf(c *inspector.Case) string {
	for _, s := range c.Of(inspector.SignalRadio) {
		return s.Value
	}
	for i := range c.Flows {
		for j := range c.Flows[i].Steps {
			kind := strings.ToUpper(value(&c.Flows[i].Steps[j], "networkType"))
			for _, g := range []string{"2G", "3G"} {
				if strings.Contains(kind, g) {
					return g
				}
			}
		}
	}
	return ""
}
