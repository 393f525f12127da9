package inspector_test

import (
	"fmt"
	"slices"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// An app printed what its login callback got. The report names the root cause.
func ExampleInspect() {
	printed := exchange.LogLine{
		Time: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Tag: "Login", Level: "E", Source: "logcat.txt", Line: 1,
		Text: `onTokenFailed: {"carrierFailedResultData":"{\"resultCode\":\"103102\",\"desc\":\"包签名错误\"}",` +
			`"code":"600011","msg":"获取token失败","requestId":"r-1","vendorName":"cm_zyhl"}`,
	}
	report := inspector.Inspect(inspector.Evidence{Events: slices.Values([]exchange.Event{printed})}, ruleset.Default())
	for _, flow := range report.Flows {
		v := flow.Verdict
		fmt.Println(flow.ID, v.Outcome, v.Root.Code, v.Actor)
		fmt.Println(v.Title.EN)
	}
	// Output:
	// 1 failed 103102 developer
	// 103102: Package signature or Bundle ID wrong
}
