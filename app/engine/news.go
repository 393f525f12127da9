package engine

import (
	"log"

	"loginscope/inspector/redact"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
)

// maxNews limits what Status.News holds; the oldest goes first.
const maxNews = 20

// News is something that a person should hear of at once and that needs no
// command: interception of a host that ended, trouble inside the proxy.
type News struct {
	// N counts the news of an Engine from 1.
	N   int
	Bad bool
	problem.Problem
}

// hear makes news of an event that a person should hear of.
func (e *Engine) hear(ev exchange.Event) {
	switch ev := ev.(type) {
	case exchange.LogLine:
		if ev.Source == exchange.OwnSource {
			e.addNews(true, trouble(ev.Text))
		}
	case exchange.TLSRefused:
		if ev.Learned {
			e.addNews(true, learned(ev))
		}
	}
}

func (e *Engine) addNews(bad bool, p problem.Problem) {
	e.set(func() {
		e.newsCount++
		e.news = append(e.news[max(0, len(e.news)+1-maxNews):len(e.news):len(e.news)], News{
			N:       e.newsCount,
			Bad:     bad,
			Problem: p,
		})
	})
}

func trouble(text string) problem.Problem {
	text = redact.Text(text) // a library may quote what it read
	return problem.Problem{
		What: say("Loginscope's proxy had trouble of its own.", "Loginscope 的代理自身出现异常。"),
		Why:  say("It reported: "+text, "代理报告："+text),
		Do: say(
			"Repeat what was cut off. If it happens again, report it with this text; it is in the session as well.",
			"请重试被中断的操作。若再次出现，请附上此信息反馈；会话中也有记录。",
		),
	}
}

func learned(e exchange.TLSRefused) problem.Problem {
	host := e.Hello.SNI
	if host == "" {
		host = e.Target
	}
	return problem.Problem{
		What: say(
			"From now on "+host+" is not decrypted for the device "+e.Device+".",
			"从现在起，设备 "+e.Device+" 访问 "+host+" 的流量直通，不再解密。",
		),
		Why: say(
			"The device refused Loginscope's certificate for "+e.Target+" several times in a row.",
			"该设备连续多次拒绝 Loginscope 为 "+e.Target+" 签发的证书。",
		),
		Do: say("Once the app trusts the certificate, choose “Decrypt again” on the Phone page, or start the "+
			"capture again.",
			"待应用信任该证书后，在“手机”页选择“重新解密”，或重新开始抓包。"),
	}
}

// TakeStandardLog leads what libraries write to Go's standard logger into the
// open session and to Status.News. It is for the program's entry point: the
// logger belongs to the whole process. Call the result to give it back.
func (e *Engine) TakeStandardLog() (restore func()) {
	was, flags := log.Writer(), log.Flags()
	log.SetFlags(0)
	log.SetOutput(proxy.OwnLog(e.emit))
	return func() { log.SetOutput(was); log.SetFlags(flags) }
}
