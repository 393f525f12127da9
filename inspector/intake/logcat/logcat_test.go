package logcat

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"loginscope/proxy/exchange"
)

var reference = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func read(t *testing.T, in string, o Options) ([]exchange.LogLine, Stats) {
	t.Helper()
	var out []exchange.LogLine
	st, err := Read(strings.NewReader(in), o, func(l exchange.LogLine) error { out = append(out, l); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return out, st
}

func TestEveryFormat(t *testing.T) {
	at := time.Date(2026, 2, 23, 15, 2, 1, 123e6, time.UTC)
	whole := exchange.LogLine{Time: at, Tag: "AuthSDK", Level: "D", PID: 1234, TID: 5678, Text: "code 600024", Line: 1}
	without := func(change func(*exchange.LogLine)) exchange.LogLine { l := whole; change(&l); return l }
	for _, tt := range []struct {
		name, in string
		want     exchange.LogLine
	}{
		{"threadtime", "02-23 15:02:01.123  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime year", "2026-02-23 15:02:01.123  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime year zone", "2026-02-23 23:02:01.123 +0800  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime usec", "02-23 15:02:01.123000  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime nsec", "02-23 15:02:01.123000000  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime uid number", "02-23 15:02:01.123 10123  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime uid name", "02-23 15:02:01.123 u0_a123  1234  5678 D AuthSDK : code 600024", whole},
		{"threadtime epoch", "        1771858921.123  1234  5678 D AuthSDK : code 600024", whole},
		{"colour and CRLF", "\x1b[38;5;75m02-23 15:02:01.123  1234  5678 D AuthSDK : code 600024\x1b[0m\r", whole},
		{"time", "02-23 15:02:01.123 D/AuthSDK ( 1234): code 600024", without(func(l *exchange.LogLine) { l.TID = 0 })},
		{"brief", "D/AuthSDK ( 1234): code 600024",
			without(func(l *exchange.LogLine) { l.TID = 0; l.Time = time.Time{} })},
		{"tag", "D/AuthSDK : code 600024",
			without(func(l *exchange.LogLine) { l.TID, l.PID = 0, 0; l.Time = time.Time{} })},
		{"process", "D( 1234) code 600024  (AuthSDK)",
			without(func(l *exchange.LogLine) { l.TID = 0; l.Time = time.Time{} })},
		{"thread", "D( 1234: 5678) code 600024",
			without(func(l *exchange.LogLine) { l.Tag = ""; l.Time = time.Time{} })},
		{"raw", "code 600024", exchange.LogLine{Text: "code 600024", Line: 1}},
		{"long", "[ 02-23 15:02:01.123  1234: 5678 D/AuthSDK ]\ncode 600024\n\n", whole},
		{"long uid", "[ 02-23 15:02:01.123 10123: 1234: 5678 D/AuthSDK ]\ncode 600024\n", whole},
		{"studio before dolphin", "2026-02-23 15:02:01.123 1234-5678/com.example.app D/AuthSDK: code 600024", whole},
		{"studio", "2026-02-23 15:02:01.123  1234-5678  AuthSDK                 com.example.app                     " +
			" D  code 600024", whole},
		{"tag with a colon", "02-23 15:02:01.123  1234  5678 D CMCC-SDK:AuthnResult: code 600024",
			without(func(l *exchange.LogLine) { l.Tag = "CMCC-SDK:AuthnResult" })},
		{"assert", "02-23 15:02:01.123  1234  5678 A AuthSDK : code 600024",
			without(func(l *exchange.LogLine) { l.Level = "F" })},
		{"divider", "--------- beginning of main\n02-23 15:02:01.123  1234  5678 D AuthSDK : code 600024",
			without(func(l *exchange.LogLine) { l.Line = 2 })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, tt.in, Options{Reference: reference})
			if diff := cmp.Diff([]exchange.LogLine{tt.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestYears(t *testing.T) {
	for _, tt := range []struct {
		name, stamp string
		reference   time.Time
		want        string
	}{
		{"same year", "02-23", reference, "2026-02-23"},
		{"last year", "12-31", reference, "2025-12-31"},
		{"a clock that runs ahead", "03-01", reference, "2026-03-01"},
		{"leap day", "02-29", reference, "2024-02-29"},
		{"unknown", "02-23", time.Time{}, "1970-02-23"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, st := read(t, tt.stamp+" 15:02:01.123  1234  5678 D AuthSDK : x", Options{Reference: tt.reference})
			if len(got) != 1 || got[0].Time.Format(time.DateOnly) != tt.want {
				t.Fatalf("got %v", got)
			}
			if st.YearUnknown != tt.reference.IsZero() {
				t.Errorf("YearUnknown = %v", st.YearUnknown)
			}
		})
	}
}

func TestMultilinePrintIsOneEntry(t *testing.T) {
	pre := "02-23 15:02:01.123  1234  5678 D MyApp   : "
	other := "02-23 15:02:01.124  1234  9999 D AuthSDK : in between\n"
	in := pre + "{\n" + pre + "  \"code\": \"600012\",\n" + other + pre + "  \"msg\": \"x\"\n" + pre + "}\n" + pre +
		"unrelated\n"
	got, _ := read(t, in, Options{Reference: reference})
	if len(got) != 2 || got[0].Text != "in between" ||
		got[1].Text != "{\n  \"code\": \"600012\",\n  \"msg\": \"x\"\n}" || got[1].Line != 1 {
		t.Fatalf("got %+v", got)
	}
}

func TestIndentedLinesJoinEntry(t *testing.T) {
	got, _ := read(t, "02-23 15:02:01.123  1234  5678 E MyApp   : failed\n    vendorName: cm_zyhl\nnot part of it\n",
		Options{Reference: reference})
	if len(got) != 1 || got[0].Text != "failed\n    vendorName: cm_zyhl" {
		t.Fatalf("got %+v", got)
	}
}

func TestIrrelevantLinesAreSkipped(t *testing.T) {
	in := "02-23 15:02:01.123  1234  5678 D Choreographer: Skipped 31 frames\n" +
		"02-23 15:02:01.123  1234  5678 D MyApp   : onError code=1001 msg=x\n" +
		"02-23 15:02:01.123  1234  5678 D MyApp   : 1001 rows\n"
	got, st := read(t, in, Options{Reference: reference})
	if len(got) != 1 || !strings.HasPrefix(got[0].Text, "onError") || st.Lines != 3 || st.Kept != 1 {
		t.Fatalf("got %+v, %+v", got, st)
	}
	if got, _ = read(t, in, Options{Reference: reference, All: true}); len(got) != 3 {
		t.Fatalf("All: got %d lines", len(got))
	}
}

func TestFinderAgreesWithContains(t *testing.T) {
	texts := []string{"", "i", "is", "isv", "isv.", "xisv.", "取", "取号", "a取号", "resultCod", "resultCode",
		"rreresultCode", "SSLHandshakeException", "登录"}
	for _, w := range words {
		texts = append(texts, string(w), "x"+string(w), string(w[:len(w)-1]), string(w)+"x")
	}
	for _, text := range texts {
		want := false
		for _, w := range words {
			want = want || strings.Contains(text, string(w))
		}
		if got := wordSet.in([]byte(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestReadStudio(t *testing.T) {
	const in = `{"metadata":{"device":{"a":[1,{"b":2}]}},"logcatMessages":[
	 {"header":{"logLevel":"ERROR","pid":7,"tid":8,"applicationId":"a","processName":"a","tag":"AuthSDK","timestamp":{"seconds":1771858921,"nanos":123000000}},"message":"x"},
	 {"header":{"logLevel":"DEBUG","pid":7,"tid":8,"tag":"Other","timestamp":{"seconds":1771858921,"nanos":0}},"message":"y"}]}`
	var got []exchange.LogLine
	st, err := ReadStudio(strings.NewReader(in), Options{Source: "f"},
		func(l exchange.LogLine) error { got = append(got, l); return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.LogLine{{Time: time.Date(2026, 2, 23, 15, 2, 1, 123e6, time.UTC), Tag: "AuthSDK", Level: "E",
		PID: 7, TID: 8, Text: "x", Source: "f", Line: 1}}
	if diff := cmp.Diff(want, got); diff != "" || st.Lines != 2 {
		t.Error(diff, st)
	}
}

func TestReadStudioRefusesOtherJSON(t *testing.T) {
	for _, in := range []string{"", "{}", "[]", `{"logcatMessages":null}`, `{"logcatMessages":[{"message":`,
		`{"logcatMessages":["` + strings.Repeat("x", 2*entryCap) + `"]}`} {
		if _, err := ReadStudio(strings.NewReader(in), Options{},
			func(exchange.LogLine) error { return nil }); err == nil {
			t.Errorf("no error for %.40q", in)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"02-23 15:02:01.123  1234  5678 D AuthSDK : code 600024", "[ 02-23 15:02:01.123  1234: 5678 D/AuthSDK ]\nx\n\n",
		"D/AuthSDK ( 1234): {\n", "D( 1234) m  (t)",
		"2026-02-23 15:02:01.123  1234-5678  AuthSDK  com.example.app  D  m",
		"        1771858921.123  1 2 D a:", "2026-02-23 15:02:01.1 +0800 1 2 D :", "\xff\xfe1\x002\x00", "[ 1.123 :/ ]",
		"2026-02-23 15:02:01.123 1-1/a D/", "E/x): ", "I(", "99-99 99:99:99.999 1 1 D a: 600001",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		o := Options{Reference: reference, All: true, Source: "f"}
		// Malformed UTF-16 is an error and not a panic, so errors are fine here.
		_, _ = Read(strings.NewReader(string(in)), o, func(l exchange.LogLine) error {
			if len(l.Text) > 3*MaxText {
				t.Fatalf("text of %d bytes", len(l.Text))
			}
			return nil
		})
		_, _ = ReadStudio(strings.NewReader(string(in)), o, func(exchange.LogLine) error { return nil })
	})
}

// BenchmarkMillionLines reads 1,000,000 lines of about 120 bytes, one in fifty
// of which matters. The bytes come from a block that repeats, so that the time
// is the reader's own; live-MB is the heap that is in use at the end.
func BenchmarkMillionLines(b *testing.B) {
	const lines, blockLines = 1_000_000, 10_000
	block := deviceLog(blockLines)
	b.SetBytes(int64(len(block)) * lines / blockLines)
	b.ReportAllocs()
	var kept []exchange.LogLine
	for b.Loop() {
		kept = kept[:0]
		var parts []io.Reader
		for range lines / blockLines {
			parts = append(parts, bytes.NewReader(block))
		}
		st, err := Read(io.MultiReader(parts...), Options{Reference: reference},
			func(l exchange.LogLine) error { kept = append(kept, l); return nil })
		if err != nil || st.Lines != lines || len(kept) != lines/50 {
			b.Fatal(st, len(kept), err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/1e6, "live-MB")
	runtime.KeepAlive(kept)
}

// deviceLog prints like a busy phone.
func deviceLog(n int) []byte {
	var b []byte
	for i := range n {
		b = fmt.Appendf(b, "02-23 15:%02d:%02d.%03d  1234  %4d D ", i/60000%60, i/1000%60, i%1000, 5000+i%37)
		if i%50 == 0 {
			b = append(b,
				"AuthSDK : justPreLogin errorCode = -10008; errorMsg = none; action = 3; requestId = "+
					"0123456789abcdef0123\n"...)
		} else {
			b = append(b,
				"Choreographer: Skipped 31 frames!  The app may be doing too much work on its main thread\n"...)
		}
	}
	return b
}
