package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// A handshake may end before the client has judged a certificate. Nothing about
// the CA, the app's rules or a name follows from that, so these findings accuse
// nobody.

// brokenOff finds connections that the client ended before it could see our
// certificate. It is a part of ClientClosed.
func brokenOff(c *inspector.Case) []finding.Finding {
	return cutOff(c, func(h inspector.HostFacts) int { return h.Broken },
		lang.Text{EN: "Broken off before a certificate was sent: ", ZH: "在证书发出之前断开："}, advice{
			lang.Text{
				EN: "It says nothing about the CA, the app's rules or a name: the phone changed networks, the app " +
					"cancelled the call, or it opened a spare connection.",
				ZH: "这与 CA、应用的校验规则和证书名称都无关：可能是手机切换了网络、应用取消了请求，或只是备用连接。",
			},
			lang.Text{
				EN: "Nothing to do if the login went on. Else repeat it with a steady network.",
				ZH: "若登录继续进行则无需处理；否则请在网络稳定时重试。",
			},
			codes.Nobody, codes.Seen,
		})
}

// handshakeTimeout finds handshakes that the proxy gave up waiting for.
var handshakeTimeout = inspector.Check{
	ID:    "handshake-timeout",
	Title: lang.Text{EN: "Loginscope gave up waiting for a handshake", ZH: "Loginscope 等待握手超时"},
	Doc: lang.Text{
		EN: "The proxy waits one minute for each part of a TLS handshake. When that ends, the proxy closes the " +
			"connection, not the client. The phone, its network or this computer was too slow, or the app stood " +
			"still, for example at a breakpoint.",
		ZH: "代理对 TLS 握手的每个阶段最多等待一分钟，超时后由代理而非客户端关闭连接。可能是手机、网络或本机过慢，也可能是应用停住了，例如停在断点处。",
	},
	Source: "own conclusion", Date: "2026-11-30",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return cutOff(c, func(h inspector.HostFacts) int { return h.Unfinished },
			lang.Text{EN: "Given up by Loginscope: ", ZH: "由 Loginscope 关闭："}, advice{
				lang.Text{EN: "The client did not refuse anything.", ZH: "客户端并没有拒绝证书。"},
				lang.Text{
					EN: "Take off breakpoints. Look at the load of this computer and at the phone's network, then " +
						"repeat the login.",
					ZH: "去掉断点，检查本机负载和手机网络后重试登录。",
				},
				codes.Nobody, codes.Seen,
			})
	},
}

// cutOff reports the hosts of which number counts something.
func cutOff(c *inspector.Case, number func(inspector.HostFacts) int, what lang.Text, a advice) []finding.Finding {
	var hosts []inspector.HostFacts
	n := 0
	for _, h := range c.Hosts {
		if number(h) > 0 {
			n += number(h)
			h.Refs = h.Cuts
			hosts = append(hosts, h)
		}
	}
	if n == 0 {
		return nil
	}
	f := hostFinding(a, hosts, nil, lang.Text{
		EN: what.EN + hostNames(hosts) + ".",
		ZH: what.ZH + hostNames(hosts) + "。",
	})
	f.Count = n
	return []finding.Finding{f}
}
