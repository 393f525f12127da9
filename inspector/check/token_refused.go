package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// TokenRefused finds the words with which Alibaba and the carriers refuse a
// token.
var TokenRefused = inspector.Check{
	ID:    "token-refused",
	Title: lang.Text{EN: "The token was refused", ZH: "token 未被接受"},
	Doc: lang.Text{
		EN: "A token that was used before, is older than its life (" + codes.TokenLives().EN + "), lost characters on the way or was never one, such as the accessCode that the log tag CacheMonitor prints, gets the same answer. Where the token itself was captured, the checks token-reused, token-expired, token-truncated and access-code-sent say which it was.",
		ZH: "token 已用过、超过有效期（" + codes.TokenLives().ZH + "）、传递中丢失字符，或根本不是 token（如日志标签 CacheMonitor 打印的 accessCode），返回都一样。若抓到了 token 本身，由 token-reused、token-expired、token-truncated、access-code-sent 给出具体原因。",
	},
	Source: "Alibaba, API return codes; developer.aliyun.com ask 643580; flutter_ali_auth issue 50; QAuth README", Date: "2026-11-26",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliServer, "isv.TOKEN_INVALID"},
			place{codes.AliServer, "isv.ACCESS_CODE_ILLEGAL"},
			place{codes.CM, "104201"},
			place{codes.CUServer, "200"},
			place{codes.CUServer, "201"},
			place{codes.CUServer, "1003"},
		), advice{
			lang.Text{EN: "One token pays for one number query, made at once, with the value unchanged.", ZH: "一个 token 只能立即、原样地查询一次号码。"},
			lang.Text{
				EN: "Send TokenRet.token of the 600000 result, once, as soon as it is there. Compare length and end of what the server received with it. Fetch a new token for every retry.",
				ZH: "拿到 600000 后立即提交 TokenRet.token，且只提交一次。对照服务端收到的值，检查长度和结尾。每次重试都重新取 token。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
