package check

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// cleartextRefused finds plain HTTP that Android refused.
var cleartextRefused = inspector.Check{
	ID:    "cleartext-refused",
	Title: lang.Text{EN: "Android refused plain HTTP", ZH: "Android 禁止明文 HTTP"},
	Doc: lang.Text{
		EN: "From targetSdk 28 on plain HTTP is off unless the network security configuration allows it. Carriers " +
			"redirect to plain HTTP hosts: enrichgw.10010.com and onekey.cmpassport.com are the documented pair, " +
			"crbt.i139.cn belongs to SDK 2.14.2 to 2.14.14. The file counts only if the manifest refers to it.",
		ZH: "targetSdk 28 起默认禁止明文 HTTP，除非网络安全配置放行。运营商会跳转到明文域名：文档要求 enrichgw.10010.com 与 onekey.cmpassport.com；SDK " +
			"2.14.2 至 2.14.14 还用到 crbt.i139.cn。配置文件须在 Manifest 中引用才生效。",
	},
	Source: "Android developers, network security configuration; flutter_ali_auth issue 3", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runCleartext,
}

func runCleartext(c *inspector.Case) []finding.Finding {
	signals := c.Of(inspector.SignalCleartext)
	hosts := values(signals)
	out := fromSignals(signals, cleartextAdvice(codes.Seen), lang.Text{
		EN: "The app may not speak plain HTTP to " + hosts + ".",
		ZH: "应用不允许对 " + hosts + " 使用明文 HTTP。",
	})
	if len(out) > 0 {
		return out
	}
	out = byRules(c,
		failing(c, codeID{codes.CM, "200028"}, codeID{codes.CM, "102102"}, codeID{codes.CMNtyd, "-10008"},
			codeID{codes.CUSDK, "410013"}))
	if len(out) > 0 {
		return out
	}
	return byMessage(c)
}

// byMessage finds China Mobile's 网络异常 without any code inside. Refused plain
// HTTP is the cause most often reported for it, yet not the only one: the
// finding asks and decides nothing, unless the checked app's rules say more.
func byMessage(c *inspector.Case) []finding.Finding {
	var hits []hit
	for _, h := range failing(c, codeID{codes.AliAndroid, "600012"}, codeID{codes.AliAndroid, "600011"}) {
		if h.flow.Carrier == codes.ChinaMobile && len(h.step.Codes) == 1 &&
			strings.Contains(value(h.step, "msg"), "网络异常") {
			h.at.Space = codes.CM // the host in question is China Mobile's
			hits = append(hits, h)
		}
	}
	out := byRules(c, hits)
	for i := range out {
		out[i].Status, out[i].Flows = finding.Warning, nil
	}
	return out
}

// byRules holds codes that a refusal of plain HTTP may cause against the rules
// of the checked app. Rules that permit the carrier's host acquit them; 410013
// alone says itself that HTTP was the obstacle.
func byRules(c *inspector.Case, hits []hit) []finding.Finding {
	var open []hit
	refused := ""
	for _, h := range hits {
		host := codes.PlainHostOf(h.at.Space)
		permitted, known := false, false
		if c.Context.App != nil {
			permitted, known = c.Context.App.CleartextHosts[host]
		}
		if known && permitted && h.at.Space != codes.CUSDK {
			continue
		}
		if known && !permitted {
			refused = host
		}
		open = append(open, h)
	}
	out := one(open, cleartextAdvice(codes.Inferred))
	if len(out) > 0 && refused == "" && anyTrouble(open) {
		// The code has other causes too: without the app's rules it decides nothing.
		out[0].Status, out[0].Flows = finding.Warning, nil
	}
	if len(out) > 0 && refused != "" {
		out[0].What.EN += " The checked app may not speak plain HTTP to " + refused + "."
		out[0].What.ZH += "所检查的应用不允许对 " + refused + " 使用明文 HTTP。"
	}
	return out
}

func cleartextAdvice(certainty codes.Certainty) advice {
	return advice{
		lang.Text{
			EN: "The carrier's request left over plain HTTP, or was redirected there, and the app's configuration " +
				"forbids it.",
			ZH: "运营商请求使用或跳转到明文 HTTP，而应用的配置不允许。",
		},
		lang.Text{
			EN: "Add the carrier hosts with cleartextTrafficPermitted to the network security configuration. Refer " +
				"to the file with android:networkSecurityConfig in the manifest.",
			ZH: "在网络安全配置中为运营商域名加上 cleartextTrafficPermitted。在 Manifest 中用 android:networkSecurityConfig 引用该文件。",
		},
		codes.Developer, certainty,
	}
}

// anyTrouble reports whether all of the codes stand for every trouble of the network.
func anyTrouble(hits []hit) bool {
	return !slices.ContainsFunc(hits, func(h hit) bool { return h.at.Space != codes.CM || h.at.Code != "102102" })
}
