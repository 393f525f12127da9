package cause

import "loginscope/codes"

// This file is a table: whose code failed in a crash, by the frames of its stack.

var crashes = []Cause{
	{
		ID: "sdk-crash", Text: both("the login SDK itself crashed: a fault of this version, or a call or "+
			"configuration that it does not expect", "登录 SDK 内部崩溃：该版本自身缺陷，或收到了未预期的调用、配置"),
		Test: both("Run the SDK's official demo with the same SDK version on the same phone: if it crashes too, it "+
			"is the SDK.", "在同一台手机上运行同版本 SDK 的官方 Demo：同样崩溃即为 SDK 问题。"),
		Fix: both("Update the SDK. If the crash stays, send its maker the whole stack with SDK version, phone model "+
			"and system version.", "升级 SDK；仍崩溃时，把完整堆栈连同 SDK 版本、机型、系统版本反馈给 SDK 厂商。"),
		For:   []Clue{{Exception, SDKFault, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "carrier-crash", Text: both("the carrier's part of the SDK crashed: a fault of its version, or its "+
			"request got no usable answer", "SDK 中的运营商部分崩溃：其版本自身缺陷，或请求没有得到可用的应答"),
		Test: both("Run the SDK's official demo with the same SIM on the same phone: if it works, compare its "+
			"network security configuration and SDK version with the app's.",
			"用同一张卡、同一台手机运行官方 Demo：能成功则对比两者的网络安全配置与 SDK 版本。"),
		Fix: both("Permit HTTP to the carriers' hosts, update the SDK, and send its maker the whole stack if it stays.",
			"允许对运营商域名使用明文 HTTP，升级 SDK；仍出现时把完整堆栈反馈给 SDK 厂商。"),
		For:   []Clue{{Exception, CarrierFault, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "maker-crash", Text: both("the SDK of the maker whose class is named crashed: a fault of this version, "+
			"or a "+
			"value that it does not expect", "所列类所属厂商的 SDK 内部崩溃：该版本自身缺陷，或收到了未预期的值"),
		Test: both("Run that maker's official demo with the same version on the same phone.",
			"在同一台手机上运行该厂商同版本的官方 Demo。"),
		Fix: both("Update that SDK and the plug-in around it. If the crash stays, send the maker the whole stack.",
			"升级该 SDK 及其封装插件；仍崩溃时把完整堆栈反馈给该厂商。"),
		For:   []Clue{{Exception, MakerFault, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "app-crash", Text: both("the app's own code failed, in a callback of the SDK or on the way to a call of it",
			"应用自身代码出错：在 SDK 的回调里，或在调用 SDK 的途中"),
		Test: both("Read the first frame of the stack that is the app's, and what is null or missing there.",
			"查看堆栈中第一个属于应用的帧，确认哪个对象为空或缺失。"),
		Fix:   both("Correct the app's code at that line.", "修正该行的应用代码。"),
		For:   []Clue{{Exception, AppFault, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "reply-twice", Text: both("a plug-in answered one call from Flutter twice: the SDK called back more than "+
			"once and the plug-in does not guard against it", "插件对 Flutter 的同一次调用回复了两次：SDK 多次回调，插件没有防护"),
		Test: both("Find the plug-in's class in the frames below MethodChannel; it names the call.",
			"在堆栈中 MethodChannel 之下找到插件的类，即可确认是哪次调用。"),
		Fix:   both("Update the plug-in, or let it answer the first callback only.", "升级插件，或让插件只回复第一次回调。"),
		For:   []Clue{{Exception, ReplyTwice, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "fusion-order", Text: both("the fusion SDK was used before initWithToken had made its parts",
			"融合认证 SDK 在 initWithToken 之前就被调用，内部对象尚未创建"),
		Test: both(
			"Compare the order of the calls with the guide: init, initWithToken, then the callback and the scene.",
			"对照文档检查调用顺序：初始化、initWithToken，然后才是设置回调与启动场景。",
		),
		Fix: both("Call initWithToken first and wait for the token's check, then set the callback and start the scene.",
			"先调用 initWithToken 并等待 token 鉴权通过，再设置回调、启动场景。"),
		For:   []Clue{{Exception, FusionNull, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "main-thread-network", Text: both("a blocking request was made on the main thread, for example in a "+
			"callback of the SDK that wants a fresh token", "在主线程发起了阻塞的网络请求，例如在 SDK 要求更新 token 的回调里"),
		Test: both("Look in the stack for the frame of the app that sends the request.", "在堆栈中找到发起请求的应用代码。"),
		Fix: both("Send the request on another thread and hand the answer over when it is there; fetch the token "+
			"ahead of time.", "在子线程发起请求，返回后再交给 SDK；也可提前取好 token。"),
		For:   []Clue{{Exception, MainThread, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "ADEV-NMT", Certainty: codes.Seen,
	},
	{
		ID: "objc-categories", Text: both("methods that the SDK adds to classes are not linked (-ObjC or -all_load is "+
			"missing), or the plug-in calls a method that this version of the SDK does not have",
			"SDK 的分类方法没有链接进来（缺少 -ObjC 或 -all_load），或插件调用了该版本 SDK 没有的方法"),
		Test: both("Look for -ObjC in Other Linker Flags. If it is there and the class is a carrier's (UA, TYRZ), try "+
			"-all_load or -force_load of that library. For a class of Alibaba (TX) compare method and SDK version.",
			"查看 Other Linker Flags 是否有 -ObjC；已有且类属于运营商（UA、TYRZ 开头）时试 -all_load 或对该库 -force_load。"+
				"若类属于阿里云（TX 开头），核对方法与 SDK 版本。"),
		Fix: both("Add the linker flag, or update the plug-in to one for this SDK version.",
			"补上链接参数，或升级到适配该 SDK 版本的插件。"),
		For:   []Clue{{Exception, SelectorMissing, Strong}},
		Only:  "ios",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "FAQ", Certainty: codes.Seen,
	},
}
