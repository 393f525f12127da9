package codes

import (
	"slices"
	"strings"
	"time"

	"loginscope/lang"
)

// This file is the rows of the table of carriers, and nothing else.

var carriers = []Carrier{
	{
		Issuer: ChinaMobile, Word: "mobile", Mark: "CM", Ink: Ink{0xcdb0ff, 0x6335a8},
		Name: lang.Both("China Mobile", "中国移动"), Nick: lang.Both("Mobile", "移动"),
		Aliases: []string{"cmcc", "china-mobile", "移动"},
		// 移动 alone is also what mobile data is called.
		Said: `中国移动|移动(?:取号|用户|卡|号|SIM|运营商|返回)`, SaidEN: `China Mobile`,
		Hosts: []string{"*.cmpassport.com", "crbt.i139.cn"},
		Plain: []PlainHost{
			{
				Name: "onekey.cmpassport.com", Space: CM, Need: NeedAlways,
				Role: lang.Both("China Mobile number lookup", "中国移动取号"), Certainty: Seen,
				Source: "integration guide, Configure HTTP Support",
			},
			{
				Name: "crbt.i139.cn", Space: CMNtyd, Need: NeedVersion, Since: "2.14.2", Until: "2.14.14",
				Role:      lang.Both("China Mobile, second channel cm_ntyd (port 8181)", "中国移动第二通道 cm_ntyd（8181 端口）"),
				Certainty: Inferred, Source: "code of SDK 2.14.2 to 2.14.14, in no public list",
			},
			{
				Name: "www.cmpassport.com", Need: NeedDoubted, JPush: true,
				Role: lang.Both("China Mobile SDK that JPush brings", "极光认证自带的移动 SDK"), Certainty: Seen,
				Source: "https://github.com/jpush/jverify-flutter-plugin/issues/32",
			},
		},
		TokenLife: 2 * time.Minute, Wait: 5 * time.Second,
		Spaces: []SpaceRow{
			{CM, lang.Both("China Mobile resultCode", "中国移动 resultCode")},
			{CMNtyd, lang.Both("China Mobile through crbt.i139.cn", "中国移动 crbt.i139.cn 通道")},
		},
		SpaceOf: func(near Space, code string) Space {
			// The second channel's codes are recognised by their form: it answers with four
			// digits, and -10008 is no code of the first.
			if near == CMNtyd && len(code) == 4 || code == "-10008" {
				return CMNtyd
			}
			return CM
		},
		Success: []string{"103000"}, Left: []string{"200020", "102121"},
		Vendors: []Vendor{
			{"cm_zyhl", ChinaMobile, CM, lang.Both("China Mobile", "中国移动"), Seen, "D2143, ALI-SDK"},
			{"cm_ntyd", ChinaMobile, CM, lang.Both("China Mobile through crbt.i139.cn", "中国移动（crbt.i139.cn 通道）"), Seen,
				"D2143, ALI-SDK"},
			{"CMCC", ChinaMobile, CM, lang.Both("China Mobile", "中国移动"), Seen, "D2143, ALI-SDK"},
			{"cmcc_bjyd", ChinaMobile, CM, lang.Both("China Mobile", "中国移动"), Unconfirmed, "ALI-SDK"},
			{"cmcc_ntyd", ChinaMobile, CM, lang.Both("China Mobile through crbt.i139.cn", "中国移动（crbt.i139.cn 通道）"),
				Unconfirmed, "ALI-SDK"},
			{"cmcc_1", ChinaMobile, CM, lang.Both("China Mobile", "中国移动"), Unconfirmed, "ALI-SDK"},
		},
		Old:     "CMCC",
		LogTags: []string{"CMCC-SDK:*", "CMCC-SDK"}, LogMarks: []string{"resultCode", "resultcode"},
		Shape: func(has func(string) bool) bool {
			return (has("resultCode") || has("resultcode")) && !has("resultMsg") && !has("seq") &&
				(has("resultCode") || !has("result"))
		},
		Own:      []string{"authType", "authTypeDes", "resultDesc", "resultString", "traceId"},
		Packages: []string{"com.cmic"}, Kept: []string{"com.cmic.sso.sdk", "com.cmic.gen.sdk"},
		Build: "quick_login_android_",
	},
	{
		Issuer: ChinaUnicom, Word: "unicom", Mark: "CU", Ink: Ink{0xf5a3d3, 0x97276f},
		Name: lang.Both("China Unicom", "中国联通"), Nick: lang.Both("Unicom", "联通"),
		Aliases: []string{"cucc", "china-unicom", "联通"},
		Said:    `联通`, SaidEN: `(?:China )?Unicom`,
		Hosts: []string{
			"*.wosms.cn", "m.zzx.cnklog.com", "*.zzx9.cn", "*.10010.com", "opencloud.wostore.cn",
			"123.125.99.31", "123.125.99.8",
		},
		Hints: []string{"open.wo.cn"},
		Plain: []PlainHost{{
			Name: "enrichgw.10010.com", Space: CUSDK, Need: NeedAlways,
			Role: lang.Both("China Unicom number lookup on 5G", "中国联通 5G 取号"), Certainty: Seen,
			Source: "integration guide, Configure HTTP Support; https://help.aliyun.com/zh/pnvs/support/faq-sdk",
		}},
		TokenLife: 30 * time.Minute, Wait: 10 * time.Second,
		Spaces: []SpaceRow{
			{CUSDK, lang.Both("China Unicom SDK", "中国联通 SDK")},
			{CUServer, lang.Both("China Unicom server", "中国联通服务端")},
			{CULegacy, lang.Both("China Unicom, old wording", "中国联通旧版文案")},
		},
		// The code itself decides between the spaces: the current SDK layer's
		// 100 and 4100xx, the old wording's few, and the server's numbers.
		SpaceOf: func(_ Space, code string) Space {
			switch {
			case code == "100", len(code) == 6 && strings.HasPrefix(code, "4100"):
				return CUSDK
			case slices.Contains([]string{"0", "1", "2", "-10008"}, code):
				return CULegacy
			}
			return CUServer
		},
		Inner:   CUServer,
		Success: []string{"100", "0"}, Left: []string{"101007"},
		Vendors: []Vendor{
			{"cu_zx", ChinaUnicom, CUSDK, lang.Both("China Unicom", "中国联通"), Seen, "D2143, ALI-SDK"},
			{"cu_xw", ChinaUnicom, CUSDK, lang.Both("China Unicom (name inside the SDK)", "中国联通（SDK 内部名）"), Seen,
				"D2143, ALI-SDK"},
			{"CUCC", ChinaUnicom, CUSDK, lang.Both("China Unicom", "中国联通"), Seen, "D2143, ALI-SDK"},
			{"cucc_1", ChinaUnicom, CUSDK, lang.Both("China Unicom", "中国联通"), Unconfirmed, "ALI-SDK"},
			{"cucc_2", ChinaUnicom, CUSDK, lang.Both("China Unicom", "中国联通"), Unconfirmed, "ALI-SDK"},
		},
		Old:     "CUCC",
		LogTags: []string{"UniAccount", "uniaccount"}, LogMarks: []string{"resultCode", `"code"`},
		Shape:    func(has func(string) bool) bool { return has("resultMsg") || has("seq") },
		Packages: []string{"com.unicom"}, Kept: []string{"com.unicom.online.account.shield"},
	},
	{
		Issuer: ChinaTelecom, Word: "telecom", Mark: "CT", Ink: Ink{0xcfd46a, 0x575a00},
		Name: lang.Both("China Telecom", "中国电信"), Nick: lang.Both("Telecom", "电信"),
		Aliases: []string{"ctcc", "china-telecom", "电信"},
		Said:    `电信`, SaidEN: `(?:China )?Telecom`,
		Hosts: []string{"id6.me", "*.id6.me", "e.189.cn", "*.e.189.cn", "api-e189.21cn.com", "uac.189.cn"},
		Plain: []PlainHost{{
			Name: "uac.189.cn", Need: NeedDoubted,
			Role: lang.Both("China Telecom, named by one project's notes", "中国电信，仅见于一份第三方笔记"), Certainty: Unconfirmed,
			Source: "one project's notes, absent from 13 SDK builds 2.12.17.2 to 2.14.19",
		}},
		TokenLife: 10 * time.Minute, Wait: 3 * time.Second,
		Spaces:  []SpaceRow{{CT, lang.Both("China Telecom result", "中国电信 result")}},
		Success: []string{"0", "10000"}, Left: []string{"80200", "80201"},
		Vendors: []Vendor{
			{"ct_sjl", ChinaTelecom, CT, lang.Both("China Telecom", "中国电信"), Seen, "D2143, ALI-SDK"},
			{"CTCC", ChinaTelecom, CT, lang.Both("China Telecom", "中国电信"), Seen, "D2143, ALI-SDK"},
			{"ctcc_1", ChinaTelecom, CT, lang.Both("China Telecom", "中国电信"), Unconfirmed, "ALI-SDK"},
			{"ctcc_2", ChinaTelecom, CT, lang.Both("China Telecom", "中国电信"), Unconfirmed, "ALI-SDK"},
		},
		Old:     "CTCC",
		LogTags: []string{"CT_*"}, LogMarks: []string{`"result"`},
		Shape: func(has func(string) bool) bool {
			return has("result") && !has("resultCode") && !has("resultMsg") && !has("seq")
		},
		Packages: []string{"cn.com.chinatelecom"}, Kept: []string{"cn.com.chinatelecom"},
		Build: "SDK-JJ-v",
	},
}
