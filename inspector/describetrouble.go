package inspector

import (
	"fmt"

	"loginscope/codes"
	"loginscope/lang"
)

// troubleText says what a failure without a code means and how it is cured.
type troubleText struct {
	what, cause, fix lang.Text
	actor            codes.Actor
	retry            codes.Retry
}

var troubles = map[Trouble]troubleText{
	TroubleTLS: {
		lang.Text{EN: "the phone refused our certificate", ZH: "手机不接受代理证书"},
		lang.Text{
			EN: "The phone broke off the TLS handshake with the proxy, most likely because the app does not trust " +
				"Loginscope's CA.",
			ZH: "手机在与代理的 TLS 握手中断开，多半是应用不信任 Loginscope 的 CA。",
		},
		lang.Text{
			EN: "Install the CA on the phone. " +
				"Let the debug build trust user CAs in its network security configuration.",
			ZH: "在手机上安装 CA。在调试版的网络安全配置中信任用户证书。",
		},
		codes.Developer, codes.RetryNo,
	},
	TroubleDNS: {
		lang.Text{EN: "the server's name does not resolve", ZH: "服务器域名无法解析"},
		lang.Text{
			EN: "The computer that runs the proxy could not resolve the server's name.",
			ZH: "运行代理的电脑解析不到该服务器域名。",
		},
		lang.Text{
			EN: "Check the spelling of the host and the computer's DNS. Look for ad-blocking rules.",
			ZH: "检查域名拼写和电脑的 DNS。检查是否有广告拦截规则。",
		},
		codes.Developer, codes.RetryNow,
	},
	TroubleConnect: {
		lang.Text{EN: "the server could not be reached", ZH: "连不上服务器"},
		lang.Text{EN: "The connection to the server was refused or found no route.", ZH: "与服务器的连接被拒绝或没有路由。"},
		lang.Text{EN: "Check host, port and firewall. Try again without the proxy.", ZH: "检查主机、端口和防火墙。关闭代理后再试一次。"},
		codes.Developer, codes.RetryNow,
	},
	TroubleTimeout: {
		lang.Text{EN: "no answer in time", ZH: "等待响应超时"},
		lang.Text{
			EN: "The server did not answer in time; the SDK waits 3 to 5 seconds at most.",
			ZH: "服务器未及时响应；SDK 最多只等 3 到 5 秒。",
		},
		lang.Text{EN: "Check the network. Take off breakpoints and throttling.", ZH: "检查网络。去掉断点和限速。"},
		codes.User, codes.RetryNow,
	},
	TroubleReset: {
		lang.Text{EN: "the server broke the connection off", ZH: "服务器中断了连接"},
		lang.Text{EN: "The server closed the connection before it answered.", ZH: "服务器在应答前关闭了连接。"},
		lang.Text{EN: "Try again. If it stays, look for a firewall between.", ZH: "再试一次。若仍如此，检查中间的防火墙。"},
		codes.User, codes.RetryNow,
	},
	TroubleUpstream: {
		lang.Text{EN: "the server's certificate is not accepted", ZH: "服务器证书校验失败"},
		lang.Text{
			EN: "The proxy could not verify the server's certificate or agree on TLS with it.",
			ZH: "代理无法校验服务器证书，或与其 TLS 协商失败。",
		},
		lang.Text{
			EN: "Check the certificate of the host. Switch verification off for a test host only.",
			ZH: "检查该主机的证书。仅对测试主机关闭校验。",
		},
		codes.TenantAdmin, codes.RetryNo,
	},
	TroubleAborted: {
		lang.Text{EN: "the phone gave up", ZH: "手机端中断"},
		lang.Text{
			EN: "The phone closed the connection before the answer was complete, usually at its own time-out.",
			ZH: "应答完成前手机关闭了连接，通常是端上超时。",
		},
		lang.Text{
			EN: "Take off breakpoints and throttling. Check how long the server took.",
			ZH: "去掉断点和限速。查看服务器用了多长时间。",
		},
		codes.Developer, codes.RetryNow,
	},
	TroubleBlocked: {
		lang.Text{EN: "blocked by the proxy", ZH: "被代理拦下"},
		lang.Text{EN: "The proxy's own rules turned the connection away.", ZH: "代理自身的规则拒绝了这个连接。"},
		lang.Text{EN: "Allow the device or the destination in the proxy's settings.", ZH: "在代理设置中放行该设备或目标。"},
		codes.Developer, codes.RetryNo,
	},
	TroubleBroken: {
		lang.Text{EN: "the answer could not be read", ZH: "响应无法识别"},
		lang.Text{
			EN: "The answer is not what this call returns: cut off, not valid HTTP or not JSON. A gateway or a " +
				"login page of a network may have answered instead.",
			ZH: "响应不是该接口应有的内容：被截断、不是合法 HTTP 或不是 JSON。可能是网关或热点认证页代答。",
		},
		lang.Text{
			EN: "Look at the raw answer. Check that the base URL points at the tenant.",
			ZH: "查看原始响应。确认 baseUrl 指向租户域名。",
		},
		codes.Developer, codes.RetryNow,
	},
	TroubleRequest: {
		lang.Text{EN: "the request is not valid HTTP", ZH: "请求不符合 HTTP 规范"},
		lang.Text{
			EN: "What the phone sent is not valid HTTP, in the header block or in the chunks of the body. The " +
				"server did not answer it.",
			ZH: "手机发出的请求头或正文分块不符合 HTTP 规范，服务器没有应答。",
		},
		lang.Text{
			EN: "Look at the HTTP client of the app, and at anything between app and proxy that rewrites requests.",
			ZH: "检查应用使用的 HTTP 客户端，以及应用与代理之间会改写请求的组件。",
		},
		codes.Developer, codes.RetryNo,
	},
	TroubleProxy: {
		lang.Text{EN: "Loginscope itself failed", ZH: "Loginscope 自身出错"},
		lang.Text{
			EN: "A fault inside Loginscope ended the call. Neither the app nor the server is to blame.",
			ZH: "Loginscope 内部故障中断了调用，与应用和服务器无关。",
		},
		lang.Text{
			EN: "Repeat the login. If it happens again, report what the session says of the proxy.",
			ZH: "请重新登录。若再次出现，请反馈会话中关于代理的记录。",
		},
		codes.Nobody, codes.RetryNow,
	},
	TroubleStatus: {
		lang.Text{EN: "the server answered with an error status", ZH: "服务器返回错误状态"},
		lang.Text{
			EN: "The server answered with an HTTP error and no code that says why.",
			ZH: "服务器返回 HTTP 错误，且没有说明原因的错误码。",
		},
		lang.Text{
			EN: "Check path and host of the call. Look at the raw answer and ask the server's owner.",
			ZH: "检查接口路径与主机。查看原始响应并联系服务方。",
		},
		codes.TenantAdmin, codes.RetryLater,
	},
	TroubleNotSigned: {
		lang.Text{EN: "accepted, but not signed in", ZH: "已受理，但未登录"},
		lang.Text{
			EN: "IDaaS answered 200 without a session_token: a further step such as MFA or binding is demanded, or " +
				"a policy denies access.",
			ZH: "IDaaS 返回 200 但没有 session_token：还需 MFA、绑定等后续步骤，或被访问策略拒绝。",
		},
		lang.Text{
			EN: "Handle the status in the app, or change the tenant's policy for this application.",
			ZH: "在应用中处理该 status，或调整租户对此应用的策略。",
		},
		codes.TenantAdmin, codes.RetryNo,
	},
	TroubleCleartext: {
		lang.Text{EN: "Android refused plain HTTP", ZH: "Android 禁止明文 HTTP"},
		lang.Text{
			EN: "The app's network security configuration does not allow plain HTTP to the carrier's host.",
			ZH: "应用的网络安全配置未允许对运营商域名使用明文 HTTP。",
		},
		lang.Text{
			EN: "Add the carrier's domains with cleartextTrafficPermitted. Refer to the file from the manifest.",
			ZH: "为运营商域名加上 cleartextTrafficPermitted。在 Manifest 中引用该配置文件。",
		},
		codes.Developer, codes.RetryNo,
	},
	TroubleShutdown: {
		lang.Text{EN: "the capture ended first", ZH: "抓包先结束"},
		lang.Text{EN: "The capture was stopped while the call was still open.", ZH: "调用还在进行时抓包已停止。"},
		lang.Text{EN: "Capture once more until the login has ended.", ZH: "重新抓包，直到登录结束。"},
		codes.Nobody, codes.RetryNow,
	},
}

func (f *Flow) describeTrouble(s *Step) {
	v := &f.Verdict
	t, ok := troubles[s.Trouble]
	if !ok {
		t = troubles[TroubleBroken]
	}
	label := labels[s.Kind]
	v.Title = lang.Text{EN: fmt.Sprintf("%s: %s", label.EN, t.what.EN), ZH: fmt.Sprintf("%s：%s", label.ZH, t.what.ZH)}
	v.Cause, v.Fix, v.Actor, v.Retry = t.cause, sentences(t.fix), t.actor, t.retry
	if host := fieldOf(s, "host"); host != "" {
		v.Cause.EN = host + ": " + v.Cause.EN
		v.Cause.ZH = host + "：" + v.Cause.ZH
	}
	v.Meanwhile = meanwhile(t.retry)
}

func fieldOf(s *Step, name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}
