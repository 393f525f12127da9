package redact

import "testing"

func TestSentence(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a colon behind a name of ours", "The SDK waits 5 seconds for China Mobile: move to 4G or 5G.",
			"The SDK waits 5 seconds for China Mobile: move to 4G or 5G."},
		{"a name in Chinese", "校验 token：请重新获取", "校验 token：请重新获取"},
		{"what is quoted", `Its message says: "mobile: 13800001234".`, `Its message says: "mobile: 138****1234".`},
		{"what is quoted in Chinese", "返回文案为“token=abcdefghijklmnop1234”。", "返回文案为“token=abcd…(20)”。"},
		{"a number by its shape", "The user 13800001234 failed.", "The user 138****1234 failed."},
		{"an open quote", `He said "nothing`, `He said "nothing`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Sentence(tt.in)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if again := Sentence(got); again != got {
				t.Errorf("a second time gives %q", again)
			}
		})
	}
}
