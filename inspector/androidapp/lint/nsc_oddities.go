package lint

import (
	"bytes"
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var noteTexts = map[nsc.FaultKind]lang.Text{
	nsc.NoteNotBoolean: t(
		"the value is not a boolean; the platform takes its default, which for cleartext is \"permitted\"",
		"取值不是布尔值，系统将取默认值（明文默认为“允许”）",
	),
	nsc.NoteDomainWithURL: t(
		"this is not a host name (no scheme, port, path, wildcard or dot at either end) and never matches",
		"这不是域名（不能带协议、端口、路径、通配符或首尾的点），永远不会匹配",
	),
	nsc.NoteUnknownElement:   t("the platform does not know this element and passes over it", "系统不认识该元素，会忽略"),
	nsc.NoteUnknownAttribute: t("the platform does not know this attribute and passes over it", "系统不认识该属性，会忽略"),
	nsc.NoteDebugCleartext: t(
		"cleartextTrafficPermitted has no effect inside debug-overrides",
		"debug-overrides 中的 cleartextTrafficPermitted 不起作用",
	),
}

var nscOddities = Check{
	ID:    "nsc.without-effect",
	Title: t("Lines that do not do what they seem to", "看似有效实则无效的写法"),
	Doc: t("The platform passes over what it does not understand: a URL instead of a host name, a misspelt "+
		"attribute, cleartext inside debug-overrides. Nothing fails, and nothing works.",
		"系统会忽略不理解的内容：把 URL 当域名、属性拼写错误、在 debug-overrides 中写明文放行等。不报错，也不生效。"),
	Certainty: codes.Seen, Source: "android.security.net.config.XmlConfigSource (AOSP)",
	Run: func(p *pass) {
		seen := map[nsc.Fault]bool{}
		read := false
		for _, b := range p.App.Builds {
			if b.NSC.Config == nil {
				continue
			}
			read = true
			for _, n := range b.NSC.Config.Config.Notes {
				if seen[n] {
					continue
				}
				seen[n] = true
				text := noteTexts[n.Kind]
				p.add(finding.Finding{
					Status: finding.Warning, Subject: string(n.Kind) + " " + n.Detail,
					What:  t(fmt.Sprintf("%q: %s.", n.Detail, text.EN), fmt.Sprintf("%q：%s。", n.Detail, text.ZH)),
					Why:   t("The line has another effect than a reader expects.", "实际效果与预期不符。"),
					Fix:   t("Correct or remove it.", "请更正或删除。"),
					Where: configLocation(&b, n.Line, n.Detail),
				})
			}
			for _, o := range b.NSC.Others {
				said := slices.ContainsFunc(p.results, func(r finding.Finding) bool { return r.Subject == o.File })
				same := o.Source != nil && bytes.Equal(o.Source, b.NSC.Config.Source)
				if o.Qualifier != b.NSC.Config.Qualifier && b.Actual && !said && !same {
					p.add(finding.Finding{
						Status: finding.Warning, Subject: o.File,
						What: t(fmt.Sprintf("The configuration differs by phone: %s counts for %q, judged was %s.",
							o.File, o.Qualifier, b.NSC.Config.File),
							fmt.Sprintf("配置随手机而变：%s 用于 %q，本次检查的是 %s。", o.File, o.Qualifier, b.NSC.Config.File)),
						Why:   t("What works on one phone may fail on another.", "在一台手机上成立的结论，在另一台可能不成立。"),
						Fix:   t("Keep one file, without qualifiers.", "只保留一个不带限定符的文件。"),
						Where: []finding.Location{{File: o.File}},
					})
				}
			}
		}
		if !read {
			p.skip("No configuration was read.", "未读取到网络安全配置。")
			return
		}
		p.pass("Every line has its effect.", "每一行都有效。")
	},
}
