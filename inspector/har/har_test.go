package har

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"loginscope/proxy/exchange"
)

func options() Options {
	var id exchange.ID
	return Options{NewID: func() exchange.ID { id++; return id }}
}

func read(t *testing.T, in string) ([]exchange.Event, Stats) {
	t.Helper()
	var out []exchange.Event
	st, err := Read(strings.NewReader(in), options(), func(e exchange.Event) error { out = append(out, e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return out, st
}

// one reads a file of one entry and returns its exchange.
func one(t *testing.T, entry string) exchange.Exchange {
	t.Helper()
	events, _ := read(t, `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[`+entry+`]}}`)
	if len(events) < 2 {
		t.Fatalf("got %d events", len(events))
	}
	return events[len(events)-1].(exchange.Finished).Exchange
}

func TestChromeEntry(t *testing.T) {
	x := one(t, `{"_initiator":{"type":"other"},"connection":"4212","pageref":"p","startedDateTime":"2026-02-23T15:02:01.123Z","time":30.5,
	"request":{"method":"POST","url":"https://tenant.example.com/api/v2/sdk/login/aliyun-mobile-auth?a=1","httpVersion":"http/2.0",
	 "headers":[{"name":":authority","value":"tenant.example.com"},{"name":"X-client-id","value":"c"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":20,
	 "postData":{"mimeType":"application/json","text":"{\"access_token\":\"t\"}"}},
	"response":{"status":200,"statusText":"","httpVersion":"http/2.0","headers":[{"name":"content-encoding","value":"gzip"}],"cookies":[],
	 "content":{"size":20,"mimeType":"application/json","text":"{\"status\":\"SUCCESS\"}"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":90,"_error":null},
	"serverIPAddress":"[2001:db8::1]","timings":{"blocked":1,"dns":-1,"ssl":-1,"connect":-1,"send":0.5,"wait":20,"receive":9}}`)
	start := time.Date(2026, 2, 23, 15, 2, 1, 123e6, time.UTC)
	want := exchange.Exchange{
		ID: 1, Origin: exchange.Imported, Conn: 4212, Scheme: "https", Host: "tenant.example.com", Port: 443,
		Path: "/api/v2/sdk/login/aliyun-mobile-auth?a=1", Done: true,
		Request: exchange.Request{Method: "POST", Proto: "HTTP/2.0", Header: exchange.Header{{
			Name:  "X-client-id",
			Value: "c",
		}},
			Body: exchange.Body{Size: 20, Head: []byte(`{"access_token":"t"}`), Complete: true, Decoded: true}},
		Response: &exchange.Response{Status: 200, Proto: "HTTP/2.0", Header: exchange.Header{{
			Name:  "content-encoding",
			Value: "gzip",
		}},
			Body: exchange.Body{Size: 20, Head: []byte(`{"status":"SUCCESS"}`), Complete: true, Decoded: true}},
		Timing: exchange.Timing{Start: start, Sent: start.Add(1500 * time.Microsecond),
			FirstByte: start.Add(21500 * time.Microsecond), End: start.Add(30500 * time.Microsecond), Reused: true},
		Server: exchange.Peer{Remote: "[2001:db8::1]:443"},
	}
	if diff := cmp.Diff(want, x); diff != "" {
		t.Error(diff)
	}
}

func TestLiberties(t *testing.T) {
	req := `"request":{"method":"get","url":"http://h.example:8080"}`
	long := base64.StdEncoding.EncodeToString([]byte(`{"a":"中文"}`))
	for _, tt := range []struct {
		name, entry string
		ok          func(x exchange.Exchange) bool
	}{
		{"null arrays and missing fields",
			`{"request":{"method":"GET","url":"http://h.example","headers":null,"cookies":null,"postData":null},"response":{"status":204,"headers":null,"content":{}}}`,
			func(x exchange.Exchange) bool {
				return x.Path == "/" && x.Response.Status == 204 && x.Response.Body.Size == 0
			}},
		{"no response", `{` + req + `}`, func(x exchange.Exchange) bool {
			return x.Response == nil && x.Failure != nil && x.Port == 8080 && x.Request.Method == "GET"
		}},
		{"chrome failure", `{` + req + `,"response":{"status":0,"_error":"net::ERR_CONNECTION_REFUSED"}}`,
			func(x exchange.Exchange) bool { return x.Failure.Cause == exchange.FailRefused && x.Response == nil }},
		{"charles failure", `{` + req + `,"response":{"status":0,"comment":"java.net.UnknownHostException: x"}}`,
			func(x exchange.Exchange) bool { return x.Failure.Cause == exchange.FailDNS }},
		{"status in words", `{` + req + `,"response":{"status":"error","statusText":"Handshake timed out"}}`,
			func(x exchange.Exchange) bool { return x.Failure.Cause == exchange.FailTimeout }},
		{"status as string", `{` + req + `,"response":{"status":"400"}}`,
			func(x exchange.Exchange) bool { return x.Response.Status == 400 }},
		{"base64 named",
			`{` + req + `,"response":{"status":200,"content":{"text":"eyJhIjoxfQ==","encoding":"base64"}}}`,
			func(x exchange.Exchange) bool { return string(x.Response.Body.Head) == `{"a":1}` }},
		{"base64 unnamed, size known",
			`{` + req + `,"response":{"status":200,"content":{"size":7,"mimeType":"x/y","text":"eyJhIjoxfQ=="}}}`,
			func(x exchange.Exchange) bool { return string(x.Response.Body.Head) == `{"a":1}` }},
		{"base64 unnamed, JSON announced",
			`{` + req + `,"response":{"status":200,"content":{"mimeType":"application/json","text":"` + long + `"}}}`,
			func(x exchange.Exchange) bool { return string(x.Response.Body.Head) == `{"a":"中文"}` }},
		{"text that only looks like base64",
			`{` + req + `,"response":{"status":200,"content":{"size":8,"mimeType":"text/plain","text":"deadbeef"}}}`,
			func(x exchange.Exchange) bool { return string(x.Response.Body.Head) == `deadbeef` }},
		{"body not recorded", `{` + req + `,"response":{"status":200,"content":{"size":5000}}}`,
			func(x exchange.Exchange) bool { return x.Response.Body.Size == 5000 && x.Response.Body.Kept() == 0 }},
		{"form parameters only",
			`{"request":{"method":"POST","url":"http://h.example","postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"1&2"}]}}}`,
			func(x exchange.Exchange) bool { return string(x.Request.Body.Head) == "a+b=1%262" }},
		{"headers as an object",
			`{"request":{"method":"GET","url":"http://h.example","headers":{"B":"1","A":["2","3"]}}}`,
			func(x exchange.Exchange) bool {
				return cmp.Equal(x.Request.Header, exchange.Header{{Name: "B", Value: "1"}, {Name: "A", Value: "2"}, {
					Name:  "A",
					Value: "3",
				}})
			}},
		{"server address with a port", `{` + req + `,"serverIPAddress":"192.0.2.1:80"}`,
			func(x exchange.Exchange) bool { return x.Server.Remote == "192.0.2.1:8080" }},
		{"zone without colon", `{` + req + `,"startedDateTime":"2026-02-23T23:02:01.123+0800"}`,
			func(x exchange.Exchange) bool { return x.Timing.Start.UTC().Hour() == 15 }},
		{"time is null",
			`{` + req + `,"startedDateTime":"2026-02-23T23:02:01Z","time":null,"timings":{"wait":null,"send":"3"}}`,
			func(x exchange.Exchange) bool { return !x.Timing.End.Before(x.Timing.Start) }},
		{"client address", `{` + req + `,"clientIPAddress":"192.168.1.20"}`,
			func(x exchange.Exchange) bool { return x.Device == "192.168.1.20" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if x := one(t, tt.entry); !tt.ok(x) {
				t.Errorf("got %+v, response %+v, failure %+v", x, x.Response, x.Failure)
			}
		})
	}
}

func TestByteOrderMark(t *testing.T) {
	events, st := read(t, "\xEF\xBB\xBF"+`{"log":{"pages":[{"x":[1]}],"browser":null,"entries":[{"request":{"method":"CONNECT","url":"http://h.example:443"}},
	{"request":{"method":"GET","url":"data:,x"}},{"request":{"method":"GET","url":"https://h.example/"}}],"creator":{}}}`)
	if len(events) != 2 || st.Entries != 3 || st.Skipped != 2 || st.Kept != 1 {
		t.Errorf("got %d events, %+v", len(events), st)
	}
}

func TestALargeBodyIsSpooled(t *testing.T) {
	events, _ := read(t,
		`{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example"},"response":{"status":200,"content":{"text":"`+strings.Repeat("x", 600<<10)+`"}}}]}}`)
	var sum int64
	for _, e := range events {
		if c, ok := e.(exchange.BodyChunk); ok {
			sum += int64(len(c.Data))
		}
	}
	x := events[len(events)-1].(exchange.Finished).Exchange
	if b := x.Response.Body; len(b.Head) != BodyHead || b.Spooled != sum || b.Kept() != 600<<10 {
		t.Errorf("head %d, spooled %d, chunks %d", len(b.Head), b.Spooled, sum)
	}
}

func TestWebSocketMessages(t *testing.T) {
	events, _ := read(t, `{"log":{"entries":[{"request":{"method":"GET","url":"wss://h.example"},"response":{"status":101},
	"_webSocketMessages":[{"type":"send","time":1771858921.5,"opcode":1,"data":"hi"},{"type":"receive","time":1771858922,"opcode":2,"data":"AQI="}]}]}}`)
	f1, f2 := events[1].(exchange.Frame), events[2].(exchange.Frame)
	if f1.Side != exchange.RequestSide || string(f1.Data) != "hi" || f2.Opcode != 2 || f2.Size != 2 ||
		f1.Time.Nanosecond() != 5e8 {
		t.Errorf("got %+v %+v", f1, f2)
	}
}

func TestBadFiles(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     error
	}{
		{"empty", "", ErrNotHAR},
		{"other JSON", `{"a":1}`, ErrNotHAR},
		{"no entries", `{"log":{"entries":null}}`, ErrNotHAR},
		{"cut off", `{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example"}},{"request":`,
			ErrTruncated},
		{"cut off after an entry", `{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example"}}`,
			ErrTruncated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.in), options(), func(exchange.Event) error { return nil })
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example","headers":{"a":[1]}},"response":{"status":200,"content":{"text":"eyJhIjoxfQ==","encoding":"base64"}},"time":"1","timings":{"send":-1}}]}}`,
		`{"log":{"entries":[{"_webSocketMessages":[{"opcode":99,"time":1e300}],"request":{"url":"ws://h"},"response":null}]}}`,
		`{"log":[]}`, `[`, "\xEF\xBB\xBF{}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		_, _ = Read(strings.NewReader(in), options(), func(e exchange.Event) error {
			if x, ok := e.(exchange.Finished); ok && x.Exchange.Host == "" {
				t.Fatalf("exchange without a host: %+v", x)
			}
			return nil
		})
	})
}

// BenchmarkRead reads 10,000 entries with bodies of 4 KiB.
func BenchmarkRead(b *testing.B) {
	one := `{"startedDateTime":"2026-02-23T15:02:01.123Z","time":30,"request":{"method":"POST","url":"https://h.example/a?b=c","httpVersion":"h2","headers":[{"name":"a","value":"b"},{"name":"c","value":"d"}],"postData":{"mimeType":"text/plain","text":"x"}},` +
		`"response":{"status":200,"statusText":"","httpVersion":"h2","headers":[{"name":"Content-Type","value":"text/plain"}],"content":{"size":4096,"mimeType":"text/plain","text":"` + strings.Repeat("x", 4096) + `"},"bodySize":-1},"timings":{"send":0,"wait":20,"receive":1}}`
	const entries = 10_000
	in := `{"log":{"entries":[` + strings.Repeat(one+",", entries-1) + one + `]}}`
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		st, err := Read(strings.NewReader(in), options(), func(exchange.Event) error { return nil })
		if err != nil || st.Kept != entries {
			b.Fatal(st, err)
		}
	}
}

// TestHeaderListIsReadAsJSON compares the quick reader with package json.
func TestHeaderListIsReadAsJSON(t *testing.T) {
	for _, in := range []string{
		`[]`, ` [ ] `, `[{}]`, `[null]`, `[{"name":"A","value":"b"}]`,
		"[\n{ \"name\" : \"A\" ,\t\"value\": \"b\\n\\u00e9\\\"\" } , {\"value\":\"only\"}]",
		`[{"NAME":"a","Value":1.5e3}]`, `[{"name":"a","value":null,"comment":""}]`,
		`[{"name":"a","value":true},{"name":"a\\","value":"}]"}]`,
		`[{"name":"a","value":{"deep":[1]}}]`, `[{"name":"a","value":"1","value":"2"}]`,
		"[{\"name\":\"a\",\"value\":\"\xff\"}]", `[1]`, `["a"]`, `[[{}]]`,
	} {
		var quick, want headers
		if err := want.anyList([]byte(in)); err != nil {
			if quick.UnmarshalJSON([]byte(strings.TrimSpace(in))) == nil {
				t.Errorf("%s: no error, want %v", in, err)
			}
			continue
		}
		if err := quick.UnmarshalJSON([]byte(strings.TrimSpace(in))); err != nil || !slices.Equal(quick, want) {
			t.Errorf("%s: got %q, %v, want %q", in, quick, err, want)
		}
	}
}

// TestAt: the line of an entry is that on which its brace stands, whatever was skipped
// before and however the file is laid out.
func TestAt(t *testing.T) {
	entry := func(url string) string { return `{"request":{"method":"GET","url":"` + url + `"},"x":"a\nb"}` }
	for name, c := range map[string]struct {
		in   string
		want []int
	}{
		"pretty": {"{\n \"log\": {\n  \"entries\": [\n" + entry("https://a/") + ",\n\n" + entry("https://b/") +
			"\n]}}", []int{4, 6}},
		"one line": {`{"log":{"entries":[` + entry("https://a/") + "," + entry("https://b/") + `]}}`, []int{1, 1}},
		"skipped":  {"{\"log\":{\"entries\":[" + entry("") + ",\r\n " + entry("https://b/") + "]}}", []int{2}},
		"long": {"{\"log\":{\"entries\":[\n" +
			strings.Replace(entry("https://a/"), "GET\"", "GET\",\n\"comment\":\""+strings.Repeat("x", 1<<20)+"\"", 1) +
			",\n" + entry("https://b/") + "]}}", []int{2, 4}},
	} {
		var got []int
		o := options()
		next := exchange.ID(1)
		o.At = func(id exchange.ID, line int) {
			if id != next {
				t.Errorf("%s: exchange %d, want %d", name, id, next)
			}
			next, got = next+1, append(got, line)
		}
		if _, err := Read(strings.NewReader(c.in), o, func(exchange.Event) error { return nil }); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: lines %v, want %v", name, got, c.want)
		}
	}
}
