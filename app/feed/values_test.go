package feed

import (
	"fmt"
	"testing"

	"loginscope/inspector/redact"
)

// TestCompletionsHoldNoSecret: a value in which something is masked is not offered, as
// soon as that is known.
func TestCompletionsHoldNoSecret(t *testing.T) {
	v := newValues()
	for _, host := range []string{"api.example.com", "13812345678.example.com", "u-0f1e2d3c4b5a6978.example.com"} {
		v.add("host", host)
	}
	if got := fmt.Sprint(v.snapshot(nil)["host"]); got != "[api.example.com u-0f1e2d3c4b5a6978.example.com]" {
		t.Errorf("offered %s", got)
	}
	known := &redact.Known{}
	known.Add(redact.Token, "0f1e2d3c4b5a6978")
	if got := fmt.Sprint(v.snapshot(known)["host"]); got != "[api.example.com]" {
		t.Errorf("offered %s", got)
	}
}
