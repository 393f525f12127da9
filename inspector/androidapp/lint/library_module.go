package lint

import (
	"fmt"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// libraryModule says what a library module without an app brings into one.
func (p *pass) libraryModule() {
	if p.App.Part != facts.LibraryModule {
		return
	}
	b := p.release()
	if b == nil || b.Manifest == nil {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: "manifest",
			What: t("No manifest of the library module was read.", "未读取到库模块的清单。"),
		})
		return
	}
	m := b.Manifest
	p.adds(m, "module", m.File)
	where := manifestLocation(b, "application")
	if u := m.Application.UsesCleartext; u.Set {
		p.add(finding.Finding{
			Status: finding.Pass, Subject: "usesCleartextTraffic", Where: where,
			What: t(fmt.Sprintf("It brings android:usesCleartextTraffic=%q; the app may overrule it.", u.Text),
				fmt.Sprintf("带入 android:usesCleartextTraffic=%q；应用可覆盖。", u.Text)),
		})
	}
	if n := m.Application.NSC; n.Set {
		p.add(finding.Finding{
			Status: finding.Pass, Subject: "networkSecurityConfig", Where: where,
			What: t(fmt.Sprintf("It brings the network security configuration %s; the app may overrule it.", n.Text),
				fmt.Sprintf("带入网络安全配置 %s；应用可覆盖。", n.Text)),
		})
	}
}
