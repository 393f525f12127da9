package lab

import (
	"loginscope/proxy/exchange"
)

// Tags of the log, as the real SDKs use them; tagApp is the app's own.
const (
	tagSDK     = "AuthSDK"
	tagMobile  = "CMCC-SDK:"
	tagUnicom  = "UniAccount"
	tagTelecom = "CT_AuthnHelper"
	tagCache   = "CacheMonitor"
	tagApp     = "OneKeyLogin"
	tagHTTP    = "HttpUtils"
)

// logd prints a line of the SDK's logger, at a level that it switches off in
// release builds.
func (p *phone) logd(tag, text string) { p.print(tag, "D", text) }

func (p *phone) loge(tag, text string) { p.print(tag, "E", text) }

func (p *phone) print(tag, level, text string) {
	if p.run.Log == nil || p.script.Phone.Quiet {
		return
	}
	p.lines++
	p.run.Log(exchange.LogLine{
		Device: p.device(), Time: p.now(), Tag: tag, Level: level,
		PID: p.pid, TID: p.pid + 17, Text: text, Source: "logcat " + p.device(), Line: p.lines,
	})
}
