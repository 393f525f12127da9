package replay

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// rules are tried in order; the first that matches decides.
var rules = []func(facts) (Comparison, bool){
	notSent, noAnswer, redirected, serverFault, refusedByStatus, notSignedIn, notJSON, targetKeys, accountCodes,
	spentToken, schemeCodes, schemeThere, otherNumber, workedHere, tenantSource, deviceHeadersMissing, clientID,
	unknownCode, sameAsBefore,
}

func notSent(f facts) (Comparison, bool) {
	x := f.result.Exchange
	if x.Failure == nil || f.result.Token != TokenUntouched {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.TenantAdmin,
		"The target was not reached", "未能连接到目标",
		fmt.Sprintf("The connection failed (%s) before the request left; the token is untouched.", x.Failure.Cause),
		fmt.Sprintf("请求发出前连接已失败（%s），token 未被使用。", x.Failure.Cause),
		"Run the target's test, correct its address or certificate, and replay again.",
		"请先对该目标执行连通性测试，修正地址或证书后再重放。"), true
}

func noAnswer(f facts) (Comparison, bool) {
	if f.result.Exchange.Response != nil && f.result.Exchange.Failure == nil {
		return Comparison{}, false
	}
	cause := "no answer"
	if f.result.Exchange.Failure != nil {
		cause = string(f.result.Exchange.Failure.Cause)
	}
	return say(codes.Inferred, codes.Nobody,
		"No usable answer came", "没有收到可用的响应",
		fmt.Sprintf("The request was sent and then failed (%s). Whether the token was used up cannot be known.", cause),
		fmt.Sprintf("请求已发出但随后失败（%s），无法确定 token 是否已被消耗。", cause),
		"Get a new token before you try again.", "请重新获取 token 后再试。"), true
}

func redirected(f facts) (Comparison, bool) {
	if f.result.Redirect == "" {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.TenantAdmin,
		"The target redirects elsewhere", "目标返回了重定向",
		fmt.Sprintf("HTTP %d redirects to %s. It was not followed, since a token goes to the configured host only.",
			f.result.Exchange.Response.Status, whither(f).EN),
		fmt.Sprintf("HTTP %d 重定向到%s。token 只发送到已配置的主机，因此没有跟随跳转。", f.result.Exchange.Response.Status, whither(f).ZH),
		"Put the tenant's final address into the target and into setBaseUrl.",
		"请将租户的最终地址填入目标配置和 setBaseUrl。"), true
}

// whither describes where a redirect points.
func whither(f facts) lang.Text {
	if host := elsewhere(f); host != "" {
		return lang.Text{EN: "another host, " + host, ZH: "其他主机 " + host}
	}
	return lang.Text{EN: "another path of the same host", ZH: "同一主机的其他路径"}
}

// tokenLeft is what is said of a token whose fate is not known, "" where none
// was sent.
func (f facts) tokenLeft() lang.Text {
	if !f.result.Call.Consumes() {
		return lang.Text{}
	}
	return lang.Text{EN: " Whether the token was used up cannot be known; get a new one before you try again.",
		ZH: "无法确定 token 是否已被消耗；请重新获取后再试。"}
}

// serverFault covers an HTTP 5xx that carries no code.
func serverFault(f facts) (Comparison, bool) {
	status := f.result.Exchange.Response.Status
	if f.known() || status < 500 {
		return Comparison{}, false
	}
	return say(codes.Inferred, codes.Nobody,
			"The target has a fault of its own", "目标服务自身出错",
			fmt.Sprintf("HTTP %d: overloaded or failing, or a gateway before it cannot reach it.", status)+
				f.tokenLeft().EN,
			fmt.Sprintf("HTTP %d：服务繁忙或故障，或其前面的网关无法连接到它。", status)+f.tokenLeft().ZH,
			"Wait, then try again; if it lasts, give time and answer to the administrator.",
			"请稍后重试；如持续出现，请将时间和响应提供给管理员。"),
		true
}

func notJSON(f facts) (Comparison, bool) {
	if _, coded := f.root(); coded || f.worked() {
		return Comparison{}, false
	}
	return say(codes.Inferred, codes.TenantAdmin,
		"The answer is not one of this API", "响应不是该接口的格式",
		fmt.Sprintf(
			"HTTP %d with a body that this API does not send: a gateway, a login or maintenance page, or a wrong "+
				"address.", f.result.Exchange.Response.Status)+f.tokenLeft().EN,
		fmt.Sprintf("HTTP %d，响应体不是该接口的格式：可能是网关、登录页、维护页面或地址错误。", f.result.Exchange.Response.Status)+f.tokenLeft().ZH,
		"Check the target's address.", "请检查目标地址。"), true
}

func targetKeys(f facts) (Comparison, bool) {
	if !f.is("InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch",
		"InvalidSecurityToken.Expired", "InvalidTimeStamp.Expired") {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.TenantAdmin,
		"The target's own keys are not accepted", "目标所配置的 AccessKey 无效",
		"The gateway refused the AccessKey or its signature before it looked at the token. This says nothing about "+
			"the app; if the tenant uses the same key, it fails there too.",
		"网关在检查 token 之前就拒绝了 AccessKey 或其签名，与应用无关；如果租户使用同一 AccessKey，那里也会失败。",
		"Correct the key in the target, and compare it with the tenant's authentication source.",
		"请更正目标的 AccessKey，并与租户认证源中的配置核对。"), true
}

func accountCodes(f facts) (Comparison, bool) {
	switch {
	case f.is("isv.RAM_PERMISSION_DENY", "isp.RAM_PERMISSION_DENY", "Forbidden.RAM", "NoPermission"):
		return say(codes.Seen, codes.TenantAdmin,
			"The RAM user lacks dypns:"+string(f.result.Call), "RAM 用户缺少 dypns:"+string(f.result.Call)+" 权限",
			"The account's key works, and its user may not make this call.",
			"AccessKey 有效，但该 RAM 用户无权调用此接口。",
			"Grant dypns:"+string(f.result.Call)+" to the user whose key the tenant uses.",
			"请为租户所用 AccessKey 对应的 RAM 用户授予 dypns:"+string(f.result.Call)+" 权限。"), true
	case f.is("isv.OUT_OF_SERVICE", "isv.PRODUCT_UNSUBSCRIBE", "isv.PRODUCT_UN_SUBSCRIPT"):
		return say(codes.Seen, codes.TenantAdmin,
			"The account's service is off", "账号的号码认证服务不可用",
			"The account is in arrears or number verification was not opened.",
			"账号欠费或未开通号码认证服务。",
			"Open the service or top up the account.", "请开通服务或为账号充值。"), true
	}
	return Comparison{}, false
}

func spentToken(f facts) (Comparison, bool) {
	if !f.is("isv.TOKEN_INVALID", "isv.ACCESS_CODE_ILLEGAL", "LOGIN.1001") {
		return Comparison{}, false
	}
	if over, ok := f.expiredBy(); ok {
		return say(codes.Seen, codes.Developer,
			fmt.Sprintf("The token expired %s ago", span(over).EN), fmt.Sprintf("token 已于 %s 前过期", span(over).ZH),
			"It was older than its carrier allows when it was sent.", "发送时已超过该运营商规定的有效期。",
			"Exchange a token at once; get a new one for another try.", "取得 token 后应立即换取；请重新获取后再试。"), true
	}
	if len(f.history.Exchanged) > 0 {
		return say(codes.Inferred, codes.Developer,
			"The token was already used", "token 已被使用过",
			"It was sent before in this session, and a token is single use.", "该 token 在本会话中已提交过，而 token 只能使用一次。",
			"Get a new token for each attempt.", "每次登录都应重新获取 token。"), true
	}
	if f.is("isv.ACCESS_CODE_ILLEGAL") {
		return say(codes.Seen, codes.Developer,
			"This is not a whole login token", "不是完整的登录 token",
			"The account does not recognise it: cut off, altered, or the carrier's accessCode from the log instead "+
				"of TokenRet.token.",
			"服务端无法识别：可能被截断、被改动，或误用了日志中运营商的 accessCode 而不是 TokenRet.token。",
			"Send the field token of the result object unchanged.", "请原样提交结果对象中的 token 字段。"), true
	}
	return Comparison{}, false
}

func schemeCodes(f facts) (Comparison, bool) {
	switch {
	case f.is("isv.TOKEN_UNAUTHORIZED_USED"):
		return say(codes.Seen, codes.Developer,
				"A token of the other kind", "token 类型不符",
				"It comes from the number-verification call and is refused for one-click login.",
				"该 token 来自本机号码校验，不能用于一键登录。",
				"Use getLoginToken (one-click login), not getVerifyToken.",
				"请使用一键登录接口 getLoginToken，而不是 getVerifyToken。"),
			true
	case f.is("isv.VERIFY_SCHEME_NOT_EXIST", "isv.VERIFY_SCHEME_CONFLICT", "isv.PACK_SIGN_CONFLICT",
		"isv.BUNDLE_ID_CONFLICT"):
		return say(codes.Seen, codes.Developer,
			"The scheme does not match the app", "认证方案与应用不匹配",
			"The account has no scheme for this package name and signature, or another one.", "账号下没有与该包名和签名匹配的认证方案。",
			"Compare package name and MD5 signature with the scheme; make one scheme per signing key.",
			"请核对认证方案的包名与 MD5 签名；每个签名证书各建一个方案。"), true
	}
	return Comparison{}, false
}

// schemeThere says what the read-only call proves, and what it does not.
func schemeThere(f facts) (Comparison, bool) {
	if f.result.Call != CallDescribeScheme || !f.worked() {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.Nobody,
		"The account has this scheme", "账号下存在该认证方案",
		"The keys work and the scheme's code is one of this account's. The answer contains only the scheme's secret: "+
			"the API has no call that returns its package name and signature.",
		"AccessKey 有效，且该认证方案属于此账号。响应中只有方案密钥：没有任何接口能查询方案对应的包名与签名。",
		"Compare package name and MD5 signature on the scheme's page of the console with what checking the app shows.",
		"请在控制台认证方案页核对包名与 MD5 签名，并与应用检查结果比对。"), true
}

// workedHere covers the two proofs that a success brings.
func workedHere(f facts) (Comparison, bool) {
	if !f.worked() {
		return Comparison{}, false
	}
	failedBefore := f.original != nil && f.original.Outcome == inspector.OutcomeFailed
	switch {
	case failedBefore && f.result.Call.Kind() == KindAlibaba:
		return say(codes.Inferred, codes.TenantAdmin,
			"The token is good: the tenant's authentication source is wrong", "token 有效：租户认证源配置有误",
			"The same token works against the account, and the tenant could not use it.", "同一 token 在该账号下可用，而租户换取失败。",
			"Compare AccessKey, secret and permissions in the tenant's one-click login source with this target.",
			"请将租户一键登录认证源中的 AccessKey、密钥及权限与本目标核对。"), true
	case failedBefore:
		return say(codes.Inferred, codes.Developer,
			"The token and the tenant are good: the app calls it wrongly", "token 与租户均正常：应用调用有误",
			"The tenant accepts the same token from here. What differs is the app's request.",
			"租户接受从这里发出的同一 token，差别在于应用的请求。",
			"Compare the two requests side by side: host, client id, device headers, body.",
			"请逐项对比两个请求：主机、client id、设备头、请求体。"), true
	}
	return say(codes.Seen, codes.Nobody,
		"The target accepts the token", "目标接受了该 token",
		"Token, target and configuration work together.", "token、目标与配置均正常。",
		"Nothing to do here; the token is used up now.", "无需处理；该 token 现已被消耗。"), true
}

func tenantSource(f facts) (Comparison, bool) {
	if !f.is("LOGIN.1008", "LOGIN.1001") {
		return Comparison{}, false
	}
	if f.is("LOGIN.1008") {
		return say(codes.Inferred, codes.TenantAdmin,
			"The tenant has no one-click login source", "租户未配置一键登录认证源",
			"The tenant answered that the authentication source is missing; neither token nor app is at fault.",
			"租户返回找不到认证源；与 token 和应用无关。",
			"Configure \"One-Click Login with Device Number\" in the tenant's built-in authentication sources.",
			"请在租户的内置认证源中配置「本机号码一键登录」。"), true
	}
	return say(codes.Inferred, codes.TenantAdmin,
		"The tenant could not query the number", "租户查询号码失败",
		"The tenant's own call to Alibaba failed: a token that is spent or expired, or wrong keys in its "+
			"authentication source.", "租户调用阿里云接口失败：token 已失效，或认证源中的 AccessKey 有误。",
		"Replay a fresh token against the Alibaba account to distinguish the two.",
		"请用新 token 对阿里云账号重放，以区分这两种情况。"), true
}

func deviceHeadersMissing(f facts) (Comparison, bool) {
	if !f.is("COMMON.1003", "PARAM.0001") {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.Developer,
		"A device header is missing", "缺少设备信息请求头",
		"The tenant wants X-operating-sys-version, X-device-fingerprint and X-agent; it checks that they are there.",
		"租户要求 X-operating-sys-version、X-device-fingerprint、X-agent，仅检查是否存在。",
		"Send all three; with the SDK, initialise it fully before the login.", "请带上这三个请求头；使用 SDK 时请先完整初始化。"), true
}

func clientID(f facts) (Comparison, bool) {
	if !f.is("COMMON.1012", "PARAM.0002", "PARAM.0003") {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.Developer,
		"The tenant does not know the client id", "租户找不到该 client id",
		"X-client-id is empty, wrong, or of another tenant.", "X-client-id 为空、填错或属于其他租户。",
		"Copy it from the application's page of this tenant; compare setClientId and setBaseUrl.",
		"请从该租户的应用信息页复制，并核对 setClientId 与 setBaseUrl。"), true
}

func sameAsBefore(f facts) (Comparison, bool) {
	mine, ok := f.root()
	was, had := root(f.original)
	if !ok || !had || mine.Code != was.Code {
		return Comparison{}, false
	}
	return say(codes.Inferred, codes.TenantAdmin,
		"The same answer as the app got", "与应用得到的结果相同",
		fmt.Sprintf("The target answers %s here too, so the app's way of calling is not the cause.", mine.Code),
		fmt.Sprintf("在这里同样返回 %s，说明原因不在应用的调用方式。", mine.Code),
		"Follow the action of this code.", "请按该返回码的处理建议执行。"), true
}
