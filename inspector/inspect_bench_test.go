package inspector_test

import (
	"fmt"
	"testing"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// BenchmarkInspect inspects captures of growing size in which 5 % of the
// exchanges are steps of logins and the rest is the phone's other traffic.
func BenchmarkInspect(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := inspector.Inspect(inspector.Evidence{Events: traffic(n)}, ruleset.Default())
				if len(r.Flows) != n/100 {
					b.Fatalf("%d flows, want %d", len(r.Flows), n/100)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/exchange")
		})
	}
}

// traffic makes n exchanges: in every hundred five are a login of one of a
// thousand phones, the others go to other hosts.
func traffic(n int) func(func(exchange.Event) bool) {
	return func(yield func(exchange.Event) bool) {
		for i := range n {
			x := other(i)
			if i%20 == 0 {
				x = loginCall(i/100, i/20%5)
			}
			x.ID = exchange.ID(i + 1)
			x.Timing = exchange.Timing{
				Start: start.Add(time.Duration(i) * time.Millisecond),
				End:   start.Add(time.Duration(i)*time.Millisecond + 40*time.Millisecond),
			}
			if !yield(exchange.Finished{Exchange: x}) {
				return
			}
		}
	}
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func other(i int) exchange.Exchange {
	return exchange.Exchange{
		Origin: exchange.Captured, Device: fmt.Sprintf("192.0.2.%d", i%200), Scheme: "https",
		Host: fmt.Sprintf("cdn%d.example.com", i%500), Path: "/static/app.js?v=3",
		Request: exchange.Request{
			Method: "GET",
			Header: exchange.Header{{Name: "User-Agent", Value: "okhttp/4.3.1"}},
			Body:   exchange.Body{Complete: true},
		},
		Response: &exchange.Response{Status: 200, Body: exchange.Body{Size: 3, Head: []byte("abc"), Complete: true}},
		Done:     true,
	}
}

// loginCall is the part-th call of a login; each login has a phone of its own
// among a thousand.
func loginCall(login, part int) exchange.Exchange {
	device := fmt.Sprintf("198.51.%d.%d", login%1000/250, login%250)
	gateway := func(action, answer string) exchange.Exchange {
		return posted(device, "dypnsapi.aliyuncs.com", "/?", exchange.Header{{Name: "x-acs-action", Value: action}},
			"&Action="+action+"&Timestamp="+start.Format(time.RFC3339), answer)
	}
	token := fmt.Sprintf("made-up-token-%08d-abcdefghijklmnopqrstuvwxyz", login)
	switch part {
	case 0:
		return gateway(
			"GetStsToken",
			`{"Code":"OK","RequestId":"r","Data":{"Ak":"STS.made-up","Sk":"s","StsToken":"t"}}`,
		)
	case 1:
		return gateway("QuerySceneVendorInfoList", `{"Code":"OK","RequestId":"r","Data":[{"VendorKey":"cm_zyhl"}]}`)
	case 2:
		return gateway("QuerySdkConfig", `{"Code":"OK","RequestId":"r","Data":{"IsDemoted":false}}`)
	case 3:
		return gateway("UploadMonitorInfo", `{"Code":"OK","RequestId":"r"}`)
	}
	return posted(device, "tenant.example.com", "/api/v2/sdk/login/aliyun-mobile-auth",
		exchange.Header{{Name: "X-client-id", Value: "made-up"}, {Name: "X-agent", Value: "a"},
			{Name: "X-device-fingerprint", Value: "f"}, {
				Name:  "X-operating-sys-version",
				Value: "14",
			}},
		`{"access_token":"`+token+`"}`,
		fmt.Sprintf(`{"session_token":"made-up-session-%d","expire":432000,"status":"SUCCESS"}`, login))
}

func posted(device, host, path string, h exchange.Header, body, answer string) exchange.Exchange {
	return exchange.Exchange{
		Origin: exchange.Captured, Device: device, Scheme: "https", Host: host, Path: path,
		Request: exchange.Request{
			Method: "POST",
			Header: h,
			Body:   exchange.Body{Size: int64(len(body)), Head: []byte(body), Complete: true},
		},
		Response: &exchange.Response{Status: 200,
			Body: exchange.Body{Size: int64(len(answer)), Head: []byte(answer), Complete: true}}, Done: true,
	}
}

// BenchmarkLines inspects a device log in which one line in a thousand is part
// of a login.
func BenchmarkLines(b *testing.B) {
	lines := []exchange.LogLine{
		{Tag: "ActivityManager", Level: "I", PID: 1200,
			Text: "Start proc 6001:com.example.app/u0a123 for top-activity {com.example.app/.MainActivity} " +
				"caller=com.example.launcher"},
		{Tag: "OpenGLRenderer", Level: "D", PID: 6001,
			Text: "Davey! duration=1700ms; Flags=1, FrameTimelineVsyncId=188020, IntendedVsync=70012345678, " +
				"Vsync=70012345678"},
		{Tag: "WifiHAL", Level: "V", PID: 800,
			Text: "Link layer stats: rssi -52 tx 10023 rx 20071 lost 0 retries 17 {\"radio\":1}"},
		{Tag: "okhttp", Level: "I", PID: 6001,
			Text: `<-- 200 https://cdn.example.com/static/app.js (143ms, 12001-byte body)`},
		{Tag: "System.err", Level: "W", PID: 6001,
			Text: "	at java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:641)"},
	}
	login := exchange.LogLine{Tag: "OneKeyLogin", Level: "D", PID: 6001,
		Text: `onTokenSuccess: {"carrierFailedResultData":"","code":"600024","msg":"x","requestCode":0,"requestId":"r","vendorName":"cm_zyhl"}`}
	b.ReportAllocs()
	for b.Loop() {
		in := inspector.New(ruleset.Default())
		for i := range 100_000 {
			l := lines[i%len(lines)]
			if i%1000 == 0 {
				l = login
			}
			l.Time = start.Add(time.Duration(i) * time.Millisecond)
			in.Add(l)
		}
		if r := in.Report(inspector.Context{}); len(r.Flows) == 0 {
			b.Fatal("no flow was found")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/line")
}
