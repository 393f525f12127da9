package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var checkSSL = Check{
	ID:    "code.check-ssl",
	Title: t("isCheckSSL(false)", "isCheckSSL(false)"),
	Doc: t("The guide's sample switches certificate checking off. That makes capturing easy and the app unsafe: in "+
		"a release build anybody on the network reads the session token. Calls over several lines, named arguments, "+
		"constants, conditions on BuildConfig, build fields and resources are followed, and what a release build "+
		"passes is judged; what depends on anything else is not checked. Calls that only debug builds make are "+
		"fine. In an APK only the name of the method can be seen, not its argument.",
		"文档示例关闭了证书校验，便于抓包但不安全：release 版中任何人都可在网络上读取 sessionToken。跨行调用、命名参数、常量、BuildConfig 条件、构建字段与资源均会追踪，并按 release "+
			"版的取值判断；取决于其他因素的列为未检查。仅 debug 版执行的调用没有问题。APK 中只能看到方法名，看不到参数。"),
	Certainty: codes.Inferred, Source: "integration guide, SDK Initialization",
	Run: func(p *pass) {
		if p.noCode() {
			return
		}
		for _, c := range p.calls("isCheckSSL") {
			if c.Release != "false" || c.Debug {
				continue
			}
			in := buildsOf(c)
			what := t("isCheckSSL(false) in "+in.EN+": the IDaaS SDK accepts any certificate.",
				in.ZH+"均为 isCheckSSL(false)：IDaaS SDK 会接受任何证书。")
			switch named := namedBuilds(c); {
			case c.Arg == "false":
			case !named.Empty():
				what = t(fmt.Sprintf("isCheckSSL(%s) is false in %s: the IDaaS SDK accepts any certificate.", c.Arg,
					named.EN), fmt.Sprintf("%s中 isCheckSSL(%s) 的值为 false：IDaaS SDK 会接受任何证书。",
					named.ZH, c.Arg))
			default:
				what = t(fmt.Sprintf(
					"isCheckSSL(%s) is false in a release build: the IDaaS SDK accepts any certificate.", c.Arg),
					fmt.Sprintf("release 版中 isCheckSSL(%s) 的值为 false：IDaaS SDK 会接受任何证书。", c.Arg))
			}
			p.add(finding.Finding{
				Status: finding.Error, Subject: c.File, Build: buildOf(c),
				Where: callLocation(c, "isCheckSSL(false)"), What: what,
				Why:   t("The session token can be read and replaced on any network.", "sessionToken 可在任意网络上被读取和替换。"),
				Fix:   t("Switch it off in debug builds only.", "仅在 debug 版关闭。"),
				Paste: ".isCheckSSL(!BuildConfig.DEBUG)", PasteInto: "AuthnCenterSDK.Builder()",
			})
		}
		p.computed("isCheckSSL")
		if b := p.release(); len(p.results) == 0 && p.App.Dex.Has("isCheckSSL") && b != nil && b.Actual {
			p.add(finding.Finding{
				Status: finding.Hint, What: t(
					"isCheckSSL is there; its argument cannot be read from strings.",
					"存在 isCheckSSL，无法从字符串得知参数。",
				),
				Why: t(
					"With false, the session token can be read on any network.",
					"若为 false，sessionToken 可在任意网络上被读取。",
				),
				Fix: t("Make sure that release builds pass true.", "请确认 release 版传入 true。"),
			})
		}
		if len(p.calls("isCheckSSL")) > 0 {
			p.pass("No release build switches certificate checking off.", "没有 release 版关闭证书校验。")
		}
		p.pass("No call of it was found.", "未发现该调用。")
	},
}
