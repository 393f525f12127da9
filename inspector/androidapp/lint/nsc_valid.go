package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var faultTexts = map[nsc.FaultKind]lang.Text{
	nsc.FaultRoot:            t("the root element is not network-security-config", "根元素不是 network-security-config"),
	nsc.FaultTwoBase:         t("there are two base-config elements", "存在两个 base-config"),
	nsc.FaultTwoDebug:        t("there are two debug-overrides elements", "存在两个 debug-overrides"),
	nsc.FaultDuplicateDomain: t("the domain stands twice in the file", "域名重复出现"),
	nsc.FaultNoDomain:        t("a domain-config has no domain", "domain-config 中没有 domain"),
	nsc.FaultDomainMissing:   t("a domain element is empty", "domain 元素为空"),
	nsc.FaultDomainChildren:  t("a domain element has elements inside", "domain 元素内含子元素"),
	nsc.FaultNotAllowed:      t("an element stands where it is not allowed", "元素出现在不允许的位置"),
	nsc.FaultTwoAnchors:      t("there are two trust-anchors in one section", "同一节中有两个 trust-anchors"),
	nsc.FaultTwoPinSets:      t("there are two pin-sets in one section", "同一节中有两个 pin-set"),
	nsc.FaultCertificates:    t("a certificates element has no or an unknown src", "certificates 缺少 src 或取值未知"),
	nsc.FaultPinDigest:       t("a pin has a digest other than SHA-256", "pin 的 digest 不是 SHA-256"),
	nsc.FaultPinValue:        t("a pin is not 32 bytes of base64", "pin 不是 32 字节的 base64"),
	nsc.FaultEncoding: t(
		"the build tools do not read this encoding; aapt2 stops with \"unknown encoding\"",
		"构建工具不支持该编码，aapt2 会报 unknown encoding",
	),
	nsc.FaultNamespace: t(
		"an attribute of the configuration stands in a namespace; aapt2 stops with \"attribute not found\"",
		"配置的属性带有命名空间前缀，aapt2 会报 attribute not found",
	),
	nsc.FaultPinExpiration: t("a pin-set's expiration is not a date", "pin-set 的 expiration 不是日期"),
}

var nscValid = Check{
	ID:    "nsc.valid",
	Title: t("Configuration that the platform accepts", "配置能否被系统解析"),
	Doc: t("The platform parses the file at the app's first connection and throws on the first fault: a domain that "+
		"stands twice, a section without a domain, a malformed pin. Build tools do not notice. "+
		"Three faults stop the build instead: an encoding that aapt2 does not read, an attribute of the "+
		"configuration with a "+
		"namespace such as android:, and a certificate such as @raw/my_ca that is not among the resources.",
		"系统在应用首次联网时解析该文件，遇到错误即抛异常：域名重复、节内无域名、pin 格式错误等。构建工具不会提示。"+
			"另有三种错误会使构建中止：aapt2 不支持的编码、给配置属性加 android: 等命名空间前缀，以及资源中没有的证书（如 @raw/my_ca）。"),
	Certainty: codes.Seen, Source: "android.security.net.config.XmlConfigSource (AOSP)",
	Run: func(p *pass) {
		seen := map[nsc.Fault]bool{}
		read := false
		for _, b := range p.App.Builds {
			if b.NSC.Config == nil {
				continue
			}
			read = true
			for _, f := range b.NSC.Config.Config.Faults {
				if seen[f] {
					continue
				}
				seen[f] = true
				text := faultTexts[f.Kind]
				build := ""
				if f.DebugOnly {
					build = "debug"
				}
				why := t(
					"The app fails at its first connection: \"Failed to parse XML configuration\".",
					"应用首次联网即失败：“Failed to parse XML configuration”。",
				)
				if f.Kind == nsc.FaultEncoding || f.Kind == nsc.FaultNamespace {
					why = t("The build stops.", "构建会中止。")
				}
				what := t(text.EN+".", text.ZH+"。")
				if f.Detail != "" {
					what = t(fmt.Sprintf("%s (%s).", text.EN, f.Detail), fmt.Sprintf("%s（%s）。", text.ZH, f.Detail))
				}
				p.add(finding.Finding{
					Status: finding.Error, Build: build, Subject: string(f.Kind) + " " + f.Detail, Why: why, What: what,
					Fix:   t("Correct this line.", "修正此处。"),
					Where: configLocation(&b, f.Line, f.Detail),
				})
			}
		}
		p.missingCertificates()
		if !read {
			p.skip("No configuration was read.", "未读取到网络安全配置。")
			return
		}
		p.pass("The platform accepts the file.", "系统可以解析该文件。")
	},
}

// missingCertificates reports certificates that are no resource of the project. The
// build is named where another one has them.
func (p *pass) missingCertificates() {
	seen := map[facts.MissingFile]bool{}
	for _, b := range p.actual() {
		for _, m := range b.NSC.MissingCertificates {
			if seen[m] {
				continue
			}
			seen[m] = true
			build := ""
			for _, other := range p.actual() {
				if other.Variant != b.Variant && !slices.Contains(other.NSC.MissingCertificates, m) {
					build = string(b.Variant)
				}
			}
			p.add(finding.Finding{
				Status: finding.Error, Subject: m.Path, Build: build,
				Where: []finding.Location{{File: m.File, Line: m.Line, Element: "certificates"}},
				What: t(fmt.Sprintf("%s is named as a certificate, and no res/raw of the project has it.", m.Path),
					fmt.Sprintf("配置引用了证书 %s，但项目的 res/raw 中没有该文件。", m.Path)),
				Why: t("The build stops: the resource is not found. Only a library that was not read could bring it.",
					"找不到该资源，构建会中止；除非由未读取的库带入。"),
				Fix: t("Put the file into src/main/res/raw, or remove the line.", "将文件放入 src/main/res/raw，或删除该行。"),
			})
		}
	}
}
