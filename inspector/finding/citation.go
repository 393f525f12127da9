package finding

import (
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// Citation is the Source of a check or finding in both languages. JSON and SARIF
// hold the English alone. The Chinese translates the names that docs/sources.md
// lists; addresses, page titles and names in code stay.
func Citation(source string) lang.Text {
	parts := strings.Split(source, ";")
	for i, p := range parts {
		address, rest := "", strings.TrimSpace(p)
		if strings.HasPrefix(rest, "https://") {
			address, rest, _ = strings.Cut(rest, " ")
			if rest != "" {
				address += " "
			}
		}
		parts[i] = address + citations.Replace(rest)
	}
	return lang.Text{EN: source, ZH: strings.Join(parts, "；")}
}

// citations holds English and Chinese in turn. An earlier pair wins over a later
// one that begins at the same position.
var citations = strings.NewReplacer(append(carriers(),
	// What was read.
	"integration guide, note on the duplicate library", "接入指南中关于重复库的说明",
	"against the integration guide", "与接入指南对照",
	", against the manifests of the SDK's aars", "，与 SDK aar 中的清单对照",
	"integration guide", "接入指南",
	"seed document", "接入指南",
	"Alibaba, API return codes", "阿里云：API 返回码",
	"Alibaba, Android access guide", "阿里云：Android 接入指南",
	"Alibaba, SDK FAQ", "阿里云：SDK 常见问题",
	"Alibaba, error codes 2", "阿里云：错误码（二）",
	"Alibaba, one-click login API", "阿里云：一键登录 API",
	"Alibaba, robust access instructions", "阿里云：健壮性接入说明",
	"BambooCloud, one-click login API", "竹云：一键登录 API",
	"BambooCloud, session token API", "竹云：session_token API",
	"BambooCloud, tenant error codes", "竹云：租户错误码",
	"BambooCloud, CIAM SDK error codes", "竹云：CIAM SDK 错误码",
	"BambooCloud", "竹云",
	" authentication FAQ", "认证常见问题",
	"Android and Java documentation", "Android 与 Java 文档",
	"Android developers, Certificate Transparency", "Android 开发者文档：证书透明度",
	"Android developers, local network permission", "Android 开发者文档：本地网络权限",
	"Android developers, network security configuration", "Android 开发者文档：网络安全配置",
	"documentation of the makers", "各厂商文档",
	"issues named with each cause", "各原因所注明的 issue",
	"issue 155 there", "同一仓库的 issue 155",
	"issues ", "issue ",
	"change log 1.1.8 of GitHub CodeGather/flutter_ali_auth", "GitHub CodeGather/flutter_ali_auth 更新日志 1.1.8",
	"change log", "更新日志",
	"keep rules of GitHub CodeGather/flutter_ali_auth", "GitHub CodeGather/flutter_ali_auth 的 keep 规则",
	"manifest of GitHub fluttercandies/flutter_ali_auth", "GitHub fluttercandies/flutter_ali_auth 的清单",
	"integrators' notes", "集成方的说明",
	"one project's notes, absent from 13 SDK builds", "某一项目的说明，未见于 13 个 SDK 构建",
	", section ", " §",

	// What was examined.
	"ELF headers of SDK ", "so 的 ELF 头，SDK ",
	"SDK 2.13.3 aar", "SDK 2.13.3 的 aar",
	"SDK 2.14.19 result class", "SDK 2.14.19 的结果类",
	"SDK builds ", "SDK 构建 ",
	"classes of SDK ", "类，SDK ",
	"code of SDK ", "代码，SDK ",
	", in no public list", "，未见于公开名单",
	"decompiled SDK ", "反编译 SDK ",
	" for the time-outs", "（超时）",
	"file and class names of the SDKs", "各 SDK 的文件名与类名",
	"file names of 13 SDK builds ", "13 个 SDK 构建的文件名，",
	"manifest of SDK ", "清单，SDK ",
	"manifests of the SDK 2.13.3 and 2.14.19 aars", "SDK 2.13.3 与 2.14.19 aar 中的清单",
	"behaviour of mitmproxy, mockttp and HTTP Toolkit", "mitmproxy、mockttp 与 HTTP Toolkit 的行为",

	// What is our own.
	"own conclusion from Android's proxy rules", "根据 Android 代理规则得出",
	"own conclusion", "自行得出的结论",
	"own tests with ", "自行测试：",
	"own test with ", "自行测试：",
	"the suppression file itself", "抑制规则文件本身",
	"the suppression itself", "抑制规则本身",
	"the input itself", "输入本身",
	"see each host", "见各域名",

	" and ", " 与 ",
	" to ", " 至 ",
	", ", "，",
)...)

// carriers are the names of the carriers, English and Chinese in turn.
func carriers() []string {
	var out []string
	for _, c := range codes.Carriers() {
		out = append(out, c.Name.EN, c.Name.ZH)
	}
	return out
}
