package inspector_test

import (
	"encoding/json"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/inspector/inspectortest"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// FuzzLine inspects any log line, pasted and with a tag: no panic, bounded
// fields, and a report that can be written.
func FuzzLine(f *testing.F) {
	for _, path := range []string{"testdata/flows/success-full.txtar", "testdata/flows/sample-e-nested.txtar",
		"testdata/flows/pasted-ticket.txtar", "testdata/flows/printed-object.txtar"} {
		a, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		c, err := inspectortest.Parse(a)
		if err != nil {
			f.Fatal(err)
		}
		for _, e := range c.Events {
			if l, ok := e.(exchange.LogLine); ok {
				f.Add(l.Tag, l.Text)
			}
		}
	}
	rules := ruleset.Default()
	f.Fuzz(func(t *testing.T, tag, text string) {
		in := inspector.New(rules)
		in.Add(exchange.LogLine{Tag: tag, Level: "D", PID: 1, Text: text})
		in.Add(exchange.LogLine{Text: text})
		bounded(t, in.Report(inspector.Context{}))
	})
}

// FuzzExchange inspects any request and response of every role.
func FuzzExchange(f *testing.F) {
	hosts := []string{"dypnsapi.aliyuncs.com", "rcs.cmpassport.com", "ali.wosms.cn", "id6.me", "tenant.example.com",
		"crbt.i139.cn"}
	f.Add(uint8(0), "/?", "GetStsToken", `&Action=GetStsToken&Timestamp=2026-03-02T10:00:00Z`, uint16(200),
		`{"Code":"OK","Data":{"Ak":"a"}}`)
	f.Add(uint8(0), "/?", "UploadMonitorInfo", `UploadInfo=[{"authSdkCode":"600012"}]`, uint16(200), `{"Code":"OK"}`)
	f.Add(uint8(1), "/unisdk/rs/scripAndTokenForHttps", "", `{"funcType":"pre"}`, uint16(200),
		`{"resultCode":"103000"}`)
	f.Add(uint8(2), "/unicomAuth/android/v3.0/qc?apiKey=x", "", ``, uint16(302), `cb({"code":"100"})`)
	f.Add(uint8(3), "/auth/preauth.do", "", `appId=x`, uint16(200), `{"result":30002,"data":{"urls":["x"]}}`)
	f.Add(uint8(4), "/api/v2/sdk/login/aliyun-mobile-auth", "", `{"access_token":"x"}`, uint16(200),
		`{"session_token":"s","status":"SUCCESS","id_token":"a.b.c"}`)
	f.Add(uint8(5), "/may/pretoken", "", `{}`, uint16(500), `{"rspCode":"0001"}`)
	rules := ruleset.Default()
	f.Fuzz(func(t *testing.T, host uint8, path, action, body string, status uint16, answer string) {
		x := exchange.Exchange{
			ID: 1, Device: "192.0.2.7", Scheme: "https", Host: hosts[int(host)%len(hosts)], Path: path, Done: true,
			Request: exchange.Request{
				Method: "POST",
				Header: exchange.Header{{Name: "x-acs-action", Value: action}, {Name: "X-client-id", Value: action}},
				Body:   exchange.Body{Size: int64(len(body)), Head: []byte(body), Complete: true},
			},
			Response: &exchange.Response{
				Status: int(status),
				Header: exchange.Header{{Name: "Location", Value: answer}},
				Body:   exchange.Body{Size: int64(len(answer)), Head: []byte(answer), Complete: true},
			},
		}
		in := inspector.New(rules)
		in.Add(exchange.Finished{Exchange: x})
		bounded(t, in.Report(inspector.Context{}))
	})
}

func bounded(t *testing.T, r inspector.Report) {
	t.Helper()
	for _, f := range r.Flows {
		for _, s := range f.Steps {
			if len(s.Fields) > inspector.MaxFields || len(s.Codes) > 16 {
				t.Fatalf("step %s has %d fields and %d codes", s.Kind, len(s.Fields), len(s.Codes))
			}
			for _, v := range s.Fields {
				if len(v.Value) > inspector.MaxValue+4 {
					t.Fatalf("field %s has %d bytes", v.Name, len(v.Value))
				}
			}
		}
		if v := f.Verdict; v.Broken >= len(f.Steps) || v.Title.EN == "" || v.Title.ZH == "" {
			t.Fatalf("verdict without title or with a broken step %d of %d", v.Broken, len(f.Steps))
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatal(err)
	}
}
