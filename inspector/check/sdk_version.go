package check

import (
	"strconv"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// sdkVersion finds SDKs that carriers no longer serve.
var sdkVersion = inspector.Check{
	ID:    "sdk-version",
	Title: lang.Text{EN: "The Alibaba SDK is too old", ZH: "阿里云 SDK 版本过低"},
	Doc: lang.Text{
		EN: "Since China Unicom changed its interface on 2024-03-31, SDKs before 2.13.2.1 fail there. SDK 2.14.2 to " +
			"2.14.14 make a plain HTTP call to crbt.i139.cn that most configurations do not allow.",
		ZH: "自 2024-03-31 联通接口升级后，2.13.2.1 之前的 SDK 在联通侧不可用。SDK 2.14.2 至 2.14.14 会对 crbt.i139.cn 发起明文请求，多数配置未放行。",
	},
	Source: "flutter_ali_auth change log 1.1.8; SDK builds 2.12.17.2 to 2.14.19", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		var out []finding.Finding
		seen := map[string]bool{}
		consider := func(version string, f *inspector.Flow) {
			if version == "" || seen[version] {
				return
			}
			seen[version] = true
			if a, ok := versionAdvice(version); ok {
				found := a.finding(lang.Text{EN: "The SDK is " + version + ".", ZH: "SDK 版本为 " + version + "。"})
				if f != nil {
					addFlow(&found, f.ID)
				}
				out = append(out, found)
			}
		}
		if c.Context.App != nil {
			consider(c.Context.App.SDKVersion, nil)
		}
		for i := range c.Flows {
			consider(c.Flows[i].SDKVersion, &c.Flows[i])
		}
		return out
	},
}

func versionAdvice(version string) (advice, bool) {
	switch {
	case older(version, "2.13.2.1"):
		return advice{
			lang.Text{EN: "China Unicom no longer serves it.", ZH: "中国联通已不再支持该版本。"},
			lang.Text{
				EN: "Update the SDK to 2.13.2.1 or later. Make a new scheme too.",
				ZH: "升级到 2.13.2.1 或更高版本。同时新建认证方案。",
			},
			codes.Developer, codes.Seen,
		}, true
	case !older(version, "2.14.2") && older(version, "2.14.15"):
		return advice{
			lang.Text{EN: "It may call crbt.i139.cn:8181 over plain HTTP.", ZH: "它可能以明文访问 crbt.i139.cn:8181。"},
			lang.Text{
				EN: "Add crbt.i139.cn to the cleartext domains, or update the SDK.",
				ZH: "将 crbt.i139.cn 加入明文放行域名，或升级 SDK。",
			},
			codes.Developer, codes.Inferred,
		}, true
	}
	return advice{}, false
}

// older compares dotted versions by number; parts that are no number end the
// comparison.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, y := part(as, i), part(bs, i)
		if x != y {
			return x < y
		}
	}
	return false
}

func part(list []string, i int) int {
	if i >= len(list) {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimLeft(list[i], "vV"))
	if err != nil {
		return 0
	}
	return n
}
