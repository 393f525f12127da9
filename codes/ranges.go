package codes

import (
	"fmt"
	"strconv"
	"strings"

	"loginscope/lang"
)

// This file is a table: what is known of a code that has no row, from the
// block of numbers or the family that it stands in.

// block is a run of numbers, or for prefix != "" a family of words.
type block struct {
	space  Space
	lo, hi int
	prefix string
	text   lang.Text
}

// namedOnly are the spaces of other SDKs. Their numbers look like Android's,
// so they are reported only where the query names them.
var namedOnly = map[Space]bool{AliIOS: true, AliHarmony: true, AliH5: true, AliSMS: true, AliConsent: true}

// blocks is ordered from narrow to wide within a space; the first that matches
// in a space is reported.
var blocks = []block{
	{AliAndroid, 600000, 600999, "", lang.Both(
		"600xxx: a result of the Alibaba SDK on the phone. See msg, and carrierFailedResultData for the carrier's "+
			"own code. 600003, 600019, 600020 and 600029 were found in no Android build or document.",
		"600xxx：阿里云 SDK 在手机端的返回码。请看 msg，以及 carrierFailedResultData 中的运营商返回码。600003、600019、600020、600029 在 Android "+
			"各版本与文档中均未见。",
	)},
	{AliAndroid, 700000, 700999, "", lang.Both(
		"700xxx: an event of the authorisation page, not a failure.",
		"700xxx：授权页事件，不是失败。",
	)},
	{AliInternal, -10099, -10001, "", lang.Both(
		"-100xx: a number from inside the Alibaba SDK when it stands in logcat.",
		"-100xx：若出现在 logcat，是阿里云 SDK 的内部码。",
	)},
	{AliHTTP, 100000, 100099, "", lang.Both(
		"1000xx: the HTTP layer of the Alibaba SDK, seen in logcat only.",
		"1000xx：阿里云 SDK 的 HTTP 层，仅见于 logcat。",
	)},
	{AliFusion, 300000, 300099, "", lang.Both(
		"3000xx: token check of the Alibaba fusion SDK; in the Android SDK only 300001 is known.",
		"3000xx：阿里云融合认证 SDK 的 token 鉴权；Android SDK 中只见过 300001。",
	)},
	{AliIOS, 600000, 700999, "", lang.Both(
		"The iOS SDK has its own table; a row of the Android table may not apply to it.",
		"iOS SDK 有自己的码表，Android 的含义未必适用。",
	)},
	{AliHarmony, 600000, 700999, "", lang.Both(
		"The HarmonyOS SDK has its own table; a row of the Android table may not apply to it.",
		"鸿蒙 SDK 有自己的码表，Android 的含义未必适用。",
	)},
	{AliH5, 600000, 700999, "", lang.Both(
		"The H5 SDK has its own table; a row of the Android table may not apply to it.",
		"H5 SDK 有自己的码表，Android 的含义未必适用。",
	)},
	{AliSMS, 600000, 700999, "", lang.Both(
		"The SMS verification SDK has its own table; a row of the Android table may not apply to it.",
		"短信认证 SDK 有自己的码表，Android 的含义未必适用。",
	)},
	{AliConsent, 300000, 300099, "", lang.Both(
		"3000xx: the communication authorisation SDK; 300000 to 300011 are known.",
		"3000xx：阿里云通信授权 SDK；已知 300000 至 300011。",
	)},
	{AliServer, 0, 0, "ISV.", lang.Both(
		"isv.*: dypnsapi blames the caller: parameters, scheme, permission or account.",
		"isv.*：dypnsapi 认为问题在调用方：参数、认证方案、权限或账户。",
	)},
	{AliServer, 0, 0, "ISP.", lang.Both(
		"isp.*: dypnsapi blames its own side or the carrier; retry later, then open a ticket.",
		"isp.*：dypnsapi 认为问题在服务侧或运营商；稍后重试，仍失败再提工单。",
	)},
	{AliServer, 0, 0, "INVALIDACCESSKEY", lang.Both(
		"InvalidAccessKey*: the gateway does not accept the AccessKey of the caller.",
		"InvalidAccessKey*：网关不接受调用方的 AccessKey。",
	)},
	{AliServer, 0, 0, "THROTTLING", lang.Both(
		"Throttling*: the gateway limits the rate of calls; retry later.",
		"Throttling*：网关限流，稍后重试。",
	)},
	{AliServer, 0, 0, "MISSING", lang.Both(
		"Missing*: the gateway misses a request parameter of that name.",
		"Missing*：网关发现请求缺少该名称的参数。",
	)},
	{CM, 102000, 102999, "", lang.Both(
		"102xxx: China Mobile's SDK on the phone: network, mobile data, parameters.",
		"102xxx：中国移动 SDK 手机端：网络、流量开关、参数。",
	)},
	{CM, 103100, 103199, "", lang.Both(
		"1031xx: China Mobile's gateway checks request and app: signature, package, IP, AppID.",
		"1031xx：中国移动网关对请求与应用的校验：签名、包名、IP、AppID。",
	)},
	{CM, 103200, 103399, "", lang.Both(
		"1032xx-1033xx: China Mobile's user and account checks.",
		"1032xx-1033xx：中国移动的用户与账号类校验。",
	)},
	{CM, 103000, 103999, "", lang.Both("103xxx: a check at China Mobile's gateway.", "103xxx：中国移动网关侧的校验。")},
	{CM, 104000, 104999, "", lang.Both(
		"104xxx: China Mobile's token check; the known one is 104201.",
		"104xxx：中国移动的 token 校验；已知的是 104201。",
	)},
	{CM, 105000, 105999, "", lang.Both(
		"105xxx: China Mobile's number query: permission, quota, white list, other carriers.",
		"105xxx：中国移动取号环节：权限、额度、白名单、异网取号。",
	)},
	{CM, 110000, 170999, "", lang.Both(
		"11xxxx-17xxxx: numbers of China Mobile's platform whose meanings are mostly not published.",
		"11xxxx-17xxxx：中国移动平台码，含义大多未公开。",
	)},
	{CM, 200000, 200999, "", lang.Both(
		"200xxx: China Mobile's SDK on the phone: SIM, network switch, authorisation page.",
		"200xxx：中国移动 SDK 手机端：SIM 卡、网络切换、授权页。",
	)},
	{CUSDK, 410000, 410099, "", lang.Both(
		"4100xx: China Unicom's SDK. Its last digits mean what the older 100xx meant; resultMsg may contain the "+
			"server's code.",
		"4100xx：中国联通 SDK。末位含义与旧版 100xx 对应；resultMsg 中可能带有服务端码。",
	)},
	{CUServer, 100, 499, "", lang.Both(
		"1xx-4xx: China Unicom's server: app, merchant, token, interface or parameters.",
		"1xx-4xx：中国联通服务端：应用、商户、token、接口或参数。",
	)},
	{CUServer, 1000, 1999, "", lang.Both(
		"1xxx: China Unicom's server: request, signature, encryption, parameters.",
		"1xxx：中国联通服务端：请求、签名、加密、参数。",
	)},
	{CUServer, 3000, 3099, "", lang.Both("30xx: China Unicom's number gateway.", "30xx：中国联通取号网关。")},
	{CUServer, 10000, 10099, "", lang.Both(
		"100xx: China Unicom's older SDK; compare 4100xx with the same last digits.",
		"100xx：中国联通旧版 SDK；可对照末位相同的 4100xx。",
	)},
	{CUServer, 101000, 101999, "", lang.Both(
		"101xxx: parameters and user actions in China Unicom's SDK.",
		"101xxx：中国联通 SDK 的参数与用户操作。",
	)},
	{CUServer, 302000, 302999, "", lang.Both(
		"302xxx: China Unicom's SDK reading its server's reply.",
		"302xxx：中国联通 SDK 解析服务端应答。",
	)},
	{CT, -10099, -10000, "", lang.Both(
		"-100xx: China Telecom's gateway: number query, parameters, IP.",
		"-100xx：中国电信网关：取号、参数、IP。",
	)},
	{CT, -30099, -20000, "", lang.Both(
		"-2xxxx and -3xxxx: China Telecom's checks of app, key, signature and time.",
		"-2xxxx、-3xxxx：中国电信对应用、密钥、签名与时间的校验。",
	)},
	{CT, -8999, -8000, "", lang.Both(
		"-8xxx: China Telecom's older SDK: network and parameters.",
		"-8xxx：中国电信旧版 SDK：网络与参数。",
	)},
	{CT, -720099, -720000, "", lang.Both(
		"-7200xx: switching from Wi-Fi to cellular in China Telecom's older SDK.",
		"-7200xx：中国电信旧版 SDK 的 Wi-Fi 与蜂窝切换。",
	)},
	{CT, 51000, 51999, "", lang.Both(
		"51xxx: China Telecom's server: parameters and number data.",
		"51xxx：中国电信服务端：参数与号码数据。",
	)},
	{CT, 80000, 80999, "", lang.Both(
		"80xxx: China Telecom's SDK on the phone: network, initialisation, page.",
		"80xxx：中国电信 SDK 手机端：网络、初始化、授权页。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.COMMON.", lang.Both(
		"COMMON: request headers, parameters and tenant configuration; 1001 to 1014 are known.",
		"COMMON：请求头、参数与租户配置；已知 1001 至 1014。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.LOGIN.", lang.Both(
		"LOGIN: the login itself and its authentication source; 1001 to 1008 are known.",
		"LOGIN：登录过程与认证源；已知 1001 至 1008。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.SMS.", lang.Both(
		"SMS: captcha, SMS and e-mail codes; 1001 to 1008 are known.",
		"SMS：图形、短信与邮箱验证码；已知 1001 至 1008。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.SOCIAL.", lang.Both(
		"SOCIAL: binding of social accounts; 1001 and 1002 are known.",
		"SOCIAL：社交账号绑定；已知 1001、1002。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.PWD.", lang.Both(
		"PWD: the tenant's password policy; 1001 to 1008 are known.",
		"PWD：租户密码策略；已知 1001 至 1008。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.MFA.", lang.Both(
		"MFA: second factor and access control; 1001 to 1003 are known.",
		"MFA：二次认证与访问控制；已知 1001 至 1003。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.PARAM.", lang.Both(
		"PARAM: request headers, parameters and session state, as the HTTP pages number them.",
		"PARAM：请求头、参数与会话状态，HTTP 接口文档的编号方式。",
	)},
	{IDaaSHTTP, 0, 0, "SDK.CAPTCHA.", lang.Both(
		"CAPTCHA: graphic and SMS codes, as the HTTP pages number them.",
		"CAPTCHA：图形与短信验证码，HTTP 接口文档的编号方式。",
	)},
	{IDaaSHTTP, 0, 0, "TENANT.", lang.Both(
		"TENANT: the tenant's server API, not a call of the app.",
		"TENANT：租户服务端 API，不是应用的调用。",
	)},
}

var rangeIDaaSUnknown = lang.Both(
	"It has the form of an IDaaS code, but its family is in no document read so far; go by error_msg and the HTTP "+
		"status.",
	"形式上是 IDaaS 错误码，但现有文档中没有这一码族；请以 error_msg 和 HTTP 状态为准。")

// rangeOf describes what is known around an unknown code, one sentence a space
// that the query allows; empty if nothing is.
func rangeOf(q Query) lang.Text {
	number, isNum := parseNumber(q.Code)
	word := idaasWord(q.Code)
	found := map[Space]bool{}
	var texts []lang.Text
	for _, b := range blocks {
		if found[b.space] || !q.allows(b.space) {
			continue
		}
		matches := b.prefix == "" && isNum && b.lo <= number && number <= b.hi
		if b.prefix != "" {
			matches = strings.HasPrefix(word, b.prefix)
		}
		if matches {
			found[b.space] = true
			texts = append(texts, b.text)
		}
	}
	if len(texts) == 0 && q.allows(IDaaSHTTP) && idaasForm.MatchString(q.Code) {
		texts = append(texts, rangeIDaaSUnknown)
	}
	return joinTexts(texts...)
}

func (q Query) allows(s Space) bool {
	if q.Space != "" {
		return q.Space == s
	}
	return !namedOnly[s] && (q.Issuer == "" || q.Issuer == s.Issuer())
}

// idaasWord drops the IDAAS prefix and supplies the SDK one, so that every
// spelling meets one block.
func idaasWord(code string) string {
	m := idaasForm.FindStringSubmatch(code)
	switch {
	case m == nil:
		return strings.TrimPrefix(code, "IDAAS.")
	case m[1] == "":
		return fmt.Sprintf("SDK.%s.%s", m[2], m[3])
	default:
		return fmt.Sprintf("%s.%s.%s", m[1], m[2], m[3])
	}
}

func parseNumber(code string) (int, bool) {
	if !isNumber(code) || len(code) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(code)
	return n, err == nil
}
