package cause

import "loginscope/codes"

// This file is a table: causes in the phone and in what runs on it.

var phones = []Cause{
	{
		ID: "root", Text: both("the phone is rooted", "手机已 root"),
		Test: both("Try a phone without root.", "换未 root 的手机。"), Fix: both(
			"Test on a phone without root; offer another login method.",
			"换未 root 的手机；同时提供其他登录方式。",
		),
		For: []Clue{{Root, "yes", Strong}}, Against: []Clue{{Root, "no", Decisive}},
		Wordings: []Wording{{"phone is root", Decisive}},
		Actor:    codes.User, Retry: codes.RetryNo, Source: "K1; ASK-635195", Certainty: codes.Seen,
	},
	{
		ID: "debugger", Text: both("a debugger is attached", "连着调试器"),
		Test: both("Start the app without the debugger.", "不挂调试器直接启动。"), Fix: both(
			"Detach the debugger while signing in.",
			"登录时断开调试器。",
		),
		For:      []Clue{{Debugger, "yes", Strong}},
		Against:  []Clue{{Debugger, "no", Decisive}, {StoreBuild, "yes", Strong}},
		Wordings: []Wording{{"debuggerConnected", Decisive}},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "K1", Certainty: codes.Seen,
	},
	{
		ID: "traced", Text: both("the process is traced: a hardening shell or a hooking tool", "进程被跟踪：加固壳或 Hook 工具"),
		Test: both("Install the build without hardening on the same phone.", "在同一手机安装未加固的包。"),
		Fix: both(
			"Add the SDK's white-list asset for the hardening tool; remove hooking tools.",
			"按 SDK 要求放置加固白名单资源文件；移除 Hook 工具。",
		),
		For:     []Clue{{Hardened, "yes", Strong}, {Build, "release-only", Fair}},
		Against: []Clue{{Hardened, "no", Strong}}, Wordings: []Wording{{"app is attached", Decisive}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "K1; AFAQ", Certainty: codes.Seen,
	},
	{
		ID: "emulator", Text: both("it is an emulator", "运行在模拟器上"),
		Test: both("Try a real phone.", "换真机。"), Fix: both("Test on a real phone with a SIM.", "使用插卡的真机测试。"),
		For: []Clue{{Emulator, "yes", Strong}, {BuildError, SimulatorLink, Decisive}}, Against: []Clue{{Emulator,
			"no", Decisive}}, Wordings: []Wording{{"Emulator is detected", Decisive}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "K1; AFAQ", Certainty: codes.Seen,
	},
	{
		ID: "page-altered", Text: both(
			"button, carrier terms or masked number on the page are covered or altered",
			"授权页的按钮、运营商协议或掩码号码被遮挡或修改",
		),
		Test:     both("Try the page without custom views.", "去掉自定义控件再试。"),
		Fix:      both("Uncover login button, carrier terms and masked number.", "不要遮挡登录按钮、运营商协议和掩码号码。"),
		Wordings: []Wording{{"页面非法修改", Decisive}}, Found: []string{"page-tampered"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "ASK-628634; FAQ", Certainty: codes.Seen,
	},
	{
		ID: "check-threw", Text: both("the SDK's own check of the phone threw an exception", "SDK 的环境检测自身抛出异常"),
		Test:     both("Try another phone, and read the log at tag AuthSDK.", "换手机再试，并查看 AuthSDK 标签的日志。"),
		Fix:      both("Update the SDK; open a ticket with the log.", "升级 SDK；附日志提交工单。"),
		Wordings: []Wording{{"无法判运营商", Strong}},
		Actor:    codes.Ticket, Retry: codes.RetryLater, Source: "K1", Certainty: codes.Inferred,
	},
	{
		ID: "sdk-exception", Text: both("an exception inside the SDK", "SDK 内部异常"),
		Test: both(
			"Switch the SDK's log on (setLoggerEnable) and look for a stack trace at tag AuthSDK.",
			"打开 setLoggerEnable，在 AuthSDK 标签下找异常堆栈。",
		),
		Fix:     both("Update the SDK; open a ticket with requestId and log.", "升级 SDK；附 requestId 和日志提交工单。"),
		For:     []Clue{{Phones, "all", Fair}},
		Against: []Clue{{Airplane, "cures", Decisive}},
		Actor:   codes.Ticket, Retry: codes.RetryLater, Source: "IDRC", Certainty: codes.Inferred,
	},
	{
		ID: "phone-unsupported", Text: both(
			"this phone does not support number verification (environment check failed)",
			"该手机不支持号码认证（终端环境检测不通过）",
		),
		Test:    both("Call checkEnvAvailable on another phone with the same SIM.", "换手机、用同一张卡调用 checkEnvAvailable。"),
		Fix:     both("Offer another login method on this phone.", "该手机改用其他登录方式。"),
		For:     []Clue{{Phones, "one", Fair}},
		Against: []Clue{{Phones, "all", Strong}}, Wordings: []Wording{{"终端环境检测失败", Strong}},
		Actor: codes.User, Retry: codes.RetryNo, Source: "IDRC; IOS", Certainty: codes.Seen,
	},
}
