package source

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// otherPackages are the packages of other makers' one-click logins by the maker's
// ID, those of the carriers' own SDKs under "carrier".
var otherPackages = []struct{ prefix, id string }{
	{"cn.jiguang.verifysdk", "jpush"},
	{"com.g.gysdk", "getui"},
	{"com.chuanglan.shanyan_sdk", "shanyan"},
	{"com.mob.secverify", "mobtech"},
	{"com.netease.nis.quicklogin", "netease"},
	{"com.geetest.onelogin", "geetest"},
	{"com.umeng.umverify", "umeng"},
	{"io.dcloud.feature.univerify", "dcloud"},
	{"com.cmic.sso.sdk", "carrier"},
	{"com.cmic.gen.sdk", "carrier"},
	{"com.unicom.online.account", "carrier"},
	{"com.unicom.xiaowo.account", "carrier"},
	{"cn.com.chinatelecom.account", "carrier"},
	{"cn.com.chinatelecom.gateway", "carrier"},
}

// OtherClass is the maker of a class by its full name, "" for none of them.
func OtherClass(name string) string {
	for _, p := range otherPackages {
		if strings.HasPrefix(name, p.prefix+".") {
			return p.id
		}
	}
	return ""
}

var importing = regexp.MustCompile(`(?m)^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)`)

// imports notes the other makers whose classes a file imports.
func (f *Facts) imports(file string, src []byte) {
	if !bytes.Contains(src, []byte("import")) {
		return
	}
	for _, m := range importing.FindAllSubmatch(src, 500) {
		id := OtherClass(string(m[1]) + ".")
		if id == "" || len(f.Others[id]) >= maxNamed || slices.Contains(f.Others[id], file) {
			continue
		}
		if f.Others == nil {
			f.Others = map[string][]string{}
		}
		f.Others[id] = append(f.Others[id], file)
	}
}
