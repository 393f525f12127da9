package lint

import (
	"strings"

	"loginscope/codes"
)

var checkSSL = Check{
	ID:    "code.check-ssl",
	Title: t("isCheckSSL(false)", "isCheckSSL(false)"),
	Doc: t("The guide's sample switches certificate checking off. That makes capturing easy and the app unsafe: in a release build anybody on the network reads the session token. Calls over several lines, named arguments and constants are followed; calls that only debug builds make are fine. In an APK only the name of the method can be seen, not its argument.",
		"文档示例关闭了证书校验，便于抓包但不安全：release 版中任何人都可在网络上读取 sessionToken。跨行调用、命名参数与常量均会追踪；仅 debug 版执行的调用没有问题。APK 中只能看到方法名，看不到参数。"),
	Certainty: codes.Inferred, Source: "integration guide, SDK Initialization",
	run: func(p *pass) {
		if p.noCode() {
			return
		}
		open := 0
		for _, c := range p.calls("isCheckSSL") {
			if c.Arg != "true" && c.Arg != "false" {
				open++
			}
			if c.Arg != "false" || c.Debug {
				continue
			}
			p.add(Result{
				Status: Error, Subject: c.File, Where: callPlace(c, "isCheckSSL(false)"),
				What:  t("isCheckSSL(false) in every build: the IDaaS SDK accepts any certificate.", "所有构建均为 isCheckSSL(false)：IDaaS SDK 会接受任何证书。"),
				Why:   t("The session token can be read and replaced on any network.", "sessionToken 可在任意网络上被读取和替换。"),
				Fix:   t("Switch it off in debug builds only.", "仅在 debug 版关闭。"),
				Paste: ".isCheckSSL(!BuildConfig.DEBUG)", PasteInto: "AuthnCenterSDK.Builder()",
			})
		}
		if len(p.results) == 0 && open > 0 && !p.boundToDebug("isCheckSSL") {
			p.skip("isCheckSSL is given a value that is computed, which was not followed.", "isCheckSSL 的参数由代码计算，未能追踪。")
		}
		if b := p.release(); len(p.results) == 0 && p.App.Dex.Has("isCheckSSL") && b != nil && b.Actual {
			p.add(Result{
				Status: Hint, What: t("isCheckSSL is there; its argument cannot be read from strings.", "存在 isCheckSSL，无法从字符串得知参数。"),
				Why: t("With false, the session token can be read on any network.", "若为 false，sessionToken 可在任意网络上被读取。"),
				Fix: t("Make sure that release builds pass true.", "请确认 release 版传入 true。"),
			})
		}
		if len(p.calls("isCheckSSL")) > 0 {
			p.pass("No release build switches certificate checking off.", "没有 release 版关闭证书校验。")
		}
		p.pass("No call of it was found.", "未发现该调用。")
	},
}

// boundToDebug reports whether every call that is not a plain value depends on
// the build type, such as isCheckSSL(!BuildConfig.DEBUG).
func (p *pass) boundToDebug(call string) bool {
	for _, c := range p.calls(call) {
		if c.Arg != "true" && c.Arg != "false" && !strings.Contains(c.Arg, "BuildConfig.DEBUG") {
			return false
		}
	}
	return true
}
