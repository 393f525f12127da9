package lint

import (
	"loginscope/codes"
	"loginscope/inspector/finding"
)

var logEnable = Check{
	ID:    "code.log",
	Title: t("logEnable(true) in a release build", "release 版 logEnable(true)"),
	Doc: t("logEnable(true) writes requests with tokens and phone numbers to logcat. Fine while debugging; not in a "+
		"release build. setLoggerEnable(true) does the same with the log of Alibaba's SDK.",
		"logEnable(true) 会把含 token 和手机号的请求写入 logcat，仅适合调试，不应出现在 release 版。setLoggerEnable(true) 对阿里云 SDK 的日志同理。"),
	Certainty: codes.Inferred, Source: "integration guide, SDK Initialization",
	Run: func(p *pass) {
		if p.noCode() {
			return
		}
		for _, c := range p.calls("logEnable") {
			if c.Release != "true" || c.Debug {
				continue
			}
			in := buildsOf(c)
			p.add(finding.Finding{
				Status: finding.Warning, Subject: c.File, Build: buildOf(c), Where: callLocation(c, "logEnable(true)"),
				What:  t("logEnable(true) is set for "+in.EN+".", "logEnable(true) 对"+in.ZH+"生效。"),
				Why:   t("Tokens and phone numbers end up in logcat.", "token 和手机号会写入 logcat。"),
				Fix:   t("Bind it to the build type.", "与构建类型绑定。"),
				Paste: ".logEnable(BuildConfig.DEBUG)", PasteInto: "AuthnCenterSDK.Builder()",
			})
		}
		p.alibabaLog()
		if b := p.release(); len(p.results) == 0 && p.App.Dex.Has("logEnable") && b != nil && b.Actual {
			p.add(finding.Finding{
				Status: finding.Hint, What: t(
					"logEnable is there; its argument cannot be read from strings.",
					"存在 logEnable，无法从字符串得知参数。",
				),
				Why: t("With true, tokens and phone numbers end up in logcat.", "若为 true，token 和手机号会写入 logcat。"),
				Fix: t("Make sure that release builds pass false.", "请确认 release 版传入 false。"),
			})
		}
		p.computed("logEnable")
		p.computed("setLoggerEnable")
		p.pass("No release build logs requests.", "release 版不会记录请求日志。")
	},
}

// alibabaLog judges the switch of Alibaba's own log, getReporter().setLoggerEnable(true).
func (p *pass) alibabaLog() {
	for _, c := range p.calls("setLoggerEnable") {
		if c.Release != "true" || c.Debug {
			continue
		}
		in := buildsOf(c)
		p.add(finding.Finding{
			Status: finding.Hint, Subject: c.File, Build: buildOf(c), Where: callLocation(c, "setLoggerEnable(true)"),
			What:  t("setLoggerEnable(true) holds for "+in.EN+".", "setLoggerEnable(true) 对"+in.ZH+"生效。"),
			Why:   t("The log of Alibaba's SDK ends up in logcat.", "阿里云 SDK 的日志会写入 logcat。"),
			Fix:   t("Bind it to the build type.", "与构建类型绑定。"),
			Paste: ".setLoggerEnable(BuildConfig.DEBUG)", PasteInto: "getReporter()",
		})
	}
}
