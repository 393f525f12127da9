package lab

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	dypns "github.com/alibabacloud-go/dypnsapi-20170525/v2/client"
	"github.com/alibabacloud-go/tea/tea"
)

// TestAnsweringAccounts produces any code of the server API with Alibaba's own
// client, and any error of the tenant.
func TestAnsweringAccounts(t *testing.T) {
	l := start(t)
	for _, code := range []string{"isv.SCENE_QUERY_FAIL", "isv.VERIFY_SCHEME_CONFLICT", "isp.SYSTEM_ERROR",
		"isv.INVALID_APP"} {
		id := AccountAnswering(code)
		got, err := client(t, l, id,
			AccountSecret(id)).GetMobile(&dypns.GetMobileRequest{AccessToken: tea.String(l.IssueToken("cm", forLogin))})
		if err != nil {
			t.Fatal(err)
		}
		if v := tea.StringValue(got.Body.Code); v != code {
			t.Errorf("code is %q, want %q", v, code)
		}
	}
	for code, row := range tenantErrors {
		h := goodHeaders()
		h["X-client-id"] = ClientAnswering(code)
		status, out := post(t, l, loginPath, `{"access_token":"x"}`, h)
		want := http.StatusBadRequest
		if row.status != 0 {
			want = row.status
		}
		if status != want || out["error_code"] != "IDAAS.SDK."+code {
			t.Errorf("%s: %d %v", code, status, out)
		}
	}
}

// TestFaultyAccounts meets each fault on the tenant and on the gateway.
func TestFaultyAccounts(t *testing.T) {
	l := start(t)
	for _, tt := range []struct {
		fault  string
		status int   // 0 if there is no response
		size   int64 // at least
		broken bool  // the body does not end as announced
	}{
		{faultSilent, 0, 0, false},
		{faultReset, 0, 0, false},
		{faultClose, 0, 0, false},
		{faultCut, 200, 1, true},
		{faultEmpty, 200, 0, false},
		{faultGarbage, 200, 1, false},
		{faultHuge, 200, hugeBody, false},
		{faultSlow, 200, 1, true},
		{"busy", 503, 1, false},
		{"redirect", 302, 0, false},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if tt.fault == faultHuge {
				ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
			}
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.Gateway()+loginPath,
				strings.NewReader(`{"access_token":"x"}`))
			if err != nil {
				t.Fatal(err)
			}
			for k, v := range goodHeaders() {
				req.Header.Set(k, v)
			}
			req.Header.Set("X-client-id", ClientFault(tt.fault))
			res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
			if tt.status == 0 {
				if err == nil {
					res.Body.Close()
					t.Fatalf("got %s, want no response", res.Status)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			n, err := io.Copy(io.Discard, res.Body)
			if res.StatusCode != tt.status || n < tt.size || (err != nil) != tt.broken {
				t.Errorf("status %d, %d bytes, error %v; want %d, at least %d, broken %t", res.StatusCode, n, err,
					tt.status, tt.size, tt.broken)
			}
		})
	}
	id := AccountFault("busy")
	_, err := client(t, l, id, AccountSecret(id)).GetMobile(&dypns.GetMobileRequest{AccessToken: tea.String("x")})
	var e *tea.SDKError
	if err == nil || errors.As(err, &e) && tea.IntValue(e.StatusCode) == http.StatusOK {
		t.Errorf("a busy gateway gave %v", err)
	}
}
