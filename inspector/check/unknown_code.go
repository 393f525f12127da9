package check

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// unknownCode lists codes that are in no table, with the nearest that are.
var unknownCode = inspector.Check{
	ID:    "unknown-code",
	Title: lang.Text{EN: "A code is in no table", ZH: "错误码未收录"},
	Doc: lang.Text{
		EN: "A number that a text calls a code and that no table has is most often mistyped, cut, or another " +
			"product's. The nearest known codes are named; none of them is assumed.",
		ZH: "文本称为错误码、但码表中没有的数字，多为误写、缺位或其他产品的返回码。此处列出相近的已知码，但不据此下结论。",
	},
	Source: "own conclusion", Date: "2026-11-30",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		signals := c.Of(inspector.SignalUnknownCode)
		var out []finding.Finding
		for _, s := range signals {
			if len(out) >= maxWhere {
				break
			}
			if ofMakers(c, s.Value) {
				continue
			}
			f := unknownFinding(s)
			if len(c.Flows) == 0 {
				f.Status = finding.Error
			}
			out = append(out, f)
		}
		return merged(out)
	},
}

// merged drops findings that say the same.
func merged(list []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range list {
		same := false
		for i := range out {
			if out[i].What == f.What {
				out[i].Count++
				out[i].Where = append(out[i].Where, f.Where...)
				same = true
			}
		}
		if !same {
			out = append(out, f)
		}
	}
	return out
}

func unknownFinding(s inspector.Signal) finding.Finding {
	near := codes.Nearest(s.Value, 3)
	what := lang.Text{EN: fmt.Sprintf("%s is in no table.", s.Value), ZH: fmt.Sprintf("%s 未收录。", s.Value)}
	if len(near) > 0 {
		var en, zh []string
		for _, c := range near {
			en = append(en, fmt.Sprintf("%s (%s: %s)", c.Code, c.Space.Issuer().Name().EN, c.Name.EN))
			zh = append(zh, fmt.Sprintf("%s（%s：%s）", c.Code, c.Space.Issuer().Name().ZH, c.Name.ZH))
		}
		what.EN += " Near it: " + strings.Join(en, "; ") + "."
		what.ZH += "相近的有：" + strings.Join(zh, "；") + "。"
	}
	return fromSignals([]inspector.Signal{s}, advice{
		lang.Text{EN: "A meaning that is guessed from a similar number would mislead.", ZH: "按相近数字猜测含义会误导排查。"},
		lang.Text{
			EN: "Compare the number with the screen or log it is from. Bring the whole result object, or name the " +
				"product that shows it.",
			ZH: "与界面或日志核对该数字；请提供完整返回对象，或说明显示它的是哪个产品。",
		},
		codes.Developer, codes.Inferred,
	}, what)[0]
}
