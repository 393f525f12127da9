package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// cellularChecks are the checks of SIM and cellular network.
var cellularChecks = []inspector.Check{
	{
		ID:    "wrong-source-ip",
		Title: lang.Text{EN: "The carrier request did not come from the SIM", ZH: "取号请求不是从 SIM 卡网络发出"},
		Doc: lang.Text{
			EN: "A carrier proves the number by the source address of a cellular connection. A VPN, a global proxy, " +
				"roaming or another data SIM gives the request a foreign address.",
			ZH: "运营商依据蜂窝连接的源 IP 识别号码。VPN、全局代理、漫游或数据卡切换都会使源 IP 不符。",
		},
		Source: "Alibaba, SDK FAQ; China Mobile authentication FAQ", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{
				EN: "The gateway looks the number up by the address from which it is asked.",
				ZH: "网关按来源地址查询号码。",
			},
			lang.Text{
				EN: "Switch the VPN off and clear a global proxy. Make the SIM in question the data SIM, then " +
					"toggle airplane mode and try again.",
				ZH: "关闭 VPN，清除全局代理。把该卡设为数据卡，开关一次飞行模式后重试。",
			},
			codes.User, codes.Inferred,
		},
			codeID{codes.CM, "103111"},
			codeID{codes.CUServer, "3011"},
			codeID{codes.CUServer, "3051"},
			codeID{codes.CUServer, "3052"},
			codeID{codes.CUServer, "3054"},
			codeID{codes.CT, "800008"},
			codeID{codes.CT, "-10004"},
			codeID{codes.CT, "-10001"},
		),
	},
	{
		ID:    "cellular-unavailable",
		Title: lang.Text{EN: "No cellular link for the carrier request", ZH: "取号时蜂窝网络不可用"},
		Doc: lang.Text{
			EN: "Number look-up needs mobile data even while Wi-Fi is on. It fails when mobile data is off, denied " +
				"to the app, or the switch from Wi-Fi takes too long.",
			ZH: "即使连着 Wi-Fi，取号也要用移动数据。移动数据关闭、未授权给该应用，或从 Wi-Fi 切换超时都会失败。",
		},
		Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{
				EN: "The SDK asks Android for a cellular network and got none in time.",
				ZH: "SDK 向系统申请蜂窝网络，但未及时得到。",
			},
			lang.Text{
				EN: "Turn mobile data on. Allow both WLAN and mobile data for the app in the system settings. " +
					"Switch a VPN off, then try again.",
				ZH: "打开移动数据。在系统设置中允许该应用同时使用 WLAN 和移动数据。关闭 VPN 后重试。",
			},
			codes.User, codes.Seen,
		},
			codeID{codes.AliAndroid, "600008"},
			codeID{codes.CM, "102101"},
			codeID{codes.CM, "102103"},
			codeID{codes.CM, "102508"},
			codeID{codes.CM, "200022"},
			codeID{codes.CM, "200024"},
			codeID{codes.CM, "200027"},
			codeID{codes.CUSDK, "410003"},
			codeID{codes.CUSDK, "410004"},
			codeID{codes.CUSDK, "410005"},
			codeID{codes.CT, "80800"},
			codeID{codes.CT, "80801"},
			codeID{codes.CT, "80003"},
			codeID{codes.CT, "80004"},
			codeID{codes.CT, "-8004"},
			codeID{codes.CT, "-8100"},
			codeID{codes.CT, "-720001"},
			codeID{codes.CT, "-720002"},
		),
	},
	wiFiOffOnly,
	slowCellular,
	{
		ID:    "wap-apn",
		Title: lang.Text{EN: "Access point 3gwap or an IoT SIM", ZH: "接入点为 3gwap 或使用物联网卡"},
		Doc: lang.Text{
			EN: "On real China Unicom data these codes come from the access point 3gwap instead of 3gnet, or from " +
				"an IoT SIM.",
			ZH: "确为联通蜂窝网络时，这些错误来自接入点 3gwap（应为 3gnet）或物联网卡。",
		},
		Source: "QAuth README", Date: "2026-11-22",
		Status: finding.Info,
		Run: onCodes(advice{
			lang.Text{
				EN: "Behind the WAP gateway the carrier sees another address.",
				ZH: "WAP 网关后运营商看到的是另一个地址。",
			},
			lang.Text{
				EN: "Set the access point to 3gnet if no VPN or proxy is in the way.",
				ZH: "若没有 VPN 或代理，将接入点改为 3gnet。",
			},
			codes.User, codes.Inferred,
		},
			codeID{codes.CUServer, "3011"},
			codeID{codes.CUServer, "3051"},
		),
	},
	{
		ID:    "data-sim-changed",
		Title: lang.Text{EN: "The carrier changed during the login", ZH: "登录过程中运营商发生变化"},
		Doc: lang.Text{
			EN: "With two SIMs the default data SIM decides carrier and number; switching it between pre-fetch and " +
				"login voids the pre-fetched number.",
			ZH: "双卡手机以默认数据卡为准；预取号后切换数据卡会使预取结果失效。",
		},
		Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{
				EN: "The pre-fetched number belongs to the other SIM.",
				ZH: "预取的号码属于另一张卡。",
			},
			lang.Text{
				EN: "Pre-fetch again after the change. Keep the data SIM while the page is open.",
				ZH: "切换后重新预取号。授权页打开期间不要切换数据卡。",
			},
			codes.User, codes.Seen,
		},
			codeID{codes.AliAndroid, "600021"},
		),
	},
	{
		ID:    "one-sim-only",
		Title: lang.Text{EN: "It works with one SIM only", ZH: "双卡中只有一张能登录"},
		Doc: lang.Text{
			EN: "A phone with two SIMs signs in by its default data SIM, whichever card the user means. If an " +
				"attempt by one carrier got its token and one by the other failed, the data SIM was switched in " +
				"between, or the second card has no data of its own.",
			ZH: "双卡手机总是使用默认数据卡取号，与用户想用哪张卡无关。若一家运营商取号成功、另一家失败，说明期间切换过数据卡，或第二张卡没有可用的数据业务。",
		},
		Source: "Alibaba, SDK FAQ", Date: "2026-11-26",
		Status: finding.Info,
		Run: func(c *inspector.Case) []finding.Finding {
			works := map[string]codes.Issuer{}
			for i := range c.Flows {
				f := &c.Flows[i]
				if f.Device != "" && f.Carrier != "" &&
					(f.Verdict.Outcome == inspector.SignedIn ||
						step(f, inspector.StepToken, inspector.OutcomeOK) != nil) {
					works[f.Device] = f.Carrier
				}
			}
			a := advice{
				lang.Text{EN: "Carrier and number are those of the default data SIM.", ZH: "运营商和号码以默认数据卡为准。"},
				lang.Text{
					EN: "Make the card in question the default data SIM in the phone's settings, and check that it " +
						"has data. Then repeat the login.",
					ZH: "在手机设置中把该卡设为默认数据卡，并确认它有流量。再重新登录。",
				},
				codes.User, codes.Inferred,
			}
			var out []finding.Finding
			for i := range c.Flows {
				f := &c.Flows[i]
				good, seen := works[f.Device]
				v := f.Verdict
				if !seen || f.Carrier == "" || f.Carrier == good || v.Outcome != inspector.Failed ||
					f.Steps[v.Broken].Network != inspector.NetCellular {
					continue
				}
				found := a.finding(lang.Text{
					EN: fmt.Sprintf("On the same phone %s works and %s fails.", good.Name().EN, f.Carrier.Name().EN),
					ZH: fmt.Sprintf("同一手机上%s可以取号，%s失败。", good.Name().ZH, f.Carrier.Name().ZH),
				})
				join(&found, f, &f.Steps[v.Broken])
				out = append(out, found)
			}
			return out
		},
	},
	{
		ID:    "sim-unsupported",
		Title: lang.Text{EN: "This SIM is not supported", ZH: "该 SIM 卡不支持取号"},
		Doc: lang.Text{
			EN: "SIMs for machines, of virtual operators and roaming SIMs have no number that the three carriers " +
				"can look up.",
			ZH: "物联网卡、虚拟运营商卡和境外漫游卡无法由三大运营商取号。",
		},
		Source: "flutter_ali_auth issue 146", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onCodes(advice{
			lang.Text{
				EN: "The carrier cannot determine a number for this SIM.",
				ZH: "运营商无法识别该卡号码。",
			},
			lang.Text{
				EN: "Offer another login method for this user. Test with an ordinary SIM.",
				ZH: "为该用户提供其他登录方式。测试时换用普通 SIM 卡。",
			},
			codes.User, codes.Seen,
		},
			codeID{codes.AliAndroid, "600009"},
			codeID{codes.CM, "103609"},
			codeID{codes.CM, "200096"},
			codeID{codes.CT, "-10013"},
		),
	},
	{
		ID:    "h5-wifi",
		Title: lang.Text{EN: "The number query of a web page failed", ZH: "H5 取号失败"},
		Doc: lang.Text{
			EN: "A web page (H5) cannot bind its request to the SIM's data link: it takes the network that the " +
				"phone uses at that moment. If Wi-Fi is on, or is switched on while the number is being fetched, " +
				"the carrier sees the Wi-Fi's address and the page gets 600011.",
			ZH: "H5 页面无法把请求绑定到蜂窝网络，只能使用手机当时的网络。Wi-Fi 已连接，或取号过程中打开了 Wi-Fi，运营商看到的就是 Wi-Fi 出口地址，页面得到 600011。",
		},
		Source: "Alibaba, SDK FAQ", Date: "2026-11-26",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			web := map[int]bool{}
			for _, s := range c.Of(inspector.SignalWeb) {
				web[s.Flow] = true
			}
			var hits []hit
			for _, h := range failing(c, codeID{codes.AliAndroid, "600011"}, codeID{codes.AliH5, "*"},
				codeID{codes.CM, "*"}, codeID{codes.CUServer, "*"}, codeID{codes.CT, "*"}) {
				if web[h.flow.ID] {
					hits = append(hits, h)
				}
			}
			return one(hits, advice{
				lang.Text{
					EN: "The page's request has to leave by mobile data from beginning to end.",
					ZH: "页面的取号请求必须自始至终走移动数据。",
				},
				lang.Text{
					EN: "Switch Wi-Fi off before the page is opened and leave it off until the login is done. " +
						"Detect Wi-Fi in the page and offer SMS codes there.",
					ZH: "打开页面前关闭 Wi-Fi，登录完成前不要打开。页面检测到 Wi-Fi 时改用短信验证码。",
				},
				codes.User, codes.Seen,
			})
		},
	},
}
