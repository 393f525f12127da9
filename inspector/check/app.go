package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// appChecks are the checks of faults in the app.
var appChecks = []inspector.Check{
	{
		ID:    "event-as-failure",
		Title: lang.Text{EN: "An event is handled as a failure", ZH: "把事件码当作失败处理"},
		Doc: lang.Text{
			EN: "600001 (page up), 600016, 600024 and 700000 to 700011 arrive on the same listener as results. " +
				"700000 and 700001 are the user's choice, the others only report progress; the login continues.",
			ZH: "600001（授权页已打开）、600016、600024 以及 700000 至 700011 与结果走同一监听器。700000、700001 是用户选择，其余只是通知，登录仍在继续。",
		},
		Source: "decompiled SDK 2.14.3; integrators' notes", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: onSignals(inspector.SignalEventFailed, advice{
			lang.Text{
				EN: "The app's own log calls an event an error; such apps close the page before the user can consent.",
				ZH: "应用日志把事件记为错误；这类应用往往在用户授权前就关闭页面。",
			},
			lang.Text{
				EN: "Ignore these codes in the result branch. End the login on 600000 or a real failure only; treat " +
					"700000 and 700001 as cancelled.",
				ZH: "结果分支中忽略这些事件码。仅在 600000 或真正失败时结束登录；700000、700001 按取消处理。",
			},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The app reports %s as an error.",
			ZH: "应用将 %s 当作错误上报。",
		}),
	},
	{
		ID:    "orientation-crash",
		Title: lang.Text{EN: "Fixed orientation with the dialog theme", ZH: "弹窗主题固定了屏幕方向"},
		Doc: lang.Text{
			EN: "Android 8.0 forbids an orientation for an activity that does not fill the screen. With " +
				"authsdk_activity_dialog the activity must say screenOrientation=\"behind\".",
			ZH: "Android 8.0 不允许非全屏 Activity 指定屏幕方向。使用 authsdk_activity_dialog 主题时应设 screenOrientation=\"behind\"。",
		},
		Source: "seed document", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: onSignals(inspector.SignalOrientation, advice{
			lang.Text{EN: "Android throws when the page opens, and the app dies.", ZH: "打开授权页时系统抛出异常，应用崩溃。"},
			lang.Text{
				EN: "Set screenOrientation=\"behind\" on LoginAuthActivity and AuthWebVeiwActivity.",
				ZH: "为 LoginAuthActivity 和 AuthWebVeiwActivity 设置 screenOrientation=\"behind\"。",
			},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The log contains: Only fullscreen opaque activities can request orientation.",
			ZH: "日志出现：Only fullscreen opaque activities can request orientation。",
		}),
	},
	{
		ID:    "activity-missing",
		Title: lang.Text{EN: "An activity of the SDK is not declared", ZH: "Manifest 缺少 SDK 的 Activity"},
		Doc: lang.Text{
			EN: "The SDK's library declares no activity, so the app must: LoginAuthActivity, AuthWebVeiwActivity " +
				"(spelt so) and, for the second-confirm dialog, PrivacyDialogActivity.",
			ZH: "SDK 的 aar 不声明 Activity，须由应用声明：LoginAuthActivity、AuthWebVeiwActivity（拼写如此），以及二次确认弹窗用的 " +
				"PrivacyDialogActivity。",
		},
		Source: "manifest of SDK 2.14.19", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: onSignals(inspector.SignalPrivacyPage, advice{
			lang.Text{EN: "Android opens declared activities only.", ZH: "系统只能打开已声明的 Activity。"},
			lang.Text{EN: "Declare the activity in the manifest.", ZH: "在 Manifest 中声明该 Activity。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "Android does not find %s.",
			ZH: "系统找不到 %s。",
		}),
	},
	{
		ID:    "native-library",
		Title: lang.Text{EN: "The SDK's native library does not load", ZH: "SDK 的 so 库加载失败"},
		Doc: lang.Text{
			EN: "The SDK ships armeabi-v7a, arm64-v8a and x86, not x86_64, so 64-bit emulators cannot load it. Two " +
				"versions in libs, or a missing keep rule in a release build, end alike.",
			ZH: "SDK 提供 armeabi-v7a、arm64-v8a、x86，没有 x86_64，64 位模拟器无法加载。libs 中有两个版本，或发布版缺少保留规则，结果相同。",
		},
		Source: "flutter_ali_auth issues 134, 135, 232", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: onSignals(inspector.SignalLink, advice{
			lang.Text{EN: "Without it the SDK cannot sign or decrypt anything.", ZH: "没有该库 SDK 无法签名和解密。"},
			lang.Text{
				EN: "Test on a real phone. Set abiFilters to the shipped ABIs. Keep one version of the aar and its " +
					"keep rules.",
				ZH: "使用真机测试。将 abiFilters 限定为已提供的 ABI。只保留一个版本的 aar 并加上保留规则。",
			},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The library %s did not load.",
			ZH: "so 库 %s 加载失败。",
		}),
	},
	exception,
	buildError,
}
