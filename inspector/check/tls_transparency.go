package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// wantsProof reports whether a host's refusals are those of a client that asks
// for proof of Certificate Transparency and then says no more than "handshake
// failure", as OpenSSL does.
func wantsProof(h inspector.HostFacts) bool {
	return h.Alerts[alertHandshake] > 0 && h.AskedSCT > 0
}

// provable is what a finding adds when the client asked for proof of
// Certificate Transparency, so that its lack may be the reason.
func provable(hosts []inspector.HostFacts) (t lang.Text) {
	for _, h := range hosts {
		if h.AskedSCT > 0 && h.Alerts[alertUnknownCA] == 0 {
			return lang.Text{
				EN: " The client also asked for proof of Certificate Transparency, which a local CA does not have: " +
					"from Android 16 on that fails apps when the CA is in the system store, and not when it is " +
					"among the user certificates.",
				ZH: "客户端还要求证书透明度（CT）证明，而本地 CA 无法提供：自 Android 16 起，CA 放在系统证书库时应用会因此失败，放在用户证书中则不会。",
			}
		}
	}
	return t
}

// said returns the log lines that name a cause of TLS failures.
func said(c *inspector.Case, cause string) []inspector.Signal {
	var out []inspector.Signal
	for _, s := range c.Of(inspector.SignalTLSCause) {
		if s.Value == cause {
			out = append(out, s)
		}
	}
	return out
}

// certificateTransparency finds clients that want proof that a certificate was
// logged in public.
var certificateTransparency = inspector.Check{
	ID:    "certificate-transparency",
	Title: lang.Text{EN: "The client insists on Certificate Transparency", ZH: "客户端要求证书透明度（CT）证明"},
	Doc: lang.Text{
		EN: "A client that enforces Certificate Transparency refuses certificates of a local CA, however much it " +
			"trusts it: they are in no public log. Android does so for apps with targetSdk 37, unless the trust " +
			"comes from user certificates or from the app itself. It shows in the log as NOT_ENOUGH_SCTS or " +
			"ERR_CERTIFICATE_TRANSPARENCY_REQUIRED; OpenSSL sends the alert handshake_failure. Other clients send " +
			"the same alert as for an unknown CA.",
		ZH: "强制证书透明度的客户端会拒绝本地 CA 签发的证书，无论是否信任该 CA：因为它们不在任何公开日志中。Android 对 targetSdk 37 的应用启用该校验，除非信任来自用户证书或应用自身。" +
			"日志中表现为 NOT_ENOUGH_SCTS 或 ERR_CERTIFICATE_TRANSPARENCY_REQUIRED；OpenSSL 会发送 handshake_failure 告警。" +
			"其他客户端发送的告警与 CA 不受信任时相同。",
	},
	Source: "RFC 6962, section 3; Android developers, Certificate Transparency; httptoolkit issue 855; own test " +
		"with OpenSSL", Date: "2026-11-26",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "No certificate of a local CA can bring this proof.", ZH: "本地 CA 签发的证书都无法提供该证明。"},
			lang.Text{
				EN: "Take the CA out of the system store and trust it as a user certificate: " +
					"<debug-overrides><trust-anchors><certificates src=\"user\"/></trust-anchors></debug-overrides> " +
					"in the debug build. For a client of the app's own, switch the check off in the debug build, or " +
					"put the host on the pass-through list.",
				ZH: "将 CA 从系统证书库移除，改作用户证书，并在调试版中加入 <debug-overrides><trust-anchors><certificates " +
					"src=\"user\"/></trust-anchors></debug-overrides>。若是应用自己的校验，请在调试版中关闭，或将该域名加入直通列表。",
			},
			codes.Developer, codes.Inferred,
		}
		if out := alerted(c, wantsProof, a); len(out) > 0 {
			return out
		}
		a.certainty = codes.Seen
		lines := lang.Text{
			EN: "The phone's log says that proof of Certificate Transparency is missing.",
			ZH: "手机日志显示缺少证书透明度证明。",
		}
		for _, d := range tlsByDevice(c) {
			if d.proofless {
				return []finding.Finding{hostFinding(a, d.refused, c.Flows, lang.Text{
					EN: "Refused: " + hostNames(d.refused) + ". " + lines.EN,
					ZH: "拒绝：" + hostNames(d.refused) + "。" + lines.ZH,
				})}
			}
		}
		return fromSignals(said(c, inspector.TLSTransparency), a, lines)
	},
}
