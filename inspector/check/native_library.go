package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// NativeLibrary finds native libraries of the SDK that do not load.
var NativeLibrary = inspector.Check{
	ID:    "native-library",
	Title: lang.Text{EN: "The SDK's native library does not load", ZH: "SDK 的 so 库加载失败"},
	Doc: lang.Text{
		EN: "The SDK ships armeabi-v7a, arm64-v8a and x86, not x86_64, so 64-bit emulators cannot load it. Two versions in libs, or a missing keep rule in a release build, end alike.",
		ZH: "SDK 提供 armeabi-v7a、arm64-v8a、x86，没有 x86_64，64 位模拟器无法加载。libs 中有两个版本，或发布版缺少保留规则，结果相同。",
	},
	Source: "flutter_ali_auth issues 134, 135, 232", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignLink)
		return signed(signs, advice{
			lang.Text{EN: "Without it the SDK cannot sign or decrypt anything.", ZH: "没有该库 SDK 无法签名和解密。"},
			lang.Text{EN: "Test on a real phone. Set abiFilters to the shipped ABIs. Keep one version of the aar and its keep rules.", ZH: "使用真机测试。将 abiFilters 限定为已提供的 ABI。只保留一个版本的 aar 并加上保留规则。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The library " + values(signs) + " did not load.",
			ZH: "so 库 " + values(signs) + " 加载失败。",
		})
	},
}
