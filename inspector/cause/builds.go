package cause

import "loginscope/codes"

// This file is a table: causes in the build of the app.

var builds = []Cause{
	{
		ID: "shrunk", Text: both(
			"R8 or resource shrinking took or renamed classes of the SDK in the release build",
			"release 包的混淆或资源压缩移除、改名了 SDK 的类",
		),
		Test: both(
			"Build release with minifyEnabled and shrinkResources off.",
			"关闭 minifyEnabled 和 shrinkResources 打一个 release 包。",
		),
		Fix: both(
			"Add the SDK's keep rules (com.mobile.auth, com.nirvana, com.cmic, cn.com.chinatelecom, com.unicom) to "+
				"the file that the release build uses.",
			"在 release 实际使用的混淆文件中加入 SDK 的 keep 规则"+
				"（com.mobile.auth、com.nirvana、com.cmic、cn.com.chinatelecom、com.unicom）。",
		),
		For: []Clue{{Build, "release-only", Strong}, {Exception, ClassMissing, Strong},
			{Exception, MethodMissing, Strong}, {Exception, SuperNotCalled, Decisive},
			{Exception, ResourceMissing, Fair}, {Exception, VerifyRefused, Strong},
			{Exception, NativeUnbound, Fair}, {Exception, SDKFault, Fair}, {StoreBuild, "yes", Fair}},
		Only:     "android",
		Against:  []Clue{{Build, "both", Decisive}},
		Wordings: []Wording{{"sdk为空", Fair}},
		Actor:    codes.Developer, Retry: codes.RetryNo, Source: "CG#68; CG#203; CG#214; CG#232; FC#18; JV#45",
		Certainty: codes.Seen,
	},
	{
		ID: "aar-missing", Text: both(
			"one of the SDK's aars (main, logger, auth) is not in the build",
			"SDK 的 aar（main、logger、auth）没有打进安装包",
		),
		Test: both(
			"List the classes of the built APK and look for com.nirvana and com.mobile.auth.",
			"查看打包后 APK 的类，确认有 com.nirvana 与 com.mobile.auth。",
		),
		Fix: both(
			"Add all aars of one SDK version (main-, logger- and auth_number_product-).",
			"加入同一版本的全部 aar（main-、logger-、auth_number_product-）。",
		),
		For:     []Clue{{Exception, ClassMissing, Strong}, {Exception, NativeMissing, Fair}},
		Only:    "android",
		Against: []Clue{{Build, "release-only", Strong}},
		Actor:   codes.Developer, Retry: codes.RetryNo, Source: "ALI-INT; B21419", Certainty: codes.Inferred,
	},
	{
		ID: "native-missing", Text: both(
			"the SDK's native library is not in the app for this CPU",
			"安装包中没有适配该 CPU 的 SDK 原生库",
		),
		Test: both(
			"List lib/ of the APK; try a real phone instead of an x86_64 emulator.",
			"查看 APK 的 lib/ 目录；用真机代替 x86_64 模拟器。",
		),
		Fix: both(
			"Keep armeabi-v7a and arm64-v8a in abiFilters, and one version of each .so.",
			"abiFilters 保留 armeabi-v7a、arm64-v8a，每个 .so 只留一个版本。",
		),
		For: []Clue{{Exception, NativeMissing, Strong}, {Exception, NativeUnbound, Strong},
			{Emulator, "yes", Fair}},
		Only: "android", Found: []string{"native-library"},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#134; CG#135; SEED", Certainty: codes.Seen,
	},
	{
		ID: "stale-build", Text: both("the build contains remains of an older SDK", "构建残留了旧版 SDK"),
		Test: both("Clean the project, remove old aars and build again.", "清理工程、删除旧 aar 后重新构建。"),
		Fix:  both("Build from clean, with one SDK version only.", "清理后重新构建，只保留一个 SDK 版本。"),
		For: []Clue{{Exception, MethodMissing, Fair}, {Exception, VerifyRefused, Fair},
			{CleanBuild, "cures", Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "JV#78", Certainty: codes.Seen,
	},
	{
		ID: "trust", Text: both(
			"the app does not trust the certificate that it was shown: the proxy's CA, or an incomplete chain of "+
				"the server",
			"应用不信任对方出示的证书：代理的 CA，或服务器证书链不完整",
		),
		Test: both(
			"Try without the proxy: if it works, the app does not trust the proxy's CA; if not, look at the "+
				"server's chain.",
			"去掉代理再试：能成功说明应用不信任代理 CA；仍失败则检查服务器证书链。",
		),
		Fix: both(
			"Trust user CAs in the debug build's network security configuration; let the server send its "+
				"intermediate certificates.",
			"在调试版网络安全配置中信任用户证书；让服务器下发完整的中间证书。",
		),
		For:   []Clue{{Exception, TrustRefused, Strong}, {Proxy, "on", Weak}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "ADEV", Certainty: codes.Inferred,
	},
}
