package redact

import "testing"

func TestMarksCountsTheValuesThatAreHidden(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"2 * 3 ** 4, glob **/x, …(more), …()", 0},
		{"nothing of this is masked-", 0},
		{Text("call 13812345678 or 13912345678"), 2},
		{Text(`{"token":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","realName":"诸葛小三"}`), 2},
		{Text("Authorization: Bearer abcdefghijklmnop"), 1},
		{Masker{Aliases: NewAliases([32]byte{1})}.Text("token=0f1e2d3c4b5a69788796a5b4c3d2e1f0&x=1"), 1},
	} {
		if got := Marks(c.text); got != c.want {
			t.Errorf("%q: %d masks, want %d", c.text, got, c.want)
		}
	}
}
