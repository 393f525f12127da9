package cause

import "loginscope/codes"

// This file is a table: causes around the authentication scheme.

var schemes = []Cause{
	{
		ID: "signature", Text: both(
			"package name or signature of the installed app are not those of the scheme (debug key, store "+
				"re-signing, other flavour)",
			"已安装应用的包名或签名与认证方案不符（调试签名、市场重签名、其他渠道包）",
		),
		Test: both(
			"Compare package name and signature MD5 of the installed APK with the scheme in the console.",
			"把已安装 APK 的包名和签名 MD5 与控制台认证方案核对。",
		),
		Fix:     both("Use one scheme for each signature, with that scheme's secret.", "每个签名使用各自的认证方案和该方案的密钥。"),
		For:     []Clue{{Signature, "differs", Decisive}, {Build, "release-only", Strong}, {StoreBuild, "yes", Strong}},
		Against: []Clue{{Signature, "fits", Decisive}, {Phones, "one", Strong}, {Transient, "yes", Strong}},
		Found:   []string{"app-mismatch"}, Same: []string{"scheme-mismatch"},
		On: map[string]Variant{"ios": {
			both("bundle id of the app and of the scheme differ", "应用的 Bundle ID 与认证方案不符"),
			both(
				"Compare the bundle id of the installed app with the scheme in the console.",
				"把已安装应用的 Bundle ID 与控制台认证方案核对。",
			),
			both("Use the scheme made for this bundle id, with its iOS secret.", "使用该 Bundle ID 的认证方案及其 iOS 密钥。"),
		}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#28; ASK-689500; EC2; AFAQ", Certainty: codes.Seen,
	},
	{
		ID: "secret", Text: both(
			"the secret is cut, altered, or of another scheme or platform",
			"密钥被截断、改动，或属于其他认证方案、其他平台",
		),
		Test: both(
			"Copy the scheme's secret from the console once more and compare length and ending.",
			"从控制台重新复制认证方案密钥，比较长度和结尾。",
		),
		Fix:      both("Set the secret of the scheme that matches this app.", "填写与该应用对应认证方案的密钥。"),
		Wordings: []Wording{{"不合法的SDK密钥", Strong}},
		Against:  []Clue{{Phones, "one", Strong}, {Transient, "yes", Strong}},
		Same:     []string{"scheme-mismatch"},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "CG#28; ASK-689500; EC2; IDRC", Certainty: codes.Seen,
	},
	{
		ID: "sdk-before-scheme", Text: both(
			"the SDK is too old for the secret of a newer scheme",
			"SDK 版本过旧，解析不了新认证方案的密钥",
		),
		Test: both(
			"Read the SDK's version, and try the current SDK with the same secret.",
			"查看 SDK 版本，用当前版 SDK 和同一密钥再试。",
		),
		Fix:     both("Update the SDK; a scheme made today needs a current one.", "升级 SDK；新建的认证方案需要新版 SDK。"),
		For:     []Clue{{SDKAge, "old", Strong}, {SchemeAge, "new", Fair}},
		Against: []Clue{{SDKAge, "current", Decisive}},
		Found:   []string{"sdk-version"},
		Actor:   codes.Developer, Retry: codes.RetryNo, Source: "UPG; ASK-639810; EC2", Certainty: codes.Inferred,
	},
	{
		ID: "unicom-generation", Text: both(
			"SDK and scheme are of different generations for China Unicom",
			"SDK 与认证方案不是同一代联通接口",
		),
		Test: both(
			"Try the same APK with a China Mobile or China Telecom SIM: those work if this is the cause.",
			"同一 APK 换移动或电信卡：若能登录，就是这个原因。",
		),
		Fix: both(
			"An old SDK does not work with a new secret, nor the reverse: use an SDK from 2.13.1 on with the secret "+
				"of an upgraded scheme.",
			"旧 SDK 配新密钥、新 SDK 配旧密钥都不行：请用 2.13.1 及以上 SDK 配升级后认证方案的密钥。",
		),
		For:      []Clue{{OnlyCarrier, unicom, Strong}, {SDKAge, "old", Strong}, {Carrier, unicom, Weak}},
		Against:  append([]Clue{{OtherSIM, "fails", Decisive}}, notOf(unicom)...),
		Wordings: []Wording{{"应用无效", Strong}, {"apiKey有误", Strong}},
		Same:     []string{"old-sdk", "carrier-app-unregistered"},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "FC#37; FC#34; CG#155; UPG; ASK-639810",
		Certainty: codes.Seen,
	},
	{
		ID: "scheme-new", Text: both(
			"the scheme is new and China Mobile does not know it yet (10 to 30 minutes)",
			"认证方案刚新建，移动侧尚未生效（10 至 30 分钟）",
		),
		Test: both(
			"Try a China Unicom or China Telecom SIM now, and this one again in 30 minutes.",
			"现在换联通或电信卡试，30 分钟后再用此卡试。",
		),
		Fix:     both("Wait half an hour; only China Mobile needs it.", "等待半小时；只有移动需要等。"),
		For:     []Clue{{SchemeAge, "new", Strong}, {OnlyCarrier, mobile, Fair}, {Carrier, mobile, Weak}},
		Against: append([]Clue{{SchemeAge, "old", Decisive}, {OtherSIM, "fails", Strong}}, notOf(mobile)...),
		Same:    []string{"carrier-app-unregistered"},
		Actor:   codes.Developer, Retry: codes.RetryLater, Source: "ALT; IDSDK; CG#60", Certainty: codes.Seen,
	},
	{
		ID: "app-not-released", Text: both(
			"the carrier does not accept the app id of this scheme, for good",
			"运营商一直不接受该认证方案的应用 ID",
		),
		Test:    both("Try another scheme, or the same one a day later.", "换一个认证方案，或隔天再试。"),
		Fix:     both("Open a ticket with the app id and the request id.", "附应用 ID 和 requestId 提交工单。"),
		For:     []Clue{{SchemeAge, "old", Fair}},
		Against: []Clue{{SchemeAge, "new", Strong}},
		Same:    []string{"carrier-app-unregistered"},
		Actor:   codes.Ticket, Retry: codes.RetryNo, Source: "IDRC; JG; SY", Certainty: codes.Seen,
	},
	{
		ID: "ios-sdk-old", Text: both("the iOS SDK is too old for iOS 16.4 and later", "iOS SDK 过旧，不支持 iOS 16.4 及以上"),
		Test: both(
			"Read the SDK's version; before 2.12.14 it cannot read the carrier on iOS 16.4.",
			"查看 SDK 版本；低于 2.12.14 在 iOS 16.4 上读不到运营商。",
		),
		Fix:      both("Update the iOS SDK.", "升级 iOS SDK。"),
		For:      []Clue{{OS, "ios-16.4", Strong}, {Platform, "ios", Fair}, {SDKAge, "old", Fair}},
		Only:     "ios",
		Against:  []Clue{{SDKAge, "current", Fair}, {OS, "ios-early", Decisive}},
		Wordings: []Wording{{"carrier name = --", Strong}},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "FC#23; FC#25; ASK-644712", Certainty: codes.Seen,
	},
	{
		ID: "ios-ipv4", Text: both(
			"on an IPv4-only network the iOS SDK cannot detect the carrier",
			"在仅有 IPv4 的网络上 iOS SDK 判断不出运营商",
		),
		Test:    both("Switch airplane mode on and off: it changes the address.", "开关飞行模式，换一个地址再试。"),
		Fix:     both("Try again, or offer another login method.", "重试，或提供其他登录方式。"),
		For:     []Clue{{Transient, "yes", Strong}, {Airplane, "cures", Strong}, {Platform, "ios", Weak}},
		Only:    "ios",
		Against: []Clue{{Transient, "no", Strong}},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "ASK-644712", Certainty: codes.Seen,
	},
	{
		ID: "sdk-old", Text: both("the SDK is too old for this system or carrier", "SDK 版本过旧，不适配当前系统或运营商"),
		Test:    both("Try the current SDK on the same phone.", "在同一手机用最新版 SDK 试。"),
		Fix:     both("Update the SDK.", "升级 SDK。"),
		For:     []Clue{{SDKAge, "old", Strong}},
		Against: []Clue{{SDKAge, "current", Decisive}},
		Found:   []string{"sdk-version"}, Same: []string{"old-sdk"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "EC2; CG#87", Certainty: codes.Seen,
	},
	{
		ID: "account", Text: both(
			"the Alibaba account is in arrears or has not activated the product",
			"阿里云账号欠费或未开通号码认证",
		),
		Test:     both("Look at the account's balance and product page in the console.", "在控制台查看账户余额与产品开通状态。"),
		Fix:      both("Pay or activate the product.", "缴费或开通产品。"),
		For:      []Clue{{Phones, "all", Fair}},
		Against:  []Clue{{Phones, "one", Decisive}, {OtherSIM, "works", Decisive}, {Gateway, "ok", Fair}},
		Wordings: []Wording{{"OUT_OF_SERVICE", Decisive}, {"UN_SUBSCRIPT", Decisive}},
		Same:     []string{"account-side"},
		Actor:    codes.TenantAdmin, Retry: codes.RetryNo, Source: "K2; APIRC", Certainty: codes.Seen,
	},
	{
		ID: "gone-next-day", Text: both(
			"a scheme made today that works a while later without any change",
			"当天新建的认证方案，过一段时间自行恢复",
		),
		Test:    both("Try again an hour later with nothing changed.", "什么都不改，一小时后再试。"),
		Fix:     both("Wait; then check secret and signature.", "先等待；再核对密钥和签名。"),
		For:     []Clue{{SchemeAge, "new", Fair}},
		Against: []Clue{{SchemeAge, "old", Decisive}},
		Actor:   codes.Developer, Retry: codes.RetryLater, Source: "CG#60", Certainty: codes.Unconfirmed,
	},
	{
		ID: "argument", Text: both("an argument of the SDK call is out of range", "SDK 调用参数有误"),
		Test: both("Compare the call with the official sample.", "与官方示例对比调用参数。"),
		Fix:  both("Correct the argument.", "修正参数。"),
		For:  []Clue{{Phones, "all", Weak}}, Wordings: []Wording{{"终端检测参数错误", Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "EC2; K3", Certainty: codes.Seen,
	},
}
