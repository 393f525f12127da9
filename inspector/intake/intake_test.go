package intake

import (
	"errors"
	"go/build"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"loginscope/codes"
	"loginscope/proxy/exchange"
)

func TestDetect(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`{"log":{}}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, head, file string
		want             Kind
	}{
		{"nothing", "", "x.har", Empty},
		{"blank", " \n", "x", Empty},
		{"session", "SQLite format 3\x00rest", "x", Session},
		{"apk", "PK\x03\x04rest", "app.apk", Archive},
		{"har", `{ "log": {"version"`, "download", HAR},
		{"har with a mark", "\xEF\xBB\xBF{\"log\":{", "x.json", HAR},
		{"har in UTF-16", utf16, "x", HAR},
		{"har by an entry", `{"comment":"x","log":{"entries":[{"startedDateTime":"2026`, "x.json", HAR},
		{"flows of mitmproxy", "5467:9:websocket;0:~8:response;1234:6:reason,2:OK,", "flows", Flows},
		{"older flows", "96:7:version;1:2#", "f.mitm", Flows},
		{"a time is no flow", "10:15:03.120 E/AuthSDK: 600001", "x", Text},
		{"packets", "\xd4\xc3\xb2\xa1\x02\x00", "a.log", Packets},
		{"packets of the next generation", "\x0a\x0d\x0d\x0a\x1c\x00", "x", Packets},
		{"charles", "\xac\xed\x00\x05", "a.chls", Charles},
		{"charles as JSON", `[{"status":"COMPLETE"}]`, "a.chlsj", Charles},
		{"fiddler", "PK\x03\x04", "A.SAZ", Fiddler}, {"proxyman", "bplist00", "a.proxymanlogv2", Proxy},
		{"har by name", `{"creator":{},"log":`, "x.HAR", HAR},
		{"studio", `{"metadata":{},"logcatMessages":[`, "x", Studio},
		{"studio by name", `{"metadata":{`, `C:\logs\x.logcat`, Studio},
		{"logcat", "--------- beginning of main\n", "x", Logcat},
		{"threadtime", "02-23 15:02:01.123  1234  5678 D AuthSDK : x\n", "x.txt", Logcat},
		{"a ticket with a log line in it", "Hello,\nlogin fails.\nD/AuthSDK ( 1): x\nThanks\nBob\n", "x.txt", Text},
		{"TokenRet", `{"code":"600012"}`, "x", Text},
		{"binary", "\x7fELF\x00\x00", "x", Binary},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Detect([]byte(tt.head), tt.file); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func collect(t *testing.T, name, in string) ([]exchange.Event, Stats, error) {
	t.Helper()
	var id exchange.ID
	var out []exchange.Event
	st, err := Read(strings.NewReader(in), Options{Name: name, NewID: func() exchange.ID { id++; return id }},
		func(e exchange.Event) error { out = append(out, e); return nil })
	return out, st, err
}

func TestReadByKind(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		kind     Kind
		events   int
		err      error
	}{
		{"har", `{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example"}}]}}`, HAR, 2, nil},
		{"log", "02-23 15:02:01.123  1234  5678 D AuthSDK : x\n", Logcat, 1, nil},
		{"text", "login fails with 600017", Text, 1, nil},
		{"empty", "", Empty, 0, ErrEmpty},
		{"zip", "PK\x03\x04", Archive, 0, ErrNotHere},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, st, err := collect(t, tt.name, tt.in)
			if len(got) != tt.events || st.Kind != tt.kind || !errors.Is(err, tt.err) {
				t.Errorf("got %d events, %+v, %v", len(got), st, err)
			}
		})
	}
}

func TestReadStopsAtEmitError(t *testing.T) {
	full := errors.New("full")
	_, err := Read(strings.NewReader("a\nb\nc"), Options{Name: "t"}, func(exchange.Event) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

var noon = time.Date(2026, 2, 23, 12, 0, 0, 0, time.UTC)

func clockOf(events ...exchange.Event) *Clock {
	var c Clock
	for _, e := range events {
		c.Add(e)
	}
	return &c
}

func line(at time.Time, text string) exchange.Event { return exchange.LogLine{Time: at, Text: text} }

func call(at time.Time, path, date string) exchange.Event {
	x := exchange.Exchange{Host: "h.example", Path: path, Done: true, Request: exchange.Request{Method: "POST"},
		Response: &exchange.Response{Status: 200}, Timing: exchange.Timing{Start: at, FirstByte: at, End: at}}
	if date != "" {
		x.Response.Header = exchange.Header{{Name: "date", Value: date}}
	}
	return exchange.Finished{Exchange: x}
}

func TestEstimate(t *testing.T) {
	const id1, id2 = "00000000-1111-2222-3333-444444444444", "AAAAAAAA-1111-2222-3333-444444444444"
	for _, tt := range []struct {
		name           string
		reference, two *Clock
		offset         time.Duration
		basis          Basis
		certainty      codes.Certainty
	}{
		{"request ids", clockOf(line(noon, "x "+id1), line(noon.Add(time.Minute), id2+"!")),
			clockOf(line(noon.Add(-time.Hour), `{"requestId":"`+strings.ToUpper(id1)+`"}`),
				line(noon.Add(-59*time.Minute), id2)), time.Hour, ByRequestID, codes.Seen},
		{"one request id", clockOf(line(noon, id1)), clockOf(line(noon.Add(time.Hour), id1)), -time.Hour, ByRequestID,
			codes.Inferred},
		{"latency is no skew", clockOf(line(noon, id1)), clockOf(line(noon.Add(2*time.Second), id1)), 0, ByRequestID,
			codes.Inferred},
		{"equal calls", clockOf(call(noon, "/a?x=1", ""), call(noon.Add(time.Second), "/b", "")),
			clockOf(call(noon.Add(time.Minute), "/a?x=2", ""), call(noon.Add(61*time.Second), "/b", "")), -time.Minute,
			ByCalls, codes.Inferred},
		{"equal calls of two logins, by their request ids", clockOf(call(noon, "/a", ""), line(noon, id1)),
			clockOf(call(noon.Add(time.Hour), "/a", ""), line(noon.Add(time.Hour), id2)), 0, ByNothing,
			codes.Unconfirmed},
		{"equal calls of two logins, by the servers' clocks",
			clockOf(call(noon, "/a", "Mon, 23 Feb 2026 12:00:00 GMT")),
			clockOf(call(noon.Add(time.Hour), "/a", "Mon, 23 Feb 2026 13:00:00 GMT")), 0, ByDate, codes.Inferred},
		{"equal calls that the servers' clocks confirm", clockOf(call(noon, "/a", "Mon, 23 Feb 2026 12:00:00 GMT")),
			clockOf(call(noon.Add(time.Hour), "/a", "Mon, 23 Feb 2026 12:00:01 GMT")), -time.Hour, ByCalls,
			codes.Inferred},
		{"date fields", clockOf(call(noon, "/a", "Mon, 23 Feb 2026 12:00:00 GMT")),
			clockOf(call(noon.Add(-time.Hour), "/b", "Mon, 23 Feb 2026 12:05:00 GMT")), 65 * time.Minute, ByDate,
			codes.Inferred},
		{"a log of another zone", clockOf(call(noon, "/a", ""), call(noon.Add(2*time.Second), "/b", "")),
			clockOf(line(noon.Add(8*time.Hour+time.Second), "x"), line(noon.Add(8*time.Hour+20*time.Second), "y")),
			-8 * time.Hour, ByZone, codes.Inferred},
		{"a log of the west", clockOf(call(noon, "/a", "")), clockOf(line(noon.Add(-5*time.Hour), "x")), 5 * time.Hour,
			ByZone, codes.Inferred},
		{"a log of later the same day", clockOf(call(noon, "/a", "")),
			clockOf(line(noon.Add(8*time.Hour+9*time.Minute), "x")), 0, ByNothing, codes.Unconfirmed},
		{"a log that holds the capture's time", clockOf(call(noon, "/a", "")),
			clockOf(line(noon.Add(-time.Hour), "x"), line(noon.Add(time.Hour), "y")), 0, ByNothing, codes.Unconfirmed},
		{"nothing in common", clockOf(line(noon, "a")), clockOf(line(noon, "b")), 0, ByNothing, codes.Unconfirmed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Estimate(tt.reference, tt.two)
			if got.Offset != tt.offset || got.Basis != tt.basis || got.Certainty != tt.certainty {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestShift(t *testing.T) {
	at := noon.Add(time.Hour)
	for _, tt := range []struct {
		name  string
		in    exchange.Event
		times func(exchange.Event) []time.Time
	}{
		{"log line", line(noon, "x"),
			func(e exchange.Event) []time.Time { return []time.Time{e.(exchange.LogLine).Time} }},
		{"frame", exchange.Frame{Time: noon},
			func(e exchange.Event) []time.Time { return []time.Time{e.(exchange.Frame).Time} }},
		{"tunnel", exchange.Tunnelled{Start: noon, End: noon}, func(e exchange.Event) []time.Time {
			return []time.Time{e.(exchange.Tunnelled).Start, e.(exchange.Tunnelled).End}
		}},
		{"refusal", exchange.TLSRefused{Time: noon},
			func(e exchange.Event) []time.Time { return []time.Time{e.(exchange.TLSRefused).Time} }},
		{"block", exchange.Blocked{Time: noon},
			func(e exchange.Event) []time.Time { return []time.Time{e.(exchange.Blocked).Time} }},
		{"start", exchange.Started{Exchange: exchange.Exchange{Timing: exchange.Timing{Start: noon}}},
			func(e exchange.Event) []time.Time {
				return []time.Time{e.(exchange.Started).Exchange.Timing.Start}
			}},
		{"end", call(noon, "/", ""), func(e exchange.Event) []time.Time {
			x := e.(exchange.Finished).Exchange.Timing
			return []time.Time{x.Start, x.FirstByte, x.End}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, got := range tt.times(Shift(tt.in, time.Hour)) {
				if !got.Equal(at) {
					t.Errorf("got %v", got)
				}
			}
		})
	}
	if got := Shift(exchange.LogLine{}, time.Hour).(exchange.LogLine); !got.Time.IsZero() {
		t.Errorf("a line without a time got %v", got.Time)
	}
}

// TestPurity holds the law of the inspector's packages.
func TestPurity(t *testing.T) {
	banned := []string{"net", "net/http", "crypto/tls", "os", "os/exec"}
	for _, dir := range []string{".", "../har", "logcat", "text", "lines"} {
		p, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range p.Imports {
			if slices.Contains(banned, imp) || strings.HasPrefix(imp, "fyne.io") ||
				strings.HasPrefix(imp, "github.com/elazarl") {
				t.Errorf("%s imports %s", dir, imp)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", `{"log":{"entries":[{}]}}`, `{"logcatMessages":[{}]}`, "D/a( 1): 600001",
		"\xff\xfe{\x00", "PK\x03\x04"} {
		f.Add(s, "x.har")
	}
	f.Fuzz(func(t *testing.T, in, name string) {
		var c Clock
		_, _ = Read(strings.NewReader(in), Options{Name: name, NewID: func() exchange.ID { return 1 }},
			func(e exchange.Event) error {
				c.Add(Shift(e, time.Second))
				return nil
			})
		Estimate(&c, &c)
	})
}
