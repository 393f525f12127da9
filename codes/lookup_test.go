package codes

import (
	"slices"
	"strings"
	"testing"

	"loginscope/lang"
)

// candidates is how the tests write a candidate: space and code.
func candidates(r Result) []string {
	var list []string
	for _, m := range r.Candidates {
		list = append(list, string(m.Space)+" "+m.Code.Code)
	}
	return list
}

func TestLookupBySpace(t *testing.T) {
	cases := []struct {
		name string
		in   Query
		want []string
	}{
		{"internal", Query{Space: AliInternal, Code: "-10008"}, []string{"ali.internal -10008"}},
		{"telecom", Query{Issuer: ChinaTelecom, Code: "-10008"}, []string{"ct -10008"}},
		{"unicom", Query{Issuer: ChinaUnicom, Code: "-10008"}, []string{"cu.legacy -10008"}},
		{"mobile by crbt", Query{Space: CM, Code: "-10008", Message: "JSON转换失败"}, []string{"cm.ntyd -10008"}},
		{"alibaba issuer", Query{Issuer: Alibaba, Code: "-10008"}, []string{"ali.internal -10008"}},
		{"no place", Query{Code: "-10008"},
			[]string{"ali.internal -10008", "cm.ntyd -10008", "cu.legacy -10008", "ct -10008"}},
		{"-10002 telecom", Query{Space: CT, Code: "-10002"}, []string{"ct -10002"}},
		{"-10002 internal", Query{Space: AliInternal, Code: "-10002"}, []string{"ali.internal -10002"}},
		{"zero", Query{Code: "0"}, []string{"cu.legacy 0", "ct 0"}},
		{"zero in the current object", Query{Space: CUSDK, Code: "0"}, []string{"cu.legacy 0"}},
		{"100 sdk", Query{Space: CUSDK, Code: "100"}, []string{"cu.sdk 100"}},
		{"100 server", Query{Space: CUServer, Code: "100"}, []string{"cu.server 100"}},
		{"100 undecided", Query{Issuer: ChinaUnicom, Code: "100"}, []string{"cu.sdk 100", "cu.server 100"}},
		{"100 by message", Query{Issuer: ChinaUnicom, Code: "100", Message: "应用未授权"}, []string{"cu.server 100"}},
		{"302", Query{Code: "302"}, []string{"cu.server 302"}},
		{"500", Query{Issuer: ChinaMobile, Code: "500"}, []string{"cm 500"}},
		{"1001 callback", Query{Issuer: SDK, Code: "1001"}, []string{"idaas.callback 1001"}},
		{"1002 callback", Query{Space: IDaaSCallback, Code: "1002"}, []string{"idaas.callback 1002"}},
		{"1002 server", Query{Space: CUServer, Code: "1002"}, []string{"cu.server 1002"}},
		{"1003 unicom", Query{Issuer: ChinaUnicom, Code: "1003"}, []string{"cu.server 1003"}},
		{"10000 telecom", Query{Issuer: ChinaTelecom, Code: "10000"}, []string{"ct 10000"}},
		{"10000 undecided", Query{Code: "10000"}, []string{"cu.server 10000", "ct 10000"}},
		{"101001 looks like mobile", Query{Issuer: ChinaMobile, Code: "101001"}, nil},
		{"102001", Query{Issuer: ChinaUnicom, Code: "102001"}, []string{"cu.server 102001"}},
		{"600025 android", Query{Space: AliAndroid, Code: "600025"}, []string{"ali.android 600025"}},
		{"600025 h5", Query{Space: AliH5, Code: "600025"}, []string{"ali.h5 600025"}},
		{"600025 default", Query{Issuer: Alibaba, Code: "600025"}, []string{"ali.android 600025"}},
		{"600025 no place", Query{Code: "600025"}, []string{"ali.android 600025"}},
		{"600016", Query{Code: "600016"}, []string{"ali.android 600016"}},
		{"600050 of no Android SDK", Query{Code: "600050"}, []string{"ali.sms 600050"}},
		{"iOS", Query{Space: AliIOS, Code: "600017"}, []string{"ali.ios 600017"}},
		{"iOS event like Android's", Query{Space: AliIOS, Code: "700001"}, []string{"ali.android 700001"}},
		{"700010 ios", Query{Space: AliIOS, Code: "700010"}, []string{"ali.ios 700010"}},
		{"700010 default", Query{Issuer: Alibaba, Code: "700010"}, []string{"ali.android 700010"}},
		{"300001 fusion", Query{Space: AliFusion, Code: "300001"}, []string{"ali.fusion 300001"}},
		{"100001 has no default", Query{Issuer: Alibaba, Code: "100001"}, []string{
			"ali.http 100001",
			"ali.fusion 100001",
		}},
		{"800008", Query{Code: "800008"}, []string{"ct 800008"}},
		{"server word, any case", Query{Code: "ISV.token_invalid"}, []string{"ali.server isv.TOKEN_INVALID"}},
		{"ok", Query{Issuer: AlibabaAPI, Code: "ok"}, []string{"ali.server OK"}},
		{"issuer in capitals", Query{Issuer: "CT", Code: "80006"}, []string{"ct 80006"}},
		{"surrounding space", Query{Issuer: ChinaMobile, Code: "\u3000 103000\n"}, []string{"cm 103000"}},
		{"full width", Query{Issuer: ChinaTelecom, Code: "－１０００２"}, []string{"ct -10002"}},
		{"typeset minus", Query{Issuer: ChinaTelecom, Code: "−720002"}, []string{"ct -720002"}},
		{"quoted", Query{Issuer: ChinaMobile, Code: `"103911"`}, []string{"cm 103911"}},
		{"contradiction", Query{Issuer: ChinaMobile, Space: CT, Code: "0"}, nil},
		{"nothing", Query{}, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			r := Lookup(tc.in)
			if got := candidates(r); !slices.Equal(got, tc.want) {
				t.Fatalf("got %q, want %q", got, tc.want)
			}
			if len(tc.want) != 1 && (r.Reason.EN == "" || r.Reason.ZH == "") {
				t.Errorf("%d candidates without a reason: %+v", len(tc.want), r.Reason)
			}
		})
	}
}

func TestLookupIDaaSSpellings(t *testing.T) {
	cases := []struct {
		in   Query
		want []string
	}{
		{Query{Code: "IDAAS.SDK.LOGIN.1008"}, []string{"idaas.http IDAAS.SDK.LOGIN.1008"}},
		{Query{Code: "SDK.LOGIN.1008"}, []string{"idaas.http IDAAS.SDK.LOGIN.1008"}},
		{Query{Code: " login.1008 "}, []string{"idaas.http IDAAS.SDK.LOGIN.1008"}},
		{Query{Code: "idaas.sdk.param.0001"}, []string{"idaas.http IDAAS.SDK.PARAM.0001"}},
		{Query{Code: "CAPTCHA.0006"}, []string{"idaas.http IDAAS.SDK.CAPTCHA.0006"}},
		{Query{Code: "USER.0001"}, []string{"idaas.http IDAAS.TENANT.USER.0001"}},
		{Query{Code: "TENANT.COM.0002"}, []string{"idaas.http IDAAS.TENANT.COM.0002"}},
		{Query{Code: "APP_ACCOUNT.0004"}, []string{"idaas.http APP_ACCOUNT.0004"}},
		{Query{Code: "SDK.USER.0001"}, nil},
		{Query{Issuer: IDaaS, Code: "1008"}, []string{
			"idaas.http IDAAS.SDK.COMMON.1008", "idaas.http IDAAS.SDK.LOGIN.1008",
			"idaas.http IDAAS.SDK.SMS.1008", "idaas.http IDAAS.SDK.PWD.1008"}},
		{Query{Issuer: IDaaS, Code: "1008", Message: "System busy. Please try again later"},
			[]string{"idaas.http IDAAS.SDK.COMMON.1008"}},
	}
	for _, tc := range cases {
		if got := candidates(Lookup(tc.in)); !slices.Equal(got, tc.want) {
			t.Errorf("%+v: got %q, want %q", tc.in, got, tc.want)
		}
	}
	bare := candidates(Lookup(Query{Code: "1001"}))
	for _, want := range []string{"idaas.callback 1001", "cu.server 1001", "idaas.http IDAAS.SDK.LOGIN.1001",
		"idaas.http IDAAS.SDK.MFA.1001"} {
		if !slices.Contains(bare, want) {
			t.Errorf("bare 1001: %q lacks %q", bare, want)
		}
	}
}

func TestLookupUnicomWordings(t *testing.T) {
	cases := []struct {
		name   string
		in     Query
		want   string // English name, "" for no single row
		exact  bool
		reason string
	}{
		{"one string", Query{Code: "1, Request timeout"}, "Timed out", true, "Chosen by the message"},
		{"full-width comma", Query{Issuer: ChinaUnicom, Code: "1，私网IP查找号码失败"}, "No number for the private IP", true,
			"Chosen by the message"},
		{"message", Query{Issuer: ChinaUnicom, Code: "1", Message: "handshake failed"}, "TLS handshake failed", true,
			""},
		{"message repeats the number", Query{Issuer: ChinaUnicom, Code: "1", Message: "1, connect error"},
			"Connection failed", true, ""},
		{"Chinese", Query{Space: CULegacy, Code: "1", Message: " 验签失败。"}, "Signature refused", true, ""},
		{"in the current object", Query{Space: CUSDK, Code: "1", Message: "源IP鉴权失败"},
			"Source address not China Unicom's", true, "neighbouring table"},
		{"more text around", Query{Space: CULegacy, Code: "1", Message: "获得的手机授权码失败：{\"resultCode\":1}"},
			"No authorisation code", false, "contains a known wording"},
		{"the longest wording wins", Query{Space: CULegacy, Code: "1", Message: "err: connect address error (5)"},
			"Connection address wrong", false, "contains a known wording"},
		{"two", Query{Issuer: ChinaUnicom, Code: "2, Request timeout"}, "Longer than the set time-out", true, ""},
		{"unknown wording", Query{Issuer: ChinaUnicom, Code: "1", Message: "something new"}, "", false,
			"matches none of the known wordings"},
		{"no wording", Query{Issuer: ChinaUnicom, Code: "1"}, "", false, "the message beside it decides"},
		{"embedded", Query{Code: "code:1105msg:参数信息错误[apiKey有误]"}, "apiKey refused", true, ""},
		{"embedded in the current object", Query{Space: CUSDK, Code: "code: 3011 msg:x"},
			"Source address not China Unicom's", false, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			r := Lookup(tc.in)
			if tc.want == "" {
				if r.Known() {
					t.Fatalf("decided for %q", candidates(r))
				}
			} else if !r.Known() || r.Candidates[0].Name.EN != tc.want || r.Candidates[0].Exact != tc.exact {
				t.Fatalf("got %+v, want %q exact %v", r, tc.want, tc.exact)
			}
			if !strings.Contains(r.Reason.EN, tc.reason) {
				t.Errorf("reason %q, want one with %q", r.Reason.EN, tc.reason)
			}
		})
	}
}

func TestLookupFillsPlaceholders(t *testing.T) {
	cases := []struct {
		code, message string
		params        []string
		name          lang.Text
	}{
		{"COMMON.1001", "Parameter X-client-id cannot be left blank", []string{"X-client-id"},
			lang.Both("Parameter X-client-id is empty", "参数 X-client-id 为空")},
		{"COMMON.1001", "参数 access_token 不能为空", []string{"access_token"},
			lang.Both("Parameter access_token is empty", "参数 access_token 为空")},
		{"LOGIN.1003",
			"The user has been locked due to multiple failed login attempts. It will be unlocked in 4 minutes and " +
				"30 seconds", []string{
				"4",
				"30",
			},
			lang.Both("User locked for 4 min 30 s", "用户已锁定，4 分 30 秒后解锁")},
		{"LOGIN.1005", "无效的用户名或密码。剩余登录尝试次数：2", []string{"2"},
			lang.Both("Wrong user name or password", "用户名或密码错误")},
		{"COMMON.1005", "state_token has expired.", []string{"state_token"},
			lang.Both("state_token has expired", "state_token 已失效")},
		{"COMMON.1001", "another text", nil, lang.Both("Parameter {0} is empty", "参数 {0} 为空")},
		{"COMMON.1001", "", nil, lang.Both("Parameter {0} is empty", "参数 {0} 为空")},
	}
	for _, tc := range cases {
		r := Lookup(Query{Issuer: IDaaS, Code: tc.code, Message: tc.message})
		if !r.Known() {
			t.Errorf("%s: %+v", tc.code, r)
			continue
		}
		m := r.Candidates[0]
		if !slices.Equal(m.Params, tc.params) || m.Name != tc.name || m.Exact != (tc.params != nil) {
			t.Errorf("%s %q: got %q %+v exact %v, want %q %+v", tc.code, tc.message, m.Params, m.Name, m.Exact,
				tc.params, tc.name)
		}
	}
	cause := Lookup(Query{Code: "LOGIN.1005",
		Message: "Invalid username or password. Remaining login attempts: 2"}).Candidates[0].Cause
	if !strings.Contains(cause.EN, "left: 2.") || !strings.Contains(cause.ZH, "次数：2。") {
		t.Errorf("cause not filled: %+v", cause)
	}
}

// TestEveryTemplateMatches feeds each wording with values back to its own row,
// and holds that the row's texts use no placeholder its wordings lack.
func TestEveryTemplateMatches(t *testing.T) {
	values := []string{"Alpha-1", "Beta 2"}
	templates := 0
	for _, c := range All() {
		for _, w := range c.Match {
			marks := placeholder.FindAllString(w, -1)
			r := Lookup(Query{Space: c.Space, Code: c.Code, Message: fill(w, values)})
			if !r.Known() || !r.Candidates[0].Exact || len(r.Candidates[0].Params) != len(marks) {
				t.Errorf("%s %s: %q does not fit its own row: %+v", c.Space, c.Code, w, r)
				continue
			}
			if len(marks) == 0 {
				continue
			}
			templates++
			m := r.Candidates[0]
			if !slices.Equal(m.Params, values[:len(marks)]) {
				t.Errorf("%s %s: params %q", c.Space, c.Code, m.Params)
			}
			if left := placeholder.FindString(m.Name.EN + m.Name.ZH + m.Cause.EN + m.Cause.ZH + m.Action.EN +
				m.Action.ZH); left != "" {
				t.Errorf("%s %s: %s is left", c.Space, c.Code, left)
			}
		}
	}
	if templates < 30 {
		t.Errorf("%d templates seen, want at least 30", templates)
	}
}

func TestLookupOverlongValueIsNoValue(t *testing.T) {
	r := Lookup(Query{
		Code:    "COMMON.1001",
		Message: "Parameter " + strings.Repeat("x", maxParam+1) + " cannot be empty",
	})
	if !r.Known() || r.Candidates[0].Exact {
		t.Errorf("an over-long value was taken: %+v", r)
	}
}

func TestLookupUnknown(t *testing.T) {
	cases := []struct {
		name          string
		in            Query
		reason, ranga string
	}{
		{"mobile gateway", Query{Issuer: ChinaMobile, Code: "103999"}, "", "check at China Mobile's gateway"},
		{"mobile narrow block", Query{Issuer: ChinaMobile, Code: "103126"}, "", "signature, package, IP"},
		{"no issuer", Query{Code: "103999"}, "", "check at China Mobile's gateway"},
		{"unicom sdk", Query{Space: CUSDK, Code: "410099"}, "", "4100xx"},
		{"unicom older", Query{Issuer: ChinaUnicom, Code: "10099"}, "", "compare 4100xx"},
		{"alibaba", Query{Code: "600020"}, "", "600xxx"},
		{"alibaba event", Query{Issuer: Alibaba, Code: "700099"}, "", "event of the authorisation page"},
		{"h5", Query{Space: AliH5, Code: "600002"}, "It is a code of: Alibaba Android SDK", "H5 SDK has its own table"},
		{"telecom", Query{Issuer: ChinaTelecom, Code: "80998"}, "", "80xxx"},
		{"idaas family", Query{Code: "IDAAS.SDK.PWD.1099"}, "", "password policy"},
		{"idaas short", Query{Code: "mfa.2000"}, "", "second factor"},
		{"idaas family unknown", Query{Code: "IDAAS.SDK.FUTURE.0001"}, "", "form of an IDaaS code"},
		{"server word", Query{Code: "isv.NEW_WORD"}, "", "blames the caller"},
		{"elsewhere", Query{Issuer: ChinaMobile, Code: "80006"},
			"not in the table of China Mobile. It is a code of: China Telecom", ""},
		{"nowhere", Query{Code: "999999999999999999999"}, "", ""},
		{"word", Query{Code: "hello"}, "", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			r := Lookup(tc.in)
			if len(r.Candidates) != 0 {
				t.Fatalf("%s is in the table now: %q; give this case another unknown code", tc.in.Code, candidates(r))
			}
			if !strings.Contains(r.Range.EN, tc.ranga) || (tc.ranga == "") != (r.Range == lang.Text{}) {
				t.Errorf("range %q, want one with %q", r.Range.EN, tc.ranga)
			}
			if !strings.Contains(r.Reason.EN, tc.reason) {
				t.Errorf("reason %q, want one with %q", r.Reason.EN, tc.reason)
			}
			if (r.Range.EN == "") != (r.Range.ZH == "") || (r.Reason.EN == "") != (r.Reason.ZH == "") {
				t.Errorf("one language only: %+v %+v", r.Range, r.Reason)
			}
		})
	}
}

func TestLookupReportsAssumptions(t *testing.T) {
	if got := Lookup(Query{Issuer: Alibaba, Code: "600025"}).Reason; !strings.Contains(got.EN, "Alibaba H5 SDK") ||
		!strings.Contains(got.ZH, "H5") {
		t.Errorf("default place: %+v", got)
	}
	if got := Lookup(Query{Code: "302"}).Reason; !strings.Contains(got.EN, "HTTP status") {
		t.Errorf("number that is also an HTTP status: %+v", got)
	}
	if got := Lookup(Query{Space: CUServer, Code: "302"}).Reason; got != (lang.Text{}) {
		t.Errorf("a decided query has reason %+v", got)
	}
}

func FuzzLookup(f *testing.F) {
	for _, seed := range [][4]string{
		{"", "", "1, Request timeout", ""},
		{"cu", "cu.sdk", "code:1105msg:x", ""},
		{"idaas", "", "LOGIN.1003", "unlocked in {0} minutes"},
		{"", "ct", "－１", "\xff\xfe"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, issuer, space, code, message string) {
		r := Lookup(Query{Issuer: Issuer(issuer), Space: Space(space), Code: code, Message: message})
		if len(r.Candidates) > 1 && (r.Reason.EN == "" || r.Reason.ZH == "") {
			t.Errorf("%d candidates without a reason", len(r.Candidates))
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		Lookup(Query{Issuer: ChinaUnicom, Code: "1", Message: "源IP鉴权失败"})
	}
}
