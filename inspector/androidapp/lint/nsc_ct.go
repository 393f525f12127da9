package lint

import (
	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

var transparency = Check{
	ID:    "nsc.certificate-transparency",
	Title: t("Certificate Transparency", "证书透明度（CT）"),
	Doc: t("With targetSdk 37 Android 17 demands that certificates are publicly logged. A proxy's are not. The "+
		"demand is dropped where user or own CAs are trusted, so a debug build with debug-overrides stays readable.",
		"targetSdk 37 时 Android 17 要求证书有公开日志记录，代理证书没有。信任用户 CA 或自有 CA 时该要求会取消，因此带 debug-overrides 的 debug 版仍可抓包。"),
	Certainty: codes.Seen,
	Source: "https://developer.android.com/about/versions/17/summary ; AOSP CTS " +
		"testCertificateTransparencyDomainConfig",
	Run: func(p *pass) {
		b := p.App.Build(facts.Debug)
		if b == nil {
			p.skip("There is no debug view of these files.", "无法得到 debug 视图。")
			return
		}
		if p.hidden(b) {
			return
		}
		e := b.Policy.For(nowhere)
		switch {
		case !e.CT:
			p.pass("Certificate Transparency does not stand in the way of interception.", "CT 不影响抓包。")
		default:
			p.add(finding.Finding{
				Status: finding.Warning, Build: "debug", Certainty: codes.Inferred,
				What: t("The debug build demands Certificate Transparency.", "debug 版要求证书透明度。"),
				Why: t(
					"An intercepted certificate fails with NOT_ENOUGH_SCTS, even when the CA is in the system store.",
					"即使 CA 位于系统证书库，抓包证书也会以 NOT_ENOUGH_SCTS 失败。",
				),
				Fix: t(
					"Trust user CAs in debug-overrides; that drops the demand.",
					"在 debug-overrides 中信任用户 CA 即可取消该要求。",
				),
				Paste: DebugOverrides, PasteInto: "res/xml/network_security_config.xml",
				Where: configLocation(b, 0, "debug-overrides"),
			})
		}
	},
}
