package check

import (
	"fmt"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// callTooSlow finds calls that took longer than the SDK waits.
var callTooSlow = inspector.Check{
	ID:    "call-too-slow",
	Title: lang.Text{EN: "A call took longer than the SDK waits", ZH: "调用耗时超过 SDK 等待时间"},
	Doc: lang.Text{
		EN: "The SDK waits 3 seconds for Alibaba Cloud; for the carriers: " + codes.Waits().EN +
			". Breakpoints, throttling and a slow network go over that.",
		ZH: "SDK 对阿里云最多等 3 秒，对运营商为：" + codes.Waits().ZH + "。断点、限速或慢网络都会超时。",
	},
	Source: "decompiled SDK 2.14.3", Date: "2026-11-22",
	Status: finding.Warning,
	Run:    runCallTooSlow,
}

// waits are the SDK's read time-outs by the role that is asked.
func waits(f *inspector.Flow, s *inspector.Step) time.Duration {
	if s.Role == inspector.LaneAlibaba {
		return 3 * time.Second
	}
	if s.Role != inspector.LaneCarrier {
		return 0
	}
	if c := codes.CarrierOf(f.Carrier); c != nil {
		return c.Wait
	}
	return 0
}

func runCallTooSlow(c *inspector.Case) []finding.Finding {
	a := advice{
		lang.Text{EN: "The SDK had given up before the answer came.", ZH: "应答到达前 SDK 已放弃等待。"},
		lang.Text{
			EN: "Take breakpoints and throttling off these hosts. Look for the slow part between proxy and server.",
			ZH: "去掉这些域名上的断点和限速。排查代理与服务器之间的慢环节。",
		},
		codes.Developer, codes.Inferred,
	}
	var out []finding.Finding
	for i := range c.Flows {
		f := &c.Flows[i]
		for j := range f.Steps {
			s := &f.Steps[j]
			limit, elapsed := waits(f, s), s.End.Sub(s.Time)
			if limit == 0 || elapsed <= limit || len(s.Evidence) == 0 || s.Evidence[0].Kind != finding.OfExchange ||
				s.Visibility != inspector.Visible {
				continue
			}
			found := a.finding(lang.Text{
				EN: fmt.Sprintf("%s took %s; the SDK waits %s.", s.Detail, elapsed.Round(10*time.Millisecond), limit),
				ZH: fmt.Sprintf("%s 耗时 %s，SDK 最多等待 %s。", s.Detail, elapsed.Round(10*time.Millisecond), limit),
			})
			join(&found, f, s)
			out = append(out, found)
		}
	}
	return out
}
