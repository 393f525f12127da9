package replay

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// probeRules are the rules by which a replay is judged, as far as they speak
// of an answer without a token.
var probeRules = []func(facts) (Comparison, bool){
	unreached, brokenOff, redirected, gatewayThere, tenantThere, serverFault, clockMissing, refusedByStatus,
	notSignedIn, notJSON, deviceHeadersMissing, clientID, unknownCode,
}

// judgeProbe says what answered a test. Only what this target's API answers is
// a success: another system's page, a redirect or a refusal is none.
func judgeProbe(t Target, s sent, rules inspector.Ruleset) Comparison {
	asked := s.exchange
	if t.Kind == KindIDaaS { // the clock refuses as the login does, and has no step of its own
		asked.Path = loginPath
	}
	f := facts{
		result:   Result{Target: t, Call: callTest, Exchange: s.exchange, Redirect: s.location},
		replayed: read(t, asked, rules),
	}
	f.result.Step = f.replayed
	for _, rule := range probeRules {
		if c, ok := rule(f); ok {
			if r, ok := f.root(); ok {
				c.Root = &r
			}
			return c
		}
	}
	c := f.fallback()
	c.Success = false
	return c
}

func unreached(f facts) (Comparison, bool) {
	x := f.result.Exchange
	if x.Response != nil {
		return Comparison{}, false
	}
	cause := "no answer"
	if x.Failure != nil {
		cause = string(x.Failure.Cause)
	}
	return say(codes.Seen, codes.TenantAdmin,
		"The target was not reached", "未能连接到目标",
		fmt.Sprintf("The connection failed (%s).", cause), fmt.Sprintf("连接失败（%s）。", cause),
		"Correct the target's address, certificate or network, then test again.", "请修正目标地址、证书或网络后重新测试。"), true
}

func brokenOff(f facts) (Comparison, bool) {
	x := f.result.Exchange
	if x.Failure == nil {
		return Comparison{}, false
	}
	return say(codes.Seen, codes.TenantAdmin,
		"The answer broke off", "响应中断",
		fmt.Sprintf("Something answered (HTTP %d) and did not end its answer (%s).", x.Response.Status,
			x.Failure.Cause),
		fmt.Sprintf("有响应（HTTP %d），但未完整返回（%s）。", x.Response.Status, x.Failure.Cause),
		"Test again; if it stays, ask the target's administrator.", "请重新测试；如仍出现，请联系目标的管理员。"), true
}

// gatewayThere: an unsigned call is refused by a code that only such a gateway gives.
func gatewayThere(f facts) (Comparison, bool) {
	if f.result.Target.Kind != KindAlibaba {
		return Comparison{}, false
	}
	root, ok := f.root()
	if !ok || root.Issuer != codes.AlibabaAPI || f.result.Redirect != "" || f.result.Exchange.Response.Status >= 500 ||
		f.field("RequestId") == "" {
		return Comparison{}, false
	}
	c := say(codes.Inferred, codes.Nobody,
		"An Alibaba gateway answers", "阿里云网关有响应",
		"It refused a call without keys by a code of its own ("+root.Code+"). The keys were not tried.",
		"网关以自身返回码（"+root.Code+"）拒绝了未签名的调用。未试用密钥。",
		"Nothing to do here; a replay tries the keys.", "无需处理；重放时会使用密钥。")
	c.Success = true
	return c, true
}

// tenantThere: the tenant's clock, or another success of its API.
func tenantThere(f facts) (Comparison, bool) {
	resp := f.result.Exchange.Response
	_, clock := serverDate(resp.Body.Head)
	_, coded := f.root()
	if f.result.Target.Kind != KindIDaaS || resp.Status != 200 || coded || !clock && !f.worked() {
		return Comparison{}, false
	}
	c := say(codes.Seen, codes.Nobody,
		"The tenant's API answers", "租户接口有响应",
		"It answered the call for its time. Whether the login works, only a token shows.",
		"已返回服务器时间。登录是否可用，需用 token 才能确认。",
		"Nothing to do here.", "无需处理。")
	if !clock {
		c.Certainty = codes.Inferred
		c.Cause = lang.Text{EN: "It answered as this API does, though not with its time.", ZH: "响应符合该接口格式，但没有返回时间。"}
	}
	c.Success = true
	return c, true
}

// clockMissing covers a 404 of the clock, which not every tenant is known to have.
func clockMissing(f facts) (Comparison, bool) {
	if f.result.Target.Kind != KindIDaaS || f.result.Exchange.Response.Status != 404 || f.known() {
		return Comparison{}, false
	}
	return say(codes.Unconfirmed, codes.Developer,
		"No tenant's API was found at this address", "该地址未找到租户接口",
		"HTTP 404 for "+datePath+
			": the address is another system's or has a path too much, or this tenant lacks the call. That the "+
			"login is there is not known.",
		"访问 "+datePath+" 返回 HTTP 404：地址属于其他系统、多了一段路径，或该租户没有此接口。无法确认登录接口是否存在。",
		"Compare the address with setBaseUrl: scheme and host alone.", "请与 setBaseUrl 核对地址：只含协议和主机。"), true
}

// elsewhere describes the host of a redirect, "" if it stays on the target's.
func elsewhere(f facts) string {
	host := hostOf(f.result.Redirect)
	if host == "" || strings.EqualFold(host, f.result.Target.Host()) {
		return ""
	}
	return host
}
