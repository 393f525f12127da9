package decode

import (
	"slices"
	"testing"
)

// said lists the codes of a text with what is said of each.
func said(text string) []string {
	var out []string
	for _, m := range Mentions(text) {
		one := m.Query.Code
		if m.Behind {
			one = "/" + one
		}
		if m.Standing != Happened {
			one += " " + string(m.Standing)
		}
		out = append(out, one)
	}
	return out
}

func TestStandings(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"应该返回 600000，结果返回 600015，什么原因？", []string{"600000 expected", "600015"}},
		{"预期 600000 实际 600011", []string{"600000 expected", "600011"}},
		{"正常情况返回600024，但我们拿到600025", []string{"600024 expected", "600025"}},
		{"expected 600000 but got 600015", []string{"600000 expected", "600015"}},
		{"It should return 600001, now it returns 600002.", []string{"600001 expected", "600002"}},
		{"返回 600015，应该是网络问题吧", []string{"600015"}},
		{"上周是 600017，换签名后好了；现在联通卡报 600008", []string{"600017 over", "600008"}},
		{"之前报 600004 已解决，今天又报 600012", []string{"600004 over", "600012"}},
		{"昨天是600011，现在变成600015了", []string{"600011 over", "600015"}},
		{"600017 was last week and is fixed, now we get 600008", []string{"600017 over", "600008"}},
		{"打开移动数据就好了，之前报 600008", []string{"600008"}},
		{"昨天开始报 600012", []string{"600012"}},
		{"700002 勾选后收不到", []string{"700002 denied"}},
		{"点协议文字之后收不到 700004", []string{"700004 denied"}},
		{"一直没收到 700003 这个回调", []string{"700003 denied"}},
		{"退回旧版 2.0 就能收到 700004", []string{"700004 expected"}},
		{"the event 700004 is never fired", []string{"700004 denied"}},
		{"600011，点按钮没反应", []string{"600011"}},
		{"打 release 600017", []string{"600017"}},
		{"iOS Release 600011", []string{"600011"}},
		{"没有报 600012，报的是 600015", []string{"600012 denied", "600015"}},
		{"不是 600012 而是 600009", []string{"600012 denied", "600009"}},
		{"没有返回600000", []string{"600000 denied"}},
		{"we never got 600000, only 600011", []string{"600000 denied", "600011"}},
		{"the code is 600015 instead of 600000", []string{"600015", "600000 denied"}},
		{"请问 600004 和 600005 有什么区别？", []string{"600004 asked", "600005 asked"}},
		{"一直报 600011，和 600012 有什么区别？", []string{"600011", "600012 asked"}},
		{"如果返回 600015，要不要重试？", []string{"600015 asked"}},
		{"如果不关 VPN 就返回 600012", []string{"600012"}},
		{"如果报 600012 怎么办", []string{"600012"}},
		{"If it returns 600015 should we retry?", []string{"600015 asked"}},
		{"无网络 600008", []string{"600008"}},
		{"无法登录 600012", []string{"600012"}},
		{"can't sign in: 600012", []string{"600012"}},
		{"文档说 600012 是预取号失败，我们看到的是 600009", []string{"600012 explained", "600009"}},
		{"according to the docs 600012 means prefetch failed", []string{"600012 explained"}},
		{"官方文档解释 600005 是手机不安全，但我们报 600002", []string{"600005 explained", "600002"}},
		{"文档里没有 600038 这个错误码，什么意思", []string{"600038"}},
		{"昨日统计：600012 占 35%，600015 占 20%", []string{"600012 counted", "600015 counted"}},
		{"错误码分布 600012: 1200次 600011: 300次", []string{"600012 counted", "600011 counted"}},
		{"600012 出现 3 次", []string{"600012"}},
		{"移动卡报600012，电信卡报600015", []string{"600012", "600015"}},
		{"600012/103111", []string{"600012", "/103111"}},
		{"600012 | 103111", []string{"600012", "/103111"}},
		{"600012（80800）", []string{"600012", "/80800"}},
		{"600012-103111", []string{"600012", "/103111"}},
		{"600012->103111", []string{"600012", "/103111"}},
		{"600012, 103111", []string{"600012", "/103111"}},
		{"600012（CM-103111）", []string{"600012", "/103111"}},
		{"600015:80000", []string{"600015", "/80000"}},
		{"600012: 3 次", []string{"600012"}},
		{"CM-103111", []string{"103111"}},
		{"getToken failed:[CU,（1105)x]", []string{"1105"}},
		{"600011、600012", []string{"600011", "600012"}},
	} {
		if got := said(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got  %q\n want %q", tt.in, got, tt.want)
		}
	}
}

func TestNumbersThatAreNoCodes(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"客户 103111 反馈一键登录失败 600012", []string{"600012"}},
		{"客户103111、103112反馈失败 600012", []string{"600012"}},
		{"工单 103905：联通卡一键登录 600012", []string{"600012"}},
		{"用户ID 200023，一键登录报 600015", []string{"600015"}},
		{"userId: 200023 login failed 600015", []string{"600015"}},
		{"订单号 600012 支付失败，和登录无关", nil},
		{"order no. 600012 was not paid", nil},
		{"技术交流 QQ 群 600005", nil},
		{"加群600005，QQ:600012", nil},
		{"验证码 600012，请勿泄露", nil},
		{"your verification code is 600012", nil},
		{"分机 600008，转 600009", nil},
		{"ext. 600008", nil},
		{"售价 600011 元，¥600012", nil},
		{"版本 600012，build 600015", nil},
		{"v600012", nil},
		{"共 600012 次请求", nil},
		{"#600012", nil},
		{"issue #103111: login fails with 600012", []string{"600012"}},
		{"case 103111", nil},
		{"股票代码 600012", nil},
		{"房间号600005", nil},
		{"邮编 600012", nil},
		{"尾号 600012 的用户", nil},
		{"联通用户 600012 失败", []string{"600012"}},
		{"移动用户 103102 失败", []string{"103102"}},
		{"用户反馈 600017", []string{"600017"}},
		{"user 600012 reports a failed login", nil},
		{"error number 600012", []string{"600012"}},
		{"错误编号 600012", []string{"600012"}},
		{"返回 600012 次数很多", []string{"600012"}},
		{"联通卡 600012", []string{"600012"}},
		{"报错600012", []string{"600012"}},
		{"登录失败：600012", []string{"600012"}},
	} {
		if got := said(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got  %q\n want %q", tt.in, got, tt.want)
		}
	}
}
