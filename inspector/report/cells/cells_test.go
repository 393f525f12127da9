package cells

import (
	"slices"
	"testing"
)

func TestPad(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"ab", "ab    "}, {"联通", "联通  "}, {"abcdefgh", "abcde…"}, {"联通不接", "联通… "}, {"e\u0301", "e\u0301     "},
	} {
		got := Pad(tt.in, 6)
		if got != tt.want || Width(got) != 6 {
			t.Errorf("Pad(%q): got %q of %d columns", tt.in, got, Width(got))
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		n        int
		want     []string
	}{
		{"words", "one two three", 8, []string{"one two", "three"}},
		{"chinese", "联通不接受该应用", 8, []string{"联通不接", "受该应用"}},
		{"closing mark hangs", "联通不接，受该", 8, []string{"联通不接，", "受该"}},
		{"a word too long", "abcdefghijkl", 8, []string{"abcdefgh", "ijkl"}},
		{"mixed", "请将 SDK 升级", 10, []string{"请将 SDK", "升级"}},
		{"nothing", "", 8, []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Wrap(tt.in, tt.n); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
