package guide

import (
	"loginscope/codes"
	"loginscope/lang"
)

func text(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

func seen(en, zh string) Statement     { return Statement{text(en, zh), codes.Seen} }
func inferred(en, zh string) Statement { return Statement{text(en, zh), codes.Inferred} }

// What every proxy way shows, and what none does.
var (
	seesLogin = inferred(
		"IDaaS and Alibaba calls (dypnsapi): requests, responses, codes and times, if the app trusts the certificate.",
		"IDaaS 与阿里云（dypnsapi）的请求、响应、返回码和耗时，前提是应用信任证书。")
	seesPages   = inferred("Protocol pages and the app's own calls.", "协议页面和应用自己的请求。")
	hidesSecret = inferred(
		"What the SDK and the carriers encrypt themselves: device data, carrier parameters and results. Structure "+
			"and sizes alone.",
		"SDK 与运营商自行加密的内容：终端信息、运营商请求参数与结果，只能看到结构和大小。")
	hidesCarrier = seen(
		"Carrier calls: they leave over mobile data, untouched. What became of them is read from the SDK's report "+
			"and the device log.",
		"运营商请求：直接走蜂窝网络，不受影响。其结果可从 SDK 上报和手机日志中得知。")
)

// unsafe is the code that any proxy can cause.
var unsafe = Code{codes.AliAndroid, "600005",
	text("The SDK may count a proxy among the indicators of an unsafe phone. Compare with a run without one.",
		"SDK 可能将代理视为不安全终端的特征。请与不挂代理的结果对比。"), codes.Inferred}

func wifi() Method {
	return Method{
		ID: WiFi, Rank: 1, Advice: Recommended,
		Title: text("Proxy of this one Wi-Fi network", "仅设置当前 Wi-Fi 的代理"),
		Short: text(
			"The carrier step uses mobile data and works; everything else is captured here.",
			"运营商步骤仍走蜂窝网络，不受影响；其余流量都会经过本机。",
		),
		Visible: []Statement{seesLogin, seesPages},
		Hidden: []Statement{hidesCarrier, hidesSecret,
			inferred(
				"Everything, while Wi-Fi is off: the proxy belongs to the Wi-Fi network.",
				"关闭 Wi-Fi 时什么都看不到：代理只对该 Wi-Fi 生效。",
			),
			inferred(
				"An app that targets Android 17 and lacks the \"Nearby devices\" permission: it cannot reach a "+
					"proxy on the local network.",
				"面向 Android 17 且没有“附近设备”权限的应用：无法访问局域网内的代理。",
			),
			seen("Apps and libraries that ignore the system's proxy.", "不使用系统代理的应用或网络库。")},
		Codes: []Code{unsafe},
		Steps: []lang.Text{
			text("Connect phone and computer to the same Wi-Fi; keep mobile data on.", "手机与电脑连接同一 Wi-Fi，并保持移动数据开启。"),
			text(
				"On the phone: Settings › Wi-Fi › this network › Proxy › Manual. Host name {host}, port {port}.",
				"手机：设置 › WLAN › 当前网络 › 代理 › 手动，主机名 {host}，端口 {port}。",
			),
			text(
				"Open http://{host}:{port}/ in the phone's browser: "+
					"it tests the connection and offers the certificate.",
				"用手机浏览器打开 http://{host}:{port}/，页面会自检并提供证书下载。",
			),
			text("When done, set Proxy back to None.", "用完后将代理改回“无”。"),
		},
	}
}

func usb() Method {
	return Method{
		ID: USB, Rank: 2, Advice: Usable,
		Title: text(
			"USB cable: adb reverse, and 127.0.0.1 as the Wi-Fi proxy",
			"USB 线：adb reverse，Wi-Fi 代理填 127.0.0.1",
		),
		Short: text(
			"As the first, without a common network: for guest Wi-Fi, client isolation, firewalls and Android 17's "+
				"local network rule.",
			"效果同上，但不要求同一局域网：适用于访客 Wi-Fi、AP 隔离、防火墙以及 Android 17 的局域网限制。",
		),
		Visible: []Statement{seesLogin, seesPages, seen(
			"The device log, live, and the phone's clock, SIM and network state.",
			"实时手机日志，以及手机的时钟、SIM 卡和网络状态。",
		)},
		Hidden: []Statement{hidesCarrier, hidesSecret,
			inferred(
				"Apps in a work profile and cloned apps: they may not reach 127.0.0.1 of the main profile.",
				"工作资料和应用分身：可能无法访问主空间的 127.0.0.1。",
			),
			inferred("Everything, when cable or adb drop; the phone then has no internet over this Wi-Fi until the "+
				"proxy is set back.", "数据线或 adb 断开后什么都看不到；在恢复代理设置之前，手机在该 Wi-Fi 下无法上网。")},
		Codes: []Code{unsafe},
		Steps: []lang.Text{
			text("Switch USB debugging on, connect the cable, allow this computer.", "打开 USB 调试，连接数据线，并允许本机调试。"),
			text(
				"On the computer: loginscope phone attach --usb --port {port}",
				"电脑：loginscope phone attach --usb --port {port}",
			),
			text(
				"On the phone: Settings › Wi-Fi › this network › Proxy › Manual. Host name 127.0.0.1, port {port}. "+
					"Keep mobile data on.",
				"手机：设置 › WLAN › 当前网络 › 代理 › 手动，主机名 127.0.0.1，端口 {port}。保持移动数据开启。",
			),
			text(
				"When done, set Proxy back to None; Ctrl-C removes the port forward.",
				"用完后将代理改回“无”；按 Ctrl-C 会移除端口转发。",
			),
		},
	}
}

func global() Method {
	const lost = "The carrier call is sent to the proxy and no longer comes from the SIM's own address."
	const lostZH = "运营商请求也被送往代理，来源不再是 SIM 卡的蜂窝地址。"
	return Method{
		ID: Global, Rank: 3, Advice: Warned,
		Title: text("Global proxy by adb", "adb 设置全局代理"),
		Short: text(
			"It also catches the calls that must leave over mobile data, so the carrier step fails. Only to look at "+
				"requests, never to test a login.",
			"它会拦截必须走蜂窝网络的请求，运营商步骤必然失败。只可用于查看请求，不能用来测试登录。"),
		Visible: []Statement{seesLogin, seesPages,
			{text("With 127.0.0.1 and adb reverse, the form of the carrier requests: address, headers, size.",
				"配合 127.0.0.1 与 adb reverse 时，可看到运营商请求的形式：地址、请求头、大小。"), codes.Unconfirmed}},
		Hidden: []Statement{hidesSecret,
			seen("The setting itself: the phone's Wi-Fi screen does not show it. It stays after the cable is pulled,"+
				" until it is cleared.", "该设置本身：手机的 WLAN 页面不会显示；拔线后依然生效，直到被清除。")},
		Codes: []Code{
			unsafe,
			{codes.CM, "103111", text(lost, lostZH), codes.Inferred},
			{codes.CULegacy, "1", text(lost, lostZH), codes.Inferred},
			{codes.CUServer, "3011", text(lost, lostZH), codes.Inferred},
			{codes.CT, "800008", text(lost, lostZH), codes.Inferred},
			{codes.AliAndroid, "600015",
				text("With an address of the local network, the carrier call cannot reach the proxy over mobile "+
					"data and times out.", "代理为局域网地址时，运营商请求在蜂窝网络下无法到达代理而超时。"), codes.Inferred},
		},
		Steps: []lang.Text{
			text("On the computer: loginscope phone attach --global", "电脑：loginscope phone attach --global"),
			text("Look at the requests; take no verdict on the login from this.", "查看请求；不要据此判断登录是否正常。"),
			text(
				"Ctrl-C clears the setting and verifies it; after a crash the next start does, or loginscope phone "+
					"cleanup.",
				"按 Ctrl-C 会清除该设置并校验；若异常退出，下次启动时会自动清除，也可执行 loginscope phone cleanup。",
			),
		},
	}
}

func vpn() Method {
	const tunnel = "Apps cannot side-step the VPN, so the carrier sees another source address or the switch to " +
		"mobile data fails."
	const tunnelZH = "应用无法绕过 VPN，运营商看到的来源地址不对，或切换蜂窝网络失败。"
	return Method{
		ID: VPN, Rank: 4, Advice: NotOffered,
		Title: text("Capturing VPN app on the phone", "手机端抓包 VPN"),
		Short: text("Not offered: the VPN takes the mobile-data calls too, and the login fails because of the capture.",
			"不提供：VPN 会接管蜂窝请求，导致登录因抓包而失败。"),
		Visible: []Statement{seesLogin},
		Hidden: []Statement{hidesSecret, inferred(
			"A login that works: the carrier step breaks.",
			"正常的登录过程：运营商步骤会失败。",
		)},
		Codes: []Code{
			{codes.AliAndroid, "600008", text(tunnel, tunnelZH), codes.Inferred},
			{codes.AliAndroid, "600015", text(tunnel, tunnelZH), codes.Inferred},
			{codes.CM, "103111", text(tunnel, tunnelZH), codes.Seen},
			{codes.CM, "102508", text(tunnel, tunnelZH), codes.Inferred},
			{codes.CM, "200024", text(tunnel, tunnelZH), codes.Inferred},
			{codes.CULegacy, "1", text(tunnel, tunnelZH), codes.Seen},
			{codes.CUSDK, "410003", text(tunnel, tunnelZH), codes.Inferred},
			{codes.CT, "800008", text(tunnel, tunnelZH), codes.Seen},
			{codes.CT, "80800", text(tunnel, tunnelZH), codes.Inferred},
			{codes.CT, "80801", text(tunnel, tunnelZH), codes.Inferred},
		},
		Steps: []lang.Text{
			text(
				"Switch every VPN off before a login is tested; loginscope phone state shows whether one is on.",
				"测试登录前请关闭所有 VPN；loginscope phone state 可查看是否开启。",
			),
		},
	}
}

func none() Method {
	return Method{
		ID: None, Rank: 5, Advice: Control,
		Title: text("No proxy: device log only", "不挂代理：仅看日志"),
		Short: text(
			"The control run: nothing is altered. If the login works like this and fails when attached, the "+
				"attachment is the cause.",
			"对照测试：不改变任何东西。如果这样能登录而接入后失败，原因就在接入方式。"),
		Visible: []Statement{
			seen(
				"What the SDK logs: its codes, the carriers' codes inside them, request IDs.",
				"SDK 的日志：返回码、其中的运营商返回码、请求 ID。",
			),
			inferred("What the app prints of its IDaaS callback.", "应用打印的 IDaaS 回调内容。")},
		Hidden: []Statement{seen("All requests and responses.", "所有请求与响应。")},
		Steps: []lang.Text{
			text("Set the proxy to None, keep mobile data on, connect the cable.", "将代理设为“无”，保持移动数据开启，连接数据线。"),
			text(
				"On the computer: loginscope phone logcat, then log in on the phone; Ctrl-C prints the verdict.",
				"电脑：执行 loginscope phone logcat，然后在手机上登录；按 Ctrl-C 输出结论。",
			),
		},
	}
}
