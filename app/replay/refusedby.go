package replay

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
)

// byStatus describes the statuses by which something refuses a call without a code
// of the tables.
var byStatus = map[int]struct {
	actor                                            codes.Actor
	titleEN, titleZH, causeEN, causeZH, fixEN, fixZH string
}{
	401: {codes.TenantAdmin, "The target does not accept who calls", "目标不接受调用方身份",
		"HTTP 401: the client id is not accepted, or something before the tenant wants a login of its own.",
		"HTTP 401：client id 不被接受，或租户前面的网关要求另行认证。",
		"Compare the client id with the application's page in the tenant; ask the administrator whether a gateway " +
			"protects the address.",
		"请与租户的应用信息页核对 client id；并向管理员确认该地址前是否有需要认证的网关。"},
	403: {codes.TenantAdmin, "The target forbids the call", "目标禁止此调用",
		"HTTP 403 without a code of this API: a firewall or an access rule refused the call before or at the tenant.",
		"HTTP 403 且没有该接口的返回码：请求被防火墙或访问规则拒绝。",
		"Ask the administrator for the rule; give the time and this computer's address.",
		"请向管理员查询拦截规则，并提供时间和本机地址。"},
	404: {codes.Developer, "The login call is not at this address", "该地址没有登录接口",
		"HTTP 404: the host answers and does not know the path. The address is another system's, has a path too " +
			"much, or the tenant lacks one-click login.",
		"HTTP 404：主机有响应，但没有该路径。可能是其他系统的地址、地址多了一段路径，或该租户不支持一键登录。",
		"Put the tenant's address into the target as the app gives it to setBaseUrl: scheme and host alone.",
		"请在目标中填写与 setBaseUrl 相同的租户地址：只含协议和主机。"},
	405: {codes.Developer, "The login call is not at this address", "该地址没有登录接口",
		"HTTP 405: the path is served, and not by POST: another system answers.",
		"HTTP 405：该路径不接受 POST，响应来自其他系统。",
		"Put the tenant's address into the target as the app gives it to setBaseUrl.",
		"请在目标中填写与 setBaseUrl 相同的租户地址。"},
	429: {codes.Nobody, "The target limits how often it is called", "目标限制了调用频率",
		"HTTP 429: too many calls in a short time.", "HTTP 429：短时间内调用过多。",
		"Wait, then replay again; the token keeps ageing meanwhile.", "请稍候再重放；等待期间 token 仍在计时。"},
}

// refusedByStatus covers the statuses that say enough by themselves.
func refusedByStatus(f facts) (Comparison, bool) {
	w, ok := byStatus[f.result.Exchange.Response.Status]
	if !ok || f.known() {
		return Comparison{}, false
	}
	c := say(codes.Inferred, w.actor, w.titleEN, w.titleZH, w.causeEN, w.causeZH, w.fixEN, w.fixZH)
	if after := f.result.Exchange.Response.Header.Get("Retry-After"); after != "" && len(after) <= 40 {
		c.Cause.EN += fmt.Sprintf(" It says Retry-After: %s.", after)
		c.Cause.ZH += fmt.Sprintf("响应要求 Retry-After：%s。", after)
	}
	return c, true
}

// notSignedIn covers HTTP 200 without a session: accepted, and no login.
func notSignedIn(f facts) (Comparison, bool) {
	if f.replayed == nil || f.replayed.Trouble != inspector.TroubleNotSigned {
		return Comparison{}, false
	}
	switch status := f.field("status"); status {
	case "ACCESS_DENIED":
		return say(codes.Inferred, codes.TenantAdmin,
			"The tenant's policy denies the login", "租户策略拒绝登录",
			"HTTP 200 with the status ACCESS_DENIED: an access policy of the tenant refuses this user, device or "+
				"network. There is no session.",
			"HTTP 200，但 status 为 ACCESS_DENIED：租户的访问策略拒绝了该用户、设备或网络，没有建立会话。",
			"Look at the access policies of this application in the tenant.", "请检查租户中该应用的访问策略。"), true
	case "MFA_AUTH":
		return say(codes.Inferred, codes.Developer,
			"The tenant demands a second factor", "租户要求二次认证",
			"HTTP 200 with the status MFA_AUTH and no session: the user must pass another step before signing in.",
			"HTTP 200，但 status 为 MFA_AUTH 且没有会话：用户还需完成二次认证才能登录。",
			"Handle MFA_AUTH in the app with the state_token, or take the factor out of the tenant's policy.",
			"请在应用中用 state_token 处理 MFA_AUTH，或在租户策略中取消二次认证。"), true
	case "SUCCESS", "":
		return say(codes.Inferred, codes.TenantAdmin,
			"The answer has no session", "响应中没有会话",
			"HTTP 200 without a session_token, or with an empty one. The app cannot sign in with that.",
			"HTTP 200，但没有 session_token 或其为空，应用无法登录。",
			"Give time and answer to the tenant's administrator.", "请将时间和响应提供给租户管理员。"), true
	default:
		return say(codes.Inferred, codes.Developer,
			"The tenant demands a further step: "+status, "租户要求后续步骤："+status,
			"HTTP 200 with the status "+status+" and no session: the login waits for a next step.",
			"HTTP 200，但 status 为 "+status+" 且没有会话：登录还需后续步骤。",
			"Handle this status in the app, or change the tenant's settings for this application.",
			"请在应用中处理该 status，或调整租户对此应用的设置。"), true
	}
}

// otherNumber covers a comparison of numbers that did not pass.
func otherNumber(f facts) (Comparison, bool) {
	if !f.worked() || !f.numberDiffers() {
		return Comparison{}, false
	}
	result := f.field("VerifyResult")
	if result == "REJECT" {
		return say(codes.Seen, codes.User,
			"The number is not the one of the SIM", "号码与 SIM 卡不一致",
			"The call worked and its result is REJECT: the token was made by another number.",
			"调用成功，结果为 REJECT：token 由其他号码产生。",
			"Compare with the number of the SIM that carries the mobile data.", "请与当前使用移动数据的 SIM 卡号码核对。"), true
	}
	return say(codes.Seen, codes.Nobody,
		"Whether the number is right is not known", "无法确认号码是否一致",
		"The call worked and its result is not PASS: "+shown(result)+".", "调用成功，但结果不是 PASS："+shown(result)+"。",
		"Get a new token and compare again.", "请重新获取 token 后再比对。"), true
}

func shown(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// unknownCode covers an answer whose code is in no table.
func unknownCode(f facts) (Comparison, bool) {
	c, ok := f.root()
	if !ok || c.Lookup.Known() && len(c.Lookup.Candidates) > 0 {
		return Comparison{}, false
	}
	return say(codes.Unconfirmed, codes.TenantAdmin,
		"The target refuses with an unknown code: "+c.Code, "目标以未知返回码拒绝："+c.Code,
		fmt.Sprintf("HTTP %d with a code that is in no table of this program. What it means is not known here.",
			f.result.Exchange.Response.Status),
		fmt.Sprintf("HTTP %d，该返回码不在本程序的码表中，含义未知。", f.result.Exchange.Response.Status),
		"Ask the target's owner what it means; give time, code and message.", "请向目标的提供方询问含义，并提供时间、返回码和返回信息。"), true
}
