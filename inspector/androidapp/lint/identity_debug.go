package lint

import (
	"loginscope/codes"
)

var debugKey = Check{
	ID:    "identity.debug-key",
	Title: t("Debug keystore", "debug 签名"),
	Doc: t("Android Studio signs debug builds with a key of its own, another one on every computer. A scheme made for the release key does not fit it: the most frequent cause of 600017.",
		"Android Studio 使用本机生成的 debug 密钥签名，每台电脑都不同。按 release 签名创建的方案与之不符，是 600017 最常见的原因。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/studio/publish/app-signing#debug-mode",
	run: func(p *pass) {
		if len(p.App.Packages) == 0 {
			p.skip("No signed file among the inputs.", "输入中没有已签名的文件。")
			return
		}
		for _, pkg := range p.App.Packages {
			for _, c := range pkg.Signing.Signers() {
				if c.Debug {
					p.add(Result{
						Status: Warning, Subject: c.MD5, Where: []Location{{File: pkg.File, Element: c.Subject}},
						What: t("Signed with a debug keystore (CN=Android Debug).", "使用 debug 密钥签名（CN=Android Debug）。"),
						Why:  t("The scheme must be made for this very key; on another computer it is another one.", "方案必须对应这个密钥；换一台电脑就不同。"),
						Fix:  t("Create a scheme for it, or share one debug keystore in the project.", "为它单独创建方案，或在项目中共用一个 debug 密钥库。"),
					})
				}
			}
		}
		p.pass("Not signed with a debug keystore.", "未使用 debug 密钥签名。")
	},
}
