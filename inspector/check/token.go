package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// tokenChecks are the checks of what an app sends to IDaaS.
var tokenChecks = []inspector.Check{
	{
		ID: "access-code-sent",
		Title: lang.Text{
			EN: "A carrier access code was sent instead of the token",
			ZH: "误将运营商 accessCode 当作 token 提交",
		},
		Doc: lang.Text{
			EN: "The log tag CacheMonitor prints a carrier's access code. It is not the login token, and no server " +
				"takes it.",
			ZH: "日志标签 CacheMonitor 会打印运营商 accessCode，它不是登录 token，任何服务端都不接受。",
		},
		Source: "flutter_ali_auth issue 50", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			printed := map[string]bool{}
			for _, s := range c.Of(inspector.SignalAccessCode) {
				printed[s.Value] = true
			}
			var out []finding.Finding
			for _, t := range c.Tokens {
				if !printed[t.Value] || len(t.Spent) == 0 {
					continue
				}
				a := advice{
					lang.Text{
						EN: "The value equals an access code that CacheMonitor printed.",
						ZH: "该值与 CacheMonitor 打印的 accessCode 相同。",
					},
					lang.Text{EN: "Send TokenRet.token of the 600000 callback.", ZH: "提交 600000 回调中的 TokenRet.token。"},
					codes.Developer, codes.Seen,
				}
				f := a.finding(lang.Text{
					EN: "The app sent a carrier's access code to IDaaS.",
					ZH: "应用向 IDaaS 提交了运营商 accessCode。",
				})
				f.First, f.Last, f.Where = t.Spent[0].Time, t.Spent[0].Time, []finding.Location{t.Spent[0].Where}
				addFlow(&f, t.Spent[0].Flow)
				out = append(out, f)
			}
			return out
		},
	},
	tokenReused,
	{
		ID:    "token-truncated",
		Title: lang.Text{EN: "The token was cut off", ZH: "token 被截断"},
		Doc: lang.Text{
			EN: "The token must reach IDaaS whole. A database column, a log line or an unescaped '+' cuts it; the " +
				"answer is the same as for a spent token.",
			ZH: "token 必须完整提交。数据库字段过短、日志截断或未转义的“+”都会破坏它，返回与 token 失效相同。",
		},
		Source: "flutter_ali_auth issue 50", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			var out []finding.Finding
			for _, t := range c.Tokens {
				if t.PrefixOf == "" || len(t.Spent) == 0 {
					continue
				}
				a := advice{
					lang.Text{
						EN: "Its beginning equals a token that the SDK issued, its end is missing.",
						ZH: "其开头与 SDK 签发的 token 一致，但缺少结尾。",
					},
					lang.Text{
						EN: "Pass TokenRet.token on unchanged. Look for length limits between callback and request.",
						ZH: "原样传递 TokenRet.token。检查回调与请求之间的长度限制。",
					},
					codes.Developer, codes.Seen,
				}
				f := a.finding(lang.Text{
					EN: fmt.Sprintf("%d of %d characters of the token arrived.", len(t.Value), len(t.PrefixOf)),
					ZH: fmt.Sprintf("token 共 %d 个字符，只提交了 %d 个。", len(t.PrefixOf), len(t.Value)),
				})
				f.First, f.Last = t.Spent[0].Time, t.Spent[0].Time
				f.Where = []finding.Location{t.Spent[0].Where}
				addFlow(&f, t.Spent[0].Flow)
				out = append(out, f)
			}
			return out
		},
	},
	tokenExpired,
	{
		ID:    "verify-token",
		Title: lang.Text{EN: "A verification token was used for login", ZH: "误用本机号码校验的 token 登录"},
		Doc: lang.Text{
			EN: "getVerifyToken and getLoginToken hand out different tokens. The former only proves a number that " +
				"is already known; China Mobile shows userCapaid 50 for it and 200 for login.",
			ZH: "getVerifyToken 与 getLoginToken 的 token 不同，前者只用于校验已知号码；中国移动请求中 userCapaid 分别为 50 和 200。",
		},
		Source: "seed document, China Mobile 105018; Alibaba, API return codes", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			a := advice{
				lang.Text{EN: "A verification token has no right to read the number.", ZH: "校验 token 无权获取手机号。"},
				lang.Text{EN: "Call getLoginToken for login.", ZH: "登录请调用 getLoginToken。"},
				codes.Developer, codes.Seen,
			}
			hits := failing(c, codeID{codes.CM, "105018"}, codeID{codes.AliServer, "isv.TOKEN_UNAUTHORIZED_USED"})
			for i := range c.Flows {
				f := &c.Flows[i]
				for j := range f.Steps {
					s := &f.Steps[j]
					if value(s, "userCapaid") == "50" && f.Verdict.Outcome == inspector.Failed {
						hits = append(hits, hit{f, s, inspector.CodeAt{Code: "userCapaid 50"}})
						break
					}
				}
			}
			return one(hits, a)
		},
	},
	{
		ID:    "wrong-field",
		Title: lang.Text{EN: "Wrong field name", ZH: "字段名有误"},
		Doc: lang.Text{
			EN: "The login call takes access_token in its JSON body; the server's GetMobile takes AccessToken. Any " +
				"other name counts as no token at all. The number of GetMobile's answer stands in " +
				"GetMobileResultDTO.Mobile; a server that reads body.mobile finds nothing on HTTP 200.",
			ZH: "登录接口的 JSON 字段为 access_token，服务端 GetMobile 的参数为 AccessToken，其他名称等同于未传 token。GetMobile 返回的号码在 " +
				"GetMobileResultDTO.Mobile 中，读 body.mobile 的服务端在 HTTP 200 时也取不到号码。",
		},
		Source: "BambooCloud, one-click login API; integrators' notes", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			signals := c.Of(inspector.SignalWrongField)
			for _, h := range failing(c, codeID{codes.AliServer, "MissingAccessToken"}) {
				signals = append(signals,
					inspector.Signal{Value: "MissingAccessToken", Time: h.step.Time, Where: h.step.Evidence[0],
						Flow: h.flow.ID})
			}
			return fromSignals(signals, advice{
				lang.Text{EN: "The server finds no token under the name that it reads.", ZH: "服务端按约定字段取不到 token。"},
				lang.Text{
					EN: "Send the token as access_token to IDaaS and as AccessToken to GetMobile.",
					ZH: "提交 IDaaS 用 access_token，调用 GetMobile 用 AccessToken。",
				},
				codes.Developer, codes.Seen,
			}, lang.Text{
				EN: "The token was sent under " + values(signals) + ".",
				ZH: "token 放在了 " + values(signals) + " 字段中。",
			})
		},
	},
	{
		ID:    "token-refused",
		Title: lang.Text{EN: "The token was refused", ZH: "token 未被接受"},
		Doc: lang.Text{
			EN: "A token that was used before, is older than its life (" + codes.TokenLives().EN +
				"), lost characters on the way or was never one, such as the accessCode that the log tag " +
				"CacheMonitor prints, gets the same answer. Where the token itself was captured, the checks " +
				"token-reused, token-expired, token-truncated and access-code-sent say which it was.",
			ZH: "token 已用过、超过有效期（" + codes.TokenLives().ZH +
				"）、传递中丢失字符，或根本不是 token（如日志标签 CacheMonitor 打印的 accessCode），返回都一样。若抓到了 token 本身，由 token-reused、" +
				"token-expired、token-truncated、access-code-sent 给出具体原因。",
		},
		Source: "Alibaba, API return codes; developer.aliyun.com ask 643580; flutter_ali_auth issue 50; QAuth README",
		Date:   "2026-11-26",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "One token pays for one number query, made at once, with the value unchanged.",
				ZH: "一个 token 只能立即、原样地查询一次号码。",
			},
			lang.Text{
				EN: "Send TokenRet.token of the 600000 result, once, as soon as it is there. Compare its length and " +
					"end with what the server received. Fetch a new token for every retry.",
				ZH: "拿到 600000 后立即提交 TokenRet.token，且只提交一次。对照服务端收到的值，检查长度和结尾。每次重试都重新取 token。",
			},
			codes.Developer, codes.Seen,
		},
			codeID{codes.AliServer, "isv.TOKEN_INVALID"},
			codeID{codes.AliServer, "isv.ACCESS_CODE_ILLEGAL"},
			codeID{codes.CM, "104201"},
			codeID{codes.CUServer, "200"},
			codeID{codes.CUServer, "201"},
			codeID{codes.CUServer, "1003"},
		),
	},
	{
		ID:    "device-headers",
		Title: lang.Text{EN: "Device headers are missing", ZH: "缺少设备信息请求头"},
		Doc: lang.Text{
			EN: "Every IDaaS call carries X-operating-sys-version, X-device-fingerprint, X-agent and X-client-id. " +
				"Without one of the first three the answer is COMMON.1003 or PARAM.0001. The server checks that " +
				"they are there, not what they say.",
			ZH: "IDaaS 接口都须带 X-operating-sys-version、X-device-fingerprint、X-agent 和 X-client-id。缺前三者之一返回 " +
				"COMMON.1003 或 PARAM.0001。服务端只检查是否存在。",
		},
		Source: "BambooCloud, one-click login API", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			a := advice{
				lang.Text{
					EN: "IDaaS refuses a call that does not say which device it comes from.",
					ZH: "IDaaS 拒绝缺少设备信息的请求。",
				},
				lang.Text{
					EN: "Let the SDK make the call after its full initialisation, or send all four fields.",
					ZH: "完整初始化后由 SDK 发起调用，或自行补全四个请求头。",
				},
				codes.Developer, codes.Seen,
			}
			signals := c.Of(inspector.SignalHeaderMissing)
			if len(signals) == 0 {
				return one(failing(c, codeID{codes.IDaaSHTTP, "COMMON.1003"}, codeID{codes.IDaaSHTTP, "PARAM.0001"}), a)
			}
			return fromSignals(signals, a, lang.Text{
				EN: "Absent or empty: " + values(signals) + ".",
				ZH: "缺失或为空：" + values(signals) + "。",
			})
		},
	},
}
