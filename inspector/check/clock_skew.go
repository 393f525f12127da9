package check

import (
	"fmt"
	"strconv"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// clockSkew finds phones whose clock is wrong.
var clockSkew = inspector.Check{
	ID:    "clock-skew",
	Title: lang.Text{EN: "The phone's clock is wrong", ZH: "手机时间不准"},
	Doc: lang.Text{
		EN: "The SDK signs the time of the phone. Gateway and carriers refuse a time that is too far off, with " +
			"600032, a gateway time-stamp error, China Unicom 1001 or 402, or failures without pattern. The phone's " +
			"time is compared with the server's Date.",
		ZH: "SDK 会对手机时间签名。偏差过大时网关和运营商会拒绝，表现为 600032、网关时间戳错误、联通 1001 或 402，或无规律失败。这里将手机时间与服务器 Date 比较。",
	},
	Source: "SDK 2.14.19 result class; Alibaba, SDK FAQ; QAuth README", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runClockSkew,
}

// bigSkew is the difference from which servers start to refuse; below it the
// finding is a warning.
const bigSkew = 5 * time.Minute

func runClockSkew(c *inspector.Case) []finding.Finding {
	a := advice{
		lang.Text{
			EN: "Signed requests with a wrong time are refused, and certificates seem not yet or no longer valid.",
			ZH: "时间不准的签名请求会被拒绝，证书也可能被判为未生效或已过期。",
		},
		lang.Text{EN: "Switch automatic date and time on in the phone's settings.", ZH: "在手机设置中打开“自动确定日期和时间”。"},
		codes.User, codes.Seen,
	}
	signals := c.Of(inspector.SignalClock)
	if len(signals) == 0 {
		return one(failing(c, codeID{codes.AliAndroid, "600032"}, codeID{codes.AliServer, "InvalidTimeStamp*"},
			codeID{codes.CUServer, "1001"}, codeID{codes.CUServer, "402"}, codeID{codes.CT, "-10009"},
			codeID{codes.CT, "-30001"}, codeID{codes.CM, "105112"}), a)
	}
	seconds, _ := strconv.ParseInt(signals[0].Value, 10, 64)
	skew := time.Duration(seconds) * time.Second
	ahead := inspector.Ahead(skew)
	out := fromSignals(signals, a, lang.Text{
		EN: fmt.Sprintf("The phone's clock is %s the server's.", ahead.EN),
		ZH: fmt.Sprintf("手机时间比服务器%s。", ahead.ZH),
	})
	if skew.Abs() < bigSkew {
		out[0].Status = finding.Warning
		out[0].Flows = nil // too little to explain a failure
	}
	return out
}
