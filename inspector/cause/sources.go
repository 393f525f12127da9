package cause

// Sources are the public pages in which the causes were read.
var Sources = map[string]string{
	"SEED":    "https://open.bccastle.com/development/ciam/api/v2/sdk/android/login-by-aliyun-mobile-android.html",
	"EC2":     "https://help.aliyun.com/zh/pnvs/developer-reference/error-code-2",
	"IDRC":    "https://help.aliyun.com/zh/idaas/security-authentication/developer-reference/return-codes",
	"IDSDK":   "https://help.aliyun.com/zh/idaas/security-authentication/developer-reference/mobile-number-authentication-sdk-for-android",
	"FAQ":     "https://help.aliyun.com/zh/pnvs/support/faq-sdk",
	"AFAQ":    "https://help.aliyun.com/document_detail/2256433.html",
	"UPG":     "https://help.aliyun.com/document_detail/2654486.html",
	"APIRC":   "https://help.aliyun.com/document_detail/85198.htm",
	"ALI-INT": "https://help.aliyun.com/document_detail/2249362.html",
	"JG":      "https://docs.jiguang.cn/jverification/client/operator_code",
	"GT":      "https://docs.getui.com/geyan/question/android",
	"DC":      "https://doc.dcloud.net.cn/uni-app-x/api/get-univerify-manager.html",
	"GEE":     "https://docs.geetest.com/onelogin/help/tech/",
	"CSDN":    "https://blog.csdn.net/qq_20330595/article/details/108335929",
	"YD19":    "https://github.com/yidun/quickpass-android-demo/issues/19",
	"RN10":    "https://github.com/yoonzm/react-native-ali-onepass/issues/10",
	"JRN30":   "https://github.com/jpush/jverification-react-native/issues/30",
	"QAUTH":   "https://github.com/pili-engineering/QAuth_Android",
	"B21419":  "https://github.com/CodeGather/flutter_ali_auth (SDK 2.14.19)",
	"ADEV":    "https://developer.android.com/privacy-and-security/security-config",
	"ADEV-MF": "https://developer.android.com/build/manage-manifests",
	"ALT":     "Alibaba's client table, republished as constants in public code",
	"CMD":     "China Mobile's developer guide, republished",
	"CTD":     "China Telecom's developer guide, republished",
	"NE":      "NetEase Yidun, table of carrier codes",
	"SY":      "ShanYan, table of carrier codes",
	"SM":      "Shumei, integration guide",
	"K1":      "the SDK's class SystemManager, decompiled",
	"K2":      "the SDK's constants, decompiled",
	"K3":      "the SDK's result class, decompiled",
	"IOS":     "PNSReturnCode.h of the iOS SDK",
	"RE":      "published notes of integrators",
	"ANTIAD":  "https://github.com/privacy-protection-tools/anti-AD/issues",
	"own":     "our own conclusion",
}

// series are source keys with a number behind them: an issue or a question.
var series = map[string]string{
	"CG#":      "https://github.com/CodeGather/flutter_ali_auth/issues/",
	"FC#":      "https://github.com/fluttercandies/flutter_ali_auth/issues/",
	"JV#":      "https://github.com/jpush/jverify-flutter-plugin/issues/",
	"ASK-":     "https://developer.aliyun.com/ask/",
	"ONEPASS-": "https://github.com/yoonzm/react-native-ali-onepass/issues/",
}
