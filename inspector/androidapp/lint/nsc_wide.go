package lint

import (
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
)

// nowhere is a host that no rule of an app names.
const nowhere = "no-such-host.invalid"

var nscWide = Check{
	ID:    "nsc.cleartext.wide",
	Title: t("Rules wider than the login needs", "超出登录所需的放行规则"),
	Doc: t("A base-config that permits cleartext, usesCleartextTraffic, or a rule for a whole registry such as "+
		"com.cn opens all of the app's traffic to eavesdropping in release builds, and hides a missing carrier rule "+
		"until the wide one is removed.",
		"base-config 放行明文、usesCleartextTraffic 或放行 com.cn 之类的整个注册后缀，会使 release 版全部流量可被窃听，并掩盖缺失的运营商规则。"),
	Certainty: codes.Seen,
	Source:    "https://developer.android.com/privacy-and-security/security-config#CleartextTrafficPermitted",
	Run: func(p *pass) {
		b := p.App.Build(facts.Release)
		if b == nil {
			p.skip("There is no release view of these files.", "无法得到 release 视图。")
			return
		}
		if p.hidden(b) {
			return
		}
		if len(b.Policy.Faults()) > 0 {
			p.skip("The platform refuses the configuration (nsc.valid).", "系统拒绝解析该配置（见 nsc.valid）。")
			return
		}
		e := b.Policy.For(nowhere)
		if e.Cleartext && (b.TargetSDK > 27 || e.Origin.Kind != nsc.FromPlatform) {
			en, zh := describe(e, b)
			p.add(finding.Finding{
				Status: finding.Warning, Build: "release", Subject: "any host", Certainty: e.Certainty,
				What: t("Every host may be spoken to over HTTP, because of "+en+".", "所有域名均可使用 HTTP，依据："+zh+"。"),
				Why: t(
					"This leaks into release builds and hides whether the login's own rules are complete.",
					"会进入 release 版，并掩盖登录所需规则是否完整。",
				),
				Fix:       t("Forbid cleartext by default and permit the two hosts.", "默认禁止明文，仅放行两个域名。"),
				Paste:     `<base-config cleartextTrafficPermitted="false"/>` + "\n" + Domains,
				PasteInto: "res/xml/network_security_config.xml",
				Where:     configLocation(b, e.Origin.Line, string(e.Origin.Kind)),
			})
		}
		p.wideDomains(b)
		p.pass("Only named hosts may be spoken to over HTTP.", "仅指定域名可使用 HTTP。")
	},
}

// wideDomains looks for domains that include their subdomains and below which
// anybody may register a name: "cn", "com" or "com.cn".
func (p *pass) wideDomains(b *facts.Build) {
	if b.NSC.Config == nil {
		return
	}
	for _, s := range b.NSC.Config.Config.Domains {
		for _, d := range s.Domains {
			if d.Subdomains && publicSuffix(d.Name) && b.Policy.For("x."+d.Name).Cleartext {
				p.add(finding.Finding{
					Status: finding.Warning, Build: "release", Subject: d.Name,
					What: t(fmt.Sprintf("The rule for %q covers every name that anybody registers below it.", d.Name),
						fmt.Sprintf("%q 的规则覆盖其下所有可注册的域名。", d.Name)),
					Why:   t("Nearly all traffic may then be sent unencrypted.", "几乎所有流量都可能明文传输。"),
					Fix:   t("Name the hosts.", "请写明具体域名。"),
					Where: configLocation(b, d.Line, "domain "+d.Name),
				})
			}
		}
	}
}

// publicSuffix reports whether names below this one belong to anybody: it is a
// suffix that ICANN's registries give out. Names for special use, such as
// "local" or "test", and names that are not delegated at all are none: nobody
// outside the own network can answer for them.
func publicSuffix(name string) bool {
	if specialUse(name) {
		return false
	}
	suffix, icann := publicsuffix.PublicSuffix(name)
	return icann && suffix == name
}

// specialUse are the domains of RFC 6761, 6762, 7686, 8375 and 9476 and the one
// that ICANN reserved for private use
// (https://www.iana.org/assignments/special-use-domain-names).
func specialUse(name string) bool {
	for _, d := range []string{"test", "example", "invalid", "localhost", "local", "onion", "alt", "internal", "arpa"} {
		if name == d || strings.HasSuffix(name, "."+d) {
			return true
		}
	}
	return false
}
