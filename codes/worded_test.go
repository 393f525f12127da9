package codes

import (
	"slices"
	"strings"
	"testing"
)

func worded(list []WordingMatch) []string {
	var names []string
	for _, w := range list {
		names = append(names, string(w.Space)+" "+w.Code.Code)
	}
	return names
}

func TestByWording(t *testing.T) {
	cases := []struct {
		name, text string
		first      string // "" for no row
		stands     string // the piece of the text
		whole      bool
	}{
		{"a toast", "不合法的SDK密钥", "ali.android 600034", "不合法的SDK密钥", true},
		{"spaced and stopped", " 不合法的 SDK 密钥。 ", "ali.android 600034", "不合法的 SDK 密钥", true},
		{"in a sentence", "用户说弹出“不合法的SDK密钥”就退出了", "ali.android 600034", "不合法的SDK密钥", false},
		{"the longer wording wins", "报 Private IP address lookup failed 了", "cu.legacy 1",
			"Private IP address lookup failed", false},
		{"Latin at word edges", "disconnect errors", "", "", false},
		{"Latin in a sentence", "it says: Handshake failed", "cu.legacy 1", "Handshake failed", false},
		{"too short among other text", "OK then", "", "", false},
		{"short but whole", "成功", "cu.sdk 100", "成功", true},
		{"with a value", "Parameter X-client-id cannot be empty", "idaas.http IDAAS.SDK.COMMON.1001",
			"Parameter X-client-id cannot be empty", true},
		{"nothing", "今天天气不错", "", "", false},
		{"empty", "", "", "", false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			list := ByWording(tc.text)
			if tc.first == "" {
				if len(list) > 0 {
					t.Fatalf("got %q", worded(list))
				}
				return
			}
			if len(list) == 0 || !slices.Contains(worded(list), tc.first) {
				t.Fatalf("got %q, want %q", worded(list), tc.first)
			}
			w := list[0]
			if got := tc.text[w.Start:w.End]; got != tc.stands || w.Whole != tc.whole || w.Exact != tc.whole {
				t.Errorf("stands at %q whole %v, want %q whole %v", got, w.Whole, tc.stands, tc.whole)
			}
		})
	}
}

// TestByWordingFindsEveryWording: a bare wording names the row that has it,
// alone and, from ten bytes on, among other words.
func TestByWordingFindsEveryWording(t *testing.T) {
	for _, c := range All() {
		for _, w := range c.Match {
			text := fill(w, []string{"Alpha-1", "Beta 2"})
			here := func(l WordingMatch) bool { return l.Space == c.Space && l.Code.Code == c.Code && l.Name.ZH != "" }
			if !slices.ContainsFunc(ByWording(text), here) {
				t.Errorf("%s %s: %q alone does not name it", c.Space, c.Code, w)
			}
			if placeholder.MatchString(w) || len(squash(w)) < minWithin {
				continue
			}
			if !slices.ContainsFunc(ByWording("客户 17:03 反馈：「"+w+"」，求助"), here) {
				t.Errorf("%s %s: %q among other words does not name it", c.Space, c.Code, w)
			}
		}
	}
}

func TestByWordingOrder(t *testing.T) {
	list := ByWording("先是网关取号失败，后来又目前不允许数据连接")
	var lengths []int
	for _, w := range list {
		lengths = append(lengths, len(squash(w.Wording)))
	}
	if len(list) < 2 || list[0].Name.EN != "Data connection not allowed" ||
		!slices.IsSortedFunc(lengths, func(a, b int) int { return b - a }) {
		t.Errorf("%q of lengths %v", worded(list), lengths)
	}
}

func TestByWordingLimit(t *testing.T) {
	if list := ByWording(strings.Repeat("x", MaxWordingText) + " 不合法的SDK密钥"); len(list) > 0 {
		t.Errorf("read past the bound: %q", worded(list))
	}
}

func FuzzByWording(f *testing.F) {
	for _, seed := range []string{"不合法的SDK密钥", "\xff源IP鉴权失败\xfe", "İ PIP校验失败 !", "１，请求超时。"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range ByWording(text) {
			if w.Start < 0 || w.End > len(text) || w.Start >= w.End {
				t.Errorf("%q stands at %d to %d of %d", w.Wording, w.Start, w.End, len(text))
			}
		}
	})
}

func BenchmarkByWording(b *testing.B) {
	text := strings.Repeat("08-12 10:11:12.345 1234 1234 D AuthSDK: 取号开始 seq=12 ok. ", 16)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		ByWording(text)
	}
}
