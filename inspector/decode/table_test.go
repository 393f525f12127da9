package decode

import (
	"strings"
	"testing"
)

func TestIsTable(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     bool
	}{
		{"ruled", "| 返回码 | 描述 |\n| 600000 | 获取token成功 |\n| 600002 | 唤起授权页失败 |\n| 600004 | 获取运营商配置信息失败 |", true},
		{"ruled without names", "| 600002 | 唤起授权页失败 |\n| 600004 | 获取运营商配置信息失败 |\n| 600005 | 手机终端不安全 |", true},
		{"tabs", "600002\t唤起授权页失败\n600004\t获取运营商配置信息失败\n600005\t手机终端不安全", true},
		{"names and spaces", "错误码 描述 建议\n600002 唤起授权页失败\n600004 获取运营商配置信息失败\n600005 手机终端不安全", true},
		{"with a success", "600000 成功\n600002 唤起授权页失败\n600004 获取运营商配置信息失败", true},
		{"comma separated", "code,description\n600000,ok\n600002,page failed\n600004,no configuration", true},
		{"markdown", "| Code | Meaning |\n|---|---|\n| `600002` | page |\n| `600004` | config |\n| `600005` | unsafe |",
			true},
		{"a list of failures", "600012 联通卡\n600015 移动卡\n600011 电信卡", false},
		{"two rows", "| 600002 | 唤起授权页失败 |\n| 600004 | 获取运营商配置信息失败 |", false},
		{"a log of one code", "600012 失败 10:01\n600012 失败 10:02\n600012 失败 10:03", false},
		{"prose", "登录失败\n600012\n怎么办", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := IsTable(strings.Split(tt.in, "\n")); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
