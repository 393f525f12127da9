package issuer

import (
	"strings"

	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
)

// cure is a sentence that says what made the login work. It states the opposite
// of what it names: who writes that it works once the VPN is off had one on.
type cure struct {
	re    *lazyregexp.Regexp
	fact  cause.Fact
	value string
}

// What a person did to the thing that a cure names, in both languages; %s stands
// for the thing.
const (
	removedZH = `(?:关(?:了|掉|闭)?|断(?:开|掉)|退(?:出|掉)|停(?:用|掉)|卸载(?:了|掉)?|去(?:掉|除)|取消|拔(?:掉|了|出|下)?|不(?:再)?(?:开|用|挂|走|连|做))了?(?:手机|系统)?(?:的|上的)?\s*(?:%s)(?:软件|工具|连接|开关)?`
	addedZH   = `(?:打开|开启|开(?:了|上)?)了?(?:手机|系统)?(?:的|上的)?\s*(?:%s)(?:网络|开关)?`
	movedZH   = `(?:切(?:换)?(?:到|成|回|为)?|改(?:用|成|为)|换(?:用|成|为|到)|只?用)了?\s*(?:%s)(?:网络)?`
	changedZH = `(?:升级|更新|换|校准|同步|调整|修改|更正|改|重新(?:配置|填写?|设置|提交|生成))(?:了|成|到|对|正|好)?(?:一下)?[^。！？!?；;，,\n]{0,8}(?:%s)`

	removedEN = `(?:(?:turn|switch)(?:ing|ed)? off|disabl(?:e|ing|ed)|quit(?:ting)?|disconnect(?:ing|ed)?(?: from)?|without|remov(?:e|ing|ed)|uninstall(?:ing|ed)?)(?: the| my| a| an| any)? (?:%[1]s)|(?:turn|switch)(?:ing|ed)? (?:the |my |a )?(?:%[1]s) off`
	addedEN   = `(?:(?:turn|switch)(?:ing|ed)? on|enabl(?:e|ing|ed))(?: the| my)? (?:%[1]s)|(?:turn|switch)(?:ing|ed)? (?:the |my )?(?:%[1]s) on`
	movedEN   = `(?:(?:switch|chang)(?:ing|ed)? to|on|over|using|with only)(?: the| my)? (?:%s)`
	changedEN = `(?:updat(?:e|ing|ed)|upgrad(?:e|ing|ed)|fix(?:ing|ed)?|correct(?:ing|ed)?|chang(?:e|ing|ed))(?: the| my| to the)? (?:newest |latest |new )?(?:%s)`
)

// What follows it. A gap holds no word that turns the sentence round.
const (
	worksZH = `[^。！？!?；;\n也还仍依不没未]{0,10}(?:正常|好了|好使|可以|就好|就能|能(?:用|登|取|拉|够)|成功|解决|恢复|没问题|OK)`
	worksEN = `[^.;!?\n]{0,24}\b(?:works?|worked|working|fixe[sd]|solve[sd]|fine|succeed(?:s|ed)?|ok|okay|help(?:s|ed))\b`
	beforEN = `\b(?:works?|worked|working|fixed|solved|fine|succeed(?:s|ed)?|ok|okay)\b[^.;!?\n]{0,12}(?:after|when|once|if|by|with)?[^.;!?\n]{0,12}`
)

// cured reads that a login works after an act on a thing, in either language; "" as
// English leaves that language out.
func cured(fact cause.Fact, value, actZH, thingZH, actEN, thingEN string) cure {
	return cure{lazyregexp.Made(func() string {
		zh := strings.ReplaceAll(actZH, "%s", thingZH) + worksZH
		if thingEN == "" {
			return `(?i)` + zh
		}
		en := `(?:` + strings.NewReplacer("%[1]s", thingEN, "%s", thingEN).Replace(actEN) + `)`
		return `(?i)(?:` + zh + `|\b` + en + worksEN + `|` + beforEN + en + `)`
	}), fact, value}
}

// The things that cures name.
const (
	vpnZH, vpnEN     = `VPN|梯子|科学上网|加速器|翻墙|clash|小火箭|shadowrocket|v2ray|surge`, `VPN|clash|shadowrocket|v2ray|surge`
	proxyZH, proxyEN = `(?:HTTP|wi-?fi)?\s*代理|抓包|charles|fiddler|whistle|mitmproxy|proxyman|reqable`,
		`(?:HTTP )?proxy|charles|fiddler|whistle|mitmproxy|proxyman|reqable`
	dataZH, dataEN = `(?:移动|手机|蜂窝)?(?:数据|流量)|蜂窝|数据流量|[345]G`, `(?:mobile|cellular) (?:data|network)|[345]G`
	wifiZH, wifiEN = `wi-?fi|wlan|无线(?:网络)?`, `wi-?fi|wlan`
)

// ticketCures are read before the plain words, over the whole text.
var ticketCures = []cure{
	cured(cause.VPN, "culprit", removedZH, vpnZH, removedEN, vpnEN),
	cured(cause.CaptureOnly, "yes", removedZH, proxyZH, removedEN, proxyEN),
	cured(cause.MobileData, "off", addedZH, dataZH, addedEN, dataEN),
	cured(cause.WiFiOff, "works", removedZH, wifiZH, removedEN, wifiEN),
	cured(cause.WiFiOff, "works", movedZH, dataZH, movedEN, dataEN),
	cured(cause.DualSIM, "yes", removedZH, `(?:一张|另一张|其中一张|另外一张|副)卡|卡(?:二|2)`,
		removedEN, `(?:second|other|one|secondary) SIM`),
	cured(cause.Hardened, "yes", removedZH, `加固`, removedEN, `hardening|packing`),
	cured(cause.Build, "release-only", removedZH, `混淆|minifyEnabled|R8|proguard`, removedEN, `minify(?:ing|Enabled)?|R8|proguard|obfuscation`),
	cured(cause.SDKAge, "old", changedZH, `SDK(?:的?版本)?`, changedEN, `SDK`),
	cured(cause.Clock, "wrong", changedZH, `(?:手机|系统)?时间`, changedEN, `clock|time`),
	cured(cause.Signature, "differs", changedZH, `签名|包名`, changedEN, `signature|package name`),
	cured(cause.Phones, "one", `换(?:了)?(?:一|个|一个|一台|台|部)*(?:%s)`, `手机|设备|真机`, `(?:on|with|using) (?:%s)`,
		`another (?:phone|device)`),
}

// notCured finds words that take a cure back: a denial, a question, an advice, or a
// mere supposition.
var notCured = lazyregexp.New(`(?i)n't\b|n’t\b|\bnot\b|\bnever\b|\bstill\b|\bshould\b|\bplease\b|\bcan you\b|\btry\b|\bif\b` +
	`|请|建议|如果|假如|是否|能否|应该|麻烦|需要|不行|吗|么$|？|\?`)

// cureIn is the words of a clause that state a cure, "" for none. A cure that is
// asked for, advised or denied is none.
func (c cure) in(clause string) string {
	at := c.re.FindStringIndex(clause)
	if at == nil {
		return ""
	}
	before, after := clause[:at[0]], clause[at[1]:]
	if i := strings.LastIndexAny(before, ",，、"); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, ",，、.。"); i >= 0 {
		after = after[:i]
	}
	if notCured.MatchString(before + clause[at[0]:at[1]] + after) {
		return ""
	}
	return strings.TrimSpace(clause[at[0]:at[1]])
}
