package lint

import (
	"loginscope/codes"
)

// Host is one host to which the login may speak HTTP without TLS.
type Host struct {
	Name string
	// Since and Until bound the Alibaba SDK versions whose code calls it, both
	// inclusive; "" for open.
	Since, Until string
	Role         codes.Text
	Certainty    codes.Certainty
	Source       string
}

// Required are the two hosts of the integration guide. They go into every
// configuration, whatever the SDK version: carriers redirect to them.
func Required() []Host {
	return []Host{
		{
			Name: "enrichgw.10010.com", Role: t("China Unicom number lookup on 5G", "中国联通 5G 取号"), Certainty: codes.Seen,
			Source: "integration guide, Configure HTTP Support; https://help.aliyun.com/zh/pnvs/support/faq-sdk",
		},
		{
			Name: "onekey.cmpassport.com", Role: t("China Mobile number lookup", "中国移动取号"), Certainty: codes.Seen,
			Source: "integration guide, Configure HTTP Support",
		},
	}
}

// Versioned are hosts that only some SDK versions call over HTTP.
func Versioned() []Host {
	return []Host{{
		Name: "crbt.i139.cn", Since: "2.14.2", Until: "2.14.14",
		Role:      t("China Mobile, second channel cm_ntyd (port 8181)", "中国移动第二通道 cm_ntyd（8181 端口）"),
		Certainty: codes.Inferred, Source: "code of SDK 2.14.2 to 2.14.14; in no public list",
	}}
}

// Doubtful are hosts that some source names and that no SDK read so far calls.
func Doubtful() []Host {
	return []Host{
		{
			Name: "uac.189.cn", Role: t("China Telecom, named by one project's notes", "中国电信，仅见于一份第三方笔记"),
			Certainty: codes.Unconfirmed, Source: "one project's notes; absent from 13 SDK builds 2.12.17.2 to 2.14.19",
		},
		{
			Name: "www.cmpassport.com", Role: t("China Mobile SDK that JPush brings", "极光认证自带的移动 SDK"),
			Certainty: codes.Seen, Source: "https://github.com/jpush/jverify-flutter-plugin/issues/32",
		},
	}
}

// LoginHosts are the names of all hosts above.
func LoginHosts() []string {
	var out []string
	for _, list := range [][]Host{Required(), Versioned(), Doubtful()} {
		for _, h := range list {
			out = append(out, h.Name)
		}
	}
	return out
}

// Domains is the text of the documented rule.
const Domains = `<domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="true">enrichgw.10010.com</domain>
    <domain includeSubdomains="true">onekey.cmpassport.com</domain>
</domain-config>
`

// NeededBy are the further hosts that an SDK version calls over HTTP; none for
// an unknown version "".
func NeededBy(version string) []Host {
	var out []Host
	for _, h := range Versioned() {
		if version != "" && within(version, h.Since, h.Until) {
			out = append(out, h)
		}
	}
	return out
}
