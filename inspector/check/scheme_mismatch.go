package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// schemeMismatch finds codes that say that package, signature or secret do not match the scheme.
var schemeMismatch = inspector.Check{
	ID:    "scheme-mismatch",
	Title: lang.Text{EN: "Package, signature or secret differ from the scheme", ZH: "包名、签名或密钥与认证方案不符"},
	Doc: lang.Text{
		EN: "The scheme in the Alibaba console is bound to one package name and one signing certificate (MD5, lower " +
			"case, no colons). A debug keystore, re-signing by a store, a secret of another scheme or a missing " +
			"keep rule breaks the binding, and the SDK cannot open its keys. It then answers 600017, or 600004 when " +
			"the gateway already turns it away.",
		ZH: "控制台中的认证方案绑定一个包名和一个签名（MD5，小写、无冒号）。调试签名、商店重签名、用错方案密钥或缺少混淆保留规则，都会使 SDK 无法解析密钥，返回 600017；若网关先拒绝，则返回 600004。",
	},
	Source: "flutter_ali_auth issues 60, 28; Alibaba, Android access guide", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		if out := one(failing(c, schemeCodes...), schemeAdvice(codes.Seen)); len(out) > 0 {
			return out
		}
		var hits []hit
		for _, h := range failing(c, codeID{codes.AliAndroid, "600004"}) {
			if !gatewayTrouble(h.flow) {
				hits = append(hits, h)
			}
		}
		return one(hits, schemeAdvice(codes.Inferred))
	},
}

// schemeCodes are the codes for a binding that does not hold.
var schemeCodes = []codeID{
	{codes.AliAndroid, "600017"},
	{codes.CM, "103102"},
	{codes.CUServer, "105"},
	{codes.AliServer, "isv.VERIFY_SCHEME_NOT_EXIST"},
	{codes.AliServer, "isv.VERIFY_SCHEME_CONFLICT"},
	{codes.AliServer, "isv.PACK_SIGN_CONFLICT"},
	{codes.AliServer, "isv.BUNDLE_ID_CONFLICT"},
	{codes.AliServer, "isv.INVALID_APP"},
}

// gatewayTrouble reports whether a call to the gateway failed on the way, which
// explains 600004 better than the scheme does.
func gatewayTrouble(f *inspector.Flow) bool {
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Role == inspector.LaneAlibaba && s.Outcome == inspector.OutcomeFailed &&
			s.Trouble != inspector.NoTrouble {
			return true
		}
	}
	return false
}

func schemeAdvice(certainty codes.Certainty) advice {
	return advice{
		lang.Text{
			EN: "The carrier and Alibaba accept a request only if package name and signature are the registered ones.",
			ZH: "运营商和阿里云只接受与登记一致的包名和签名。",
		},
		lang.Text{
			EN: "Print package and signer MD5 of the installed APK and compare them with the console. Use one " +
				"scheme for each signature. Add the SDK keep rules.",
			ZH: "查看已安装 APK 的包名和签名 MD5，与控制台核对。每个签名使用各自的认证方案。补上 SDK 的混淆保留规则。",
		},
		codes.Developer, certainty,
	}
}
