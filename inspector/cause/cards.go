package cause

import "loginscope/codes"

// This file is a table: causes in the SIM.

var cards = []Cause{
	{
		ID: "no-sim", Text: both("no SIM, a switched-off SIM or a bad contact", "没有插卡、SIM 卡未启用或接触不良"),
		Test:    both("Look at the SIM status in the settings; make a call.", "在设置中查看 SIM 卡状态，并拨打电话。"),
		Fix:     both("Insert or enable the SIM, then restart the phone.", "插入或启用 SIM 卡，再重启手机。"),
		For:     []Clue{{SIM, "absent", Strong}, {Emulator, "yes", Fair}},
		Against: []Clue{{SIM, "present", Decisive}}, Wordings: []Wording{{"SIM卡无法检测", Weak}, {"没有sim卡", Fair}},
		Actor: codes.User, Retry: codes.RetryNo, Source: "EC2; IDRC; FAQ", Certainty: codes.Seen,
	},
	{
		ID: "other-data-sim", Text: both(
			"mobile data runs on the other SIM, so that the wrong carrier is detected",
			"上网用的是另一张卡，运营商判断有误",
		),
		Test:    both("Take one SIM out, or switch the default data SIM.", "只留一张卡，或切换默认上网卡。"),
		Fix:     both("Make the SIM that signs in the default data SIM.", "把登录用的卡设为默认上网卡。"),
		For:     []Clue{{DualSIM, "yes", Strong}},
		Against: []Clue{{DualSIM, "no", Decisive}},
		Found:   []string{"one-sim-only"}, Same: []string{"wrong-source-ip"},
		Wordings: []Wording{{"源IP鉴权失败", Fair}, {"源IP错误", Fair}, {"网关IP错误", Fair}},
		Actor:    codes.User, Retry: codes.RetryNow, Source: "FAQ; IDRC; SY", Certainty: codes.Seen,
	},
	{
		ID: "data-sim-switched", Text: both("the data SIM was switched while the page was open", "授权页打开期间切换了上网卡"),
		Test: both(
			"Compare vendorName of the masked number with that of the token.",
			"对比取号与取 token 两次的 vendorName。",
		),
		Fix:     both("Close the page and start the login again.", "关闭授权页，重新发起登录。"),
		For:     []Clue{{SIMSwitched, "yes", Strong}, {DualSIM, "yes", Fair}},
		Against: []Clue{{DualSIM, "no", Decisive}}, Wordings: []Wording{{"用户已切换上网卡", Strong}, {"用户切换了上网卡", Strong}},
		Same:  []string{"data-sim-changed"},
		Actor: codes.User, Retry: codes.RetryNow, Source: "JRN30; EC2; K3", Certainty: codes.Seen,
	},
	{
		ID: "smart-data-switch", Text: both("the phone moves data between two SIMs by itself", "手机自动在两张卡之间切换上网"),
		Test:    both("Turn automatic data switching off and try again.", "关闭“智能切换上网卡”后再试。"),
		Fix:     both("Turn automatic data switching off.", "关闭“智能切换上网卡”。"),
		For:     []Clue{{DualSIM, "yes", Fair}},
		Against: []Clue{{DualSIM, "no", Decisive}},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "sim-kind", Text: both(
			"the SIM has no number that the three carriers can look up: IoT, data-only, virtual operator or foreign",
			"三大运营商查不到该卡的号码：物联网卡、纯流量卡、虚拟运营商卡或境外卡",
		),
		Test: both(
			"Read the SIM operator (getSimOperator), or try an ordinary SIM in the same phone.",
			"查看 getSimOperator，或在同一手机换普通卡再试。",
		),
		Fix: both("Offer another login method for such SIMs.", "此类卡改用其他登录方式。"),
		For: []Clue{{SIMKind, "iot", Strong}, {SIMKind, "virtual", Strong}, {SIMKind, "foreign", Strong},
			{Roaming, "yes", Fair}},
		Against: []Clue{{SIMKind, "ordinary", Decisive}},
		Same:    []string{"sim-unsupported"},
		Actor:   codes.User, Retry: codes.RetryNo, Source: "EC2; AFAQ; CSDN; JG", Certainty: codes.Seen,
	},
	{
		ID: "sim-not-ready", Text: both(
			"the SIM is not ready yet: just started, airplane mode, no service",
			"SIM 卡尚未就绪：刚开机、飞行模式或无服务",
		),
		Test:  both("Wait 10 seconds with full signal, then try again.", "信号正常后等 10 秒再试。"),
		Fix:   both("Try again after a few seconds.", "稍等几秒重试。"),
		For:   []Clue{{Transient, "yes", Fair}, {Airplane, "cures", Strong}},
		Actor: codes.User, Retry: codes.RetryNow, Source: "GEE; RN10", Certainty: codes.Inferred,
	},
	{
		ID: "sim-arrears", Text: both("the SIM is in arrears, suspended or not activated", "SIM 卡欠费、停机或未激活"),
		Test:    both("Open a web page over mobile data on this SIM.", "用该卡的移动数据打开网页。"),
		Fix:     both("Pay or activate the SIM; offer another login method meanwhile.", "缴费或激活；期间提供其他登录方式。"),
		For:     []Clue{{Arrears, "yes", Strong}, {WebOnData, "fails", Fair}},
		Against: []Clue{{Arrears, "no", Decisive}, {WebOnData, "works", Decisive}, {Phones, "all", Strong}},
		Actor:   codes.User, Retry: codes.RetryNo, Source: "EC2; FAQ; NE; ALT", Certainty: codes.Seen,
	},
}
