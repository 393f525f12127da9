package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/source"
	"loginscope/inspector/finding"
)

var baseURL = Check{
	ID:    "code.base-url",
	Title: t("setBaseUrl", "setBaseUrl"),
	Doc: t("The IDaaS SDK must be given the tenant's address. A constant without https, or the guide's own "+
		"placeholder, cannot work. Constants are followed within a file and into other classes; an address that is "+
		"computed is not judged.",
		"须向 IDaaS SDK 传入租户域名。使用 http 或保留文档中的占位地址均无法工作。常量会在文件内及跨类追踪；运行时计算的地址不做判断。"),
	Certainty: codes.Inferred, Source: "integration guide, SDK Initialization",
	Run: func(p *pass) {
		if p.noCode() {
			return
		}
		for _, c := range p.calls("setBaseUrl") {
			where, address := callLocation(c, c.Name), c.Release
			switch {
			case c.Debug:
			case strings.Contains(address, "//xxx.") || address == `""`:
				p.add(finding.Finding{Status: finding.Error, Subject: address, Build: buildOf(c), Where: where, What: t(
					"setBaseUrl still has the guide's placeholder: "+address,
					"setBaseUrl 仍是文档占位值："+address,
				),
					Why: t("No tenant has this address.", "该地址不存在。"),
					Fix: t("Give it the tenant's domain.", "改为租户域名。")})
			case strings.HasPrefix(strings.ToLower(address), `"http://`):
				p.add(finding.Finding{
					Status: finding.Warning, Subject: address, Build: buildOf(c), Where: where,
					What: t("setBaseUrl uses http: "+address, "setBaseUrl 使用 http："+address),
					Why:  t("Tokens travel in clear, and targetSdk 28 refuses it.", "token 明文传输，且 targetSdk 28 起会被拒绝。"),
					Fix:  t("Use https.", "改用 https。")})
			}
		}
		if p.App.Dex.Has("setBaseUrl") && len(p.App.Dex.HTTPS) == 0 && p.App.Dex.Files > 0 {
			p.add(finding.Finding{Status: finding.Hint, What: t(
				"setBaseUrl is there, but no https address among the constants.",
				"存在 setBaseUrl，但常量中没有 https 地址。",
			),
				Why: t("The address may come from a server or a resource.", "地址可能来自服务器或资源。"),
				Fix: t("Compare with the tenant's domain in a capture.", "请在抓包中核对租户域名。")})
		}
		p.computed("setBaseUrl")
		// One call may stand there once for each value that builds give it.
		sameLine := func(a, b source.Call) bool { return a.File == b.File && a.Line == b.Line && len(b.Builds) > 0 }
		switch calls := slices.CompactFunc(p.calls("setBaseUrl"), sameLine); {
		case len(calls) > 0:
			p.pass(fmt.Sprintf("Calls that were read: %d. None sets a placeholder or an http address.", len(calls)),
				fmt.Sprintf("共读取 %d 处调用，均未使用占位地址或 http。", len(calls)), callLocation(calls[0], "setBaseUrl")...)
		case p.App.Dex.Files > 0:
			p.pass(fmt.Sprintf("Nothing conspicuous (%d https hosts among the constants).", len(p.App.Dex.HTTPS)),
				fmt.Sprintf("未发现异常（常量中有 %d 个 https 域名）。", len(p.App.Dex.HTTPS)))
		default:
			p.pass("No call of it was found.", "未发现该调用。")
		}
	},
}
