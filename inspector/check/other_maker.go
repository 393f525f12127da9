package check

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/maker"
	"loginscope/lang"
)

// otherMaker names the maker whose SDK a text comes from, where it is not
// Alibaba's.
var otherMaker = inspector.Check{
	ID:    "other-maker",
	Title: lang.Text{EN: "This comes from another maker's SDK", ZH: "内容来自其他厂商的 SDK"},
	Doc: lang.Text{
		EN: "JPush, Getui, DCloud, ShanYan, MobTech, NetEase and GeeTest have one-click logins of their own, with " +
			"codes of their own. A carrier's code inside is the same for all and is read; what the makers publish of " +
			"their own codes is explained by the check of a maker's code.",
		ZH: "极光、个推、DCloud、闪验、MobTech、网易易盾、极验各有自己的一键登录和返回码。其中嵌入的运营商返回码含义相同，会照常解读；厂商公开的返回码由“其他厂商的返回码”一项解释。",
	},
	Source: "documentation of the makers", Date: "2026-11-30",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		var out []finding.Finding
		for _, m := range maker.All() {
			if signals := ofMaker(c, m.ID); len(signals) > 0 {
				out = append(out, makerFinding(c, m, signals))
			}
		}
		return out
	},
}

func ofMaker(c *inspector.Case, id string) []inspector.Signal {
	var out []inspector.Signal
	for _, s := range c.Of(inspector.SignalMaker) {
		if s.Value == id {
			out = append(out, s)
		}
	}
	return out
}

// makerFinding is an error where a failure is described and nothing else explains it.
func makerFinding(c *inspector.Case, m maker.Maker, signals []inspector.Signal) finding.Finding {
	what := lang.Text{
		EN: fmt.Sprintf("The text names %s.", m.Name.EN),
		ZH: fmt.Sprintf("文本提到%s。", m.Name.ZH),
	}
	why := lang.Text{
		EN: "Its codes are its own and in no table here; only a carrier's code inside them is read.",
		ZH: "其返回码由该厂商自定义，不在本工具码表内；仅解读其中嵌入的运营商返回码。",
	}
	if m.Wraps {
		why = lang.Text{
			EN: "It hands on the codes 600xxx and 700xxx of Alibaba's SDK; other numbers are the plug-in's own.",
			ZH: "它会透传阿里云 SDK 的 600xxx、700xxx；其余数字是插件自定义的。",
		}
	}
	if !m.Wraps && hasTable(m) {
		why = lang.Text{
			EN: "Its codes are its own: those of its published table are explained, and a carrier's code " +
				"inside is read.",
			ZH: "其返回码由该厂商自定义：公开码表中的会给出解释，其中嵌入的运营商返回码照常解读。",
		}
	}
	f := fromSignals(signals, advice{why, lang.Text{
		EN: fmt.Sprintf("Look the maker's code up at %s. Bring the whole result object: it contains the carrier's "+
			"code.",
			m.Docs),
		ZH: fmt.Sprintf("厂商返回码请查阅 %s。请提供完整的返回对象，其中有运营商返回码。", m.Docs),
	}, codes.Developer, m.Certainty}, what)[0]
	switch {
	case len(c.Flows) > 0 || m.Wraps || len(makerRows(c)) > 0:
		f.Status = finding.Info
	case len(c.Of(inspector.SignalDescribed)) > 0:
		f.Status = finding.Error
	}
	return f
}

// hasTable reports whether codes of a maker are explained here.
func hasTable(m maker.Maker) bool {
	return slices.ContainsFunc(maker.Rows(), func(r maker.Row) bool { return m.Uses(r.Maker) })
}
