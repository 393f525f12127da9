package engine

import (
	"loginscope/lang"
	"loginscope/problem"
)

func say(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

// degraded describes why the writer of the open session cannot write.
func degraded(err error) problem.Problem {
	p := problem.Of(err)
	p.Do.EN += " Until the file can be written again, the capture goes on in memory; when that is full as well, " +
		"bodies are dropped first."
	p.Do.ZH += "在文件恢复可写之前，抓包暂存于内存；达到内存上限后，先丢弃报文正文。"
	return p
}
