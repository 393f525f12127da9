package cause

import "loginscope/codes"

// This file is a table: causes at the carriers.

var carriers = []Cause{
	{
		ID: "carrier-maintenance", Text: both(
			"the carrier or Alibaba has the function switched off (maintenance)",
			"运营商或阿里云侧维护，功能已关闭",
		),
		Test: both(
			"Try a SIM of another carrier; ask whether others fail since the same minute.",
			"换另一家运营商的卡；确认是否同一时刻起大量失败。",
		),
		Fix:      both("Switch to another login method; open a ticket if it lasts.", "切换到其他登录方式；持续则提交工单。"),
		For:      []Clue{{OtherSIM, "works", Fair}, {Phones, "all", Fair}},
		Against:  []Clue{{Phones, "one", Strong}},
		Wordings: []Wording{{"系统维护", Fair}},
		Found:    []string{"demoted"}, Same: []string{"carrier-side"},
		Actor: codes.Ticket, Retry: codes.RetryLater, Source: "EC2; IDRC; K2", Certainty: codes.Seen,
	},
	{
		ID: "carrier-fault", Text: both("a fault at the carrier's gateway", "运营商网关故障"),
		Test: both("Repeat it with another SIM of the same carrier at another location.", "用同一运营商的另一张卡、在另一地点重试。"),
		Fix: both(
			"Open a ticket with time and requestId; offer another login method.",
			"附时间和 requestId 提交工单；同时提供其他登录方式。",
		),
		For:     []Clue{{OtherSIM, "works", Fair}, {Phones, "all", Weak}},
		Against: []Clue{{Airplane, "cures", Decisive}},
		Same:    []string{"carrier-side"},
		Actor:   codes.Ticket, Retry: codes.RetryLater, Source: "JV#64; JV#73; JV#86", Certainty: codes.Inferred,
	},
	{
		ID: "called-twice", Text: both(
			"the token was asked for again with a credential that is spent",
			"凭证已用过，又一次请求 token",
		),
		Test: both(
			"Count the getLoginToken calls since the last prefetch in the log.",
			"在日志中数一数预取号之后调用了几次 getLoginToken。",
		),
		Fix: both(
			"Guard the button against double taps, and prefetch again before each login.",
			"防止按钮连点，每次登录前重新预取号。",
		),
		For:     []Clue{{TokenUse, "again", Strong}},
		Against: []Clue{{TokenUse, "once", Decisive}},
		Same:    []string{"quota-exceeded"},
		Actor:   codes.Developer, Retry: codes.RetryNow, Source: "IDRC; JG; SY", Certainty: codes.Seen,
	},
	{
		ID: "credential-old", Text: both(
			"the cached credential lapsed, or the SIM was changed since",
			"缓存的取号凭证已失效，或此后换过卡",
		),
		Test:    both("Clear the app's data and sign in once more.", "清除应用数据后再登录一次。"),
		Fix:     both("Prefetch again before the token is asked for.", "取 token 前重新预取号。"),
		For:     []Clue{{TokenAge, "old", Strong}, {DualSIM, "yes", Weak}},
		Against: []Clue{{TokenAge, "fresh", Decisive}},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "CMD", Certainty: codes.Inferred,
	},
	{
		ID: "rate", Text: both("too many look-ups in a short time", "短时间内取号次数过多"),
		Test: both("Count the prefetch and token calls of the last minutes.", "统计最近几分钟的预取号与取 token 次数。"),
		Fix:  both("Ask only when the user is about to sign in; retry later.", "仅在用户准备登录时取号；稍后重试。"),
		For:  []Clue{{TokenUse, "again", Fair}},
		Same: []string{"quota-exceeded"}, Found: []string{"tokens-unused"},
		Actor: codes.Developer, Retry: codes.RetryLater, Source: "CTD; SM; NE", Certainty: codes.Seen,
	},
	{
		ID: "quota", Text: both("the package is used up or a trial is over", "套餐用尽或试用到期"),
		Test:    both("Look at the package balance in the console.", "在控制台查看套餐余量。"),
		Fix:     both("Renew the package.", "续购套餐。"),
		For:     []Clue{{Phones, "all", Fair}},
		Against: []Clue{{Phones, "one", Strong}},
		Same:    []string{"quota-exceeded", "account-side"},
		Actor:   codes.TenantAdmin, Retry: codes.RetryNo, Source: "JG; SY; DC", Certainty: codes.Unconfirmed,
	},
	{
		ID: "pre-token-missing", Text: both("the token was asked for without a prefetch before it", "没有先预取号就请求 token"),
		Test: both(
			"Look for a prefetch (accelerateLoginPage, checkEnvAvailable) before the call.",
			"查看此前是否调用过预取号（accelerateLoginPage、checkEnvAvailable）。",
		),
		Fix:   both("Prefetch first.", "先预取号。"),
		Actor: codes.Developer, Retry: codes.RetryNow, Source: "ALT", Certainty: codes.Inferred,
	},
}
