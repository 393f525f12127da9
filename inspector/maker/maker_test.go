package maker

import (
	"strings"
	"testing"
)

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		text  string
		about bool
		want  string
	}{
		{"极光 loginAuth code=6001", true, "jpush"},
		{"JIGUANG-VERIFICATION: fetch failed", true, "jpush"},
		{"flutter: | JVER | Flutter | isInitSuccess", false, "jpush"},
		{"JPush connected", false, ""},
		{"calls loginTokenVerify of the REST API", false, "jpush"},
		{"-[GYSDK start]", false, "getui"},
		{"uniCloud 一键登录云函数", true, "dcloud"},
		{"个推一键认证 30006", true, "getui"},
		{"com.g.gysdk.GYManager", true, "getui"},
		{"闪验 1023", false, "shanyan"},
		{"MobTech 秒验 6119095", false, "mobtech"},
		{"SecVerify verify failed", false, "mobtech"},
		{"易盾 QuickLogin 取号失败", true, "netease"},
		{"flutter_ali_auth 600011", true, "ali-plugin"},
		{"友盟一键登录 600017", true, "umeng"},
		{"极验 onelogin -20302", true, "geetest"},
		{"一键登录 600012", true, ""},
		{"com.brand.login.OneLoginPresenter failed", true, ""},
		{"com.brand.QuickLoginFragment: login failed", true, ""},
		{"D/| JVER | Android | -(99): init", false, "jpush"},
	} {
		if m, _ := Named(tt.text, tt.about); m.ID != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, m.ID, tt.want)
		}
	}
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range All() {
		if seen[m.ID] || m.Name.EN == "" || m.Name.ZH == "" || m.Docs == "" || m.Certainty == "" || len(m.Marks) == 0 {
			t.Errorf("incomplete or twice: %+v", m)
		}
		seen[m.ID] = true
		for _, mark := range m.Marks {
			if mark != strings.ToLower(mark) {
				t.Errorf("%s: %q is not in lower case", m.ID, mark)
			}
		}
		if got, ok := ByID(m.ID); !ok || got.Docs != m.Docs {
			t.Errorf("ByID(%q) = %+v", m.ID, got)
		}
	}
}
