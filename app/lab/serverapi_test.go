package lab

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	dypns "github.com/alibabacloud-go/dypnsapi-20170525/v2/client"
	"github.com/alibabacloud-go/tea/tea"

	"loginscope/codes"
)

// client returns Alibaba's own client for a lab account, so that the
// signature is checked against another implementation.
func client(t *testing.T, l *Lab, id, secret string) *dypns.Client {
	t.Helper()
	c, err := dypns.NewClient(&openapi.Config{
		AccessKeyId: &id, AccessKeySecret: &secret, Endpoint: tea.String(l.Gateway()), Protocol: tea.String("HTTP"),
		NoProxy: tea.String("127.0.0.1"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGetMobile(t *testing.T) {
	l := start(t)
	spent := l.IssueToken("cm", forLogin)
	for _, tt := range []struct {
		name, id, secret, token string
		status                  int // 0 for a business answer
		code                    string
	}{
		{"fresh", AccountReady, AccountSecret(AccountReady), spent, 0, "OK"},
		{"used", AccountReady, AccountSecret(AccountReady), spent, 0, "isv.TOKEN_INVALID"},
		{"unknown", AccountReady, AccountSecret(AccountReady), "bm90IGEgdG9rZW4=", 0, "isv.ACCESS_CODE_ILLEGAL"},
		{"truncated", AccountReady, AccountSecret(AccountReady), l.IssueToken("cu", forLogin)[:40], 0,
			"isv.ACCESS_CODE_ILLEGAL"},
		{"other kind", AccountReady, AccountSecret(AccountReady), l.IssueToken("ct", forVerifying), 0,
			"isv.TOKEN_UNAUTHORIZED_USED"},
		{"no permission", AccountNoPermission, AccountSecret(AccountNoPermission), l.IssueToken("cm", forLogin), 0,
			"isv.RAM_PERMISSION_DENY"},
		{"arrears", AccountArrears, AccountSecret(AccountArrears), l.IssueToken("cm", forLogin), 0,
			"isv.OUT_OF_SERVICE"},
		{"unsubscribed", AccountUnsubscribed, AccountSecret(AccountUnsubscribed), l.IssueToken("cm", forLogin), 0,
			"isv.PRODUCT_UNSUBSCRIBE"},
		{"unknown key", "nobody", "x", l.IssueToken("cm", forLogin), 404, "InvalidAccessKeyId.NotFound"},
		{"wrong secret", AccountReady, "x", l.IssueToken("cm", forLogin), 400, "SignatureDoesNotMatch"},
		{"no token", AccountReady, AccountSecret(AccountReady), "", 400, "MissingAccessToken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := &dypns.GetMobileRequest{}
			if tt.token != "" {
				req.AccessToken = &tt.token
			}
			got, err := client(t, l, tt.id, tt.secret).GetMobile(req)
			if tt.status != 0 {
				var e *tea.SDKError
				if !errors.As(err, &e) {
					t.Fatalf("error is %v, want a *tea.SDKError", err)
				}
				if tea.IntValue(e.StatusCode) != tt.status || tea.StringValue(e.Code) != tt.code {
					t.Errorf("refused with %d %s, want %d %s", tea.IntValue(e.StatusCode), tea.StringValue(e.Code),
						tt.status, tt.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if code := tea.StringValue(got.Body.Code); code != tt.code {
				t.Errorf("code is %q, want %q", code, tt.code)
			}
			if tt.code == "OK" && tea.StringValue(got.Body.GetMobileResultDTO.Mobile) != "13800000000" {
				t.Errorf("body is %v", got.Body)
			}
		})
	}
}

// TestTokenExpires moves the lab's clock past each carrier's life of a token.
func TestTokenExpires(t *testing.T) {
	for _, c := range codes.Carriers() {
		carrier, life := string(c.Issuer), c.TokenLife
		for _, tt := range []struct {
			after time.Duration
			code  string
		}{{life - time.Second, ""}, {life + time.Second, "isv.TOKEN_INVALID"}} {
			b, issued := newTokenRegistry(), time.Unix(1_700_000_000, 0)
			v := b.issue(token{carrier: carrier, purpose: forLogin, number: "13800000000", issued: issued})
			if _, code, _ := b.spend(v, forLogin, issued.Add(tt.after)); code != tt.code {
				t.Errorf("%s token after %v: code %q, want %q", carrier, tt.after, code, tt.code)
			}
		}
	}
}

func TestVerifyMobileAndScheme(t *testing.T) {
	l := start(t)
	c := client(t, l, AccountReady, AccountSecret(AccountReady))
	for number, want := range map[string]string{"13800000000": "PASS", "13900000000": "REJECT"} {
		got, err := c.VerifyMobile(&dypns.VerifyMobileRequest{
			AccessCode: tea.String(l.IssueToken("cm", forVerifying)), PhoneNumber: tea.String(number),
		})
		if err != nil {
			t.Fatal(err)
		}
		if v := tea.StringValue(got.Body.GateVerifyResultDTO.VerifyResult); v != want {
			t.Errorf("verify %s: %q, want %q", number, v, want)
		}
	}
	h5, err := c.GetPhoneWithToken(&dypns.GetPhoneWithTokenRequest{SpToken: tea.String(l.IssueToken("cm", forH5))})
	if err != nil {
		t.Fatal(err)
	}
	if v := tea.StringValue(h5.Body.Data.Mobile); v != "13800000000" {
		t.Errorf("H5 number is %q", v)
	}
	for code, want := range map[string]string{SchemeCode: "OK", "FC-OTHER": "isv.VERIFY_SCHEME_NOT_EXIST"} {
		got, err := c.DescribeVerifyScheme(&dypns.DescribeVerifySchemeRequest{SchemeCode: tea.String(code)})
		if err != nil {
			t.Fatal(err)
		}
		if v := tea.StringValue(got.Body.Code); v != want {
			t.Errorf("scheme %q: %q, want %q", code, v, want)
		}
	}
}

// TestSignedRequest checks what the gateway says of a request that was
// tampered with, is too old, or comes twice.
func TestSignedRequest(t *testing.T) {
	l := start(t)
	fresh := func() url.Values {
		return url.Values{
			"AccessKeyId": {AccountReady}, "AccessToken": {l.IssueToken("cm", forLogin)}, "Action": {"GetMobile"},
			"Format":          {"json"},
			"SignatureMethod": {"HMAC-SHA1"}, "SignatureNonce": {uuid()}, "SignatureVersion": {"1.0"},
			"Timestamp": {time.Now().UTC().Format("2006-01-02T15:04:05Z")}, "Version": {"2017-05-25"},
		}
	}
	sign := func(f url.Values) url.Values {
		f.Set("Signature", signature(http.MethodPost, f, AccountSecret(AccountReady)))
		return f
	}
	twice := sign(fresh())
	tampered := sign(fresh())
	tampered.Set("AccessToken", l.IssueToken("cm", forLogin))
	old := fresh()
	old.Set("Timestamp", time.Now().Add(-time.Hour).UTC().Format("2006-01-02T15:04:05Z"))
	unsigned := fresh()
	malformed := fresh()
	malformed.Set("Timestamp", "yesterday")
	for _, tt := range []struct {
		name string
		form url.Values
		code string
	}{
		{"first", twice, ""},
		{"again", twice, "SignatureNonceUsed"},
		{"tampered", tampered, "SignatureDoesNotMatch"},
		{"old", sign(old), "InvalidTimeStamp.Expired"},
		{"unsigned", unsigned, "MissingSignature"},
		{"malformed", sign(malformed), "InvalidTimeStamp.Format"},
	} {
		if code, _ := l.gateway.checkSignature(http.MethodPost, tt.form, time.Now()); code != tt.code {
			t.Errorf("%s: code %q, want %q", tt.name, code, tt.code)
		}
	}
}

func TestUnknownAction(t *testing.T) {
	l := start(t)
	res, err := http.Post("http://"+l.Gateway()+"/?Action=Nonsense", "text/plain", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("status is %s, want 404", res.Status)
	}
}
