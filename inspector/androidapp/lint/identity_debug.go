package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

var debugKey = Check{
	ID:    "identity.debug-key",
	Title: t("Debug keystore", "debug 签名"),
	Doc: t("Android Studio signs debug builds with a key of its own, another one on every computer. A scheme made "+
		"for the release key does not match it: the most frequent cause of 600017. The test keys in Android's own "+
		"source are public: whoever has them, which is everybody, can make an app that passes for yours.",
		"Android Studio 使用本机生成的 debug 密钥签名，每台电脑都不同。按 release 签名创建的认证方案与之不符，是 600017 最常见的原因。Android 源码自带的测试密钥是公开的，"+
			"任何人都能用它冒充您的应用。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/studio/publish/app-signing#debug-mode",
	Run: func(p *pass) {
		if len(p.App.Packages) == 0 && p.releaseWithDebugKey() {
			return
		}
		if len(p.App.Packages) == 0 {
			p.skip("No signed file among the inputs.", "输入中没有已签名的文件。")
			return
		}
		for _, s := range p.signers() {
			if name := s.Public(); name != "" {
				p.publicKey(s, name)
			}
			if s.Debug {
				p.add(finding.Finding{
					Status: finding.Warning, Subject: s.MD5, Where: s.where,
					What: t("Signed with a debug keystore (CN=Android Debug).", "使用 debug 密钥签名（CN=Android Debug）。"),
					Why: t(
						"The scheme must be made for this very key; on another computer it is another one.",
						"认证方案必须对应这个密钥；换一台电脑就不同。",
					),
					Fix: t(
						"Create a scheme for it, or share one debug keystore in the project.",
						"为它单独创建认证方案，或在项目中共用一个 debug 密钥库。",
					),
				})
			}
		}
		p.pass("Signed neither with a debug keystore nor with a public test key.", "未使用 debug 密钥或公开测试密钥签名。")
	},
}

// releaseWithDebugKey reports a project that signs its release build with the debug
// keystore.
func (p *pass) releaseWithDebugKey() bool {
	x := p.App.Project
	if x == nil || !x.DebugKey.Set() || p.App.Part != "" {
		return false
	}
	p.add(finding.Finding{
		Status: finding.Warning, Subject: "signingConfigs.debug",
		Where: []finding.Location{{File: x.DebugKey.File, Line: x.DebugKey.Line, Element: "signingConfig"}},
		What: t("The release build is signed with signingConfigs.debug, the key of the computer that builds it.",
			"release 构建使用 signingConfigs.debug 签名，即构建所用电脑的 debug 密钥。"),
		Why: t("The scheme then has to be made for that key; a build on another computer gets 600017.",
			"此时认证方案须按该密钥创建；在其他电脑上构建的安装包会返回 600017。"),
		Fix: t("Give the release build a signing configuration of its own, and make the scheme for its key.",
			"请为 release 配置自己的签名，并按该签名创建认证方案。"),
	})
	return true
}

// publicKey reports a key that everybody has.
func (p *pass) publicKey(s signer, name string) {
	p.add(finding.Finding{
		Status: finding.Error, Subject: s.MD5, Where: s.where,
		What: t(fmt.Sprintf("Signed with the public test key of Android's source (%s).", name),
			fmt.Sprintf("使用了 Android 源码中的公开测试密钥（%s）签名。", name)),
		Why: t("Anybody can sign an app with it that the scheme then accepts as this one.", "任何人都能用它签名并冒用该认证方案。"),
		Fix: t("Sign with a key of your own and create a scheme for it.", "请改用自己的密钥签名，并为其新建认证方案。"),
	})
}

// signer is one certificate with every package that it signed.
type signer struct {
	signing.Certificate
	where []finding.Location
}

// signers lists each signing certificate once: the splits of an app share it.
func (p *pass) signers() []signer {
	var out []signer
	for _, pkg := range p.App.Packages {
		for _, c := range pkg.Signing.Signers() {
			i := slices.IndexFunc(out, func(s signer) bool { return s.SHA256 == c.SHA256 && s.MD5 == c.MD5 })
			if i < 0 {
				i, out = len(out), append(out, signer{Certificate: c})
			}
			out[i].where = append(out[i].where, finding.Location{File: pkg.File, Element: c.Subject})
		}
	}
	return out
}
