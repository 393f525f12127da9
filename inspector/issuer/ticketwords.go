package issuer

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
)

// ticketWord is a phrase with which a ticket states a fact. Group 0 is quoted.
type ticketWord struct {
	re    *lazyregexp.Regexp
	fact  cause.Fact
	value string
}

func says(fact cause.Fact, value, pattern string) ticketWord {
	return ticketWord{lazyregexp.Made(func() string { return `(?i)` + pattern }), fact, value}
}

// ticketWords are read clause by clause; of one fact the first that matches wins,
// so that a denial stands before what it denies.
var ticketWords = slices.Concat([]ticketWord{
	says(cause.VPN, "off",
		`(?:没|未|没有|无|不)(?:有)?(?:开|用|挂|使用|开启)?\s*(?:VPN|梯子|科学上网|加速器|翻墙)|关(?:了|掉|闭)?\s*(?:VPN|梯子|加速器)|\bno VPN\b|VPN (?:is )?off|without (?:a )?VPN`),
	says(cause.VPN, "on", `VPN|梯子|科学上网|翻墙|clash|shadowrocket|小火箭|v2ray|surge`),
	says(cause.CaptureOnly, "yes",
		`不抓包(?:就|时|则)?(?:正常|没问题|可以|能)|(?:抓包|代理)(?:的?时候|时)(?:才|会|就)?(?:报|失败|出现)|只有?(?:在)?抓包|only (?:while|when) (?:capturing|proxied|the proxy)`),
	says(cause.Proxy, "off",
		`(?:没|未|没有|无|不)(?:有)?(?:开|设|挂|设置|使用|走)?\s*(?:HTTP\s*)?代理|\bno proxy\b|without (?:a )?proxy`),
	says(cause.Proxy, "on",
		`charles|fiddler|whistle|mitmproxy|proxyman|reqable|httpcanary|小黄鸟|抓包|(?:开|设|挂|走)(?:了|着|置)?(?:了|着)?\s*(?:HTTP\s*)?代理|\bvia (?:a )?proxy\b|proxy (?:is )?(?:on|set)`),
	says(cause.MobileData, "off",
		`(?:没|未|没有|不)(?:有)?(?:打)?开(?:启)?\s*(?:移动)?(?:数据|流量|蜂窝)|关(?:了|掉|闭)(?:了)?\s*(?:移动)?(?:数据|流量|蜂窝)|(?:数据|流量|蜂窝)(?:开关)?(?:没|未)(?:有)?(?:打)?开|(?:移动)?(?:数据|流量|蜂窝)(?:网络)?(?:是)?关(?:着|闭|了)|仅(?:用|连|连接|使用)?\s*(?:wi-?fi|wlan)|只(?:连|用|有)(?:了|着)?\s*(?:wi-?fi|wlan)|(?:mobile|cellular) data (?:is |was )?(?:off|disabled)|wi-?fi only`),
	says(cause.MobileData, "on",
		`(?:移动)?(?:数据|流量|蜂窝)(?:网络)?(?:是)?(?:开着|打开|已开|开启)|(?:开关)?明明是?开(?:着)?的|开(?:着|了)\s*(?:移动)?(?:数据|流量)|(?:mobile|cellular) data (?:is |was )?(?:on|enabled)`),
	says(cause.WiFiOff, "works",
		`关(?:了|掉|闭)?\s*(?:wi-?fi|wlan)(?:后|以后|之后)?(?:就|则|却)?(?:正常|可以|能|好|成功)|(?:断开|不连)\s*(?:wi-?fi|wlan)(?:后|就)*(?:正常|可以|能|好|成功)|works? (?:with|when) wi-?fi (?:is )?off`),
	says(cause.WiFiOff, "breaks",
		`(?:wi-?fi|wlan)\s*关(?:掉|闭|了)?(?:了)?(?:以?后|之后)?(?:就|便|却)(?:调不起|拉不起|不行|失败|不能|报)|关(?:了|掉|闭)\s*(?:wi-?fi|wlan)(?:以?后|之后)?(?:就|便|却)(?:调不起|拉不起|不行|失败|不能|报)|only works? (?:on|with) wi-?fi`),
	says(cause.WiFiOff, "fails",
		`关(?:了|掉|闭)?\s*(?:wi-?fi|wlan)(?:后|以后|之后)?(?:也|还是|仍|依然)(?:不行|失败|报|一样|不能)|fails? (?:with|when) wi-?fi (?:is )?off`),
	says(cause.WiFi, "company",
		`公司(?:的|内)?\s*(?:wi-?fi|wlan|无线|内网|网络)|办公(?:室|网)|company(?:'s)? wi-?fi|office (?:wi-?fi|network)|酒店\s*(?:wi-?fi|wlan)`),
	says(cause.WiFi, "on", `连(?:着|了|接)?\s*(?:家里的?|路由器?的?)?\s*(?:wi-?fi|wlan)|on wi-?fi\b|(?:wi-?fi|wlan)(?:环境|下|网络下)`),
	says(cause.Roaming, "no", `(?:没|未|没有|不是?)(?:在)?(?:境外|国外|海外|漫游)`),
	says(cause.Roaming, "yes", `漫游|境外|在国外|海外|出国|人在(?:香港|澳门|台湾|日本|韩国|美国|泰国|新加坡)|\broaming\b|\babroad\b|overseas`),
	says(cause.DualSIM, "no", `单卡|只有一张卡|single SIM`),
	says(cause.DualSIM, "yes", `双卡|两张卡|副卡|卡二|卡2|dual[- ]?SIM|two SIMs`),
	says(cause.SIMKind, "virtual", `虚拟运营商|虚商|1(?:70|71|62|65|67)\s*(?:号段|开头|号)|阿里通信|小米移动|蜗牛移动|virtual operator|MVNO`),
	says(cause.SIMKind, "iot", `物联网?卡|物联卡|流量卡|数据卡|随身\s*wi-?fi|IoT SIM|data[- ]only SIM`),
	says(cause.SIMKind, "foreign", `外国卡|国外的?卡|境外卡|香港卡|foreign SIM`),
	says(cause.SIM, "absent", `(?:没|未|没有|无)(?:有)?(?:插|装)?\s*(?:手机|SIM|sim)?\s*卡(?:的|机|槽)?|no SIM\b|without (?:a )?SIM`),
	says(cause.Arrears, "no", `(?:没|未|没有|不)(?:有)?(?:欠费|停机)`),
	says(cause.Arrears, "yes", `欠费|停机|in arrears|suspended`),
	says(cause.Root, "no", `(?:没|未|没有|不)(?:有)?\s*root|not rooted|unrooted`),
	says(cause.Root, "yes", `root\s*(?:过|了|的)|已\s*root|magisk|面具|越狱|\brooted\b|jailbroken`),
	says(cause.Emulator, "no", `不是模拟器|真机|real (?:phone|device)`),
	says(cause.Emulator, "yes", `模拟器|雷电|夜神|mumu|\bemulator\b|\bsimulator\b`),
	says(cause.Debugger, "yes", `debug(?:ger)?\s*(?:attached|断点)|断点调试|挂着调试器`),
	says(cause.Hardened, "no", `(?:没|未|没有|不)(?:有)?(?:做过?)?加固`),
	says(cause.Hardened, "yes", `加固|乐固|梆梆|爱加密|360\s*保|\bpacked\b|\bhardened\b`),
	says(cause.StoreBuild, "yes",
		`(?:应用市场|应用商店|商店|市场|Google Play|Play)(?:上|里)?(?:下载|安装|版)|上架(?:后|以后)|重签名|(?:play )?store (?:build|version)`),
	says(cause.Build, "both",
		`debug\s*(?:包|版)?(?:和|与|、)\s*release\s*(?:包|版)?都|release\s*和\s*debug\s*都|both (?:debug and release|builds)`),
	says(cause.Build, "release-only", `(?:只有?|仅|就)(?:是)?\s*(?:在)?\s*(?:release|正式|线上|发布|打)(?:包|版|出来)?|(?:release`+
		`|正式|线上|打包)(?:包|版|后)?(?:以后)?(?:就|才|却)?(?:报|失败|不行|不能|出)|(?:正式|线上|release)(?:包|版)[^。，,；;\n]{0,14}(?:闪退|崩溃?`+
		`|白屏|弹不出|唤不起|拉不起|失败|报错)|debug\s*(?:包|版|模式)?(?:下)?(?:是|都|却)?(?:正常|没问题|可以|能|OK)|混淆(?:后|以后)`+
		`|only (?:in )?(?:the )?release|release (?:build )?only|debug (?:build )?works`),
	says(cause.CleanBuild, "cures", `(?:清(?:理|除|了|下)?(?:一遍|一下|了)?\s*(?:缓存|工程|项目)|flutter clean|gradlew clean`+
		`|clean(?:\s*build|了)?|重新(?:编译|构建|打包))[^。！？!?\n]{0,16}(?:好了|正常了?|解决了?|可以了|恢复)|(?:clean`+
		`|fresh) (?:re)?build (?:fixed|cured|solved|helped)`),
	says(cause.Agreement, "unticked", `(?:未|没|没有|不|未有)(?:勾选?|打勾|同意|点)(?:中|上)?(?:用户|隐私|服务)?(?:协议`+
		`|条款)?[^。！？!?\n]{0,14}(?:点(?:击|了)?|按)[^。！？!?\n]{0,4}(?:一键)?(?:登录|登陆)|(?:协议|条款)(?:都|还)?(?:未|没|没有|不)(?:勾选?`+
		`|打勾|同意)[^。！？!?\n]{0,14}(?:点(?:击|了)?|按)[^。！？!?\n]{0,4}(?:登录|登陆)|(?:agreement|terms|checkbox) (?:is `+
		`|was )?(?:not|un)[ -]?(?:ticked|checked|accepted)`),
	says(cause.SentValue, "access-code", `CacheMonitor[^。；;\n]{0,24}accessCode|accessCode[^。；;\n]{0,40}(?:服务端`+
		`|服务器|后台|后端|换(?:取)?(?:手机)?号|GetMobile)|(?:服务端|后台|后端|GetMobile)[^。；;\n]{0,30}accessCode`),
	says(cause.SchemeAge, "new",
		`(?:刚|新)(?:建|创建|申请|开通)(?:了|的)?(?:一个)?(?:认证)?(?:方案|应用)|方案(?:是)?(?:刚刚?|今天|昨天|才|新){1,3}(?:建|创建)|new(?:ly created)? scheme|scheme (?:was )?(?:just )?created`),
	says(cause.Airplane, "cures",
		`(?:开关|切换?)(?:一次|一下)?飞行模式(?:后|就|以后)*(?:好|恢复|正常|可以)|airplane mode (?:cures|fixes|helps)`),
	says(cause.Transient, "yes", `偶发|偶尔|有时候?|时好时坏|概率性?|sometimes|occasional|intermittent`),
	says(cause.Transient, "no", `必现|每次都|100%|every time|always fails`),
	says(cause.Phones, "one",
		`(?:只有|个别|就)(?:一|这|某)?(?:台|部|个)?(?:手机|设备|用户|机型)|其他手机(?:都)?(?:正常|没问题|可以)|only one (?:phone|device)|other phones (?:work|are fine)`),
	says(cause.Phones, "all", `(?:所有|全部|每台)(?:的)?(?:手机|设备|用户|机型)|all (?:phones|devices|users)|every (?:phone|device)`),
}, carrierWords(), []ticketWord{
	says(cause.OS, "ios-16.4", `iOS\s*(?:16\.[4-9]|1[7-9]|2\d)`),
	says(cause.OS, "ios-early", `iOS\s*(?:[89]|1[0-5]|16\.[0-3])\b`),
	says(cause.Radio, "weak",
		`(?:启动|弹出|加载|拉起|打开|响应)(?:得)?(?:太|很|特别|非常|比较)慢|(?:要|得)等(?:上)?(?:好几|五六|七八|十几|\d+)\s*秒|takes? (?:several|many|\d+) seconds|信号(?:很|比较|太|有点|非常)?(?:弱|差)|信号不(?:太|大|是很)?好|电梯|地下(?:室|车库)|weak signal`),
	says(cause.APN, "wap", `\b(?:cm|3g|ct|uni)wap\b`),
	says(cause.Clock, "wrong", `(?:手机|系统)?时间(?:不准|不对|错误|慢了|快了)|clock (?:is )?(?:wrong|off)`),
	says(cause.PageOpen, "yes", `(?:重复|连续|两次|多次)(?:点击|拉起|唤起|调起)|连点|double[- ]tap`),
	says(cause.TokenCut, "yes",
		`token[^。；;\n]{0,30}(?:被截断|截断了|不完整|少了一截|只剩(?:下)?(?:前|后)?面?一?(?:截|段|部分)|拿不到完整)|(?:被截断|不完整)[^。；;\n]{0,12}token|data\s*(?:被截断|不完整)|token (?:is |was |gets )?(?:cut|truncated|incomplete)`),
	says(cause.SIMSwitched, "yes", `切(?:换)?(?:了)?(?:流量卡|上网卡|数据卡|主副卡|默认卡)|换了(?:流量|上网|数据)卡|switched the data SIM`),
	says(cause.TokenUse, "again",
		`(?:同一个?|相同)\s*token\s*(?:重复|多次|两次|再次)|token\s*(?:重复|多次)(?:使用|提交)|token (?:was )?(?:used twice|reused)`),
})

// carrierWords are the words for which carrier's SIMs fail and which do not.
func carrierWords() []ticketWord {
	var out []ticketWord
	nicks := make([]string, 0, len(codes.Carriers()))
	for _, c := range codes.Carriers() {
		nicks = append(nicks, c.Nick.ZH)
	}
	any := "(?:" + strings.Join(nicks, "|") + ")"
	for _, c := range codes.Carriers() {
		others := slices.DeleteFunc(slices.Clone(nicks), func(n string) bool { return n == c.Nick.ZH })
		out = append(out, onlyCarrier(c, "(?:"+strings.Join(others, "|")+")"))
	}
	return append(out,
		says(cause.OtherSIM, "fails", `(?:三网|三家|所有运营商|(?:`+any+
			`(?:、|和)?){3,})[^。]{0,4}都|换(?:了)?(?:别的|其他|另一张)?卡(?:也|还是)|all (?:three )?carriers`),
		says(cause.OtherSIM, "works",
			`换(?:了)?(?:一张|张|别的|其他|另一张|`+any+`)*卡(?:就|后)*(?:正常|可以|好|成功)|works with another (?:carrier|SIM)`),
	)
}

// onlyCarrier reads that a carrier's SIMs alone fail; others is a pattern of the
// other carriers' names.
func onlyCarrier(c codes.Carrier, others string) ticketWord {
	said := "(?:" + c.Said + ")"
	return says(cause.OnlyCarrier, string(c.Issuer), `(?:只有?|仅)(?:是)?`+said+
		`|`+said+`(?:卡|用户)?(?:不行|失败|报错)[^。]{0,8}`+others+`[^。]{0,6}(?:正常|可以|没问题)`+
		`|`+others+`[^。，,]{0,10}(?:正常|可以|没问题)[^。]{0,6}`+said+
		`|only `+c.SaidEN)
}

// sdkVersion finds a version of the SDK in prose.
var sdkVersion = lazyregexp.Made(func() string {
	return `(?i)SDK(?:\s*(?:的)?(?:版本|version` +
		`|ver))?[^\d。，,]{0,8}(\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2})\b|(?:认证|阿里` +
		`|一键登录)[^\d。，,]{0,8}版本[^\d。，,]{0,6}(\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2})\b`
})

// otherSDK are SDKs whose version a text gives as well.
var otherSDK = lazyregexp.New(`(?i)flutter|dart|android\s*sdk|xcode|compile|target\s*sdk|min\s*sdk|gradle|react|JDK`)

// environment matches a line with which a tool lists what is installed, as flutter
// doctor does. It says nothing of the phone on which a login failed.
var environment = lazyregexp.New(`^\s*(?:\[[✓√!✗☠xX-]\]|[•·]\s)`)

// clauses ends what one phrase can speak of.
var clauses = lazyregexp.New(`[。！？!?;；\n]`)

// ticketFacts adds the facts that a person's text states to a sighting.
func ticketFacts(s *inspector.Sighting, text string) {
	if environment.MatchString(text) {
		return
	}
	had := map[cause.Fact]bool{}
	split := clauses.Split(text, 64)
	for _, clause := range split {
		for _, c := range ticketCures {
			if had[c.fact] {
				continue
			}
			if words := c.in(clause); words != "" {
				had[c.fact] = true
				s.Fact(c.fact, c.value, words)
			}
		}
	}
	for _, clause := range split {
		for _, st := range statements(clause, had) {
			had[st.fact] = true
			s.Fact(st.fact, st.value, st.words)
		}
		if m := sdkVersion.FindStringSubmatch(clause); m != nil && !had[cause.SDKAge] && !otherSDK.MatchString(clause) {
			if v := inspector.SDKAge(m[1] + m[2]); v != "" {
				had[cause.SDKAge] = true
				s.Fact(cause.SDKAge, v, m[0])
			}
		}
	}
	if p, quote := platformSaid(text); p != "" {
		s.Fact(cause.Platform, p, quote)
	}
	if rom, quote := brands.failing(text); rom != "" {
		s.Fact(cause.ROM, rom, quote)
	}
	if c := decode.CarrierNamed(text); c != "" && !had[cause.OnlyCarrier] {
		s.Fact(cause.Carrier, string(c), "")
	}
}
