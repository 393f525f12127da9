// Package maker knows the other makers of one-click login whose prints people
// bring by mistake, and the plug-ins around Alibaba's SDK: how their texts are
// recognised, what the codes and messages mean that they publish, and where the rest
// is explained. A carrier's code inside is read by the carrier's own table.
//
// # Add a code of a maker
//
// One line in the CSV of the maker under data: where it arises (app, server, web), the
// code, wordings that name it by themselves, name, cause and action in both languages,
// who acts, event or failure, keys of docs/sources.md, certainty. A maker without a
// table gets a file that is named after its ID.
package maker

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// Maker is one of them.
type Maker struct {
	// ID is stable, lower case.
	ID   string
	Name lang.Text
	// Marks are spellings, in lower case, of which one names the maker.
	Marks []string
	// Own are further spellings, in lower case, that stand in its one-click
	// login alone. They name the maker whatever the text speaks of.
	Own []string
	// Classes begin the names of the classes of its SDK and of the plug-ins around
	// that, in Java and in Objective-C.
	Classes []string
	// Broad is true for a maker whose Marks also stand in other products,
	// so that a text must speak of a login beside them.
	Broad bool
	// Docs says where its codes are explained.
	Docs string
	// Wraps is true for a plug-in that hands on Alibaba's codes.
	Wraps bool
	// Also are the IDs of makers whose SDKs it wraps and whose codes its results hold.
	Also      []string
	Certainty codes.Certainty // of Docs
}

// All lists the makers; the more special ones come first.
func All() []Maker { return all }

var all = []Maker{
	{
		ID: "umeng", Name: lang.Text{EN: "Umeng (友盟)", ZH: "友盟（Umeng）"}, Wraps: true,
		Own: []string{"umverify"}, Marks: []string{"友盟"}, Broad: true,
		Docs: "https://developer.umeng.com", Certainty: codes.Unconfirmed,
	},
	{
		ID: "ali-plugin", Name: lang.Text{EN: "a plug-in around Alibaba's SDK", ZH: "阿里云 SDK 的封装插件"}, Wraps: true,
		Marks: []string{"ali_auth", "aliauthplugin", "ali-onepass", "alionepass", "aliyun_number_auth",
			"aliyunnumberauth", "ali-verify"},
		Docs: "the README of the plug-in", Certainty: codes.Inferred,
	},
	{
		ID: "jpush", Name: lang.Text{EN: "JPush / Jiguang (极光)", ZH: "极光（JPush / Jiguang）"},
		Own: []string{
			"jiguang-verification",
			"jverif",
			"cn.jiguang.verif",
			"| jver |",
			"libjcore",
			"jverificationinterface",
			"fetch logintoken",
			"logintokenverify",
			"loginauth is requesting",
		},
		Marks: []string{"jiguang", "jpush", "极光"}, Broad: true,
		Classes: []string{"cn.jiguang.verif", "cn.jiguang.plugins.verif", "cn.jiguang.uniplugin_jverif",
			"com.jiguang.jverif", "JVOperator", "JVClient", "JVERIFICATION", "JVerif", "Jverify"},
		Docs: "https://docs.jiguang.cn/jverification/client/android_api", Certainty: codes.Seen,
	},
	{
		ID: "getui", Name: lang.Text{EN: "Getui (个推, 个验)", ZH: "个推（个验）"},
		Own:   []string{"com.g.gysdk", "gysdk", "gymanager", "geyan", "个验"},
		Marks: []string{"getui", "个推"}, Broad: true,
		Classes: []string{"com.g.gysdk", "com.g.elogin", "Gysdk", "GeYan", "GYManager"},
		Docs:    "https://docs.getui.com/geyan/mobile/code", Certainty: codes.Seen,
	},
	{
		ID: "dcloud", Name: lang.Text{
			EN: "DCloud (uni-app, uniCloud, univerify)",
			ZH: "DCloud（uni-app、uniCloud、univerify）",
		},
		Own:   []string{"univerify", "uni-verify", "uni一键登录"},
		Marks: []string{"unicloud", "dcloud", "uni-app", "uniapp", "uni.login"}, Broad: true,
		Classes: []string{"io.dcloud.feature.oauth", "io.dcloud.feature.univerify",
			"io.dcloud.uniapp.extapi.UniVerify"},
		Docs: "https://uniapp.dcloud.net.cn/univerify.html", Certainty: codes.Seen, Also: []string{"getui"},
	},
	{
		ID: "shanyan", Name: lang.Text{EN: "ShanYan (闪验, Chuanglan)", ZH: "闪验（创蓝）"},
		Marks:   []string{"shanyan", "闪验", "创蓝", "chuanglan"},
		Classes: []string{"com.chuanglan.shanyan", "com.shanyan", "CLShanYan"},
		Docs:    "https://shanyan.253.com/document", Certainty: codes.Seen,
	},
	{
		ID: "mobtech", Name: lang.Text{EN: "MobTech (SecVerify, 秒验)", ZH: "MobTech（秒验）"},
		Marks:   []string{"secverify", "mobtech", "秒验", "com.mob.sec"},
		Classes: []string{"com.mob.secverify", "SecVerify"},
		Docs:    "https://www.mob.com/mobService/secverify", Certainty: codes.Seen,
	},
	{
		ID: "netease", Name: lang.Text{EN: "NetEase Yidun (易盾, QuickLogin)", ZH: "网易易盾（QuickLogin）"},
		Own:   []string{"nisquicklogin", "ntesquicklogin"},
		Marks: []string{"com.netease.nis", "易盾", "网易"}, Broad: true,
		Classes: []string{"com.netease.nis.quicklogin", "NTESQuickLogin", "NTESQL"},
		Docs:    "https://support.dun.163.com", Certainty: codes.Seen,
	},
	{
		ID: "geetest", Name: lang.Text{EN: "GeeTest OneLogin (极验)", ZH: "极验（GeeTest OneLogin）"},
		// "OneLogin" alone is what apps call their own classes.
		Own:   []string{"com.geetest.onelogin", "gt_onelogin", "gtonelogin", "oneloginsdk", "oneloginhelper"},
		Marks: []string{"geetest", "极验"}, Broad: true,
		Classes: []string{"com.geetest.onelogin", "OneLoginPro", "OLAuthView", "OLOneLogin", "GOPManager"},
		Docs:    "https://docs.geetest.com/onelogin/deploy/Returncode", Certainty: codes.Seen,
	},
	{
		ID: "yunpian", Name: lang.Text{EN: "Yunpian (云片)", ZH: "云片（Yunpian）"},
		Own: []string{"com.qipeng.yp.onelogin", "qponelogin"}, Marks: []string{"yunpian", "云片"}, Broad: true,
		Classes: []string{"com.qipeng.yp.onelogin", "YPOneLogin"},
		Docs:    "https://github.com/yunpian/yunpian-onelogin-demo-android", Certainty: codes.Seen,
	},
	{
		ID: "upyun", Name: lang.Text{EN: "UPYUN (又拍云)", ZH: "又拍云（UPYUN）"}, Also: []string{"jpush"},
		Own: []string{"upverificationinterface"}, Marks: []string{"upyun", "又拍云"}, Broad: true,
		Docs: "https://github.com/upyun/Android-QuickLogin", Certainty: codes.Seen,
	},
	{
		ID: "submail", Name: lang.Text{EN: "SUBMAIL (赛邮)", ZH: "赛邮（SUBMAIL）"},
		Own: []string{"com.submail.onelogin"}, Marks: []string{"submail", "赛邮"}, Broad: true,
		Classes: []string{"com.submail.onelogin"},
		Docs:    "https://github.com/submail-developers/OneLogin_Android_SDK_AND_DEMO", Certainty: codes.Seen,
	},
	{
		ID: "cloopen", Name: lang.Text{EN: "Cloopen (容联云)", ZH: "容联云（Cloopen）"},
		Own: []string{"rloklsdk"}, Marks: []string{"cloopen", "容联", "yuntongxun"}, Broad: true,
		Docs: "https://doc.yuntongxun.com/p/5f8d4e07a80948a1006e8b98", Certainty: codes.Seen,
	},
}

// ByID finds a maker.
func ByID(id string) (Maker, bool) {
	for _, m := range all {
		if m.ID == id {
			return m, true
		}
	}
	return Maker{}, false
}

// OfClass is the maker whose SDK a class belongs to.
func OfClass(class string) (Maker, bool) {
	for _, m := range all {
		if slices.ContainsFunc(m.Classes, func(c string) bool { return strings.HasPrefix(class, c) }) {
			return m, true
		}
	}
	return Maker{}, false
}

// JavaClasses lists the Classes of all makers that are Java's.
func JavaClasses() []string {
	var out []string
	for _, m := range all {
		for _, c := range m.Classes {
			if strings.Contains(c, ".") {
				out = append(out, c)
			}
		}
	}
	return out
}

// Marks lists the spellings of all makers, in lower case.
func Marks() []string {
	var out []string
	for _, m := range all {
		out = append(append(out, m.Own...), m.Marks...)
	}
	return out
}

// Named is the maker that a text names; about says that the text speaks of a
// login, without which a broad name says nothing.
func Named(text string, about bool) (Maker, bool) {
	low := strings.ToLower(text)
	in := func(mark string) bool { return strings.Contains(low, mark) }
	for _, m := range all {
		if slices.ContainsFunc(m.Own, in) || (about || !m.Broad) && slices.ContainsFunc(m.Marks, in) {
			return m, true
		}
	}
	return Maker{}, false
}
