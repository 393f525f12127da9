package redact_test

import (
	"fmt"
	"strings"
	"testing"

	"loginscope/inspector/redact"
)

// hot are the texts of the hot paths: the cells of a table, lines of a log, a body.
var hot = []struct{ name, text string }{
	{"path", "/api/v2/sdk/login/aliyun-mobile-auth?Action=GetVendorList&Version=2017-05-25"},
	{"host", "dypnsapi.aliyuncs.com"},
	{"line", "checkEnvAvailable errorCode = 600024; onTokenSuccess: requestId=5b1c0000-0000-4000-8000-000000000001"},
	{"masked line", `onTokenSuccess: {"token":"made-up-token-0001","mobile":"13812345678","code":"600000"}`},
	{"body", `{"code":"OK","items":[` + strings.Repeat(`{"id":1024,"title":"made-up goods","price":"12.50",`+
		`"url":"https://img.example.com/a/b/c.png"},`, 40) + `{}]}`},
}

func masker() redact.Masker {
	var known redact.Known
	for i := range 200 {
		known.Add(redact.Token, fmt.Sprintf("%08x-made-up-session-token", i*2654435761))
	}
	return redact.Masker{Known: &known}
}

// BenchmarkMasker measures the hot paths with two hundred known secrets; B/op of all but
// the masked line has to be 0, see TestUnchangedTextAllocatesNothing.
func BenchmarkMasker(b *testing.B) {
	m := masker()
	for _, h := range hot {
		b.Run(h.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(h.text)))
			for b.Loop() {
				m.Text(h.text)
			}
		})
	}
}

// BenchmarkLearn measures what an inspection pays for each text that it looks through.
func BenchmarkLearn(b *testing.B) {
	for _, h := range hot {
		b.Run(h.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(h.text)))
			var known redact.Known
			for b.Loop() {
				known.Learn(h.text)
			}
		})
	}
}

// TestUnchangedTextAllocatesNothing: nearly every text on a hot path holds nothing to
// mask, and costs no memory.
func TestUnchangedTextAllocatesNothing(t *testing.T) {
	m := masker()
	for _, h := range hot {
		if m.Text(h.text) != h.text {
			continue
		}
		if n := testing.AllocsPerRun(20, func() { m.Text(h.text) }); n > 0 {
			t.Errorf("%s: %v allocations", h.name, n)
		}
	}
}

// FuzzMasker checks that with known secrets and with aliases a mask is stable, bounded
// and leaves no known secret.
func FuzzMasker(f *testing.F) {
	for _, p := range plants {
		for _, at := range formats {
			f.Add(at.put(p.key, p.value), p.value)
		}
	}
	f.Fuzz(func(t *testing.T, text, secret string) {
		var known redact.Known
		known.Add(redact.Token, secret)
		for _, m := range []redact.Masker{{Known: &known}, {Known: &known, Aliases: redact.NewAliases([32]byte{})}} {
			once := m.Text(text)
			if twice := m.Text(once); twice != once {
				t.Fatalf("masked twice differs\n in %q\n 1st %q\n 2nd %q", text, once, twice)
			}
			if len(once) > 8*len(text)+64 {
				t.Fatalf("masked text of %d bytes has %d", len(text), len(once))
			}
			m.Sentence(text)
			m.URL(text)
		}
	})
}
