package check

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// This file holds the checks on handshakes that failed for something else than
// trust: cipher, name, another protocol, a close without a word, the server.

// tlsCipher finds clients that share no cipher with the proxy.
var tlsCipher = inspector.Check{
	ID:    "tls-cipher",
	Title: lang.Text{EN: "No common cipher", ZH: "加密套件不匹配"},
	Doc: lang.Text{
		EN: "If client and proxy agree on no cipher or curve, the handshake ends before any certificate is looked " +
			"at. Clients that insist on RSA certificates, or on suites of their own (such as SM4), cannot be " +
			"intercepted.",
		ZH: "双方没有共同的加密套件或曲线时，握手在校验证书之前就会结束。只接受 RSA 证书或自有套件（如国密 SM4）的客户端无法解密。",
	},
	Source: "RFC 8446, section 6.2", Date: "2026-11-22",
	Status: finding.Warning, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		return alerted(c, func(h inspector.HostFacts) bool {
			n := h.Causes[exchange.RefusedCipher] + h.Alerts[alertInsecure]
			return n > 0 || h.Alerts[alertHandshake] > 0 && !wantsProof(h)
		}, advice{
			lang.Text{
				EN: "The certificate was not even looked at; installing or trusting the CA does not help.",
				ZH: "此时尚未校验证书，安装或信任 CA 都无济于事。",
			},
			lang.Text{
				EN: "Put the host on the pass-through list, or widen the client's cipher list in the debug build.",
				ZH: "将该域名加入直通列表，或在调试版中放宽客户端的加密套件。",
			},
			codes.Developer, codes.Seen,
		})
	},
}

// nameMismatch finds refusals that the name on our leaf explains.
var nameMismatch = inspector.Check{
	ID:    "name-mismatch",
	Title: lang.Text{EN: "The certificate's name is not the one the client looks for", ZH: "证书名称与客户端期望的不一致"},
	Doc: lang.Text{
		EN: "The proxy signs for the name that the client sends in its greeting (SNI), or else for the address that " +
			"it connects to. A client that connects by address, or names another host than it checks, finds a " +
			"certificate for the wrong name.",
		ZH: "代理按客户端握手时发送的域名（SNI）签发证书；没有 SNI 时按连接的地址签发。客户端按 IP 连接，或发送的域名与校验的域名不同时，证书名称就会不符。",
	},
	Source: "RFC 6066, section 3; RFC 9525, section 6", Date: "2026-11-22",
	Status: finding.Warning, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		return alerted(c, func(h inspector.HostFacts) bool { return nameDiffers(h) || h.Alerts[alertName] > 0 }, advice{
			lang.Text{
				EN: "The client sent no server name, or another one than the host that it connected to.",
				ZH: "客户端没有发送域名，或发送的域名与所连接的主机不同。",
			},
			lang.Text{
				EN: "Connect by host name (switch HTTPDNS off in the debug build), or put the address on the " +
					"pass-through list.",
				ZH: "改用域名连接（调试版关闭 HTTPDNS），或将该地址加入直通列表。",
			},
			codes.Developer, codes.Inferred,
		})
	},
}

// notTLS finds connections that carry something else than TLS or HTTP.
var notTLS = inspector.Check{
	ID:    "not-tls",
	Title: lang.Text{EN: "Not TLS at all", ZH: "不是 TLS 连接"},
	Doc: lang.Text{
		EN: "Push services, private protocols and Chinese national TLS begin otherwise than TLS. Such a connection " +
			"is passed through; it does not indicate a certificate problem.",
		ZH: "推送服务、私有协议和国密 TLS 的开头与 TLS 不同。这类连接会原样转发，与证书无关。",
	},
	Source: "own conclusion", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		out := alerted(c, func(h inspector.HostFacts) bool {
			return h.Causes[exchange.RefusedGarbage]+h.Reasons[exchange.TunnelNotHTTP]+
				h.Reasons[exchange.TunnelSilent] > 0
		}, advice{
			lang.Text{
				EN: "What the client sent is neither TLS nor HTTP, so there is nothing to decrypt.",
				ZH: "客户端发送的既不是 TLS 也不是 HTTP，无从解密。",
			},
			lang.Text{
				EN: "Nothing to do; if it should be HTTPS, look at the app's address and port.",
				ZH: "无需处理；若本应为 HTTPS，请检查应用中的地址和端口。",
			},
			codes.Nobody, codes.Seen,
		})
		for i := range out {
			out[i].What.EN = strings.Replace(out[i].What.EN, "Refused: ", "Neither TLS nor HTTP: ", 1)
			out[i].What.ZH = strings.Replace(out[i].What.ZH, "拒绝：", "既非 TLS 也非 HTTP：", 1)
		}
		return out
	},
}

// clientClosed finds handshakes that the client broke off without a word.
var clientClosed = inspector.Check{
	ID:    "client-closed",
	Title: lang.Text{EN: "The client closed without a reason", ZH: "客户端未说明原因就断开"},
	Doc: lang.Text{
		EN: "A handshake that the client ends without an alert after it got the certificate proves little: the app " +
			"may have refused the certificate silently, given up waiting, lost its network, or been closed by its " +
			"user. If it happens every time, pinning is probable; put the host on the pass-through list and compare," +
			" since a server's own TLS quirk can look the same. A client that left before the proxy had sent a " +
			"certificate refused nothing, and never ends interception of a host.",
		ZH: "客户端收到证书后未发告警就断开，难以判断原因：可能是应用静默拒绝证书、等待超时、切换网络，或被用户关闭。若每次如此，多半是证书锁定；可将该域名加入直通列表对比，服务器自身的 TLS 问题也会有同样现象。" +
			"若客户端在代理发出证书之前就断开，则不属于拒绝，也不会使域名转为直通。",
	},
	Source: "RFC 8446, section 6.1", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return append(alerted(c, func(h inspector.HostFacts) bool {
			if h.Dates.Taken > 0 {
				return false // see CertificateExpired
			}
			n := h.Causes[exchange.RefusedClosed] + h.Causes[exchange.RefusedReset]
			return n > 0 && n == h.Refusals && !nameDiffers(h)
		}, advice{
			lang.Text{
				EN: "Nothing on the wire distinguishes a refused certificate from an abandoned connection.",
				ZH: "从网络上无法区分是拒绝证书还是放弃连接。",
			},
			lang.Text{
				EN: "Try again, and open the portal page on the phone: if its certificate test passes, this app " +
					"refuses by a rule of its own.",
				ZH: "请重试，并在手机上打开引导页：若证书检测通过，则是该应用自行拒绝。",
			},
			codes.Developer, codes.Unconfirmed,
		}), brokenOff(c)...)
	},
}

// serverSide are the failures that happen between the proxy and the server.
var serverSide = []exchange.FailureCause{
	exchange.FailDNS, exchange.FailRefused, exchange.FailUnreachable, exchange.FailTimeout, exchange.FailReset,
	exchange.FailTLS, exchange.FailCertificate, exchange.FailProtocol,
	exchange.FailStatus, exchange.FailSwitch, exchange.FailLengths, exchange.FailHeader,
}

// upstreamFailed finds hosts that could not be reached from this machine.
var upstreamFailed = inspector.Check{
	ID:    "upstream-failed",
	Title: lang.Text{EN: "The server's side failed, not the phone's", ZH: "故障在服务器一侧，不在手机"},
	Doc: lang.Text{
		EN: "The phone accepted the proxy, and the proxy could not get an answer from the server: name, route, " +
			"time-out, or the server's own certificate. The app then sees an error page with status 502 or 504.",
		ZH: "手机已接受代理，但代理无法从服务器得到响应：域名解析、路由、超时，或服务器证书的问题。应用会收到 502 或 504。",
	},
	Source: "RFC 9209, section 2.3", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{
				EN: "Without the proxy the phone may reach the server by another network.",
				ZH: "不挂代理时，手机可能通过其他网络访问该服务器。",
			},
			lang.Text{
				EN: "Open the address from this computer. For a test server with a certificate of its own, switch " +
					"verification off for that host, or name its CA.",
				ZH: "在本机访问该地址。若是自签证书的测试服务器，请对该域名关闭校验或指定其 CA。",
			},
			codes.Developer, codes.Seen,
		}
		var hosts []inspector.HostFacts
		var causes []string
		for _, h := range c.Hosts {
			hit := false
			for _, cause := range serverSide {
				if h.Failures[cause] > 0 {
					hit = true
					if !slices.Contains(causes, string(cause)) {
						causes = append(causes, string(cause))
					}
				}
			}
			if hit {
				hosts = append(hosts, h)
			}
		}
		if len(hosts) == 0 {
			return nil
		}
		f := hostFinding(a, hosts, nil, lang.Text{
			EN: fmt.Sprintf("%s: %v.", hostNames(hosts), causes),
			ZH: fmt.Sprintf("%s：%v。", hostNames(hosts), causes),
		})
		f.Count = max(f.Count, 1)
		return []finding.Finding{f}
	},
}
