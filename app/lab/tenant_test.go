package lab

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
)

// post calls the tenant at its loopback address.
func post(t *testing.T, l *Lab, path, body string, header map[string]string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+l.Gateway()+path,
		strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	return answerTo(t, req)
}

func answerTo(t *testing.T, req *http.Request) (int, map[string]any) {
	t.Helper()
	c := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("body %q: %v", raw, err)
	}
	return res.StatusCode, out
}

func goodHeaders() map[string]string {
	return map[string]string{
		"X-operating-sys-version": "14", "X-device-fingerprint": "test", "X-agent": "test", "X-client-id": ClientID,
	}
}

// TestTenantChecks meets the tenant with what it judges by itself.
func TestTenantChecks(t *testing.T) {
	l := start(t)
	with := func(k, v string) map[string]string {
		h := goodHeaders()
		if v == "" {
			delete(h, k)
		} else {
			h[k] = v
		}
		return h
	}
	fresh := func() string { return `{"access_token":"` + l.IssueToken("cm", forLogin) + `"}` }
	for _, tt := range []struct {
		name   string
		header map[string]string
		body   string
		status int
		code   string
	}{
		{"good", goodHeaders(), fresh(), 200, ""},
		{"no client id", with("X-client-id", ""), fresh(), 400, "IDAAS.SDK.COMMON.1001"},
		{"other client id", with("X-client-id", "x"), fresh(), 400, "IDAAS.SDK.COMMON.1012"},
		{"no fingerprint", with("X-device-fingerprint", ""), fresh(), 400, "IDAAS.SDK.COMMON.1003"},
		{"no agent", with("X-agent", ""), fresh(), 400, "IDAAS.SDK.COMMON.1003"},
		{"no system version", with("X-operating-sys-version", ""), fresh(), 400, "IDAAS.SDK.COMMON.1003"},
		{"no token", goodHeaders(), `{}`, 400, "IDAAS.SDK.COMMON.1001"},
		{"no JSON", goodHeaders(), `access_token=1`, 400, "IDAAS.SDK.COMMON.1002"},
		{"unknown token", goodHeaders(), `{"access_token":"x"}`, 400, "IDAAS.SDK.LOGIN.1001"},
		{"verify token", goodHeaders(), `{"access_token":"` + l.IssueToken("cm", forVerifying) + `"}`, 400,
			"IDAAS.SDK.LOGIN.1001"},
	} {
		status, out := post(t, l, loginPath, tt.body, tt.header)
		code, _ := out["error_code"].(string)
		if status != tt.status || code != tt.code {
			t.Errorf("%s: %d %q, want %d %q", tt.name, status, code, tt.status, tt.code)
		}
		if msg, _ := out["error_msg"].(string); tt.code != "" && (msg == "" || strings.Contains(msg, "{")) {
			t.Errorf("%s: message %q", tt.name, msg)
		}
	}
}

// TestIDToken trades a session and verifies the signature with the tenant's
// published key.
func TestIDToken(t *testing.T) {
	l := start(t)
	_, in := post(t, l, loginPath, `{"access_token":"`+l.IssueToken("ct", forLogin)+`"}`, goodHeaders())
	session, _ := in["session_token"].(string)
	for _, name := range []string{"session-token", "X-session-token"} {
		h := goodHeaders()
		h[name] = session
		status, out := post(t, l, idTokenPath, "", h)
		jwt, _ := out["id_token"].(string)
		if status != 200 || jwt == "" {
			t.Fatalf("%s: %d %v", name, status, out)
		}
		verifyJWT(t, l, jwt)
	}
	h := goodHeaders()
	h["session-token"] = "nonsense"
	if status, out := post(t, l, idTokenPath, "", h); status != 400 || out["error_code"] != "IDAAS.SDK.PARAM.0023" {
		t.Errorf("unknown session: %d %v", status, out)
	}
}

func verifyJWT(t *testing.T, l *Lab, jwt string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Gateway()+keysPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, jwks := answerTo(t, req)
	key, _ := jwks["keys"].([]any)[0].(map[string]any)
	n, err := base64.RawURLEncoding.DecodeString(key["n"].(string))
	if err != nil {
		t.Fatal(err)
	}
	e, err := base64.RawURLEncoding.DecodeString(key["e"].(string))
	if err != nil {
		t.Fatal(err)
	}
	pub := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	parts := strings.Split(jwt, ".")
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(pub, crypto.SHA256, sum[:], sig); err != nil {
		t.Errorf("signature: %v", err)
	}
}

// TestIDTokenShapes holds the two payloads apart.
func TestIDTokenShapes(t *testing.T) {
	s, err := tenantSigner()
	if err != nil {
		t.Fatal(err)
	}
	for shape, nested := range map[string]bool{"": false, "nested": true} {
		parts := strings.Split(s.idToken(tenantHost, "13800000000", shape, time.Unix(1_800_000_000, 0)), ".")
		raw, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			t.Fatal(err)
		}
		var claims map[string]any
		if err := json.Unmarshal(raw, &claims); err != nil {
			t.Fatal(err)
		}
		api, isNested := claims["api"].(string)
		if isNested != nested || isNested == (claims["mobile"] != nil) {
			t.Errorf("shape %q: claims %v", shape, claims)
		}
		if nested && !strings.Contains(api, `"mobile":"13800000000"`) {
			t.Errorf("api is %q", api)
		}
	}
}
