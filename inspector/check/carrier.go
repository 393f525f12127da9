package check

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// carrierChecks are the checks of refusals by carriers and by the Alibaba account.
var carrierChecks = []inspector.Check{
	{
		ID:    "carrier-host-blocked",
		Title: lang.Text{EN: "The carrier host is blocked on the phone", ZH: "运营商域名在手机上被拦截"},
		Doc: lang.Text{
			EN: "The MIUI permission for one-click login and ad-blocking DNS or rule lists blackhole carrier hosts; " +
				"the SDK then reports a name that does not resolve.",
			ZH: "MIUI 的“一键登录”权限以及广告拦截 DNS、规则会屏蔽运营商域名，SDK 随即报域名解析异常。",
		},
		Source: "flutter_ali_auth issue 152", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "The carrier SDK could not resolve or reach its host although the phone is online.",
				ZH: "手机在线，但运营商 SDK 解析不到或连不上自己的域名。",
			},
			lang.Text{
				EN: "Allow one-click login on the MIUI permission page. Switch ad-blocking DNS off and try again.",
				ZH: "在 MIUI 权限页允许“一键登录”。关闭广告拦截 DNS 后重试。",
			},
			codes.User, codes.Seen,
		},
			codeID{codes.CT, "80006"},
			codeID{codes.CT, "80009"},
			codeID{codes.CT, "80008"},
		),
	},
	{
		ID:    "carrier-app-unregistered",
		Title: lang.Text{EN: "The app is not registered at the carrier", ZH: "应用未在运营商侧生效"},
		Doc: lang.Text{
			EN: "China Mobile knows a new scheme after up to 30 minutes, China Unicom and China Telecom know it at " +
				"once; a deleted or rejected one is unknown for good. At China Unicom SDK and scheme must be of one " +
				"generation. China Unicom's message is 应用无效 (code 102), at times in the text of 600012 alone.",
			ZH: "新建认证方案在移动侧最多需 30 分钟生效，联通、电信立即可用；已删除或未通过的方案则一直无效。联通还要求 SDK 与方案为同一代。联通的文案是“应用无效”（102），有时只出现在 600012 的 " +
				"msg 中。",
		},
		Source: "fluttercandies/flutter_ali_auth issue 37", Date: "2026-11-22",
		Status: finding.Error,
		Run: func(c *inspector.Case) []finding.Finding {
			hits := failing(c,
				codeID{codes.CUServer, "102"},
				codeID{codes.CUServer, "3032"},
				codeID{codes.CM, "103119"},
				codeID{codes.CM, "105019"},
				codeID{codes.CM, "105302"},
				codeID{codes.CT, "-20006"},
				codeID{codes.CT, "-64"},
				codeID{codes.AliAndroid, "600027"},
			)
			for _, h := range failing(c, codeID{codes.AliAndroid, "600012"}) {
				if len(h.step.Codes) == 1 && strings.Contains(value(h.step, "msg")+value(h.step, "text"), "应用无效") {
					hits = append(hits, h)
				}
			}
			return one(hits, advice{
				lang.Text{
					EN: "The carrier does not accept the app id that the scheme handed out.",
					ZH: "运营商不接受认证方案下发的应用 ID。",
				},
				lang.Text{
					EN: "Look at the state of the scheme in the console. China Mobile: wait 30 minutes if it is " +
						"new. China Unicom: use SDK 2.13.1 or later with the secret of an upgraded scheme. Open a " +
						"ticket if it stays.",
					ZH: "在控制台查看认证方案状态。移动：新方案请等待 30 分钟。联通：使用 2.13.1 及以上 SDK 与升级后方案的密钥。仍无效则提交工单。",
				},
				codes.Ticket, codes.Seen,
			})
		},
	},
	{
		ID:    "carrier-side",
		Title: lang.Text{EN: "Carrier side or network switch", ZH: "运营商侧或网络切换异常"},
		Doc: lang.Text{
			EN: "China Telecom's 80801, a pre-login or login result that failed or was empty (80100 to 80102), and " +
				"a China Mobile token that was refused without any inner code are reported for faults of the " +
				"carrier's gateway as well as for a switch from Wi-Fi that went wrong. Another SIM or another " +
				"location distinguishes the two.",
			ZH: "电信 80801、预登录或登录结果异常、为空（80100 至 80102），以及移动取 token 失败且没有内层返回码，既可能是运营商网关故障，也可能是 Wi-Fi 切换异常。换一张 SIM " +
				"卡或换个地点即可区分。",
		},
		Source: "jverify-flutter-plugin issues 64, 73, 78, 86", Date: "2026-11-26",
		Status: finding.Info,
		Run: func(c *inspector.Case) []finding.Finding {
			var hits []hit
			for _, h := range failing(c, codeID{codes.CT, "80801"}, codeID{codes.CT, "80100"},
				codeID{codes.CT, "80101"},
				codeID{codes.CT, "80102"}, codeID{codes.AliAndroid, "600011"}) {
				if h.at.Space == codes.AliAndroid && (h.flow.Carrier != codes.ChinaMobile || len(h.step.Codes) > 1) {
					continue
				}
				hits = append(hits, h)
			}
			return one(hits, advice{
				lang.Text{EN: "Nothing in the result says which side failed.", ZH: "返回结果无法说明是哪一侧的问题。"},
				lang.Text{
					EN: "Repeat the login on another SIM of the same carrier and at another location. If both fail, " +
						"open a ticket with time and request id. Offer another login method meanwhile.",
					ZH: "用同一运营商的另一张 SIM 卡、在另一地点重试。若都失败，附上时间和 requestId 提交工单。期间提供其他登录方式。",
				},
				codes.Ticket, codes.Seen,
			})
		},
	},
	{
		ID:    "scene-code",
		Title: lang.Text{EN: "Wrong scheme code", ZH: "认证方案号有误"},
		Doc: lang.Text{
			EN: "SceneCode names the scheme; a wrong one finds none.",
			ZH: "SceneCode 指明认证方案，填错则查无此方案。",
		},
		Source: "Alibaba, API return codes", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "No scheme has this code in the account.",
				ZH: "该账号下没有此认证方案号。",
			},
			lang.Text{
				EN: "Copy the scheme code and the secret from the console again.",
				ZH: "从控制台重新复制认证方案号和密钥。",
			},
			codes.Developer, codes.Seen,
		},
			codeID{codes.AliServer, "isv.SCENE_QUERY_FAIL"},
			codeID{codes.AliServer, "EntityNotExist.SceneCode"},
			codeID{codes.AliServer, "QueryFail.SceneCode"},
		),
	},
	{
		ID:    "account-side",
		Title: lang.Text{EN: "The Alibaba account refuses", ZH: "阿里云账号侧受限"},
		Doc: lang.Text{
			EN: "The RAM user needs the permission dypns:GetMobile, the product must be open and the account must " +
				"not be in arrears.",
			ZH: "RAM 用户需具备 dypns:GetMobile 权限，产品须已开通且账号未欠费。",
		},
		Source: "Alibaba, API return codes", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "The request is right, the account behind it is not ready.",
				ZH: "请求本身无误，账号尚未就绪。",
			},
			lang.Text{
				EN: "Grant dypns:GetMobile to the RAM user. Open the product and top the account up.",
				ZH: "为 RAM 用户授予 dypns:GetMobile 权限。开通产品并充值。",
			},
			codes.TenantAdmin, codes.Seen,
		},
			codeID{codes.AliServer, "isv.RAM_PERMISSION_DENY"},
			codeID{codes.AliServer, "isp.RAM_PERMISSION_DENY"},
			codeID{codes.AliServer, "isv.OUT_OF_SERVICE"},
			codeID{codes.AliServer, "isv.PRODUCT_UNSUBSCRIBE"},
			codeID{codes.AliServer, "isv.PRODUCT_UN_SUBSCRIPT"},
			codeID{codes.AliAndroid, "600036"},
			codeID{codes.AliAndroid, "600033"},
		),
	},
	{
		ID:    "quota-exceeded",
		Title: lang.Text{EN: "Asked too often", ZH: "请求过于频繁"},
		Doc: lang.Text{
			EN: "China Mobile allows 30 unused tokens in ten minutes, China Unicom 30 requests; a new login soon " +
				"after another voids the cached credential.",
			ZH: "中国移动十分钟内最多 30 个未使用的 token，中国联通同样限 30 次；短时间重复登录会使缓存凭证失效。",
		},
		Source: "seed document; QAuth README", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{
				EN: "The carrier counts requests for each app and phone.",
				ZH: "运营商按应用和手机计数。",
			},
			lang.Text{
				EN: "Fetch a token only when the user presses the button, and use it. Wait ten minutes before the " +
					"next try.",
				ZH: "仅在用户点击登录时取 token，并立即使用。等待十分钟后再试。",
			},
			codes.Developer, codes.Seen,
		},
			codeID{codes.CM, "103911"},
			codeID{codes.CM, "103902"},
			codeID{codes.CM, "105021"},
			codeID{codes.CUServer, "201001"},
			codeID{codes.CUServer, "104"},
			codeID{codes.CUServer, "108"},
			codeID{codes.CUServer, "303"},
			codeID{codes.CT, "-65"},
			codeID{codes.CT, "-10008"},
			codeID{codes.AliAndroid, "600014"},
		),
	},
	tokensUnused,
}
