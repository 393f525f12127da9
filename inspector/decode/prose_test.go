package decode

import (
	"fmt"
	"slices"
	"testing"
)

func TestMentions(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // space/issuer, code and spelling
	}{
		{"order of the text", "600025 410002 code:1105msg:x[apiKey]",
			[]string{"ali.android 600025 0", "cu.sdk 410002 0", "cu.server 1105 0"}},
		{"one separator between two", "600011,600012", []string{"ali.android 600011 0", "ali.android 600012 0"}},
		{"Chinese around", "错误码600011和600012都有", []string{"ali.android 600011 0", "ali.android 600012 0"}},
		{"several IDaaS codes", "IDAAS.SDK.LOGIN.1008、SDK.COMMON.1003、PARAM.0001",
			[]string{"idaas.http IDAAS.SDK.LOGIN.1008 0", "idaas.http SDK.COMMON.1003 0", "idaas.http PARAM.0001 0"}},
		{"server words", "isv.TOKEN_INVALID QueryFail.SceneCode", []string{
			"ali.server isv.TOKEN_INVALID 0",
			"ali.server QueryFail.SceneCode 0",
		}},
		{"old Unicom wording", "联通 1, 请求超时", []string{"cu.legacy 1 0"}},
		{"not an old Unicom wording", "第 1, 请求多次", nil},
		{"a carrier named", "电信用户返回 -10008", []string{"ct -10008 2"}},
		{"two carriers named", "联通和电信都返回 -10008", []string{" -10008 2"}},
		{"mobile data is not China Mobile", "移动网络下 -10008", []string{" -10008 2"}},
		{"named", "resultCode: 103119", []string{" 103119 1"}},
		{"counts, ports, amounts", "共 200023 个，端口 10001，600011.50 元，103102 次", nil},
		{"parts of something longer", "1600011 600011a http://h:80800/ v2.600011", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, m := range Mentions(tt.in) {
				got = append(got, fmt.Sprintf("%s%s %s %d", m.Query.Space, m.Query.Issuer, m.Query.Code, m.Spelling))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
