package check

import (
	"loginscope/codes"
	"loginscope/inspector"
)

// SchemeMismatch finds codes that say that package, signature or secret do not fit the scheme.
var SchemeMismatch = inspector.Check{
	ID:    "scheme-mismatch",
	Title: codes.Text{EN: "Package, signature or secret differ from the scheme", ZH: "包名、签名或秘钥与认证方案不符"},
	Doc: codes.Text{
		EN: "The scheme in the Alibaba console is bound to one package name and one signing certificate (MD5, lower case, no colons). A debug keystore, re-signing by a store, a secret of another scheme or a missing keep rule breaks the binding, and the SDK cannot open its keys.",
		ZH: "控制台中的认证方案绑定一个包名和一个签名（MD5，小写、无冒号）。调试签名、商店重签名、用错方案秘钥或缺少混淆保留规则，都会使 SDK 无法解析秘钥。",
	},
	Source: "flutter_ali_auth issues 60, 28; Alibaba, Android access guide", Date: "2026-11-22",
	Severity: inspector.Error,
	Run: func(c *inspector.Case) []inspector.Finding {
		return one(failing(c,
			place{codes.AliAndroid, "600017"},
			place{codes.CM, "103102"},
			place{codes.CUServer, "105"},
			place{codes.AliServer, "isv.VERIFY_SCHEME_NOT_EXIST"},
			place{codes.AliServer, "isv.VERIFY_SCHEME_CONFLICT"},
			place{codes.AliServer, "isv.PACK_SIGN_CONFLICT"},
			place{codes.AliServer, "isv.BUNDLE_ID_CONFLICT"},
			place{codes.AliServer, "isv.INVALID_APP"},
		), advice{
			codes.Text{
				EN: "The carrier and Alibaba accept a request only if package name and signature are the registered ones.",
				ZH: "运营商和阿里云只接受与登记一致的包名和签名。",
			},
			codes.Text{
				EN: "Print package and signer MD5 of the installed APK and compare them with the console. Use one scheme for each signature. Add the SDK keep rules.",
				ZH: "查看已安装 APK 的包名和签名 MD5，与控制台核对。每个签名使用各自的方案。补上 SDK 的混淆保留规则。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
