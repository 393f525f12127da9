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

// This file holds the three checks that distinguish why a certificate was
// refused, by comparing the hosts of one device. What a client thinks is never
// said on the wire, so all of them are inferred.

// TLS alert numbers (RFC 8446, section 6).
const (
	alertHandshake = 40
	alertExpired   = 45
	alertUnknownCA = 48
	alertVersion   = 70
	alertInsecure  = 71
	alertName      = 112
)

// deviceTLS is what one device did with our certificate.
type deviceTLS struct {
	device            string
	refused, accepted []inspector.HostFacts
	clock             clock
	// proofless is true if the phone's log names Certificate Transparency.
	proofless bool
}

// tlsByDevice sorts hosts into refused and accepted ones, device by device.
// What was read under a certificate of wide dates counts as refused: the usual
// one was.
func tlsByDevice(c *inspector.Case) []deviceTLS {
	var out []deviceTLS
	for _, h := range c.Hosts {
		if len(out) == 0 || out[len(out)-1].device != h.Device {
			out = append(out, deviceTLS{device: h.Device})
		}
		d := &out[len(out)-1]
		switch {
		case h.Refusals > 0 && certificate(h):
			if h.Exchanges == h.Dates.Taken || h.Plain {
				d.refused = append(d.refused, h)
			}
		case h.Exchanges > 0 && !h.Plain:
			d.accepted = append(d.accepted, h)
		}
	}
	var refusing []*deviceTLS
	for i := range out {
		out[i].clock = clockOf(c, &out[i])
		if len(out[i].refused) > 0 {
			refusing = append(refusing, &out[i])
		}
	}
	if len(refusing) == 1 { // a log knows its phone by another name
		refusing[0].clock.hear(said(c, inspector.TLSDates))
		refusing[0].proofless = len(said(c, inspector.TLSTransparency)) > 0
	}
	return out
}

// trusting is tlsByDevice without the devices whose refusals have another
// reason than trust.
func trusting(c *inspector.Case) []deviceTLS {
	return slices.DeleteFunc(tlsByDevice(c), func(d deviceTLS) bool { return d.clock.wrong || d.proofless })
}

// certificate reports whether a refusal is about the certificate and not about
// versions, clocks or silence.
func certificate(h inspector.HostFacts) bool {
	if nameDiffers(h) {
		return false
	}
	n := h.Causes[exchange.RefusedAlert] + h.Causes[exchange.RefusedSilent]
	for _, a := range []int{alertExpired, alertVersion, alertHandshake, alertInsecure, alertName} {
		n -= h.Alerts[a]
	}
	if h.Dates.Taken > 0 { // then a close was a refusal, too
		n += h.Causes[exchange.RefusedClosed] + h.Causes[exchange.RefusedReset]
	}
	return n > 0
}

// nameDiffers reports whether each refusal can be explained by the name on our
// leaf: the client named no server or another one, and did not say that it
// does not know our CA.
func nameDiffers(h inspector.HostFacts) bool {
	return h.Refusals > 0 && h.NameDiffers == h.Refusals && h.Alerts[alertUnknownCA] == 0
}

// unsaid is what a finding adds when the refusals name no reason, so that
// another cause looks the same: the alerts of Go, Java and Android's Conscrypt
// do not distinguish an unknown CA, a wrong clock and a pin.
func unsaid(hosts []inspector.HostFacts, en, zh string) (t lang.Text) {
	for _, h := range hosts {
		if h.Alerts[alertUnknownCA] == 0 {
			return lang.Text{EN: " The client did not say why. " + en, ZH: "客户端没有说明原因。" + zh}
		}
	}
	return t
}

// login reports whether a host takes part in the login.
func login(h inspector.HostFacts) bool {
	return strings.HasSuffix(h.Host, ".aliyuncs.com")
}

// tenant reports whether a refused host is where a login wanted to go.
func tenant(c *inspector.Case, h inspector.HostFacts) bool {
	for i := range c.Flows {
		for _, s := range c.Flows[i].Steps {
			if s.Kind == inspector.StepExchange && s.Trouble == inspector.TroubleTLS && s.Detail == h.Host {
				return true
			}
		}
	}
	return false
}

func hostFinding(a advice, hosts []inspector.HostFacts, flows []inspector.Flow, what lang.Text) finding.Finding {
	f := a.finding(what)
	f.Count = 0
	for _, h := range hosts {
		f.Count += h.Refusals
		for _, r := range h.Refs {
			if len(f.Where) < maxWhere {
				f.Where = append(f.Where, r)
			}
		}
		if f.First.IsZero() || h.First.Before(f.First) {
			f.First = h.First
		}
		if h.Last.After(f.Last) {
			f.Last = h.Last
		}
		for _, flow := range flows {
			if flow.Device == h.Device && refusedIn(flow, h.Host) {
				addFlow(&f, flow.ID)
			}
		}
	}
	return f
}

// refusedIn reports whether a flow broke at the refusal of a host.
func refusedIn(f inspector.Flow, host string) bool {
	i := f.Verdict.Broken
	return i >= 0 && f.Steps[i].Trouble == inspector.TroubleTLS &&
		(f.Steps[i].Detail == host || value(&f.Steps[i], "host") == "")
}

func hostNames(hosts []inspector.HostFacts) string {
	var out []string
	for _, h := range hosts {
		if len(out) == 4 {
			out = append(out, "…")
			break
		}
		out = append(out, h.Host)
	}
	return strings.Join(out, ", ")
}

// caNotInstalled finds phones on which no host accepts our certificate.
var caNotInstalled = inspector.Check{
	ID:    "ca-not-installed",
	Title: lang.Text{EN: "The CA is not installed or not trusted", ZH: "未安装或不信任 CA"},
	Doc: lang.Text{
		EN: "If every host that a phone speaks TLS to refuses the proxy's certificate, the CA is not installed on " +
			"the phone, or the only app that spoke does not trust user CAs. A browser on the " +
			"same phone distinguishes the two.",
		ZH: "若手机访问的所有 TLS 域名都拒绝代理证书，要么手机未安装 CA，要么唯一联网的应用不信任用户证书。用手机浏览器访问即可区分。",
	},
	Source: "behaviour of mitmproxy, mockttp and HTTP Toolkit", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{
				EN: "Nothing on this phone accepted a certificate of Loginscope's CA.",
				ZH: "该手机没有任何连接接受 Loginscope 的 CA 证书。",
			},
			lang.Text{
				EN: "Install the CA from the portal page. Open any HTTPS page in the phone's browser: if that works," +
					" the app is the one that does not trust it.",
				ZH: "从引导页安装 CA。用手机浏览器打开任意 HTTPS 页面：若正常，则是应用不信任该 CA。",
			},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for _, d := range trusting(c) {
			if len(d.refused) > 0 && len(d.accepted) == 0 {
				more := d.doubt()
				out = append(out, hostFinding(a, d.refused, c.Flows, lang.Text{
					EN: allRefused(d.refused).EN + more.EN,
					ZH: allRefused(d.refused).ZH + more.ZH,
				}))
			}
		}
		return out
	},
}

// allRefused words that no host of the app accepted the proxy's certificate.
func allRefused(hosts []inspector.HostFacts) lang.Text {
	if len(hosts) == 1 {
		return lang.Text{
			EN: fmt.Sprintf("The only host refused: %s.", hosts[0].Host),
			ZH: fmt.Sprintf("唯一的域名被拒绝：%s。", hosts[0].Host),
		}
	}
	return lang.Text{
		EN: fmt.Sprintf("All %d hosts refused: %s.", len(hosts), hostNames(hosts)),
		ZH: fmt.Sprintf("%d 个域名全部被拒绝：%s。", len(hosts), hostNames(hosts)),
	}
}

// caNotTrusted finds apps that do not trust the CA while others do.
var caNotTrusted = inspector.Check{
	ID:    "ca-not-trusted",
	Title: lang.Text{EN: "This app does not trust the CA", ZH: "该应用不信任 CA"},
	Doc: lang.Text{
		EN: "From targetSdk 24 on an app trusts user CAs only if its network security configuration says so. Then " +
			"other apps on the phone accept the proxy's certificate and this one refuses it for all its hosts.",
		ZH: "targetSdk 24 起，应用仅在网络安全配置中声明后才信任用户证书。此时手机上其他应用接受代理证书，而该应用的所有域名都拒绝。",
	},
	Source: "Android developers, network security configuration", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{
				EN: "Other traffic of the phone is readable, so the CA is installed; this app does not look at user " +
					"CAs.",
				ZH: "手机其他流量可解密，说明 CA 已安装，只是该应用不认用户证书。",
			},
			lang.Text{
				EN: "Add <certificates src=\"user\"/> under debug-overrides of the network security configuration, " +
					"and keep the app's own rules.",
				ZH: "在网络安全配置的 debug-overrides 下加入 <certificates src=\"user\"/>，并保留应用原有规则。",
			},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for _, d := range trusting(c) {
			if len(d.accepted) > 0 && (len(d.refused) > 1 || len(d.refused) == 1 && login(d.refused[0])) {
				more := provable(d.refused)
				out = append(out, hostFinding(a, d.refused, c.Flows, lang.Text{
					EN: fmt.Sprintf("Refused: %s; accepted: %s.", hostNames(d.refused), hostNames(d.accepted)) +
						more.EN,
					ZH: fmt.Sprintf("拒绝：%s；接受：%s。", hostNames(d.refused), hostNames(d.accepted)) + more.ZH,
				}))
			}
		}
		return out
	},
}

// hostPinned finds single hosts that refuse while others of the phone accept.
var hostPinned = inspector.Check{
	ID:    "host-pinned",
	Title: lang.Text{EN: "One host refuses: pinning or a rule of its own", ZH: "个别域名拒绝：证书锁定或自定义校验"},
	Doc: lang.Text{
		EN: "If one host refuses and the others accept, the client pins its certificate or checks the name itself. " +
			"No Alibaba build from 2.12.17.2 to 2.14.19 pins; the China Unicom part checks the subject's common name.",
		ZH: "只有个别域名拒绝时，多为证书锁定或自定义主机名校验。阿里云 SDK 2.12.17.2 至 2.14.19 均无证书锁定；联通部分会校验证书主题的 CN。",
	},
	Source: "SDK builds 2.12.17.2 to 2.14.19", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{
				EN: "Interception cannot work for this host, whatever the phone trusts.",
				ZH: "无论手机信任什么，该域名都无法解密。",
			},
			lang.Text{EN: "Put the host on the pass-through list.", ZH: "将该域名加入直通列表。"},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for _, d := range trusting(c) {
			if len(d.refused) == 1 && len(d.accepted) > 0 && !login(d.refused[0]) && !tenant(c, d.refused[0]) {
				more := unsaid(d.refused,
					"Another app that does not trust the CA, or a rule of the client on names or Certificate "+
						"Transparency, looks the same.",
					"其他不信任该 CA 的应用，或客户端对主机名、证书透明度（CT）的校验，现象相同。")
				out = append(out, hostFinding(a, d.refused, c.Flows, lang.Text{
					EN: fmt.Sprintf("%s refuses; other hosts that accept: %d.", d.refused[0].Host, len(d.accepted)) +
						more.EN,
					ZH: fmt.Sprintf("%s 拒绝，另外 %d 个域名接受。", d.refused[0].Host, len(d.accepted)) + more.ZH,
				}))
			}
		}
		return out
	},
}

// tlsChecks are the checks of refused and broken TLS connections.
var tlsChecks = []inspector.Check{
	certificateExpired,
	certificateTransparency,
	tlsVersion,
	tlsCipher,
	nameMismatch,
	notTLS,
	clientClosed,
	handshakeTimeout,
	{
		ID:    "interception-off",
		Title: lang.Text{EN: "Loginscope stopped reading a host", ZH: "Loginscope 已停止解密某个域名"},
		Doc: lang.Text{
			EN: "A device that refuses the proxy's certificate for a host several times in a row, and accepted it " +
				"never or not lately, gets that host passed through undecrypted, so that the login continues. " +
				"Everything that the host sends after that is not in the capture.",
			ZH: "设备连续多次拒绝某域名的代理证书，且近期从未接受过时，该域名对该设备转为直通，以免影响登录。此后该域名的内容不在抓包之中。",
		},
		Source: "proxy.Config.LearnAfter", Date: "2026-11-30",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			a := advice{
				lang.Text{
					EN: "Only names, times and byte counts of these connections are known from then on.",
					ZH: "此后只知道这些连接的域名、时间和字节数。",
				},
				lang.Text{
					EN: "Once the app trusts the certificate, choose “Decrypt again” on the Phone page of the " +
						"window, or start the capture again.",
					ZH: "待应用信任证书后，在窗口“手机”页选择“重新解密”，或重新开始抓包。",
				},
				codes.Developer, codes.Seen,
			}
			var hosts []inspector.HostFacts
			for _, h := range c.Hosts {
				if h.Learned {
					hosts = append(hosts, h)
				}
			}
			if len(hosts) == 0 {
				return nil
			}
			f := hostFinding(a, hosts, nil, lang.Text{
				EN: "Not decrypted (passthrough): " + hostNames(hosts) + ".",
				ZH: "已转为直通：" + hostNames(hosts) + "。",
			})
			f.Count = len(hosts)
			return []finding.Finding{f}
		},
	},
	upstreamFailed,
	{
		ID:    "tenant-tls",
		Title: lang.Text{EN: "The IDaaS SDK refuses the certificate", ZH: "IDaaS SDK 不接受证书"},
		Doc: lang.Text{
			EN: "If the calls to Alibaba are readable and the call to the tenant breaks off in TLS, the IDaaS SDK " +
				"checks certificates (isCheckSSL(true)) with a trust of its own, and the proxy's CA is not in it.",
			ZH: "阿里云请求可解密而租户请求在 TLS 阶段中断，说明 IDaaS SDK 开启了证书校验（isCheckSSL(true)），且其信任列表中没有代理的 CA。",
		},
		Source: "seed document, isCheckSSL; own conclusion", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			readable := map[string]bool{}
			for _, h := range c.Hosts {
				if login(h) && h.Exchanges > 0 {
					readable[h.Device] = true
				}
			}
			a := advice{
				lang.Text{
					EN: "The phone trusts the CA elsewhere; this client does not.",
					ZH: "手机其他请求信任该 CA，唯独此客户端不信任。",
				},
				lang.Text{
					EN: "Let the debug build trust user CAs in its network security configuration. Or call " +
						"isCheckSSL(false) in the debug build alone.",
					ZH: "在调试版的网络安全配置中信任用户证书。或仅在调试版调用 isCheckSSL(false)。",
				},
				codes.Developer, codes.Inferred,
			}
			var out []finding.Finding
			for i := range c.Flows {
				f := &c.Flows[i]
				b := f.Verdict.Broken
				if b < 0 || !readable[f.Device] || f.Steps[b].Kind != inspector.StepExchange ||
					f.Steps[b].Trouble != inspector.TroubleTLS {
					continue
				}
				found := a.finding(lang.Text{
					EN: f.Steps[b].Detail + " refuses the certificate, dypnsapi accepts it.",
					ZH: f.Steps[b].Detail + " 拒绝证书，dypnsapi 接受。",
				})
				join(&found, f, &f.Steps[b])
				out = append(out, found)
			}
			return out
		},
	},
	caNotTrusted,
	caNotInstalled,
	hostPinned,
}
