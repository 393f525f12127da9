package cause

import "loginscope/codes"

// This file is a table: causes in the network between phone and carrier.

var network = []Cause{
	{
		ID: "mobile-data-off", Text: both("mobile data is off, so that only Wi-Fi is left", "移动数据未打开，手机只剩 Wi-Fi"),
		Test: both("Switch Wi-Fi off and open a web page.", "关闭 Wi-Fi，看能否打开网页。"),
		Fix: both(
			"Turn mobile data on; number look-up needs it beside Wi-Fi too.",
			"打开移动数据；即使连着 Wi-Fi，取号也要用移动数据。",
		),
		For:      []Clue{{MobileData, "off", Decisive}, {WebOnData, "fails", Fair}, {WiFiOff, "breaks", Strong}},
		Against:  []Clue{{MobileData, "on", Decisive}, {WebOnData, "works", Decisive}, {WiFiOff, "works", Decisive}},
		Wordings: []Wording{{"移动数据网络未开启", Fair}, {"移动网络未开启", Fair}, {"蜂窝网络未开启", Fair}},
		Same:     []string{"cellular-unavailable"},
		Actor:    codes.User, Retry: codes.RetryNow, Source: "EC2; FAQ; RN10", Certainty: codes.Seen,
	},
	{
		ID: "data-denied-to-app", Text: both(
			"the system grants this app WLAN but not mobile data",
			"系统只允许该应用用 WLAN，没有允许用移动数据",
		),
		Test: both("Switch Wi-Fi off and load something inside this app.", "关闭 Wi-Fi，看该应用自身能否联网。"),
		Fix: both(
			"In the phone's settings allow the app both WLAN and mobile data.",
			"在手机设置中同时允许该应用使用 WLAN 和移动数据。",
		),
		For:     []Clue{{ROM, "oppo", Fair}, {ROM, "vivo", Fair}},
		Against: []Clue{{Platform, "h5", Decisive}},
		Found:   []string{"wifi-off-only"}, Same: []string{"cellular-unavailable"},
		Actor: codes.User, Retry: codes.RetryNow, Source: "FAQ; GT; CMD", Certainty: codes.Seen,
	},
	{
		ID: "network-permission", Text: both(
			"the app may not switch networks: CHANGE_NETWORK_STATE is missing from the merged manifest",
			"应用无权切换网络：合并后的 Manifest 缺少 CHANGE_NETWORK_STATE",
		),
		Test: both(
			"Try once with Wi-Fi off: without a switch it works. Then look at the built APK's permissions.",
			"关闭 Wi-Fi 再试：无需切换就能成功。再查看打包后 APK 的权限。",
		),
		Fix: both(
			"Declare CHANGE_NETWORK_STATE and remove a tools:node=\"remove\" that takes it out.",
			"声明 CHANGE_NETWORK_STATE，并去掉移除该权限的 tools:node=\"remove\"。",
		),
		For: []Clue{{Exception, NetworkRefused, Decisive}, {NetworkPerm, "missing", Decisive},
			{WiFiOff, "works", Fair}},
		Only:     "android",
		Against:  []Clue{{NetworkPerm, "granted", Decisive}, {WiFiOff, "fails", Decisive}},
		Wordings: []Wording{{"无法切换至数据网络", Fair}},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "YD19; CSDN", Certainty: codes.Seen,
	},
	{
		ID: "vpn", Text: both(
			"a VPN carries the request, so that the carrier sees a foreign address",
			"VPN 接管了取号请求，运营商看到的不是 SIM 卡的地址",
		),
		Test:    both("Switch the VPN off and try again over mobile data.", "关闭 VPN，用移动数据再试。"),
		Fix:     both("Switch the VPN off while signing in.", "登录时关闭 VPN。"),
		For:     []Clue{{VPN, "on", Strong}, {VPN, "culprit", Decisive}},
		Against: []Clue{{VPN, "off", Decisive}},
		Found:   []string{"vpn-active"}, Same: []string{"wrong-source-ip"},
		Wordings: []Wording{{"源IP鉴权失败", Fair}, {"源IP错误", Fair}, {"网关IP错误", Fair}},
		Actor:    codes.User, Retry: codes.RetryNow, Source: "FAQ; GT; JG", Certainty: codes.Seen,
	},
	{
		ID: "proxy", Text: both(
			"an HTTP proxy or a capture stands between phone and carrier",
			"手机与运营商之间有 HTTP 代理或正在抓包",
		),
		Test: both("Run the same login once without proxy, with the log alone.", "去掉代理、只抓日志，再登录一次。"),
		Fix: both(
			"Take the proxy off the phone; clear a global proxy with the value :0.",
			"去掉手机上的代理；全局代理用 :0 清除。",
		),
		For:      []Clue{{Proxy, "on", Strong}, {CaptureOnly, "yes", Strong}},
		Against:  []Clue{{Proxy, "off", Decisive}, {CaptureOnly, "no", Decisive}},
		Wordings: []Wording{{"phone is proxy", Decisive}, {"源IP鉴权失败", Fair}, {"源IP错误", Fair}, {"网关IP错误", Fair}},
		Found:    []string{"proxy-seen", "carrier-on-wire"}, Same: []string{"wrong-source-ip"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "FAQ; K1; ASK-635195", Certainty: codes.Seen,
	},
	{
		ID: "switch-slow", Text: both(
			"the switch from Wi-Fi to cellular failed or took too long",
			"从 Wi-Fi 切换到蜂窝网络失败或过慢",
		),
		Test:    both("Switch Wi-Fi off and try again.", "关闭 Wi-Fi 再试。"),
		Fix:     both("Raise the SDK's timeout to 10 s, or sign in with Wi-Fi off.", "把 SDK 超时调到 10 秒，或关闭 Wi-Fi 登录。"),
		For:     []Clue{{WiFiOff, "works", Strong}, {WiFi, "on", Weak}, {WiFi, "company", Weak}},
		Against: []Clue{{WiFi, "off", Decisive}, {WiFiOff, "fails", Decisive}},
		Same:    []string{"cellular-unavailable"},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "FAQ; CMD; ASK-320795", Certainty: codes.Seen,
	},
	{
		ID: "weak-network", Text: both("the mobile network is weak or stuck", "移动网络信号弱或连接卡死"),
		Test: both(
			"Switch Wi-Fi off, airplane mode on and off, then try again on 4G or 5G.",
			"关闭 Wi-Fi，开关一次飞行模式，在 4G/5G 下再试。",
		),
		Fix: both(
			"Retry where the 4G or 5G signal is good; offer another login method.",
			"在 4G/5G 信号好的地方重试；同时提供其他登录方式。",
		),
		For: []Clue{{Radio, "slow", Strong}, {Radio, "weak", Strong}, {Airplane, "cures", Strong},
			{Phones, "one", Fair}, {Transient, "yes", Fair}, {Elapsed, "limit", Weak}},
		Found: []string{"slow-cellular"}, Against: []Clue{{Phones, "all", Decisive}},
		Actor: codes.User, Retry: codes.RetryNow, Source: "ASK-635195; EC2; AFAQ", Certainty: codes.Seen,
	},
	{
		ID: "timeout-short", Text: both(
			"the timeout that the app sets is too short for this network",
			"应用设置的超时对该网络过短",
		),
		Test: both(
			"Set the SDK's timeout to 10 s and compare how long the failure takes.",
			"把 SDK 超时设为 10 秒，比较失败用了多久。",
		),
		Fix:     both("Raise the timeout to 10 s; China Unicom may need more than 5.", "把超时调到 10 秒；联通可能超过 5 秒。"),
		For:     []Clue{{Elapsed, "limit", Strong}, {Carrier, unicom, Weak}, {Radio, "slow", Fair}},
		Against: []Clue{{Elapsed, "instant", Decisive}},
		Found:   []string{"call-too-slow"},
		Actor:   codes.Developer, Retry: codes.RetryNow, Source: "ASK-499912; ALT", Certainty: codes.Seen,
	},
	{
		ID: "wifi-policy", Text: both(
			"this Wi-Fi filters or redirects connections (company or portal network)",
			"该 Wi-Fi 有上网策略或认证页（公司或热点网络）",
		),
		Test:    both("Switch Wi-Fi off, or use another Wi-Fi.", "关闭 Wi-Fi，或换一个 Wi-Fi。"),
		Fix:     both("Sign in over mobile data or another network.", "改用移动数据或其他网络登录。"),
		For:     []Clue{{WiFi, "company", Fair}, {WiFiOff, "works", Fair}},
		Against: []Clue{{WiFi, "off", Decisive}, {WiFiOff, "fails", Decisive}},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "SM", Certainty: codes.Inferred,
	},
	{
		ID: "cleartext", Text: both("Android refused plain HTTP to a carrier's host", "系统拒绝对运营商域名使用明文 HTTP"),
		Test: both(
			"Search the log for \"Cleartext HTTP traffic\", and check the network security configuration of the "+
				"built APK.",
			"在日志中搜索 Cleartext HTTP traffic，并检查打包后 APK 的网络安全配置。",
		),
		Fix: both(
			"Permit the carrier's hosts in network_security_config.xml and refer to the file from the manifest.",
			"在 network_security_config.xml 中放行运营商域名，并在 Manifest 中引用该文件。",
		),
		For: []Clue{{Exception, CleartextRefused, Decisive}, {Cleartext, "refused", Strong},
			{OnlyCarrier, mobile, Fair}, {Exception, CarrierFault, Fair}},
		Only:     "android",
		Against:  []Clue{{Cleartext, "permitted", Decisive}, {OnlyCarrier, telecom, Strong}},
		Wordings: []Wording{{"网络异常", Weak}, {"Cleartext HTTP traffic", Decisive}},
		Found:    []string{"cleartext-refused"},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "CG#3; JV#32; FAQ; SM", Certainty: codes.Seen,
	},
	{
		ID: "dns-filter", Text: both(
			"the phone cannot resolve a host of the login: an ad blocker, a private DNS or a filter",
			"手机解析不到登录所需域名：广告拦截、私人 DNS 或过滤规则",
		),
		Test: both(
			"Resolve the host on the phone with Wi-Fi, private DNS and ad blocker off.",
			"关闭 Wi-Fi、私人 DNS 和广告拦截后，在手机上解析该域名。",
		),
		Fix:      both("Switch the filter off, or allow the carriers' and Alibaba's hosts.", "关闭过滤，或放行运营商与阿里云域名。"),
		For:      []Clue{{Exception, UnknownHost, Strong}, {Blocklist, "host", Strong}, {Blocklist, "used", Fair}},
		Wordings: []Wording{{"域名解析异常", Fair}, {"Unable to resolve host", Strong}},
		Found:    []string{"carrier-host-blocked"},
		Same:     []string{"carrier-host-blocked"},
		Actor:    codes.User, Retry: codes.RetryNow, Source: "CG#152; ANTIAD; RE", Certainty: codes.Inferred,
	},
	{
		ID: "host-unreachable", Text: both(
			"the phone did not reach a host of the login: no signal, a firewall, or a proxy that is gone",
			"手机连不上登录所需域名：没有信号、防火墙拦截，或代理已关闭",
		),
		Test: both(
			"Open a page over mobile data; take a proxy off the phone; try another network.",
			"用移动数据打开网页；去掉手机上的代理；换网络再试。",
		),
		Fix: both("Restore the way to that host, or offer another login method.", "恢复到该域名的网络，或提供其他登录方式。"),
		For: []Clue{{Exception, HostTimeout, Strong}, {Exception, HostUnreachable, Strong},
			{Exception, ProxyGone, Strong}, {Radio, "weak", Weak}},
		Actor: codes.User, Retry: codes.RetryNow, Source: "ADEV", Certainty: codes.Inferred,
	},
	{
		ID: "other-server", Text: both(
			"another server answered for the host: a portal, a proxy or a wrong DNS",
			"应答的并非该域名的服务器：热点认证页、代理或 DNS 被改",
		),
		Test: both("Switch Wi-Fi, VPN and proxy off and try again.", "关闭 Wi-Fi、VPN 和代理后再试。"),
		Fix:  both("Use another network, or pass its login page first.", "换网络，或先完成网络认证。"),
		For: []Clue{{Exception, NameMismatch, Strong}, {Proxy, "on", Weak}, {VPN, "on", Weak},
			{WiFi, "company", Weak}},
		Actor: codes.User, Retry: codes.RetryNow, Source: "ADEV", Certainty: codes.Inferred,
	},
	{
		ID: "miui-switch", Text: both(
			"the one-click login switch of MIUI or HyperOS is off for this app",
			"小米系统对该应用关闭了“一键登录”权限",
		),
		Test: both(
			"Open the app's permission page on the Xiaomi phone; try a phone of another brand.",
			"在小米手机上打开该应用的权限页；再换其他品牌手机试。",
		),
		Fix:  both("Allow one-click login on that page.", "在权限页允许“一键登录”。"),
		For:  []Clue{{ROM, "xiaomi", Clear}},
		Only: "android",
		Against: []Clue{{ROM, "oppo", Decisive}, {ROM, "vivo", Decisive}, {ROM, "huawei", Decisive},
			{ROM, "samsung", Decisive}},
		Wordings: []Wording{{"域名解析异常", Fair}},
		Same:     []string{"carrier-host-blocked"},
		Actor:    codes.User, Retry: codes.RetryNo, Source: "CG#152; CG#158", Certainty: codes.Seen,
	},
	{
		ID: "roaming", Text: both("the SIM is abroad: the carrier sees an overseas address", "SIM 卡在境外漫游，运营商看到的是境外地址"),
		Test:     both("Try at home, or with a SIM that does not roam.", "回到境内，或换未漫游的卡再试。"),
		Fix:      both("Offer another login method abroad.", "境外用户改用其他登录方式。"),
		For:      []Clue{{Roaming, "yes", Strong}},
		Against:  []Clue{{Roaming, "no", Decisive}},
		Wordings: []Wording{{"源IP鉴权失败", Fair}, {"源IP错误", Fair}, {"网关IP错误", Fair}},
		Same:     []string{"wrong-source-ip"},
		Actor:    codes.User, Retry: codes.RetryNo, Source: "JG; NE", Certainty: codes.Seen,
	},
	{
		ID: "wap-apn", Text: both("the APN is a WAP gateway (cmwap, 3gwap, ctwap)", "APN 为 WAP 网关（cmwap、3gwap、ctwap）"),
		Test:    both("Look at the APN in the phone's settings.", "在手机设置中查看 APN。"),
		Fix:     both("Choose the carrier's usual APN (cmnet, 3gnet, ctnet).", "改用常规 APN（cmnet、3gnet、ctnet）。"),
		For:     []Clue{{APN, "wap", Strong}},
		Against: []Clue{{APN, "net", Decisive}},
		Same:    []string{"wap-apn"},
		Actor:   codes.User, Retry: codes.RetryNo, Source: "QAUTH; JG", Certainty: codes.Inferred,
	},
	{
		ID: "clock-wrong", Text: both(
			"the phone's clock is wrong, so that signed requests are refused",
			"手机时间不准，签名请求被拒绝",
		),
		Test:    both("Compare the phone's time with a right clock.", "将手机时间与标准时间对比。"),
		Fix:     both("Set date and time automatically.", "打开自动设置日期和时间。"),
		For:     []Clue{{Clock, "wrong", Strong}},
		Against: []Clue{{Clock, "right", Decisive}},
		Found:   []string{"clock-skew"},
		Actor:   codes.User, Retry: codes.RetryNo, Source: "QAUTH; ASK-635195", Certainty: codes.Seen,
	},
	{
		ID: "gateway-unreachable", Text: both(
			"the call to Alibaba's gateway (dypnsapi) did not come through",
			"访问阿里云网关（dypnsapi）失败",
		),
		Test: both(
			"Read the captured dypnsapi answer, or the AuthSDK log line with errorCode 1000xx.",
			"查看抓到的 dypnsapi 响应，或 AuthSDK 日志中的 errorCode 1000xx。",
		),
		Fix: both(
			"Make the phone reach dypnsapi.aliyuncs.com: network, DNS, proxy certificate, clock.",
			"保证手机能访问 dypnsapi.aliyuncs.com：网络、DNS、代理证书、时间。",
		),
		For: []Clue{{Gateway, "failed", Strong}, {Exception, UnknownHost, Fair}, {Exception, TrustRefused, Fair},
			{Exception, HostTimeout, Fair}, {Exception, HostUnreachable, Fair}, {Exception, NameMismatch, Fair},
			{Proxy, "on", Fair}, {VPN, "on", Fair}, {MobileData, "off", Weak}},
		Against:  []Clue{{Gateway, "ok", Decisive}},
		Wordings: []Wording{{"网络构建配置信息失败", Weak}},
		Found:    []string{"ca-not-trusted", "ca-not-installed", "host-pinned"},
		Actor:    codes.Developer, Retry: codes.RetryNow, Source: "K2", Certainty: codes.Inferred,
	},
	{
		ID: "answer-not-json", Text: both(
			"something else than the carrier answered: a portal or a proxy",
			"应答并非来自运营商，而是热点认证页或代理",
		),
		Test:     both("Switch Wi-Fi, VPN and proxy off and try again.", "关闭 Wi-Fi、VPN 和代理后再试。"),
		Fix:      both("Pass the network's login page first, or use another network.", "先完成网络认证，或换网络。"),
		For:      []Clue{{Proxy, "on", Fair}, {WiFi, "company", Fair}},
		Wordings: []Wording{{"JSON转换失败", Fair}, {"JSON conversion failed", Fair}},
		Actor:    codes.User, Retry: codes.RetryNow, Source: "ALT", Certainty: codes.Inferred,
	},
}
