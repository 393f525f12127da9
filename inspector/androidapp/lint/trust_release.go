package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
)

var trustRelease = Check{
	ID:    "nsc.trust.release",
	Title: t("Release build trusts no user CA", "release 版不信任用户 CA"),
	Doc: t("Trust in CAs that the user installed must not reach customers: whoever gets a certificate onto a phone "+
		"reads the login. Outside debug-overrides the line does exactly that.",
		"不应让正式版信任用户安装的 CA：任何能在手机上装证书的人都可读取登录流量。写在 debug-overrides 之外就会如此。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/privacy-and-security/security-config#trust-anchors",
	Run: func(p *pass) {
		b := p.App.Build(facts.Release)
		if b == nil {
			p.skip("There is no release view of these files.", "无法得到 release 视图。")
			return
		}
		if p.hidden(b) {
			return
		}
		e := b.Policy.For(nowhere)
		if e.TrustsUserCAs() {
			line := 0
			for _, a := range e.Anchors {
				if a.Source == nsc.UserCAs {
					line = a.Line
				}
			}
			p.leak(b, "any host", line)
		}
		for _, s := range sections(b) {
			if s.Anchors == nil {
				continue
			}
			for _, a := range *s.Anchors {
				if a.Source == nsc.UserCAs && len(s.Domains) > 0 {
					p.leak(b, s.Domains[0].Name, a.Line)
				}
			}
		}
		p.pass("A release build trusts no CA of the user's.", "release 版不信任用户安装的 CA。")
	},
}

func (p *pass) leak(b *facts.Build, subject string, line int) {
	if line == 0 {
		p.trustsByDefault(subject)
		return
	}
	p.add(finding.Finding{
		Status: finding.Warning, Build: "release", Subject: subject, Certainty: codes.Inferred,
		What: t(fmt.Sprintf("The release build trusts user CAs for %s.", subject),
			fmt.Sprintf("release 版对 %s 信任用户 CA。", subject)),
		Why:   t("The app's traffic can be read on any phone with an extra CA.", "在装有额外 CA 的手机上，应用流量可被读取。"),
		Fix:   t("Move the line into debug-overrides.", "将该行移到 debug-overrides。"),
		Paste: DebugOverrides, PasteInto: "res/xml/network_security_config.xml",
		Where: configLocation(b, line, "certificates"),
	})
}

// trustsByDefault reports the platform's own rule below target level 24, for which no
// line stands anywhere.
func (p *pass) trustsByDefault(subject string) {
	p.add(finding.Finding{
		Status: finding.Warning, Build: "release", Subject: subject, Certainty: codes.Inferred,
		What: t(fmt.Sprintf("The release build trusts user CAs for %s: below targetSdk 24 the platform does.", subject),
			fmt.Sprintf("release 版对 %s 信任用户 CA：targetSdk 低于 24 时系统默认如此。", subject)),
		Why: t("The app's traffic can be read on any phone with an extra CA.", "在装有额外 CA 的手机上，应用流量可被读取。"),
		Fix: t("Target API level 24 or newer, or give base-config trust-anchors without user CAs.",
			"将 targetSdk 提升到 24 及以上，或在 base-config 的 trust-anchors 中去掉用户 CA。"),
	})
}

func sections(b *facts.Build) []*nsc.Section {
	if b.NSC.Config == nil {
		return nil
	}
	return b.NSC.Config.Config.Domains
}
