package replay

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

const session = `{"session_token":"A1b2C3d4E5f6A1b2C3d4E5f6A1b2C3d4","expire":432000,"status":"SUCCESS"}`

func refusal(code, msg string) string {
	b, _ := json.Marshal(map[string]string{"error_code": code, "error_msg": msg})
	return string(b)
}

// reply is one way in which a tenant, or what answers instead of it, responds.
type reply struct {
	name   string
	status int
	body   string
	header [2]string
	good   bool // a login
	fate   inspector.Fate
	actor  codes.Actor // "" is any that is somebody
	title  string      // a part of it
	there  bool        // a test of the target is a success
}

var replies = []reply{
	{"session", 200, session, [2]string{}, true, inspector.FateSpent, codes.Nobody, "accepts the token", true},
	{"LOGIN.1001", 400, refusal("IDAAS.SDK.LOGIN.1001", "Error calling interface GetMobile"), [2]string{}, false,
		inspector.FateUnknown, codes.TenantAdmin, "could not query the number", false},
	{"LOGIN.1001 in Chinese", 400, refusal("IDAAS.SDK.LOGIN.1001", "调用接口GetMobile错误"), [2]string{}, false,
		inspector.FateUnknown, codes.TenantAdmin, "could not query the number", false},
	{"LOGIN.1002", 400, refusal("IDAAS.SDK.LOGIN.1002", "User 13812345678 not bound"), [2]string{}, false,
		inspector.FateSpent, "", "User not bound", false},
	{"LOGIN.1003", 400,
		refusal("IDAAS.SDK.LOGIN.1003",
			"The user has been locked due to too many unsuccessful login attempts. It will be unlocked in 4 minutes "+
				"and 30 seconds"), [2]string{}, false, inspector.FateSpent, "", "ocked", false},
	{"LOGIN.1008", 400,
		refusal("IDAAS.SDK.LOGIN.1008",
			"The configuration is incorrect. The one-click login authentication source cannot be found"), [2]string{},
		false, inspector.FateNotUsed, codes.TenantAdmin, "no one-click login source", false},
	{"COMMON.1001", 400, refusal("IDAAS.SDK.COMMON.1001", "Parameter access_token cannot be left blank"), [2]string{},
		false, inspector.FateNotUsed, codes.Developer, "is empty", false},
	{"COMMON.1003", 400, refusal("IDAAS.SDK.COMMON.1003", "Device information is incomplete"), [2]string{}, false,
		inspector.FateNotUsed, codes.Developer, "device header", false},
	{"COMMON.1008", 500, refusal("IDAAS.SDK.COMMON.1008", "The system is busy. Try again later"), [2]string{}, false,
		inspector.FateUnknown, "", "busy", false},
	{"COMMON.1012", 400,
		refusal("IDAAS.SDK.COMMON.1012",
			"The x-client-ID is incorrect and the corresponding application cannot be found"), [2]string{}, false,
		inspector.FateNotUsed, codes.Developer, "client id", false},
	{"unknown code", 400, refusal("IDAAS.SDK.LOGIN.1099", "whatever"), [2]string{}, false, inspector.FateUnknown,
		codes.TenantAdmin, "unknown code", false},
	{"401", 401, `{"error":"invalid_client","error_description":"Bad client"}`, [2]string{}, false,
		inspector.FateNotUsed, "", "", false},
	{"401 page", 401, `<html>login</html>`, [2]string{}, false, inspector.FateNotUsed, codes.TenantAdmin, "who calls",
		false},
	{"403 page", 403, "<html><body>WAF blocked</body></html>", [2]string{}, false, inspector.FateUnknown,
		codes.TenantAdmin, "forbids", false},
	{"404", 404, `{"timestamp":"x","status":404,"error":"Not Found","path":"/api"}`, [2]string{}, false,
		inspector.FateNotUsed, codes.Developer, "not at this address", false},
	{"302 elsewhere", 302, "", [2]string{"Location", "https://evil.example.org/login?x=1"}, false,
		inspector.FateUnknown, codes.TenantAdmin, "redirects", false},
	{"302 here", 302, "", [2]string{"Location", "/login"}, false, inspector.FateUnknown, codes.TenantAdmin, "redirects",
		false},
	{"307", 307, "", [2]string{"Location", "https://evil.example.org/api/v2/sdk/login/aliyun-mobile-auth"}, false,
		inspector.FateUnknown, codes.TenantAdmin, "redirects", false},
	{"page", 200, "<!doctype html><html><title>Login</title><body>Welcome</body></html>", [2]string{}, false,
		inspector.FateUnknown, codes.TenantAdmin, "not one of this API", false},
	{"empty", 200, "", [2]string{}, false, inspector.FateUnknown, codes.TenantAdmin, "not one of this API", false},
	{"foreign JSON", 200, `{"ok":true}`, [2]string{}, false, inspector.FateUnknown, codes.TenantAdmin, "no session",
		false},
	{"MFA_AUTH", 200, `{"status":"MFA_AUTH","state_token":"st-123456789","data":"{}"}`, [2]string{}, false,
		inspector.FateSpent, codes.Developer, "second factor", false},
	{"ACCESS_DENIED", 200, `{"status":"ACCESS_DENIED"}`, [2]string{}, false, inspector.FateUnknown, codes.TenantAdmin,
		"denies the login", false},
	{"ACCESS_DENIED with a session", 200, `{"status":"ACCESS_DENIED","session_token":"A1b2C3d4E5f6A1b2"}`, [2]string{},
		false, inspector.FateUnknown, codes.TenantAdmin, "denies the login", false},
	{"SOCIAL_BIND", 200, `{"status":"SOCIAL_BIND","state_token":"st-1"}`, [2]string{}, false, inspector.FateSpent,
		codes.Developer, "SOCIAL_BIND", false},
	{"empty session", 200, `{"status":"SUCCESS","session_token":""}`, [2]string{}, false, inspector.FateSpent,
		codes.TenantAdmin, "no session", false},
	{"session under 400", 400, session, [2]string{}, false, inspector.FateUnknown, "", "", false},
	{"502", 502, "<html>bad gateway</html>", [2]string{}, false, inspector.FateUnknown, codes.Nobody,
		"fault of its own", false},
	{"429", 429, `{"error_code":"x","error_msg":"too many"}`, [2]string{"Retry-After", "30"}, false,
		inspector.FateNotUsed, codes.Nobody, "how often", false},
	{"GBK", 400,
		"{\"error_code\":\"IDAAS.SDK.LOGIN.1001\",\"error_msg\":\"\xb5\xf7\xd3\xc3\xbd\xd3\xbf\xda\xb4\xed\xce\xf3\"}",
		[2]string{"Content-Type", "application/json;charset=GBK"}, false, inspector.FateUnknown, codes.TenantAdmin,
		"could not query the number", false},
	{"clock", 200, `{"timestamp":1772600767000}`, [2]string{}, false, inspector.FateUnknown, "", "", true},
}

func (a reply) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if a.header[0] != "" {
		w.Header().Set(a.header[0], a.header[1])
	}
	w.WriteHeader(a.status)
	fmt.Fprint(w, a.body)
}

// TestVerdictsEqualInspector: only a session is a login, the
// token has its fate, and whatever is no success has a cause, a cure and
// somebody who acts.
func TestVerdictsEqualInspector(t *testing.T) {
	for _, a := range replies {
		t.Run(a.name, func(t *testing.T) {
			s := httptest.NewServer(a)
			defer s.Close()
			b := newBench(t, nil)
			b.tenant(t, s.URL)
			res, err := b.Send(context.Background(), login)
			if err != nil {
				t.Fatal(err)
			}
			c := Compare(res, nil, History{}, b.clock)
			t.Logf("%-9s %-9s %-12s %s: %s", res.Token, res.Fate, c.Actor, c.Title.EN, c.Cause.EN)
			if c.Success != a.good || (res.Step != nil && res.Step.Outcome == inspector.OutcomeOK) != a.good {
				t.Errorf("success %v, step %+v", c.Success, res.Step)
			}
			if res.Fate != a.fate {
				t.Errorf("fate %q, want %q", res.Fate, a.fate)
			}
			if !strings.Contains(c.Title.EN, a.title) || a.actor != "" && c.Actor != a.actor {
				t.Errorf("title %q, actor %q", c.Title.EN, c.Actor)
			}
			for _, text := range []lang.Text{c.Title, c.Cause, c.Fix} {
				if text.EN == "" || text.ZH == "" {
					t.Errorf("words are missing: %+v", c)
				}
			}
			if c.Actor == "" {
				t.Error("nobody acts")
			}
		})
	}
}

// TestEveryAnswerToATest: a tick is for an answer of this API alone.
func TestEveryAnswerToATest(t *testing.T) {
	for _, a := range replies {
		t.Run(a.name, func(t *testing.T) {
			s := httptest.NewServer(a)
			defer s.Close()
			b := newBench(t, nil)
			b.tenant(t, s.URL)
			p, err := b.Test(context.Background(), "tenant")
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%v %s: %s", p.OK, p.Verdict.Title.EN, p.Verdict.Cause.EN)
			if p.OK != a.there || !p.Reachable || p.Status != a.status {
				t.Errorf("%+v", p)
			}
			v := p.Verdict
			for _, text := range []lang.Text{v.Title, v.Cause, v.Fix} {
				if text.EN == "" || text.ZH == "" || strings.ContainsAny(text.EN+text.ZH, "{}") ||
					strings.Contains(text.EN, "used up") {
					t.Errorf("words: %+v", text)
				}
			}
			if a.header[0] == "Location" && strings.HasPrefix(a.header[1], "https:") &&
				!strings.Contains(v.Cause.EN, "evil.example.org") {
				t.Errorf("the other host is not named: %s", v.Cause.EN)
			}
		})
	}
}

// TestAlibabaTargetVerdicts: a gateway refuses an unsigned call by
// a code of its own; a page or a redirect is no gateway.
func TestAlibabaTargetVerdicts(t *testing.T) {
	for _, a := range []reply{
		{name: "gateway", status: 400,
			body: `{"RequestId":"A-1","Code":"MissingAccessKeyId","Message":"AccessKeyId is mandatory for this action."}`, there: true},
		{name: "page", status: 200, body: "<html>welcome</html>"},
		{name: "not found", status: 404, body: `{"error":"Not Found"}`},
		{name: "redirect", status: 302, header: [2]string{"Location", "https://other.example.org/"}},
		{name: "down", status: 503, body: `{"Code":"ServiceUnavailable","RequestId":"A-1"}`},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := httptest.NewServer(a)
			defer s.Close()
			b := newBench(t, nil)
			b.account(t, strings.TrimPrefix(s.URL, "http://"), true)
			p, err := b.Test(context.Background(), "account")
			if err != nil || p.OK != a.there || p.Verdict.Cause.ZH == "" {
				t.Errorf("%v %+v", err, p)
			}
		})
	}
}

// TestNumberMismatchIsNoSuccess, nor an answer without a number.
func TestNumberMismatchIsNoSuccess(t *testing.T) {
	for _, c := range []struct {
		call Call
		body string
		good bool
	}{
		{CallVerifyMobile, `{"Code":"OK","GateVerifyResultDTO":{"VerifyResult":"PASS"}}`, true},
		{CallVerifyMobile, `{"Code":"OK","GateVerifyResultDTO":{"VerifyResult":"REJECT"}}`, false},
		{CallVerifyMobile, `{"Code":"OK","GateVerifyResultDTO":{"VerifyResult":"UNKNOWN"}}`, false},
		{CallVerifyMobile, `{"Code":"OK"}`, false},
		{CallGetMobile, `{"Code":"OK","GetMobileResultDTO":{"Mobile":"13800000000"}}`, true},
		{CallGetMobile, `{"Code":"OK","GetMobileResultDTO":{"Mobile":""}}`, false},
		{CallGetPhone, `{"Code":"OK","Data":{"Mobile":"13800000000"}}`, true},
		{CallGetPhone, `{"Code":"OK"}`, false},
	} {
		s := httptest.NewServer(reply{status: 200, body: c.body})
		b := newBench(t, nil)
		b.account(t, strings.TrimPrefix(s.URL, "http://"), true)
		res, err := b.Send(context.Background(),
			Request{Target: "account", Call: c.call, Token: plantedToken, Phone: "13800000000", Confirmed: "account"})
		if err != nil {
			t.Fatal(err)
		}
		if v := Compare(res, nil, History{}, b.clock); v.Success != c.good || !c.good &&
			(v.Fix.EN == "" || v.Actor == "") {
			t.Errorf("%s %s: %+v", c.call, c.body, v)
		}
		s.Close()
	}
}

// TestPreflightWarnings.
func TestPreflightWarnings(t *testing.T) {
	usual := Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://t.example.com", ClientID: "c"}
	said := func(target Target, token string) string {
		var b strings.Builder
		for _, n := range Preflight(target, Request{Target: "t", Call: CallLogin, Token: token}, History{},
			time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)) {
			b.WriteString(n.Text.EN + n.Text.ZH)
		}
		return b.String()
	}
	odd := usual
	odd.BaseURL, odd.SkipVerify = "https://t.example.com:8443", true
	same := usual
	same.BaseURL = "https://t.example.com:443"
	for _, c := range []struct {
		target Target
		token  string
		words  []string
	}{
		{odd, "abc", []string{"8443", "certificate is not checked", "不校验"}},
		{usual, " abc", []string{"blanks", "空格"}}, {usual, "abc\n", []string{"begins or ends with blanks"}},
		{usual, "a\nbc", []string{"in it"}},
	} {
		for _, w := range c.words {
			if got := said(c.target, c.token); !strings.Contains(got, w) {
				t.Errorf("%q is not said of %+v %q: %s", w, c.target, c.token, got)
			}
		}
	}
	for _, quiet := range []Target{usual, same} {
		if got := said(quiet, "abc"); strings.Contains(got, "port") || strings.Contains(got, "blanks") ||
			strings.Contains(got, "not checked") {
			t.Errorf("said of a usual target: %s", got)
		}
	}
}
