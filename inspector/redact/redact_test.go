package redact_test

import (
	"strings"
	"testing"

	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cC1zaWduYXR1cmUtbWFkZS11cA"

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"phone", "用户 13800000000 登录", "用户 138****0000 登录"},
		{"phone with country code", "+8613800000000", "+86138****0000"},
		{"phone in groups", "138 0000 0000 and 138-0000-0000", "138****0000 and 138****0000"},
		{"scheme secret in an answer", `{"AppEncryptInfo":"bWFkZS11cCBzZWNyZXQ="}`, `{"AppEncryptInfo":"***"}`},
		{"phone in JSON", `{"mobile":"13800000000"}`, `{"mobile":"138****0000"}`},
		{"epoch in milliseconds", "1753200000123 1383200000123", "1753200000123 1383200000123"},
		{"seventeen digits", "20260302100000123", "20260302100000123"},
		{"codes", "600000 103911 -10008 80800 700002 IDAAS.SDK.LOGIN.1008",
			"600000 103911 -10008 80800 700002 IDAAS.SDK.LOGIN.1008"},
		{"request id", "5b1c0000-0000-4000-8000-000000000001", "5b1c0000-0000-4000-8000-000000000001"},
		{"md5", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
		{"class name", "com.mobile.auth.gatewayauth.LoginAuthActivity",
			"com.mobile.auth.gatewayauth.LoginAuthActivity"},
		{"path", "/resources/html/contract/2026/03/agreement/detail.html",
			"/resources/html/contract/2026/03/agreement/detail.html"},
		{"JWT", "got " + jwt, "got eyJh…(79)"},
		{"JWT as bearer", "Authorization: Bearer " + jwt, "Authorization: Bearer ***"},
		{"cookie", "Cookie: sid=made-up-value; x=1", "Cookie: ***"},
		{"access key id", "key LTAI5tMadeUp00000000 end", "key *** end"},
		{"form", "a=1&access_token=made-up-token-0001&Signature=abc%3D&b=2",
			"a=1&access_token=made…(18)&Signature=***&b=2"},
		{"JSON", `{"token":"made-up-token-0001","code":"600000"}`, `{"token":"made…(18)","code":"600000"}`},
		{"JSON in a string", `"{\"session_token\":\"made-up-token-0001\"}"`, `"{\"session_token\":\"made…(18)\"}"`},
		{"Java print", "TokenRet{code='600000', token='made-up-token-0001'}",
			"TokenRet{code='600000', token='made…(18)'}"},
		{"log prefix", "setAuthSDKInfo secretInfo = bWFkZS11cA==", "setAuthSDKInfo secretInfo = ***"},
		{"a code is no token", `{"token":null,"sign":"600011","accessCode":-10008}`,
			`{"token":null,"sign":"600011","accessCode":-10008}`},
		{"long token alone", "got c29tZS1tYWRlLXVwLTEyMy1zb21lLW1hZGUtdXAtNDU2LXNvbWU", "got c29t…(51)"},
		{"mail", "to somebody@example.com now", "to s***@example.com now"},
		{"nothing", "checkEnvAvailable errorCode = 600024", "checkEnvAvailable errorCode = 600024"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := redact.Text(tt.in)
			if got != tt.want {
				t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
			if again := redact.Text(got); again != got {
				t.Errorf("masked twice: %q, once: %q", again, got)
			}
		})
	}
}

func TestValue(t *testing.T) {
	for _, tt := range []struct {
		sens     inspector.Sensitivity
		in, want string
	}{
		{inspector.Phone, "13800000000", "138****0000"},
		{inspector.Phone, "1234", "***"},
		{inspector.Token, "made-up-token-0001", "made…(18)"},
		{inspector.Token, "short", "***"},
		{inspector.Secret, "anything", "***"},
		{inspector.Identity, "张三", "张***"},
		{inspector.Public, "600000", "600000"},
		{inspector.Token, "", ""},
	} {
		got := redact.Value(tt.sens, tt.in)
		if got != tt.want || redact.Value(tt.sens, got) != got {
			t.Errorf("Value(%q, %q) = %q, want %q, stable", tt.sens, tt.in, got, tt.want)
		}
	}
}

func TestURL(t *testing.T) {
	in := "https://user:made-up@tenant.example.com/api?client_secret=made-up&grant_type=client_credentials"
	want := "https://***@tenant.example.com/api?client_secret=***&grant_type=client_credentials"
	if got := redact.URL(in); got != want {
		t.Errorf("URL(%q) = %q, want %q", in, got, want)
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"Authorization", "Bearer " + jwt, "Bearer ***"},
		{"Cookie", "sid=made-up", "***"},
		{"session-token", "made-up-session-0001", "made…(20)"},
		{"X-device-fingerprint", "made-up", "m***"},
		{"X-client-id", "made-up-client", "made-up-client"},
		{"Content-Type", "application/json", "application/json"},
	} {
		if got := redact.Header(exchange.Field{Name: tt.name, Value: tt.in}); got.Value != tt.want {
			t.Errorf("Header(%s: %q) = %q, want %q", tt.name, tt.in, got.Value, tt.want)
		}
	}
}

// FuzzText checks that a mask is stable, leaves no phone number and never grows
// without limit.
func FuzzText(f *testing.F) {
	f.Add("Authorization: Bearer " + jwt)
	f.Add(`{"token":"made-up-token-0001","mobile":"13800000000"}`)
	f.Add(`token=\"a\\\"b&secret='x` + "\n" + `cookie: =`)
	f.Add("8613800000000138000000001380000 0000")
	f.Fuzz(func(t *testing.T, in string) {
		once := redact.Text(in)
		if twice := redact.Text(once); twice != once {
			t.Fatalf("masked twice differs\n in %q\n 1st %q\n 2nd %q", in, once, twice)
		}
		if len(once) > 4*len(in)+16 {
			t.Fatalf("masked text of %d bytes has %d", len(in), len(once))
		}
	})
}

// FuzzURL checks the same of addresses.
func FuzzURL(f *testing.F) {
	f.Add("https://user:made-up@tenant.example.com/api?client_secret=made-up")
	f.Fuzz(func(t *testing.T, in string) {
		once := redact.URL(in)
		if twice := redact.URL(once); twice != once {
			t.Fatalf("masked twice differs\n in %q\n 1st %q\n 2nd %q", in, once, twice)
		}
	})
}

func BenchmarkText(b *testing.B) {
	line := strings.Repeat(`checkEnvAvailable errorCode = 600024; {"token":"made-up-token-0001"} `, 2)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if redact.Text(line) == line {
			b.Fatal("nothing was masked")
		}
	}
}
