package codes

import (
	"slices"
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	cases := []struct {
		name, in string
		first    string // space and code of the best hit, "" for no hit
	}{
		{"whole number", "600017", "ali.android 600017"},
		{"start of a number", "60001", "ali.android 600010"},
		{"negative", "-720002", "ct -720002"},
		{"issuer and number", "ct -10008", "ct -10008"},
		{"issuer by name", "unicom 1105", "cu.server 1105"},
		{"full IDaaS code", "IDAAS.SDK.LOGIN.1008", "idaas.http IDAAS.SDK.LOGIN.1008"},
		{"short IDaaS code", "login.1008", "idaas.http IDAAS.SDK.LOGIN.1008"},
		{"English words", "cached credential", "cm 103902"},
		{"Chinese words", "未检测到 SIM 卡", "ali.android 600007"},
		{"Chinese without spaces", "联通握手失败", "cu.legacy 1"},
		{"wire wording", "唤起授权页失败", "ali.android 600002"},
		{"number and text", "1, Request timeout", "cu.legacy 1"},
		{"full width", "８０００６", "ct 80006"},
		{"server word", "TOKEN_INVALID", "ali.server isv.TOKEN_INVALID"},
		{"space name", "ali.h5 600028", "ali.h5 600028"},
		{"whole message", "Parameter X-client-id cannot be left blank", "idaas.http IDAAS.SDK.COMMON.1001"},
		{"nothing like it", "zzzzqqqq", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if hits := Search(tc.in, 5); len(hits) > 0 {
				got = string(hits[0].Space) + " " + hits[0].Code
			}
			if got != tc.first {
				t.Errorf("best hit of %q is %q, want %q", tc.in, got, tc.first)
			}
		})
	}
}

func TestSearchAcrossIssuers(t *testing.T) {
	seen := map[Issuer]bool{}
	for _, c := range Search("超时", 0) {
		seen[c.Issuer] = true
	}
	for _, want := range []Issuer{Alibaba, ChinaMobile, ChinaUnicom, ChinaTelecom} {
		if !seen[want] {
			t.Errorf("超时 finds nothing of %s", want)
		}
	}
}

func TestSearchLimitAndOrder(t *testing.T) {
	if got := Search("", 0); len(got) != len(All()) {
		t.Errorf("an empty text finds %d of %d rows", len(got), len(All()))
	}
	if got := Search("  ,", 3); len(got) != 3 || got[0].Code != All()[0].Code {
		t.Errorf("punctuation alone is not an empty text: %d rows", len(got))
	}
	first := codesOf(Search("timed out", 0))
	for range 5 {
		if again := codesOf(Search("timed out", 0)); !slices.Equal(first, again) {
			t.Fatal("two searches differ")
		}
	}
	if short := codesOf(Search("timed out", 4)); !slices.Equal(short, first[:4]) {
		t.Errorf("the limit changes the order: %q, %q", short, first[:4])
	}
}

func codesOf(rows []Code) []string {
	var list []string
	for _, c := range rows {
		list = append(list, string(c.Space)+" "+c.Code)
	}
	return list
}

func FuzzSearch(f *testing.F) {
	f.Add("联通超时", 3)
	f.Add("1, Request timeout", -1)
	f.Add("\xff\xfe ，", 0)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		got := Search(text, limit)
		if limit > 0 && len(got) > limit {
			t.Errorf("%d rows, limit %d", len(got), limit)
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	for _, text := range []string{"600017", "联通握手失败", "Parameter X-client-id cannot be left blank"} {
		b.Run(strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				Search(text, 50)
			}
		})
	}
}

func TestHeads(t *testing.T) {
	heads := Prefixes(AliServer)
	for _, want := range []string{"isv.", "Throttling.", "MissingAccessToken"} {
		if !slices.Contains(heads, want) {
			t.Errorf("%q is missing in %q", want, heads)
		}
	}
	for _, c := range All() {
		if c.Space != AliServer || c.Kind != Failure {
			continue
		}
		if !slices.ContainsFunc(heads, func(h string) bool { return strings.HasPrefix(c.Code, h) }) {
			t.Errorf("%s begins with none of %q", c.Code, heads)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ code, want string }{
		{"60004", "600004"}, {"6000012", "600012"}, {"600021 ", ""}, {"601012", "600012"}, {"060012", "600012"},
		{"12", ""}, {
			"",
			"",
		},
	} {
		var got string
		for _, c := range Nearest(tt.code, 40) {
			if c.Code == tt.want {
				got = c.Code
			}
		}
		if got != tt.want {
			t.Errorf("%q: %q is not near", tt.code, tt.want)
		}
	}
	if n := len(Nearest("60004", 2)); n > 2 {
		t.Errorf("%d rows", n)
	}
}
