package lint

import (
	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// DebugOverrides is what a debug build needs to be read by a proxy.
const DebugOverrides = `<debug-overrides>
    <trust-anchors>
        <certificates src="user"/>
    </trust-anchors>
</debug-overrides>
`

var trustDebug = Check{
	ID:    "nsc.trust.debug",
	Title: t("Debug build trusts a CA installed by the user", "debug 版是否信任用户安装的 CA"),
	Doc: t("An intercepting proxy is readable only for apps that trust its CA. Since Android 7 that takes a line in "+
		"the network security configuration, which belongs into debug-overrides.",
		"抓包代理只有在应用信任其 CA 时才能解密。Android 7 起需在网络安全配置中声明，应写在 debug-overrides 内。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/privacy-and-security/security-config#debug-overrides",
	Run: func(p *pass) {
		b := p.App.Build(facts.Debug)
		if b == nil {
			p.skip("There is no debug view of these files.", "无法得到 debug 视图。")
			return
		}
		if p.hidden(b) {
			return
		}
		if b.Policy.For(nowhere).TrustsUserCAs() {
			p.pass("A debug build trusts CAs that the user installed.", "debug 版信任用户安装的 CA。",
				configLocation(b, 0, "debug-overrides")...)
			return
		}
		if p.notDebuggable(b) {
			return
		}
		what := t("Loginscope's CA would not be trusted.", "不会信任 Loginscope 的 CA。")
		if !b.Actual {
			what = t(
				"This is a release build; a debug build of the same files would not trust Loginscope's CA either.",
				"这是 release 版；用同样文件构建的 debug 版也不会信任 Loginscope 的 CA。",
			)
		}
		p.add(finding.Finding{
			Status: finding.Hint, Build: "debug", What: what,
			Why: t(
				"Its HTTPS connections stay unreadable and fail with certificate_unknown.",
				"其 HTTPS 连接无法解密，并以 certificate_unknown 失败。",
			),
			Fix: t(
				"Add the trust anchors to debug-overrides, which release builds ignore; --fix does it.",
				"在 debug-overrides 中添加信任锚（release 版会忽略）；可用 --fix 完成。",
			),
			Paste: DebugOverrides, PasteInto: "res/xml/network_security_config.xml",
			Where: configLocation(b, 0, "debug-overrides"),
		})
	},
}

// notDebuggable says of a build type debug whose script switches debuggable off that
// debug-overrides has no effect in it.
func (p *pass) notDebuggable(b *facts.Build) bool {
	s := b.Debuggable
	if s.Value != "false" || s.Line == 0 {
		return false
	}
	p.add(finding.Finding{
		Status: finding.Hint, Build: "debug", Where: []finding.Location{{File: s.File, Line: s.Line}},
		What: t("The build type debug is not debuggable, so debug-overrides has no effect in it and Loginscope's CA "+
			"is not trusted.", "debug 构建类型不可调试，debug-overrides 不生效，不会信任 Loginscope 的 CA。"),
		Why: t("Its HTTPS connections stay unreadable and fail with certificate_unknown.",
			"其 HTTPS 连接无法解密，并以 certificate_unknown 失败。"),
		Fix: t("Leave debuggable on in the build type debug.", "保持 debug 构建类型可调试。"),
	})
	return true
}
