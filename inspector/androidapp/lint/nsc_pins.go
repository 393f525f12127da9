package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

var pinSets = Check{
	ID:    "nsc.pins",
	Title: t("Certificate pins", "证书锁定（pin-set）"),
	Doc: t("Pins in force refuse an intercepted certificate, unless the trust anchor overrides them, as those of "+
		"debug-overrides do. Expired pins do nothing at all.",
		"生效中的 pin 会拒绝抓包证书，除非信任锚可覆盖（debug-overrides 中默认可覆盖）。过期的 pin 不起作用。"),
	Certainty: codes.Seen,
	Source:    "https://developer.android.com/privacy-and-security/security-config#CertificatePinning",
	Run: func(p *pass) {
		debug, release := p.App.Build(facts.Debug), p.App.Build(facts.Release)
		any, read := false, false
		for _, b := range []*facts.Build{debug, release} {
			if b == nil || b.NSC.Error != "" {
				continue
			}
			read = true
			for _, s := range sections(b) {
				if s.Pins == nil || len(s.Pins.Pins) == 0 || len(s.Domains) == 0 {
					continue
				}
				any = true
				p.pins(b, s.Domains[0].Name)
			}
		}
		switch {
		case !read:
			p.skip("No configuration was read.", "未读取到网络安全配置。")
		case !any:
			p.pass("No configuration in force pins a certificate.", "生效的配置未锁定证书。")
		}
	},
}

func (p *pass) pins(b *facts.Build, host string) {
	e := b.Policy.For(host)
	r := finding.Finding{Subject: host, Build: string(b.Variant), Where: configLocation(b, e.Pins.Line, "pin-set")}
	switch {
	case !e.Pins.Enforced(p.Opt.Now):
		if b.Variant == facts.Debug {
			return
		}
		r.Status, r.Build = finding.Warning, ""
		r.What = t(fmt.Sprintf("The pins for %s expired on %s.", host, e.Pins.Expires.Format("2006-01-02")),
			fmt.Sprintf("%s 的 pin 已于 %s 过期。", host, e.Pins.Expires.Format("2006-01-02")))
		r.Why = t("They protect nothing any more.", "已不再起保护作用。")
		r.Fix = t("Renew the pins and the date, or remove them.", "更新 pin 及日期，或删除。")
	case b.Variant == facts.Debug && e.TrustsUserCAs() && !e.PinsBindUserCAs():
		r.Status = finding.Pass
		r.What = t(fmt.Sprintf("Debug builds can be intercepted at %s despite the pins.", host),
			fmt.Sprintf("debug 版在 %s 上仍可抓包（可覆盖 pin）。", host))
	case b.Variant == facts.Debug:
		r.Status = finding.Warning
		r.What = t(fmt.Sprintf("The pins for %s forbid interception in the debug build too.", host),
			fmt.Sprintf("%s 的 pin 使 debug 版也无法抓包。", host))
		r.Why = t(
			"The proxy sees handshakes that break off with certificate_unknown.",
			"代理会看到以 certificate_unknown 中断的握手。",
		)
		r.Fix = t(
			"Add the user CAs to debug-overrides; anchors there override pins.",
			"在 debug-overrides 中加入用户 CA，其信任锚可覆盖 pin。",
		)
		r.Paste, r.PasteInto = DebugOverrides, "res/xml/network_security_config.xml"
	default:
		r.Status = finding.Pass
		r.What = t(fmt.Sprintf("Pins protect %s in the release build.", host),
			fmt.Sprintf("release 版对 %s 启用了 pin。", host))
	}
	p.add(r)
}
