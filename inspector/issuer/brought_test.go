package issuer

import (
	"testing"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// TestBroughtFacts reads build errors, blocklists and task names in what a person brings.
func TestBroughtFacts(t *testing.T) {
	for _, tt := range []struct {
		text  string
		fact  cause.Fact
		value string
	}{
		{"AAPT: error: resource drawable/authsdk_load_dot_white not found.", cause.BuildError, cause.ResourceUnlinked},
		{"A.java:3: error: package android.support.v4.app does not exist", cause.BuildError, cause.SupportMissing},
		{"B is not abstract and does not override abstract method onTokenFailed(String) in com.mobile.auth.x.L",
			cause.BuildError, cause.MethodUndefined},
		{"duplicate symbol '_OBJC_CLASS_$_Abc' in:", cause.BuildError, cause.SymbolTwice},
		{"AAPT: error: resource style/BrandTheme not found.", cause.BuildError, cause.ResourceUndeclared},
		{"AAPT: error: resource style/BrandTheme (aka a.b:style/BrandTheme) not found.", cause.BuildError,
			cause.ResourceUndeclared},
		{`Unable to make private java.util.X(int) accessible: module java.base does not "opens java.util" to unnamed`,
			cause.BuildError, cause.JDKTooNew},
		{"3 files found with path 'lib/x86/libjverify210.so' from inputs:", cause.BuildError, cause.NativeTwice},
		{"Pi-hole 里看到 cmpassport.com，登录失败", cause.Blocklist, "host"},
		{"开了广告过滤，一键登录失败", cause.Blocklist, "used"},
		{"没有用 AdGuard，一键登录失败", cause.Blocklist, ""},
		{"assembleRelease 失败，一键登录", cause.Build, ""},
	} {
		l := &inspector.Line{LogLine: &exchange.LogLine{Text: tt.text}, Pasted: true}
		got := ""
		for _, s := range append(readBuildLine(l), readPastedLine(l)...) {
			for _, x := range s.Signals {
				if x.Fact == tt.fact {
					got = x.Value
				}
			}
		}
		if got != tt.value {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.value)
		}
	}
}

// TestAnothersNumbers gives a maker's numbers and short words no meaning of a carrier.
func TestAnothersNumbers(t *testing.T) {
	for text, want := range map[string]int{
		"个验 登录返回 -20101":                              0,
		"闪验 登录 初始化失败":                                 0,
		"登录 600011":                                   1,
		"TeaException: code: 400, 令牌无效 request id: A": 0,
	} {
		l := &inspector.Line{LogLine: &exchange.LogLine{Text: text}, Pasted: true}
		n := 0
		for _, s := range readPastedLine(l) {
			n += len(s.Step.Codes)
		}
		if n != want {
			t.Errorf("%q: %d codes, want %d", text, n, want)
		}
	}
	tea := &inspector.Line{LogLine: &exchange.LogLine{Text: "com.aliyun.tea.TeaException: code: 400, 令牌无效 request id: A"}}
	if s := readTeaLine(tea); len(s) != 1 || s[0].Step.Codes[0].Code != "isv.TOKEN_INVALID" {
		t.Errorf("the server's exception: %+v", s)
	}
}
