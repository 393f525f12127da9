package cause

import "loginscope/codes"

// This file is a table: causes behind answers of Alibaba's server API and of
// the IDaaS tenant.

var servers = []Cause{
	{
		ID: "token-spent", Text: both(
			"the token was used before, or lapsed ("+codes.TokenLives().EN+")",
			"token 已用过或已过期（"+codes.TokenLives().ZH+"）",
		),
		Test:    both("Get a new token and send it once, within seconds.", "重新获取 token，几秒内只提交一次。"),
		Fix:     both("Send each token once, at once.", "每个 token 立即提交且只用一次。"),
		For:     []Clue{{TokenUse, "again", Strong}, {TokenAge, "old", Strong}},
		Against: []Clue{{TokenUse, "once", Weak}, {TokenAge, "fresh", Fair}},
		Found:   []string{"token-reused", "token-expired"}, Same: []string{"token-refused", "number-query-failed"},
		Actor: codes.Developer, Retry: codes.RetryNow, Source: "ASK-643580; ASK-678400; APIRC", Certainty: codes.Seen,
	},
	{
		ID: "token-cut", Text: both("the token was cut or re-encoded on its way", "token 在传递中被截断或重新编码"),
		Test:  both("Compare length and hash of the token on phone and server.", "比较手机与服务端 token 的长度和哈希。"),
		Fix:   both("Pass the token on unchanged.", "原样传递 token。"),
		For:   []Clue{{TokenCut, "yes", Strong}},
		Found: []string{"token-truncated"}, Same: []string{"token-refused"},
		Actor: codes.Developer, Retry: codes.RetryNow, Source: "ASK-643580; CG#110; CG#132", Certainty: codes.Seen,
	},
	{
		ID: "other-value", Text: both(
			"another value than TokenRet.token was sent, such as the carrier's accessCode from the log",
			"提交的不是 TokenRet.token，例如日志里的运营商 accessCode",
		),
		Test:  both("Compare what the server got with TokenRet.token.", "对比服务端收到的值与 TokenRet.token。"),
		Fix:   both("Send TokenRet.token.", "提交 TokenRet.token。"),
		For:   []Clue{{SentValue, "access-code", Strong}},
		Found: []string{"access-code-sent", "wrong-field"}, Same: []string{"token-refused"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#50", Certainty: codes.Seen,
	},
	{
		ID: "verify-token", Text: both("a token of the number check was sent to the login call", "把号码校验的 token 用于登录取号"),
		Test: both(
			"Look which SDK call made the token: getVerifyToken or getLoginToken.",
			"查看 token 来自 getVerifyToken 还是 getLoginToken。",
		),
		Fix:   both("Use the token of getLoginToken.", "使用 getLoginToken 的 token。"),
		Found: []string{"verify-token"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "APIRC", Certainty: codes.Seen,
	},
	{
		ID: "number-query", Text: both(
			"Alibaba's GetMobile failed in the tenant: AccessKey, RAM right or balance",
			"租户侧调用阿里云 GetMobile 失败：AccessKey、RAM 权限或余额",
		),
		Test: both("Find Alibaba's RequestId and Code in the tenant's log.", "在租户日志中查找阿里云的 RequestId 与 Code。"),
		Fix: both(
			"Fix AccessKey, RAM right (dypns:GetMobile) or balance as that Code says.",
			"按该 Code 修复 AccessKey、RAM 权限（dypns:GetMobile）或余额。",
		),
		Same:  []string{"number-query-failed"},
		Actor: codes.TenantAdmin, Retry: codes.RetryNo, Source: "SEED", Certainty: codes.Inferred,
	},
}
