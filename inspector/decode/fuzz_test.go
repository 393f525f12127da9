package decode_test

import (
	"testing"

	"loginscope/inspector/decode"
	"loginscope/proxy/exchange"
)

// The fuzz targets check that no decoder panics and that each keeps its limit.

func FuzzBody(f *testing.F) {
	for coding, raw := range packed(f, `{"Code":"OK"}`) {
		f.Add(coding, "application/json; charset=gbk", raw)
	}
	f.Add("gzip, br, zstd, deflate, gzip", "text/html; charset=", []byte{0x1f, 0x8b})
	f.Fuzz(func(t *testing.T, coding, contentType string, raw []byte) {
		h := exchange.Header{{Name: "Content-Encoding", Value: coding}, {Name: "Content-Type", Value: contentType}}
		c := decode.Body(h, exchange.Body{Size: int64(len(raw)), Head: raw, Complete: true})
		if len(c.Text) > 4*decode.MaxBody {
			t.Fatalf("%d bytes of text", len(c.Text))
		}
	})
}

func FuzzForm(f *testing.F) {
	f.Add("&Action=GetStsToken&a=%zz")
	f.Fuzz(func(t *testing.T, s string) {
		if n := len(decode.ParseForm(s)); n > decode.MaxPairs {
			t.Fatalf("%d pairs", n)
		}
	})
}

func FuzzUnwrap(f *testing.F) {
	f.Add(`cb({"a":[1,{"b":"\"c\""}]});`)
	f.Add(`"{\"code\":\"1\"}"`)
	f.Add(`eyJjb2RlIjoiMSJ9`)
	f.Fuzz(func(t *testing.T, s string) {
		if n := decode.Unwrap(s); n != nil {
			if count(n) > decode.MaxNodes {
				t.Fatal("too many values")
			}
			n.Duplicates()
			n.Str("code")
		}
		for _, o := range decode.FindObjects(s) {
			decode.Object([]byte(o))
		}
	})
}

func count(n *decode.Node) int {
	c := 1
	for _, m := range n.Members {
		c += count(m.Value)
	}
	for _, i := range n.Items {
		c += count(i)
	}
	return c
}

func FuzzTokenRet(f *testing.F) {
	f.Add(`{"code":"600011","msg":"vendorCode:200028, msg:失败：{\"resultCode\":\"200028\"}"}`)
	f.Add(`TokenRet{code='600000', token='x'}`)
	f.Add(`{"carrierFailedResultData":"{\"resultCode\":410002,\"resultMsg\":\"code:1105msg:x\"}","code":"600025"}`)
	f.Fuzz(func(t *testing.T, s string) {
		if r, ok := decode.ParseTokenRet(s); ok && len(r.Code) != 6 {
			t.Fatalf("code %q", r.Code)
		}
		decode.OldStyle(s)
		decode.Embedded(s)
	})
}

func FuzzMonitor(f *testing.F) {
	f.Add(`[{"authSdkCode":"600000","content":"{}"}]`)
	f.Fuzz(func(t *testing.T, s string) {
		if n := len(decode.MonitorRecords(s)); n > decode.MaxRecords {
			t.Fatalf("%d records", n)
		}
	})
}

func FuzzIDaaS(f *testing.F) {
	f.Add(`{"error_code":"IDAAS.SDK.LOGIN.1008","error_msg":"x"}`)
	f.Fuzz(func(t *testing.T, s string) {
		decode.ParseIDaaS([]byte(s))
		if n := len(decode.FindIDaaSCodes(s)); n > 8 {
			t.Fatalf("%d codes", n)
		}
	})
}

func FuzzJWT(f *testing.F) {
	f.Add("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.eA", `{"keys":[{"kty":"RSA","n":"AQ","e":"AQAB"}]}`)
	f.Fuzz(func(t *testing.T, token, jwks string) {
		if j, ok := decode.ParseJWT(token); ok {
			if j.Verify(decode.ParseJWKS([]byte(jwks))) == nil {
				t.Fatal("a made-up signature was accepted")
			}
		}
	})
}

func FuzzMentions(f *testing.F) {
	for _, s := range []string{"600025 410002 code:1105msg:x", "联通 1, 请求超时", "错误码：-10008，共 200023 个",
		"A 600011,600012 isv.TOKEN_INVALID IDAAS.SDK.LOGIN.1008", "1,Request timeout2,请求超时"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list := decode.Mentions(s)
		if len(list) > decode.MaxMentions {
			t.Fatalf("%d mentions", len(list))
		}
		for _, m := range list {
			if m.Query.Code == "" {
				t.Fatal("a mention without a code")
			}
		}
	})
}

func FuzzSealed(f *testing.F) {
	f.Add("data", "AAECAwQFBgcICQoLDA0ODw==")
	f.Add("paramStr", "not base64 at all")
	f.Fuzz(func(t *testing.T, name, value string) {
		if s := decode.Seal(name, value); len(s.Form) > 256+len(name) {
			t.Fatalf("a description of %d bytes", len(s.Form))
		}
	})
}
