package redact_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// planted is one value of a kind, with the key under which it stands. What shows alone
// is recognised without a key.
type planted struct {
	kind, key, value string
	alone            bool
}

var plants = []planted{
	{"phone", "mobile", "13812345678", true},
	{"phone with country code", "userPhone", "+8613812345678", true},
	{"phone in groups", "phone_number", "138 1234 5678", true},
	{"phone with dashes", "tel", "138-1234-5678", true},
	{"phone with 0086", "x", "008613812345678", true},
	{"phone in wide digits", "m", "１３８１２３４５６７８", true},
	{"phone half hidden", "m", "1381234***8", true},
	{"resident id", "idCard", "11010519491231002X", true},
	{"resident id under a foreign key", "zjh", "11010519491231002X", true},
	{"old resident id", "id_card_no", "110105491231002", false},
	{"bank card", "bankCardNo", "6222021234567890128", true},
	{"bank card in groups", "q", "6222 0212 3456 7890 128", true},
	{"credit card", "card_number", "4111111111111111", false},
	{"name", "realName", "张小三", false},
	{"name under an open key", "name", "张三", false},
	{"name in Latin letters", "name", "Zhang Sanfeng", false},
	{"address", "address", "北京市朝阳区建国路88号", false},
	{"user name", "user_name", "sanfeng.zhang", false},
	{"e-mail", "email", "sanfeng.zhang@example.com", true},
	{"IMEI", "imei", "490154203237518", false},
	{"IMEI of a usual maker", "z", "860461040000005", true},
	{"IMSI", "imsi", "460001234567890", true},
	{"ICCID", "iccid", "89860012345678901234", true},
	{"OAID", "oaid", "1fe9a970efbb7b82", false},
	{"Android id", "android_id", "9774d56d682e549c", false},
	{"MAC", "mac", "a4:5e:60:c2:33:9f", true},
	{"BSSID", "bssid", "a4-5e-60-c2-33-9f", true},
	{"public IP", "clientIp", "223.104.63.117", true},
	{"IPv6", "ip", "2409:8a00:1234:5678:abcd:ef01:2345:6789", true},
	{"location", "location", "39.908723,116.397478", true},
	{"latitude", "latitude", "39.908723", false},
	{"token", "access_token", "S3cr3tTok3nValue123456", false},
	{"session token", "session_token", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", false},
	{"session token as data", "data", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", false},
	{"access code", "accessCode", "STsid0000001234567890ABCDEF", false},
	{"carrier token under a maker's prefix", "x-acme-token", "STsid0000001234567890ABCDEF", false},
	{"id token", "id_token", "eyJhbGciOiJIUzI1NiJ9.eyJtIjoiMTM4MTIzNDU2NzgifQ.abcDEF123456789abcDEF123456789", true},
	{"AccessKey id", "AccessKeyId", "LTAI5tMadeUp000000001234", true},
	{"AccessKey secret", "accessKeySecret", "abcdEFGH1234abcdEFGH1234abcdEF", false},
	{"STS", "SecurityToken", "CAISmadeUp0123456789madeUp0123456789madeUp01234567", true},
	{"signature", "Signature", "bWFkZS11cC1zaWduYXR1cmU", false},
	{"client secret", "client_secret", "made-up-client-secret", false},
	{"scheme secret", "secretInfo", "8fK2LmQpZr7YtVxW3nB5cD1eF6gH9jK0", false},
	{"password", "password", "hunter2hunter2", false},
}

// formats are the forms in which a value occurs in evidence, with its key.
var formats = []struct {
	name string
	put  func(key, value string) string
}{
	{"log", func(k, v string) string { return "D ShopLogin: onSuccess " + k + "=" + v + ", done" }},
	{"log with a colon", func(k, v string) string { return "user " + k + ": " + v + "\nnext line" }},
	{"JSON", func(k, v string) string { return `{"a":1,"` + k + `":` + quote(v) + `,"b":{"c":null}}` }},
	{"deep JSON", func(k, v string) string { return `{"a":[{"b":[{"` + k + `": ` + quote(v) + `}]}]}` }},
	{"JSON in a string", func(k, v string) string { return `{"d":` + quote(`{"`+k+`":`+quote(v)+`}`) + `}` }},
	{"JSON in a string in a string", func(k, v string) string {
		return `{"d":` + quote(`{"e":`+quote(`{"`+k+`":`+quote(v)+`}`)+`}`) + `}`
	}},
	{"escaped JSON", func(k, v string) string { return `{"` + k + `":"` + escaped(v) + `"}` }},
	{"form", func(k, v string) string { return "a=1&" + k + "=" + url.QueryEscape(v) + "&b=2" }},
	{"address", func(k, v string) string { return "https://api.example.com/p?" + k + "=" + url.QueryEscape(v) }},
	{"JSON in an address", func(k, v string) string {
		return "https://api.example.com/p?q=" + url.QueryEscape(`{"`+k+`":`+quote(v)+`}`)
	}},
	{"multipart", func(k, v string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + k + "\"\r\n\r\n" + v + "\r\n--b--\r\n"
	}},
	{"XML", func(k, v string) string { return "<u><" + k + ">" + v + "</" + k + "></u>" }},
	{"XML with CDATA", func(k, v string) string { return "<u:" + k + "><![CDATA[" + v + "]]></u:" + k + ">" }},
	{"attribute", func(k, v string) string { return "<u " + k + `="` + v + `"/>` }},
	{"pair of HAR", func(k, v string) string { return `{"name": "` + k + `", "value": ` + quote(v) + `}` }},
	{"Java object", func(k, v string) string { return "User{code='600000', " + k + "='" + v + "'}" }},
	{"base64 in a form", func(k, v string) string {
		return "a=1&x=" + base64.StdEncoding.EncodeToString([]byte(k+"="+v)) + "&b=2"
	}},
	{"base64 in a path", func(k, v string) string {
		return "/users/" + base64.URLEncoding.EncodeToString([]byte(`{"`+k+`":`+quote(v)+`}`)) + "/profile"
	}},
	{"base64 of JSON", func(k, v string) string {
		return `{"x":"` + base64.StdEncoding.EncodeToString([]byte(`{"`+k+`":`+quote(v)+`}`)) + `"}`
	}},
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

// leaks reports how a value still stands in a text, "" if it does not.
func leaks(text, value string) string {
	plain, _ := url.QueryUnescape(text)
	for _, form := range []string{value, url.QueryEscape(value), escaped(value), strings.ReplaceAll(value, " ", ""),
		strings.TrimPrefix(strings.TrimPrefix(value, "+86"), "0086"),
		base64.StdEncoding.EncodeToString([]byte(value))} {
		if strings.Contains(text, form) || strings.Contains(plain, form) {
			return form
		}
	}
	return ""
}

func TestMasksEveryKindInEveryFormat(t *testing.T) {
	for _, p := range plants {
		for _, at := range formats {
			text := at.put(p.key, p.value)
			got := redact.Text(text)
			if form := leaks(got, p.value); form != "" {
				t.Errorf("%s in %s: %q stands in %q", p.kind, at.name, form, got)
			}
			if again := redact.Text(got); again != got {
				t.Errorf("%s in %s: masked twice: %q, once: %q", p.kind, at.name, again, got)
			}
			if strings.HasPrefix(text, "{") && !json.Valid([]byte(got)) {
				t.Errorf("%s in %s is no JSON any more: %s", p.kind, at.name, got)
			}
		}
	}
}

func TestAShapeNeedsNoKey(t *testing.T) {
	for _, p := range plants {
		if !p.alone {
			continue
		}
		for _, text := range []string{p.value, "got " + p.value + " now", "用户" + p.value + "登录", "(" + p.value + ")"} {
			if form := leaks(redact.Text(text), p.value); form != "" {
				t.Errorf("%s: %q stands in %q", p.kind, form, redact.Text(text))
			}
		}
	}
}

func TestNumbersInJSONStayJSON(t *testing.T) {
	for _, in := range []string{`{"m":13812345678}`, `{"m": 13812345678, "imei":860461040000005}`,
		`{"d":"{\"m\":13812345678}"}`} {
		got := redact.Text(in)
		if !json.Valid([]byte(got)) || strings.Contains(got, "13812345678") || redact.Text(got) != got {
			t.Errorf("Text(%s) = %s", in, got)
		}
	}
}

// TestKnownValuesAreMaskedEverywhere: what occurred once under its key is masked in every
// other position, without one.
func TestKnownValuesAreMaskedEverywhere(t *testing.T) {
	const token, cookie = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "3f9d0c8b7a6e5d4c"
	var known redact.Known
	known.Learn(`{"session_token":"` + token + `","oaid":"1fe9a970efbb7b82","realName":"诸葛小三"}`)
	known.LearnHeader(exchange.Header{{Name: "Cookie", Value: "SESSION=" + cookie + "; a=1"},
		{Name: "Authorization", Value: "Bearer Abcdefgh12345678"}})
	m := redact.Masker{Known: &known}
	for _, v := range []string{token, cookie, "1fe9a970efbb7b82", "诸葛小三", "Abcdefgh12345678"} {
		for _, text := range []string{
			v, "AliOneStepListener success: code=1002, x " + v, "/v1/users/" + v + "/profile",
			"at A.java:3 (" + v + ")",
			"session_" + v + ".log", base64.StdEncoding.EncodeToString([]byte("hello " + v)),
			url.QueryEscape("hello " + v),
		} {
			got := m.Text(text)
			if form := leaks(got, v); form != "" || got == text {
				t.Errorf("%q stands in %q", v, got)
			}
			if again := m.Text(got); again != got {
				t.Errorf("masked twice: %q, once: %q", again, got)
			}
		}
		if got := m.Sentence("The log prints " + v + "."); strings.Contains(got, v) {
			t.Errorf("the sentence is %q", got)
		}
	}
}

func TestKnownIsLimited(t *testing.T) {
	var known redact.Known
	for i := range 2 * redact.MaxKnown {
		known.Add(redact.Token, fmt.Sprintf("made-up-token-%08d", i))
	}
	if known.Len() != redact.MaxKnown {
		t.Errorf("%d values are known", known.Len())
	}
	var plain redact.Known
	for _, v := range []string{"", "short1", "600024", "1753200000123", "20260302100000123", "gatewayauth",
		"China Mobile Communications", "https://example.com/a1"} {
		plain.Add(redact.Token, v)
	}
	if plain.Len() != 0 {
		t.Errorf("%d plain texts are known", plain.Len())
	}
	if long := strings.Repeat("a1B2", 1000); true {
		known = redact.Known{}
		known.Add(redact.Token, long)
		if got := (redact.Masker{Known: &known}).Text("x " + long + " y"); got != "x a1B2…(4000) y" {
			t.Errorf("a long one gives %q", got)
		}
	}
}

// TestOrdinaryTextStays: what a diagnosis needs stays readable.
func TestOrdinaryTextStays(t *testing.T) {
	for _, text := range []string{
		"600000 103911 -10008 80800 700002 IDAAS.SDK.LOGIN.1008 code=600024",
		"SDK 2.14.18.1, okhttp/4.3.1, Chrome/120.0.6099.230, HarmonyOS 4.2.0.130, version=12.113.25.117",
		"2026-11-22 10:15:03.422 +08:00 1753200000123 20260302100000123",
		"dypnsapi.aliyuncs.com:443 id6.me 192.168.1.5:8888 10.0.2.2 127.0.0.1 fe80::1",
		"requestId=5b1c0000-0000-4000-8000-000000000001&x=1 md5=0123456789abcdef0123456789abcdef",
		`{"requestId":"5b1c0000-0000-4000-8000-000000000001","seq":"4111111111111111"}`,
		"00000000-1111-2222-3333-444444444444 4111-1111-1111-1111-444444444444",
		`{"name":"中国移动","carrier":"移动","address":"192.168.1.5:8888","location":"https://example.com/x"}`,
		`<activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity" android:exported="false"/>`,
		`{"name":"Host","value":"api.example.com"}`, "China Mobile: move to 4G",
		"SHA1: A4:5E:60:C2:33:9F:A4:5E:60:C2:33:9F:A4:5E:60:C2:33:9F:A4:5E",
		"sizes 1500 2000 300, 1024x768, ratio 0.1234, 0.5678", "02:00:00:00:00:00",
		"trace_id=860461040000005", "com.example.shop.wxapi.WXEntryActivity", "手机网络：未开启",
	} {
		if got := redact.Text(text); got != text {
			t.Errorf("Text(%q)\n  = %q", text, got)
		}
	}
}

func TestKindsAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range redact.Kinds() {
		if k.ID == "" || seen[k.ID] || k.Name.EN == "" || k.Name.ZH == "" || k.Sensitivity == redact.Public {
			t.Errorf("kind %+v", k)
		}
		seen[k.ID] = true
	}
}
