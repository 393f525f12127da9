package lint

import (
	"loginscope/codes"
)

var checkSSL = Check{
	ID:    "code.check-ssl",
	Title: t("isCheckSSL(false)", "isCheckSSL(false)"),
	Doc: t("The guide's sample switches certificate checking off. That makes capturing easy and the app unsafe: in a release build anybody on the network reads the session token. In an APK only the name of the method can be seen, not its argument.",
		"文档示例关闭了证书校验，便于抓包但不安全：release 版中任何人都可在网络上读取 sessionToken。APK 中只能看到方法名，看不到参数。"),
	Certainty: codes.Inferred, Source: "integration guide, SDK Initialization",
	run: func(p *pass) {
		if p.App.Dex.Files == 0 && p.App.Project == nil {
			p.skip("No code was read.", "未读取到代码。")
			return
		}
		for _, c := range p.calls("isCheckSSL") {
			if c.Arg == "false" {
				p.add(Result{
					Status: Hint, Where: []Location{{File: c.File, Line: c.Line, Element: "isCheckSSL(false)"}},
					What:  t("isCheckSSL(false): the IDaaS SDK accepts any certificate.", "isCheckSSL(false)：IDaaS SDK 会接受任何证书。"),
					Why:   t("The session token can be read on any network.", "sessionToken 可在任意网络上被读取。"),
					Fix:   t("Switch it off in debug builds only.", "仅在 debug 版关闭。"),
					Paste: ".isCheckSSL(!BuildConfig.DEBUG)", PasteInto: "AuthnCenterSDK.Builder()",
				})
			}
		}
		if b := p.release(); len(p.results) == 0 && p.App.Dex.Has("isCheckSSL") && b != nil && b.Actual {
			p.add(Result{
				Status: Hint, What: t("isCheckSSL is there; its argument cannot be read from strings.", "存在 isCheckSSL，无法从字符串得知参数。"),
				Why: t("With false, the session token can be read on any network.", "若为 false，sessionToken 可在任意网络上被读取。"),
				Fix: t("Make sure that release builds pass true.", "请确认 release 版传入 true。"),
			})
		}
		p.pass("No sign of it.", "未发现。")
	},
}
