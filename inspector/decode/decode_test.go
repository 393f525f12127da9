package decode_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"

	"loginscope/codes"
	"loginscope/inspector/decode"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// packed is a text under each content coding.
func packed(t testing.TB, text string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"": []byte(text), "identity": []byte(text)}
	var gz, zl, br bytes.Buffer
	w := gzip.NewWriter(&gz)
	z := zlib.NewWriter(&zl)
	b := brotli.NewWriter(&br)
	for _, c := range []interface {
		Write([]byte) (int, error)
		Close() error
	}{w, z, b} {
		if _, err := c.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	out["gzip"], out["deflate"], out["br"] = gz.Bytes(), zl.Bytes(), br.Bytes()
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	out["zstd"] = e.EncodeAll([]byte(text), nil)
	return out
}

func whole(raw []byte) exchange.Body {
	return exchange.Body{Size: int64(len(raw)), Head: raw, Complete: true}
}

func coded(coding string) exchange.Header {
	if coding == "" {
		return nil
	}
	return exchange.Header{{Name: "content-encoding", Value: coding}}
}

func TestBodyCodings(t *testing.T) {
	const text = `{"Code":"OK","Message":"好"}`
	for coding, raw := range packed(t, text) {
		t.Run("coding "+coding, func(t *testing.T) {
			c := decode.Body(coded(coding), whole(raw))
			if string(c.Text) != text || c.Cut || c.Trouble != (lang.Text{}) {
				t.Errorf("Body = %q, cut %v, trouble %q", c.Text, c.Cut, c.Trouble.EN)
			}
		})
	}
	t.Run("bare deflate", func(t *testing.T) {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, 6)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if c := decode.Body(coded("deflate"), whole(b.Bytes())); string(c.Text) != text {
			t.Errorf("Body = %q", c.Text)
		}
	})
	t.Run("stacked", func(t *testing.T) {
		inner := packed(t, text)["gzip"]
		outer := packed(t, string(inner))["br"]
		if c := decode.Body(coded("gzip, br"), whole(outer)); string(c.Text) != text || len(c.Codings) != 2 {
			t.Errorf("Body = %q by %v", c.Text, c.Codings)
		}
	})
}

// TestBodyFaults checks that a body that cannot be read whole yields what can
// be read and says so.
func TestBodyFaults(t *testing.T) {
	long := strings.Repeat(`{"Code":"OK"} `, 4000)
	raw := packed(t, long)["gzip"]
	for _, tt := range []struct {
		name   string
		header exchange.Header
		body   exchange.Body
		text   bool
	}{
		{"cut inside gzip", coded("gzip"), exchange.Body{Size: int64(len(raw)), Head: raw[:len(raw)-12]}, true},
		{"not gzip at all", coded("gzip"), whole([]byte("plain")), false},
		{"unknown coding", coded("dcz"), whole([]byte("x")), false},
		{"not kept whole", nil, exchange.Body{Size: 100, Head: []byte("abc"), Complete: true}, true},
		{"ended early", nil, exchange.Body{Size: 3, Head: []byte("abc")}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := decode.Body(tt.header, tt.body)
			if !c.Cut || c.Trouble.EN == "" || c.Trouble.ZH == "" || (len(c.Text) > 0) != tt.text {
				t.Errorf("Body: %d bytes of text, cut %v, trouble %q", len(c.Text), c.Cut, c.Trouble.EN)
			}
		})
	}
}

// TestBodyLimit inflates a bomb and checks that it stops at the limit.
func TestBodyLimit(t *testing.T) {
	bomb := packed(t, strings.Repeat("0", 8<<20))
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		c := decode.Body(coded(coding), whole(bomb[coding]))
		if len(c.Text) > decode.MaxBody || !c.Cut {
			t.Errorf("%s: %d bytes, cut %v", coding, len(c.Text), c.Cut)
		}
	}
}

func TestBodyCharset(t *testing.T) {
	const text = `{"msg":"源IP鉴权失败"}`
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, contentType string
		raw               []byte
		charset           string
	}{
		{"UTF-8 unsaid", "", []byte(text), "utf-8"},
		{"UTF-8 said", "application/json;charset=UTF-8", []byte(text), "utf-8"},
		{"byte order mark", "", append([]byte("\xEF\xBB\xBF"), text...), "utf-8"},
		{"GBK said", "text/html; charset=GBK", gbk, "gbk"},
		{"GBK unsaid", "application/json", gbk, "gb18030"},
		{"GBK called UTF-8", "application/json; charset=utf-8", gbk, "gb18030"},
		{"unknown name", "text/plain; charset=x-none", []byte(text), "utf-8"},
		{"broken header", "text/plain; charset=gbk;;=", gbk, "gbk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := decode.Body(exchange.Header{{Name: "Content-Type", Value: tt.contentType}}, whole(tt.raw))
			if string(c.Text) != text || c.Charset != tt.charset {
				t.Errorf("Body = %q in %q, want %q", c.Text, c.Charset, tt.charset)
			}
		})
	}
}

func TestForm(t *testing.T) {
	got := decode.ParseForm("&Action=GetStsToken&a=1%202&bad=%zz&a=3&&flag")
	want := decode.Form{{"Action", "GetStsToken"}, {"a", "1 2"}, {"bad", "%zz"}, {"a", "3"}, {"flag", ""}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got.Get("a") != "1 2" || !got.Has("flag") || got.Has("none") {
		t.Error("Get or Has is wrong")
	}
	if n := len(decode.ParseForm(strings.Repeat("a=1&", 5000))); n != decode.MaxPairs {
		t.Errorf("%d pairs, want the bound %d", n, decode.MaxPairs)
	}
	if q := decode.Query("/path?x=1").Get("x"); q != "1" {
		t.Errorf("Query = %q", q)
	}
}

func TestJSON(t *testing.T) {
	n := decode.Object([]byte(` {"code":600000,"code":"600001","data":{"n":null},"list":[1,"b"]} rest`))
	if n.Str("code") != "600001" || n.First("none", "code") != "600001" || n.Str("data", "n") != "" ||
		n.Get("list").Elements()[1].Text != "b" {
		t.Errorf("values are wrong: %v", n.Names())
	}
	if d := cmp.Diff([]string{"code"}, n.Duplicates()); d != "" {
		t.Error(d)
	}
	if cut := decode.Object([]byte(`{"error_code":"IDAAS.SDK.LOGIN.1008","error_msg":"The conf`)); cut.Str(
		"error_code") != "IDAAS.SDK.LOGIN.1008" {
		t.Error("a truncated object lost its code")
	}
	if _, _, err := decode.ParseJSON([]byte(strings.Repeat("[", 500))); err == nil {
		t.Error("deep nesting was accepted")
	}
	if _, _, err := decode.ParseJSON([]byte("[" + strings.Repeat("1,", decode.MaxNodes) + "1]")); err == nil {
		t.Error("too many values were accepted")
	}
}

func TestUnwrap(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"plain", `{"code":"1"}`},
		{"JSONP", `cb_12({"code":"1"});`},
		{"string in string", `"{\"code\":\"1\"}"`},
		{"base64", base64.StdEncoding.EncodeToString([]byte(`{"code":"1"}`))},
		{"byte order mark", "\uFEFF" + `{"code":"1"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if n := decode.Unwrap(tt.in); n.Str("code") != "1" {
				t.Errorf("Unwrap(%q) has no code", tt.in)
			}
		})
	}
	for _, in := range []string{"", "hello", "<html>", "a b(c)", "12345678"} {
		if n := decode.Unwrap(in); n != nil {
			t.Errorf("Unwrap(%q) = %v", in, n)
		}
	}
}

func TestTokenRet(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     decode.TokenRet
	}{
		{
			"three shapes: China Mobile",
			`{"carrierFailedResultData":"{\"resultCode\":\"103911\",\"authType\":\"1\",\"desc\":\"d\",\"traceId\":\"t\"}","code":"600011","vendorName":"cm_zyhl"}`,
			decode.TokenRet{
				Code:       "600011",
				VendorName: "cm_zyhl",
				Carrier:    &decode.CarrierResult{Issuer: codes.ChinaMobile, Code: "103911", Message: "d", Trace: "t"},
			},
		},
		{
			"three shapes: China Unicom with a code inside",
			`{"carrierFailedResultData":"{\"resultCode\":410002,\"resultMsg\":\"code:1105msg:apiKey\",\"seq\":\"s\"}","code":600025}`,
			decode.TokenRet{
				Code: "600025",
				Carrier: &decode.CarrierResult{Issuer: codes.ChinaUnicom, Code: "410002",
					Message: "code:1105msg:apiKey", Inner: "1105", InnerMessage: "apiKey", Trace: "s"},
			},
		},
		{
			"three shapes: China Telecom, as an object",
			`{"carrierFailedResultData":{"result":-10008,"msg":"m","reqId":"q"},"code":"600012"}`,
			decode.TokenRet{
				Code:    "600012",
				Carrier: &decode.CarrierResult{Issuer: codes.ChinaTelecom, Code: "-10008", Message: "m", Trace: "q"},
			},
		},
		{
			"old style with an object",
			`{"code":"600011","msg":"vendorCode:200028, msg:失败：{\"resultCode\":\"200028\",\"resultDesc\":\"网络异常\"}"}`,
			decode.TokenRet{
				Code:    "600011",
				Msg:     `vendorCode:200028, msg:失败：{"resultCode":"200028","resultDesc":"网络异常"}`,
				Carrier: &decode.CarrierResult{Issuer: codes.ChinaMobile, Code: "200028", Message: "网络异常"},
			},
		},
		{
			"old style alone", `{"code":"600011","msg":"vendorCode:80800, msg:WIFI切换超时"}`,
			decode.TokenRet{
				Code:    "600011",
				Msg:     "vendorCode:80800, msg:WIFI切换超时",
				Carrier: &decode.CarrierResult{Code: "80800", Message: "WIFI切换超时"},
			},
		},
		{
			"Java print", `TokenRet{vendorName='ct_sjl', code='600000', msg='ok', token='made-up', requestId='r'}`,
			decode.TokenRet{Code: "600000", Msg: "ok", Token: "made-up", RequestID: "r", VendorName: "ct_sjl",
				Printed: true},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := decode.ParseTokenRet(tt.in)
			if d := cmp.Diff(tt.want, got); d != "" || !ok {
				t.Errorf("ok %v\n%s", ok, d)
			}
		})
	}
	for _, in := range []string{`{"code":"200"}`, `{"code":"6000000"}`, `code=12`, "", "{"} {
		if got, ok := decode.ParseTokenRet(in); ok {
			t.Errorf("ParseTokenRet(%q) = %+v", in, got)
		}
	}
}

func TestMonitorRecords(t *testing.T) {
	list := decode.MonitorRecords(
		`["{\"authSdkCode\":\"600012\",\"requestId\":\"r\",\"failRet\":\"{\\\"code\\\":\\\"600012\\\",\\\"vendorName\\\":\\\"ct_sjl\\\",\\\"carrierFailedResultData\\\":\\\"{\\\\\\\"result\\\\\\\":80006}\\\"}\"}", {"content":"{\"authSdkCode\":\"600000\"}"}, 7]`)
	if len(list) != 2 || list[0].Code != "600012" || list[0].Vendor != "ct_sjl" || list[0].Carrier == nil ||
		list[0].Carrier.Code != "80006" || list[1].Code != "600000" {
		t.Fatalf("records: %+v", list)
	}
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"authSdkCode":"600000"},`, 500), ",") + "]"
	if n := len(decode.MonitorRecords(many)); n != decode.MaxRecords {
		t.Errorf("%d records, want the bound %d", n, decode.MaxRecords)
	}
}

func TestFindIDaaSCodes(t *testing.T) {
	got := decode.FindIDaaSCodes(
		"报错 IDAAS.SDK.LOGIN.1008，又报 SDK.COMMON.1003 和 LOGIN.1001、IDAAS.SDK.LOGIN.1008 my.LOGIN.12345")
	want := []string{"IDAAS.SDK.LOGIN.1008", "SDK.COMMON.1003", "LOGIN.1001"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestJWT(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	sign := func(payload string) string {
		text := enc([]byte(`{"alg":"RS256","kid":"k1"}`)) + "." + enc([]byte(payload))
		sum := sha256.Sum256([]byte(text))
		sig, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return text + "." + enc(sig)
	}
	jwks := func(kid string, k *rsa.PublicKey) []byte {
		return fmt.Appendf(nil, `{"keys":[{"kty":"EC"},{"kty":"RSA","kid":%q,"n":%q,"e":%q}]}`, kid, enc(k.N.Bytes()),
			enc(big.NewInt(int64(k.E)).Bytes()))
	}
	flat, _ := decode.ParseJWT(sign(`{"mobile":"13800000000","exp":1772450000}`))
	nested, _ := decode.ParseJWT(sign(`{"api":"{\"mobile\":\"13800000000\"}","exp":1.77245e9}`))
	for name, j := range map[string]decode.JWT{"flat": flat, "nested": nested} {
		if j.Profile.Str("mobile") != "13800000000" || j.Expires.Unix() != 1772450000 {
			t.Errorf("%s: profile %v, expires %v", name, j.Profile.Names(), j.Expires)
		}
		if err := j.Verify(decode.ParseJWKS(jwks("k1", &key.PublicKey))); err != nil {
			t.Errorf("%s: Verify = %v", name, err)
		}
	}
	if !nested.Nested || flat.Nested {
		t.Error("shapes are confused")
	}
	if err := flat.Verify(nil); !errors.Is(err, decode.ErrUnchecked) {
		t.Errorf("without keys: %v", err)
	}
	if err := flat.Verify(decode.ParseJWKS(jwks("k2", &key.PublicKey))); !errors.Is(err, decode.ErrUnchecked) {
		t.Errorf("with another key id: %v", err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if err := flat.Verify(decode.ParseJWKS(jwks("k1", &other.PublicKey))); err == nil ||
		errors.Is(err, decode.ErrUnchecked) {
		t.Errorf("with another key: %v", err)
	}
	for _, in := range []string{"", "a.b", "a.b.c", "....", enc([]byte("{}")) + ".x.y"} {
		if _, ok := decode.ParseJWT(in); ok && in != "" {
			t.Errorf("ParseJWT(%q) accepted", in)
		}
	}
}

func TestSeal(t *testing.T) {
	for _, tt := range []struct{ in, form string }{{"0123456789abcdef", "hex"}, {"QUJDREVGR0g=", "base64"},
		{"hello there {}", "opaque"}} {
		if s := decode.Seal("reqdata", tt.in); s.Form != tt.form || s.Size != len(tt.in) {
			t.Errorf("Seal(%q) = %+v", tt.in, s)
		}
	}
}
