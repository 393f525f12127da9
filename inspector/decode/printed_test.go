package decode

import (
	"strings"
	"testing"
)

// summary writes objects as "name=value" pairs, objects apart by " | ".
func summary(list []*Node) string {
	var out []string
	for _, n := range list {
		var one []string
		for _, m := range n.Members {
			text := m.Value.Text
			if m.Value.Kind == NodeObject {
				text = "{" + summary([]*Node{m.Value}) + "}"
			}
			one = append(one, m.Name+"="+text)
		}
		out = append(out, strings.Join(one, " "))
	}
	return strings.Join(out, " | ")
}

func TestPrinted(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"Dart map", "{code: 600011, msg: 获取token失败}", "code=600011 msg=获取token失败"},
		{"Dart map behind an arrow", "result ---> {msg: 终端环境检查支持认证, code: 600024, data: null}",
			"msg=终端环境检查支持认证 code=600024"},
		{"a mark that nothing opens", "TokenRet{code='600012', requestId=ab12', token='null'}",
			"code=600012 requestId=ab12 token=null"},
		{"Java map", "{resultCode=600012, msg=应用无效, requestId=x}", "resultCode=600012 msg=应用无效 requestId=x"},
		{"toString", "TokenRet{vendorName='cu_zx', code='600012', msg='a, b'}",
			"vendorName=cu_zx code=600012 msg=a, b"},
		{"data class", "AuthResult(code=600015, message=接口超时, token=null)", "code=600015 message=接口超时 token=null"},
		{"JavaScript object", "onFail { code: '600002', msg: '唤起授权页失败' }", "code=600002 msg=唤起授权页失败"},
		{"React Native", `Object {"code": "600017", "msg": "AppID、Appkey解析失败"}`, "code=600017 msg=AppID、Appkey解析失败"},
		{"Python", `{'code': '600009', 'msg': '无法判断运营商', 'token': None}`, "code=600009 msg=无法判断运营商 token=None"},
		{"PHP", "Array ( [code] => 600012 [msg] => 预取号失败 )", "code=600012 msg=预取号失败"},
		{"Ruby", `{"code" => "600012", "msg" => "x"}`, "code=600012 msg=x"},
		{"NSDictionary",
			"{\n    carrierFailedResultData = \"{\\\"resultCode\\\":\\\"103111\\\"}\";\n    code = 600012;\n    msg " +
				"= \"\\U9884\\U53d6\\U53f7\";\n}",
			`carrierFailedResultData={"resultCode":"103111"} code=600012 msg=预取号`},
		{"form", "ret?code=600011&msg=abc&x=1", "code=600011 msg=abc"},
		{"colons", "onTokenFailed code:600012 msg:预取号失败", "code=600012 msg=预取号失败"},
		{"Chinese names", "错误码：600012，错误信息：预取号失败", "code=600012 msg=预取号失败"},
		{"snake case", "ret_code=103111, result_desc=x", "retCode=103111 resultDesc=x"},
		{"nested print", "{code: 600012, carrierFailedResultData: {resultCode: 103111, desc: 网关IP错误}}",
			"code=600012 carrierFailedResultData={resultCode=103111 desc=网关IP错误}"},
		{"two objects", "[{code: 600024, msg: a}, {code: 600011, msg: b}]", "code=600024 msg=a | code=600011 msg=b"},
		{"inner code", "errCode=600012, innerCode=103111", "errCode=600012 innerCode=103111"},
		{"message with a bracket", "{code: 600025, msg: 参数信息错误[apiKey有误]}", "code=600025 msg=参数信息错误[apiKey有误]"},
		{"message first, then code", "msg:失败 code:600012", "msg=失败 code=600012"},
		{"an object for a code", `{msg: 预取号失败, code: {"code":"600012","msg":"网络异常"}}`, "code=600012 msg=网络异常"},
		{"no code", "msg: hello, token: x", ""},
		{"prose", "注意：请联系客服 https://a.example/x", ""},
		{"a tail of a word", "barcode: 600012", ""},
		{"unfinished", "{code: 600012, msg: '预取", "code=600012 msg=预取"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := summary(Printed(tt.in)); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func FuzzPrinted(f *testing.F) {
	for _, s := range []string{"{code: 1, msg: x}", "code=", `\"code\":\"1\"`, "[code] => 1", "错误码：1",
		"{code:{code:{code:{code:{code:1}}}}}", "code:1\xff", "code:'\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if n := len(Printed(in)); n > maxPrinted {
			t.Fatalf("%d objects", n)
		}
	})
}
