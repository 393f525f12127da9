package check

import (
	"strings"
	"testing"

	"loginscope/inspector"
)

// TestWhatToBring asks for what fits the report, and takes no denied crash for one.
func TestWhatToBring(t *testing.T) {
	for said, want := range map[string]string{
		"一键登录点了就闪退":            "stack",
		"点了没有反应，也没有崩溃":         "onTokenFailed",
		"login does not crash": "onTokenFailed",
		"Gradle 编译失败":          "build",
	} {
		c := &inspector.Case{Signals: []inspector.Signal{{Kind: inspector.SignalDescribed, Value: said}}}
		if got := whatToBring(c).EN; !strings.Contains(got, want) {
			t.Errorf("%q: asks %q, want %q in it", said, got, want)
		}
	}
}
