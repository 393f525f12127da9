package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// tenantChecks are the checks of the IDaaS tenant and its settings.
var tenantChecks = []inspector.Check{
	{
		ID:    "client-id",
		Title: lang.Text{EN: "X-client-id is wrong for this tenant", ZH: "X-client-id 与租户不符"},
		Doc: lang.Text{
			EN: "setClientId takes the ClientID of a self-built application of the same tenant whose domain stands " +
				"in setBaseUrl.",
			ZH: "setClientId 应填写 setBaseUrl 所指租户中自建应用的 ClientID。",
		},
		Source: "BambooCloud, CIAM SDK error codes", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "The tenant finds no application for the id.",
				ZH: "租户中找不到该 ID 对应的应用。",
			},
			lang.Text{
				EN: "Compare setClientId with the ClientID in the Enterprise Center. Check that setBaseUrl is the " +
					"same tenant.",
				ZH: "核对 setClientId 与企业中心的 ClientID。确认 setBaseUrl 属于同一租户。",
			},
			codes.Developer, codes.Seen,
		},
			codeID{codes.IDaaSHTTP, "COMMON.1012"},
			codeID{codes.IDaaSHTTP, "PARAM.0002"},
			codeID{codes.IDaaSHTTP, "PARAM.0003"},
		),
	},
	{
		ID:    "source-not-configured",
		Title: lang.Text{EN: "The tenant has no one-click login source", ZH: "租户未配置一键登录认证源"},
		Doc: lang.Text{
			EN: "Enterprise Center, Authentication, Authentication Source Management, Built-in Authentication " +
				"Sources: \"One-Click Login with Device Number\" needs the AccessKey of an Alibaba RAM user.",
			ZH: "企业中心-认证-认证源管理-内置认证源中的“本机号一键登录”须填写阿里云 RAM 用户的 AccessKey。",
		},
		Source: "seed document", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "IDaaS has nothing with which it could ask Alibaba for the number.",
				ZH: "IDaaS 没有可用于向阿里云查询号码的配置。",
			},
			lang.Text{
				EN: "Configure the source with AccessKey ID and Secret. Enable it for this application.",
				ZH: "填写 AccessKey ID 和 Secret 完成认证源配置。对该应用启用。",
			},
			codes.TenantAdmin, codes.Seen,
		},
			codeID{codes.IDaaSHTTP, "LOGIN.1008"},
		),
	},
	{
		ID:    "number-query-failed",
		Title: lang.Text{EN: "IDaaS could not query the number", ZH: "IDaaS 查询号码失败"},
		Doc: lang.Text{
			EN: "IDaaS trades the token for the number at Alibaba. That fails for a token that is spent, expired or " +
				"cut, for a wrong AccessKey and for a missing RAM permission; the answer is the same.",
			ZH: "IDaaS 用 token 向阿里云换取号码。token 已使用、过期、被截断，AccessKey 有误或缺少 RAM 权限都会失败，返回相同。",
		},
		Source: "BambooCloud, CIAM SDK error codes", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "The call from IDaaS to Alibaba failed; the phone cannot see it.",
				ZH: "IDaaS 调用阿里云失败，手机侧看不到该调用。",
			},
			lang.Text{
				EN: "Check age and use of the token first. Then check the AccessKey of the source and its " +
					"permission dypns:GetMobile.",
				ZH: "先检查 token 的时效和使用次数。再检查认证源的 AccessKey 及 dypns:GetMobile 权限。",
			},
			codes.TenantAdmin, codes.Inferred,
		},
			codeID{codes.IDaaSHTTP, "LOGIN.1001"},
		),
	},
	{
		ID:    "not-signed-in",
		Title: lang.Text{EN: "HTTP 200 but no login", ZH: "HTTP 200 但未登录"},
		Doc: lang.Text{
			EN: "A login is HTTP 200 with status SUCCESS and a session_token. MFA_AUTH, ACCESS_DENIED, " +
				"USER_REGISTER, SOCIAL_BIND and PASSWORD_EXPIRED also come with 200 and ask for another step.",
			ZH: "登录成功的标志是 HTTP 200、status 为 SUCCESS 且带 session_token。MFA_AUTH、ACCESS_DENIED、USER_REGISTER、" +
				"SOCIAL_BIND、PASSWORD_EXPIRED 同样返回 200，但还需后续步骤。",
		},
		Source: "BambooCloud, CIAM API", Date: "2026-11-22",
		Status: finding.Error,
		Run: func(c *inspector.Case) []finding.Finding {
			a := advice{
				lang.Text{
					EN: "An app that looks at the HTTP status alone takes this for a login.",
					ZH: "只看 HTTP 状态的应用会误判为登录成功。",
				},
				lang.Text{
					EN: "Judge by status and session_token. Handle the status, or change the tenant's policy.",
					ZH: "以 status 和 session_token 判断。在应用中处理该状态，或调整租户策略。",
				},
				codes.TenantAdmin, codes.Seen,
			}
			var out []finding.Finding
			for i := range c.Flows {
				f := &c.Flows[i]
				for j := range f.Steps {
					s := &f.Steps[j]
					if s.Trouble != inspector.TroubleNotSigned {
						continue
					}
					status := value(s, "status")
					if status == "" {
						status = "-"
					}
					found := a.finding(lang.Text{EN: "The status is " + status + ".", ZH: "status 为 " + status + "。"})
					join(&found, f, s)
					out = append(out, found)
				}
			}
			return out
		},
	},
	{
		ID:    "tenant-busy",
		Title: lang.Text{EN: "IDaaS is busy", ZH: "IDaaS 系统繁忙"},
		Doc: lang.Text{
			EN: "COMMON.1008 comes with HTTP 500 and is the only code of the login call that speaks of the server " +
				"and not of the request. It passes by itself; the token that was sent may be spent all the same.",
			ZH: "COMMON.1008 与 HTTP 500 一同返回，是登录接口中唯一指向服务端而非请求的错误码。通常会自行恢复，但已提交的 token 可能已被消耗。",
		},
		Source: "seed document; BambooCloud, tenant error codes", Date: "2026-11-26",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{EN: "The server answered, and had no time for the call.", ZH: "服务端有应答，但未能处理该请求。"},
			lang.Text{
				EN: "Wait a little and sign in again with a new token. If it lasts, ask the tenant's administrator " +
					"for the state of the service.",
				ZH: "稍等片刻，用新 token 重新登录。若持续出现，请租户管理员确认服务状态。",
			},
			codes.TenantAdmin, codes.Inferred,
		},
			codeID{codes.IDaaSHTTP, "COMMON.1008"}, codeID{codes.IDaaSHTTP, "COM.0002"},
		),
	},
	{
		ID:    "signature-unexpected",
		Title: lang.Text{EN: "Signature error on a call without signature", ZH: "无签名接口却返回签名错误"},
		Doc: lang.Text{
			EN: "The one-click call carries no X-signature; such an answer means that another path was called or a " +
				"header was added.",
			ZH: "一键登录接口不带 X-signature；出现此错误说明调用了其他接口或多加了请求头。",
		},
		Source: "BambooCloud, CIAM API; OneAccess API", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			out := one(failing(c,
				codeID{codes.IDaaSHTTP, "COMMON.1004"},
				codeID{codes.IDaaSHTTP, "COMMON.1014"},
			), advice{
				lang.Text{
					EN: "These codes belong to calls that are signed.",
					ZH: "这些错误码属于需要签名的接口。",
				},
				lang.Text{
					EN: "Check the path that was called and the global headers. Check the SDK version.",
					ZH: "检查实际调用的路径和全局请求头。检查 SDK 版本。",
				},
				codes.Developer, codes.Inferred,
			})
			if paths := values(c.Of(inspector.SignalPath)); paths != "" && len(out) > 0 {
				out[0].What.EN += " Other login calls were seen: " + paths + "."
				out[0].What.ZH += "另有其他登录接口的调用：" + paths + "。"
			}
			return out
		},
	},
	{
		ID:    "session-invalid",
		Title: lang.Text{EN: "The session token is expired or invalid", ZH: "session_token 已过期或无效"},
		Doc: lang.Text{
			EN: "A session token lives as long as expire says, counted from the login; it is bound to the device " +
				"fingerprint.",
			ZH: "session_token 自登录起按 expire 计时，并与设备指纹绑定。",
		},
		Source: "BambooCloud, session token API", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			return one(failingAfter(c,
				codeID{codes.IDaaSHTTP, "PARAM.0023"},
				codeID{codes.IDaaSHTTP, "PARAM.0016"},
			), advice{
				lang.Text{
					EN: "IDaaS has forgotten the session or never had it.",
					ZH: "IDaaS 已无此会话。",
				},
				lang.Text{
					EN: "Log in again. Keep the device fingerprint the same between calls.",
					ZH: "重新登录。各次调用使用相同的设备指纹。",
				},
				codes.Developer, codes.Seen,
			})
		},
	},
	noExchange,
	{
		ID:    "ssl-check-off",
		Title: lang.Text{EN: "isCheckSSL is off", ZH: "isCheckSSL 已关闭"},
		Doc: lang.Text{
			EN: "isCheckSSL(false), the value in the sample code, most likely accepts any certificate. It shows " +
				"when a phone refuses our certificate for Alibaba and accepts it for IDaaS. It must not ship: " +
				"anybody on the way can read session tokens.",
			ZH: "示例代码中的 isCheckSSL(false) 很可能接受任何证书。若手机对阿里云拒绝代理证书、对 IDaaS 却接受，即为此情况。不得用于正式版，否则中间人可读取 session_token。",
		},
		Source: "seed document; own conclusion", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			refused := map[string]bool{}
			for _, h := range c.Hosts {
				if h.Refusals > 0 && h.Exchanges == 0 {
					refused[h.Device] = true
				}
			}
			a := advice{
				lang.Text{
					EN: "The same phone refuses the proxy's certificate for other hosts, so the app does not check " +
						"it for IDaaS.",
					ZH: "同一手机对其他域名拒绝代理证书，可见应用对 IDaaS 未做校验。",
				},
				lang.Text{
					EN: "Call isCheckSSL(true) in the release build. To debug, let the debug build trust user CAs " +
						"instead.",
					ZH: "正式版调用 isCheckSSL(true)。调试时改为让调试版信任用户证书。",
				},
				codes.Developer, codes.Inferred,
			}
			var out []finding.Finding
			for i := range c.Flows {
				f := &c.Flows[i]
				for j := range f.Steps {
					s := &f.Steps[j]
					if s.Kind != inspector.StepExchange || s.Visibility != inspector.Visible || !refused[f.Device] ||
						len(s.Evidence) == 0 || s.Evidence[0].Kind != finding.OfExchange ||
						value(s, "scheme") == "http" {
						continue
					}
					found := a.finding(lang.Text{
						EN: "IDaaS accepts our certificate on a phone that refuses it elsewhere.",
						ZH: "手机对其他域名拒绝代理证书，IDaaS 请求却接受。",
					})
					join(&found, f, s)
					return []finding.Finding{found}
				}
			}
			return out
		},
	},
}
