package cause

import "loginscope/codes"

// This file is a table: causes around the authorisation page.

var pages = []Cause{
	{
		ID: "activity-missing", Text: both(
			"LoginAuthActivity is not declared in the merged manifest",
			"合并后的 Manifest 没有声明 LoginAuthActivity",
		),
		Test: both(
			"Check the built APK's manifest for the activity (aapt dump xmltree, or the app check).",
			"检查打包后 APK 的 Manifest 是否有该 Activity（aapt dump xmltree 或应用检查）。",
		),
		Fix: both("Declare the activity with its theme.", "在 Manifest 中声明该 Activity 及主题。"),
		For: []Clue{{Exception, ActivityNotFound, Decisive}, {Activity, "missing", Decisive},
			{Phones, "all", Weak}},
		Only:    "android",
		Against: []Clue{{Activity, "declared", Decisive}, {PageOpen, "yes", Decisive}},
		Found:   []string{"activity-missing"}, Same: []string{"page-failed"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#72; ASK-669291", Certainty: codes.Seen,
	},
	{
		ID: "page-open", Text: both("a page is already open, or was opened twice", "授权页已存在，或被重复拉起"),
		Test: both(
			"Look in the log for a 600001 before it without 700000 or quitLoginPage.",
			"在日志中找此前的 600001，其后没有 700000 或 quitLoginPage。",
		),
		Fix: both(
			"Call quitLoginPage before the next login, and guard the button against double taps.",
			"再次登录前调用 quitLoginPage，并防止按钮连点。",
		),
		For:      []Clue{{PageOpen, "yes", Decisive}},
		Against:  []Clue{{PageOpen, "no", Decisive}},
		Wordings: []Wording{{"授权页已存在", Decisive}, {"不能再次拉起", Decisive}, {"不可再次拉起", Decisive}},
		Same:     []string{"page-failed"},
		Actor:    codes.Developer, Retry: codes.RetryNow, Source: "CG#145; K2; EC2", Certainty: codes.Seen,
	},
	{
		ID: "theme", Text: both(
			"theme or orientation of the page are unsuitable: newer SDK pages need a Theme.AppCompat, a dialog theme "+
				"needs orientation behind",
			"授权页主题或方向不符：新版 SDK 页面需 Theme.AppCompat，弹窗主题需 screenOrientation=behind",
		),
		Test: both(
			"Give the activity a Theme.AppCompat and screenOrientation=\"behind\" and try again.",
			"给该 Activity 设置 Theme.AppCompat 与 screenOrientation=\"behind\" 再试。",
		),
		Fix:   both("Set the theme and the orientation in the manifest.", "在 Manifest 中设置主题与屏幕方向。"),
		For:   []Clue{{Exception, AppCompatTheme, Decisive}, {Exception, Orientation, Decisive}},
		Only:  "android",
		Found: []string{"orientation-crash"}, Same: []string{"page-failed"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "SEED; B21419", Certainty: codes.Seen,
	},
	{
		ID: "vendors-empty", Text: both(
			"the SDK got no carrier configuration, so that there is nothing to show",
			"SDK 没有取到运营商配置，无页面可显示",
		),
		Test: both(
			"Look at the result of checkEnvAvailable just before, and at the vendor list answer.",
			"查看此前 checkEnvAvailable 的结果与供应商列表响应。",
		),
		Fix:      both("Fix what 600004 reports first.", "先按 600004 排查。"),
		For:      []Clue{{Gateway, "failed", Strong}, {Gateway, "empty", Decisive}},
		Against:  []Clue{{Gateway, "ok", Fair}, {PageOpen, "yes", Decisive}},
		Wordings: []Wording{{"result is ermpty", Decisive}},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "CG#139", Certainty: codes.Seen,
	},
	{
		ID: "page-network", Text: both(
			"the phone's network changed or was stuck while the page opened",
			"拉起授权页时手机网络切换或卡死",
		),
		Test:    both("Switch airplane mode on and off and try once more.", "开关一次飞行模式后再试。"),
		Fix:     both("Try again, and offer another login method.", "重试，并提供其他登录方式。"),
		For:     []Clue{{Phones, "one", Fair}, {Transient, "yes", Fair}, {Airplane, "cures", Strong}},
		Against: []Clue{{Phones, "all", Decisive}, {PageOpen, "yes", Decisive}},
		Actor:   codes.User, Retry: codes.RetryNow, Source: "EC2; GEE", Certainty: codes.Seen,
	},
	{
		ID: "not-initialised", Text: both(
			"the login was called before setAuthSDKInfo, with an empty secret, or after the helper was released",
			"未先调用 setAuthSDKInfo、密钥为空，或对象已释放",
		),
		Test: both(
			"Look at the order of calls in the log: setAuthSDKInfo must come first, with a secret.",
			"查看日志中的调用顺序：须先用非空密钥调用 setAuthSDKInfo。",
		),
		Fix: both(
			"Initialise the SDK once with the secret, and keep the helper while it is in use.",
			"先用密钥初始化一次 SDK，使用期间不要释放对象。",
		),
		For:      []Clue{{Exception, HelperNull, Strong}, {Initialised, "no", Strong}},
		Against:  []Clue{{Initialised, "yes", Decisive}},
		Wordings: []Wording{{"请先调用setAuthSDKInfo", Weak}, {"sdk为空", Fair}},
		Found:    []string{"init-late"},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "CG#28; CG#60; FC#39", Certainty: codes.Seen,
	},
}
