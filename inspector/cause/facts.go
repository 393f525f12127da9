package cause

import (
	"fmt"

	"loginscope/codes"
	"loginscope/lang"
)

// This file is a table: the facts, the questions and the answers in words.

// The facts.
const (
	OtherSIM    Fact = "other-sim"    // works, fails: the same build with another carrier's SIM
	Build       Fact = "build"        // release-only, both
	WiFiOff     Fact = "wifi-off"     // works, fails, breaks: the login with Wi-Fi switched off
	MobileData  Fact = "mobile-data"  // on, off
	VPN         Fact = "vpn"          // on, off, culprit
	Proxy       Fact = "proxy"        // on, off
	CaptureOnly Fact = "capture-only" // yes, no: it fails only while a proxy captures
	WiFi        Fact = "wifi"         // on, off, company
	WebOnData   Fact = "web-on-data"  // works, fails: pages load over mobile data
	Phones      Fact = "phones"       // one, all
	Airplane    Fact = "airplane"     // cures, changes-nothing
	Transient   Fact = "transient"    // yes, no: it comes and goes
	Roaming     Fact = "roaming"      // yes, no
	DualSIM     Fact = "dual-sim"     // yes, no
	SIMKind     Fact = "sim-kind"     // ordinary, iot, virtual, foreign
	SIM         Fact = "sim"          // present, absent
	Arrears     Fact = "arrears"      // yes, no
	Root        Fact = "root"         // yes, no
	Emulator    Fact = "emulator"     // yes, no
	Debugger    Fact = "debugger"     // yes, no
	Hardened    Fact = "hardened"     // yes, no: packed by a hardening tool
	StoreBuild  Fact = "store-build"  // yes, no: signed again by a store
	SchemeAge   Fact = "scheme-age"   // new, old
	SDKAge      Fact = "sdk-age"      // old, current: against the China Unicom change, 2.13.1
	Signature   Fact = "signature"    // fits, differs: the installed APK's against the scheme's
	Cleartext   Fact = "cleartext"    // permitted, refused: HTTP to the carrier hosts
	Activity    Fact = "activity"     // declared, missing: LoginAuthActivity
	NetworkPerm Fact = "network-permission"
	PageOpen    Fact = "page-open" // yes, no: a page was up when it was opened again
	Initialised Fact = "initialised"
	Carrier     Fact = "carrier"      // cm, cu, ct
	OnlyCarrier Fact = "only-carrier" // cm, cu, ct: the others work
	Platform    Fact = "platform"     // android, ios, harmony, h5
	OS          Fact = "os"           // ios-16.4, ios-early
	ROM         Fact = "rom"          // xiaomi, oppo, vivo, huawei, honor, samsung
	Radio       Fact = "radio"        // slow, weak
	Elapsed     Fact = "elapsed"      // limit, instant
	Gateway     Fact = "gateway"      // ok, failed, empty: Alibaba's configuration call
	TokenUse    Fact = "token-use"    // once, again
	TokenAge    Fact = "token-age"    // fresh, old
	TokenCut    Fact = "token-cut"    // yes: what arrived is not all of the token
	SIMSwitched Fact = "sim-switched" // yes: the data SIM was changed during the login
	APN         Fact = "apn"          // wap, net
	Clock       Fact = "clock"        // right, wrong
	Exception   Fact = "exception"    // the closed list below
	BuildError  Fact = "build-error"  // the closed list below: what Gradle, Xcode or a linker said
	CleanBuild  Fact = "clean-build"  // cures: a build from clean
	Agreement   Fact = "agreement"    // unticked: the login button was tapped without it
	SentValue   Fact = "sent-value"   // access-code: what the app sends to its server
	Blocklist   Fact = "blocklist"    // used: a list or DNS filter blocks hosts; host: one of the login
	Check       Fact = "check"        // the ID of a check that found something
	Message     Fact = "message"      // the wording of a message
)

// The exceptions that name a cause. Detail is the host, class or activity.
const (
	ActivityNotFound = "activity-not-found"
	SuperNotCalled   = "super-not-called"
	AppCompatTheme   = "appcompat-theme"
	Orientation      = "orientation"
	ClassMissing     = "class-missing"
	MethodMissing    = "method-missing"
	NativeMissing    = "native-missing"
	ResourceMissing  = "resource-missing"
	HelperNull       = "helper-null"
	TrustRefused     = "trust-refused"
	UnknownHost      = "unknown-host"
	HostTimeout      = "host-timeout"
	HostUnreachable  = "host-unreachable"
	NameMismatch     = "name-mismatch"
	ProxyGone        = "proxy-gone"
	CleartextRefused = "cleartext-refused"
	NetworkRefused   = "change-network-refused"
	ViewHasParent    = "view-has-parent"
	LibraryMissing   = "library-missing"
	PluginFault      = "plugin-fault"
	VerifyRefused    = "verify-refused"
	NativeUnbound    = "native-unbound"
	SDKFault         = "sdk-fault"
	CarrierFault     = "carrier-fault"
	MakerFault       = "maker-fault"
	AppFault         = "app-fault"
	ReplyTwice       = "reply-twice"
	FusionNull       = "fusion-null"
	MainThread       = "network-on-main-thread"
	SelectorMissing  = "selector-missing"
)

// The build errors that name a cause. Detail is the module, file or class.
const (
	LocalAAR         = "local-aar"
	AARNotFound      = "aar-not-found"
	AndroidXOff      = "androidx-off"
	NativeTwice      = "native-twice"
	ClassTwice       = "class-twice"
	ManifestConflict = "manifest-conflict"
	MinSDK           = "min-sdk"
	PluginBuild      = "plugin-build"
	SimulatorLink    = "simulator-link"
	ResourceUnlinked = "resource-unlinked"

	ResourceUndeclared = "resource-undeclared"
	JDKTooNew          = "jdk-too-new"
	SupportMissing     = "support-missing"
	MethodUndefined    = "method-undefined"
	SymbolTwice        = "symbol-twice"
)

// Circumstance reports whether the fact only says on what a login ran. Such a fact
// makes a cause more or less likely where a code or a wording speaks for it, and
// names none by itself.
func (f Fact) Circumstance() bool { return f == ROM || f == OS || f == Platform || f == Carrier }

// Conclusive reports whether a value of the fact is evidence of what failed by itself:
// what a program printed. What a person says of phone and network is not.
func (f Fact) Conclusive(value string) bool {
	return f == Exception || f == BuildError || f == Gateway && value == "empty"
}

func both(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

func val(id, en, zh string) Value { return Value{id, both(en, zh)} }

// ofCarriers is a value for every carrier; the texts hold %s for its name.
func ofCarriers(en, zh string) []Value {
	var out []Value
	for _, c := range codes.Carriers() {
		out = append(out, val(string(c.Issuer), fmt.Sprintf(en, c.Name.EN), fmt.Sprintf(zh, c.Nick.ZH)))
	}
	return out
}

// The carriers of which a cause says something of its own.
const (
	mobile  = string(codes.ChinaMobile)
	unicom  = string(codes.ChinaUnicom)
	telecom = string(codes.ChinaTelecom)
)

// notOf are the clues that another carrier than the named one is concerned.
func notOf(carrier string) []Clue {
	var out []Clue
	for _, c := range codes.Carriers() {
		if other := string(c.Issuer); other != carrier {
			out = append(out, Clue{Carrier, other, Decisive}, Clue{OnlyCarrier, other, Decisive})
		}
	}
	return out
}

var definitions = []Definition{
	{OtherSIM, both("Does the same build work with another carrier's SIM?", "同一个安装包换另一家运营商的 SIM 卡能登录吗？"), []Value{
		val("works", "the same build works with another carrier's SIM", "同一安装包换另一家运营商的卡可以登录"),
		val("fails", "the same build fails with another carrier's SIM too", "同一安装包换另一家运营商的卡也失败"),
	}},
	{Build, both("Does it fail in the release build only?", "是否只有 release 包失败？"), []Value{
		val("release-only", "only the release build fails, the debug build works", "只有 release 包失败，debug 包正常"),
		val("both", "the debug build fails too", "debug 包同样失败"),
	}},
	{WiFiOff, both("Does it work with Wi-Fi off?", "关闭 Wi-Fi 后能登录吗？"), []Value{
		val("works", "it works with Wi-Fi off", "关闭 Wi-Fi 后可以登录"),
		val("fails", "it fails with Wi-Fi off too", "关闭 Wi-Fi 后仍失败"),
		val("breaks", "it works on Wi-Fi and fails with Wi-Fi off", "连着 Wi-Fi 正常，关闭 Wi-Fi 后失败"),
	}},
	{MobileData, both("Is mobile data on?", "移动数据是否打开？"), []Value{
		val("on", "mobile data is on", "移动数据已打开"), val("off", "mobile data is off", "移动数据未打开"),
	}},
	{VPN, both("Is a VPN on?", "是否开着 VPN？"), []Value{
		val("on", "a VPN is on", "开着 VPN"), val("off", "no VPN is on", "没有开 VPN"),
		val("culprit", "it works once the VPN is off", "关闭 VPN 后正常"),
	}},
	{Proxy, both("Is an HTTP proxy set on the phone?", "手机是否设置了 HTTP 代理？"), []Value{
		val("on", "an HTTP proxy is set", "设置了 HTTP 代理"), val("off", "no HTTP proxy is set", "没有设置 HTTP 代理"),
	}},
	{CaptureOnly, both("Does it fail only while a proxy captures?", "是否只在抓包时失败？"), []Value{
		val("yes", "it fails only while a proxy captures", "只在抓包时失败"),
		val("no", "it fails without a capture too", "不抓包也失败"),
	}},
	{WiFi, both("Is the phone on Wi-Fi?", "手机是否连着 Wi-Fi？"), []Value{
		val("on", "the phone is on Wi-Fi", "手机连着 Wi-Fi"), val("off", "Wi-Fi is off", "Wi-Fi 已关闭"),
		val("company", "the phone is on a company's Wi-Fi", "手机连着公司 Wi-Fi"),
	}},
	{WebOnData, both("Does a web page open over mobile data in this app or the browser?", "只用移动数据时能打开网页吗？"), []Value{
		val("works", "pages open over mobile data", "移动数据下可以上网"),
		val("fails", "no page opens over mobile data", "移动数据下无法上网"),
	}},
	{Phones, both("Is it one phone or every phone?", "是个别手机还是所有手机？"), []Value{
		val("one", "only one phone fails", "只有个别手机失败"), val("all", "every phone fails", "所有手机都失败"),
	}},
	{Airplane, both("Does switching airplane mode on and off help?", "开关一次飞行模式后有变化吗？"), []Value{
		val("cures", "airplane mode on and off cures it", "开关飞行模式后恢复"),
		val("changes-nothing", "airplane mode changes nothing", "开关飞行模式无效"),
	}},
	{Transient, both("Does it come and go?", "是偶发还是必现？"), []Value{
		val("yes", "it comes and goes", "偶发"), val("no", "it fails every time", "必现"),
	}},
	{Roaming, both("Is the SIM roaming abroad?", "是否在境外漫游？"), []Value{
		val("yes", "the SIM is roaming abroad", "在境外漫游"), val("no", "the SIM is not roaming", "没有漫游"),
	}},
	{DualSIM, both("Are two SIMs in the phone?", "手机里是否有两张 SIM 卡？"), []Value{
		val("yes", "two SIMs are in the phone", "手机装有两张 SIM 卡"), val("no", "one SIM is in the phone", "手机只有一张 SIM 卡"),
	}},
	{SIMKind, both("What kind of SIM is it?", "是哪种 SIM 卡？"), []Value{
		val("ordinary", "an ordinary SIM of one of the three carriers", "三大运营商的普通手机卡"),
		val("iot", "an IoT or data-only SIM", "物联网卡或纯流量卡"),
		val("virtual", "a SIM of a virtual operator", "虚拟运营商的卡"), val("foreign", "a foreign SIM", "境外的卡"),
	}},
	{SIM, both("Is an active SIM in the phone?", "手机里有可用的 SIM 卡吗？"), []Value{
		val("present", "an active SIM is in the phone", "手机里有可用的 SIM 卡"),
		val("absent", "no active SIM is in the phone", "手机里没有可用的 SIM 卡"),
	}},
	{Arrears, both("Is the SIM in arrears or suspended?", "SIM 卡是否欠费或停机？"), []Value{
		val("yes", "the SIM is in arrears or suspended", "SIM 卡欠费或停机"),
		val("no", "the SIM is in good standing", "SIM 卡没有欠费停机"),
	}},
	{Root, both("Is the phone rooted?", "手机是否已 root？"), []Value{
		val("yes", "the phone is rooted", "手机已 root"), val("no", "the phone is not rooted", "手机没有 root"),
	}},
	{Emulator, both("Is it an emulator?", "是否为模拟器？"), []Value{
		val("yes", "it is an emulator", "是模拟器"), val("no", "it is a real phone", "是真机"),
	}},
	{Debugger, both("Is a debugger attached?", "是否连着调试器？"), []Value{
		val("yes", "a debugger is attached", "连着调试器"), val("no", "no debugger is attached", "没有连调试器"),
	}},
	{Hardened, both("Was the app packed by a hardening tool?", "安装包是否做过加固？"), []Value{
		val("yes", "the app was packed by a hardening tool", "安装包做过加固"), val("no", "the app was not packed", "安装包没有加固"),
	}},
	{StoreBuild, both("Does it fail only when installed from a store?", "是否只有应用市场下载的包失败？"), []Value{
		val("yes", "only the store's package fails", "只有应用市场的包失败"),
		val("no", "the package was not signed again by a store", "安装包没有被市场重签名"),
	}},
	{SchemeAge, both("Was the authentication scheme made within the last hour?", "认证方案是否刚新建（一小时内）？"), []Value{
		val("new", "the authentication scheme is new", "认证方案是新建的"),
		val("old", "the authentication scheme is older than a day", "认证方案建了一天以上"),
	}},
	{SDKAge, both("Is the Alibaba SDK older than 2.13.1?", "阿里云 SDK 是否低于 2.13.1？"), []Value{
		val("old", "the SDK is older than 2.13.1", "SDK 低于 2.13.1"),
		val("current", "the SDK is 2.13.1 or newer", "SDK 为 2.13.1 或更高"),
	}},
	{Signature, both("Are package name and signature MD5 of the installed APK those of the scheme?",
		"已安装 APK 的包名和签名 MD5 与认证方案一致吗？"), []Value{
		val("fits", "package name and signature match the scheme", "包名和签名与认证方案一致"),
		val("differs", "package name or signature differ from the scheme", "包名或签名与认证方案不一致"),
	}},
	{Cleartext, both("Does the app permit plain HTTP to the carrier hosts?", "应用是否允许对运营商域名使用明文 HTTP？"), []Value{
		val("permitted", "the app permits plain HTTP to the carrier's host", "应用允许对运营商域名使用明文 HTTP"),
		val("refused", "the app refuses plain HTTP to the carrier's host", "应用不允许对运营商域名使用明文 HTTP"),
	}},
	{Activity, both("Is LoginAuthActivity in the built APK's manifest?", "打包后的 Manifest 里有 LoginAuthActivity 吗？"),
		[]Value{
			val("declared", "LoginAuthActivity is declared in the manifest", "Manifest 已声明 LoginAuthActivity"),
			val("missing", "LoginAuthActivity is not declared in the manifest", "Manifest 没有声明 LoginAuthActivity"),
		}},
	{NetworkPerm, both("Does the app have CHANGE_NETWORK_STATE?", "应用是否有 CHANGE_NETWORK_STATE 权限？"), []Value{
		val("granted", "the app has CHANGE_NETWORK_STATE", "应用有 CHANGE_NETWORK_STATE 权限"),
		val("missing", "the app lacks CHANGE_NETWORK_STATE", "应用缺少 CHANGE_NETWORK_STATE 权限"),
	}},
	{PageOpen, both("Was an authorisation page already up?", "当时是否已有授权页打开？"), []Value{
		val("yes", "an authorisation page was already up", "当时已有授权页打开"),
		val("no", "no authorisation page was up", "当时没有授权页打开"),
	}},
	{Initialised, both("Was setAuthSDKInfo called before the login?", "登录前是否已调用 setAuthSDKInfo？"), []Value{
		val("yes", "setAuthSDKInfo was called first", "已先调用 setAuthSDKInfo"),
		val("no", "the SDK was not initialised", "SDK 尚未初始化"),
	}},
	{Carrier, lang.Text{}, ofCarriers("the SIM is %s's", "是%s卡")},
	{OnlyCarrier, lang.Text{}, ofCarriers("only %s's SIMs fail", "只有%s卡失败")},
	{Platform, lang.Text{}, []Value{
		val("android", "the app runs on Android", "Android 应用"), val("ios", "the app runs on iOS", "iOS 应用"),
		val("harmony", "the app runs on HarmonyOS", "HarmonyOS 应用"), val("h5", "it is a web page", "H5 页面"),
	}},
	{OS, lang.Text{}, []Value{
		val("ios-16.4", "the phone runs iOS 16.4 or newer", "系统为 iOS 16.4 或更高"),
		val("ios-early", "the phone runs an iOS older than 16.4", "系统低于 iOS 16.4"),
	}},
	{ROM, lang.Text{}, []Value{
		val("xiaomi", "it is a Xiaomi or Redmi phone", "小米或 Redmi 手机"),
		val("oppo", "it is an OPPO, realme or OnePlus phone", "OPPO、realme 或一加手机"),
		val("vivo", "it is a vivo phone", "vivo 手机"), val("huawei", "it is a Huawei or Honor phone", "华为或荣耀手机"),
		val("samsung", "it is a Samsung phone", "三星手机"),
	}},
	{Radio, lang.Text{}, []Value{
		val("slow", "the phone is on 2G or 3G", "手机处于 2G/3G 网络"), val("weak", "the signal is weak", "信号弱"),
	}},
	{Elapsed, lang.Text{}, []Value{
		val("limit", "it failed about when the time limit ran out", "失败时刻接近超时上限"),
		val("instant", "it failed at once", "立即失败"),
	}},
	{Gateway, lang.Text{}, []Value{
		val("ok", "Alibaba answered the configuration call", "阿里云已正常返回配置"),
		val("failed", "the call to Alibaba's gateway failed", "访问阿里云网关失败"),
		val("empty", "Alibaba answered with an empty list of carriers", "阿里云返回的运营商列表为空"),
	}},
	{TokenUse, lang.Text{}, []Value{
		val("once", "the token was used once", "token 只用过一次"),
		val("again", "the token was used more than once", "同一 token 被用了多次"),
	}},
	{TokenAge, lang.Text{}, []Value{
		val("fresh", "the token was fresh", "token 刚获取"), val("old", "the token was old", "token 已过有效期"),
	}},
	{TokenCut, lang.Text{}, []Value{
		val("yes", "only a part of the token arrived", "收到的 token 不完整"),
	}},
	{SIMSwitched, lang.Text{}, []Value{
		val("yes", "the data SIM was changed during the login", "登录过程中切换了上网卡"),
	}},
	{APN, lang.Text{}, []Value{
		val("wap", "the APN is cmwap, 3gwap or ctwap", "APN 为 cmwap、3gwap 或 ctwap"),
		val("net", "the APN is a usual one", "APN 正常"),
	}},
	{Clock, both("Is the phone's clock right?", "手机时间准确吗？"), []Value{
		val("right", "the phone's clock is right", "手机时间准确"), val("wrong", "the phone's clock is wrong", "手机时间不准"),
	}},
	{Exception, lang.Text{}, []Value{
		val(ActivityNotFound, "Android does not find the activity {0}", "系统找不到 Activity {0}"),
		val(SuperNotCalled, "{0} did not call through to super.onCreate()", "{0} 没有调用 super.onCreate()"),
		val(AppCompatTheme, "the SDK's page asked for a Theme.AppCompat theme", "SDK 授权页要求使用 Theme.AppCompat 主题"),
		val(Orientation, "Android refused a fixed orientation for a translucent page", "系统拒绝为透明页面固定屏幕方向"),
		val(ClassMissing, "the class {0} is not in the app", "应用中没有类 {0}"),
		val(MethodMissing, "a method or field of {0} is not in the app", "应用中缺少 {0} 的方法或字段"),
		val(NativeMissing, "the native library {0} did not load", "原生库 {0} 未能加载"),
		val(ResourceMissing, "the resource {0} is not in the app", "应用中没有资源 {0}"),
		val(HelperNull, "a call went to a null {0}", "在空的 {0} 上调用了方法"),
		val(TrustRefused, "the app did not trust the certificate that it was shown", "应用不信任对方出示的证书"),
		val(UnknownHost, "the phone could not resolve {0}", "手机解析不到域名 {0}"),
		val(HostTimeout, "{0} did not answer in time", "{0} 未在限定时间内应答"),
		val(HostUnreachable, "the connection to {0} failed", "连接 {0} 失败"),
		val(NameMismatch, "the certificate that was shown is not one for {0}", "对方出示的证书不属于 {0}"),
		val(ProxyGone, "nothing answered at the proxy's port {0}", "代理端口 {0} 没有应答"),
		val(CleartextRefused, "Android refused plain HTTP to {0}", "系统拒绝对 {0} 使用明文 HTTP"),
		val(NetworkRefused, "Android did not let the app switch networks for want of CHANGE_NETWORK_STATE",
			"系统因缺少 CHANGE_NETWORK_STATE 拒绝切换网络"),
		val(ViewHasParent, "a custom view was added to the page while it had another parent", "自定义控件已有父容器，又被加入授权页"),
		val(LibraryMissing, "the class {0}, which the SDK uses, is not in the app", "应用中没有 SDK 依赖的类 {0}"),
		val(PluginFault, "the plug-in's code {0} failed", "插件代码 {0} 出错"),
		val(VerifyRefused, "Android's verifier rejected the class {0}", "系统校验拒绝了类 {0}"),
		val(NativeUnbound, "no native code was loaded for {0}", "没有加载到 {0} 的原生实现"),
		val(SDKFault, "the exception is thrown inside the SDK, in {0}", "异常发生在 SDK 内部：{0}"),
		val(CarrierFault, "the exception is thrown inside the carrier's part, in {0}", "异常发生在运营商 SDK 内部：{0}"),
		val(MakerFault, "the exception is thrown inside another maker's SDK, in {0}", "异常发生在其他厂商 SDK 内部：{0}"),
		val(AppFault, "the exception is thrown in {0}, code of the app between calls of the SDK",
			"异常发生在 SDK 调用链上的应用代码 {0}"),
		val(FusionNull, "{0} was called on a fusion SDK that holds nothing yet", "融合认证 SDK 尚未就绪就调用了 {0}"),
		val(MainThread, "the app made a network call on the main thread", "应用在主线程发起了网络请求"),
		val(SelectorMissing, "the Objective-C method {0} does not exist", "不存在 Objective-C 方法 {0}"),
		val(ReplyTwice, "one call from Flutter was answered twice", "对 Flutter 的同一次调用回复了两次"),
	}},
	{BuildError, lang.Text{}, []Value{
		val(LocalAAR, "Gradle does not pack the local aars of {0}", "Gradle 不会打包 {0} 中的本地 aar"),
		val(AARNotFound, "Gradle does not find {0}", "Gradle 找不到 {0}"),
		val(AndroidXOff, "the build has AndroidX libraries and android.useAndroidX is off",
			"工程依赖 AndroidX，但未开启 android.useAndroidX"),
		val(NativeTwice, "the file {0} is in the build more than once", "{0} 在构建中重复出现"),
		val(ClassTwice, "the class {0} is in the build more than once", "类 {0} 在构建中重复出现"),
		val(ManifestConflict, "the manifests of the app and of {0} contradict each other", "应用与 {0} 的 Manifest 冲突"),
		val(MinSDK, "the library {0} needs a higher minSdkVersion", "{0} 要求更高的 minSdkVersion"),
		val(PluginBuild, "the build of {0} itself failed", "{0} 自身构建失败"),
		val(ResourceUnlinked, "the build does not find the SDK's resource {0}", "构建找不到 SDK 的资源 {0}"),
		val(ResourceUndeclared, "the build does not find the resource {0}", "构建找不到资源 {0}"),
		val(JDKTooNew, "the JDK does not open {0} to the build tools", "JDK 未向构建工具开放 {0}"),
		val(SupportMissing, "the build does not find the package {0} of the support library", "构建找不到 support 库的包 {0}"),
		val(MethodUndefined, "code around the SDK lacks the method {0} of its interface", "封装代码没有实现 SDK 接口的方法 {0}"),
		val(SymbolTwice, "the symbol {0} is defined by two libraries", "符号 {0} 在两个库中重复定义"),
		val(SimulatorLink, "the library {0} has no code for the simulator", "{0} 不含模拟器架构"),
	}},
	{CleanBuild, lang.Text{}, []Value{val("cures", "a clean build cured it", "清理后重新构建即恢复")}},
	{Agreement, lang.Text{}, []Value{
		val("unticked", "the login button was tapped while the agreement was not ticked", "未勾选协议就点击了登录按钮"),
	}},
	{Blocklist, lang.Text{}, []Value{
		val("used", "a blocklist or DNS filter is in use: {0}", "使用了拦截列表或 DNS 过滤：{0}"),
		val("host", "{0}, a host of the login, is named beside a blocklist or DNS filter",
			"提到拦截列表或 DNS 过滤时，列出了登录所用域名 {0}"),
	}},
	{SentValue, lang.Text{}, []Value{
		val("access-code", "the accessCode of the log is sent to the server", "把日志里的 accessCode 提交给服务端"),
	}},
}
