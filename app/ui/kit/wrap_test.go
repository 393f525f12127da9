package kit

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWrap(t *testing.T) {
	measure := func(s string) float32 { // Chinese is twice as wide
		w := float32(0)
		for _, r := range s {
			w++
			if wide(r) {
				w++
			}
		}
		return w
	}
	for _, c := range []struct {
		name, in string
		width    float32
		want     []string
	}{
		{"words", "one two three", 8, []string{"one two", "three"}},
		{"chinese anywhere", "运营商拒绝了应用", 6, []string{"运营商", "拒绝了", "应用"}},
		{"no closing mark first", "拒绝了。应用", 6, []string{"拒绝", "了。应", "用"}},
		{"mixed", "把新密钥填入 setKey", 14, []string{"把新密钥填入", "setKey"}},
		{"long word is cut", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"newline stays", "a\nb", 9, []string{"a", "b"}},
		{"empty", "", 9, []string{""}},
	} {
		if got := Wrap(c.in, c.width, measure); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzWrapLosesNothing(f *testing.F) {
	f.Add("运营商 拒绝 1105 (apiKey)", 7)
	f.Add(" a  b ", 1)
	f.Fuzz(func(t *testing.T, in string, width int) {
		if !utf8.ValidString(in) {
			return
		}
		lines := Wrap(in, float32(width%50), func(s string) float32 { return float32(utf8.RuneCountInString(s)) })
		keep := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := keep(strings.Join(lines, "")); got != keep(in) {
			t.Errorf("got %q, want %q", got, keep(in))
		}
	})
}
