package logcat_test

import (
	"strings"
	"testing"

	"loginscope/inspector/intake/logcat"
	"loginscope/inspector/ruleset"
)

// TestFilterKeepsRuleLines holds the filter and the inspector's line
// rules together: a line that a rule reads must not be skipped.
func TestFilterKeepsRuleLines(t *testing.T) {
	// These words narrow a rule down and stand in any log; what the rule then
	// wants beside them is a code, which the filter knows by its shape.
	shaped := map[string]bool{"rror": true, "ailed": true, "失败": true, "600": true, "700": true, "1001": true,
		"1002": true}
	rules := ruleset.Default().Lines
	if len(rules) < 10 {
		t.Fatalf("only %d rules", len(rules))
	}
	for _, r := range rules {
		tagged := len(r.Tags) > 0
		for _, tag := range r.Tags {
			if !logcat.Relevant([]byte(strings.TrimSuffix(tag, "*")), nil) {
				t.Errorf("rule %q: tag %q is skipped", r.ID, tag)
			}
		}
		for _, word := range r.Any {
			if !tagged && !shaped[word] && !logcat.Relevant(nil, []byte("x "+word+" y")) {
				t.Errorf("rule %q: %q is skipped", r.ID, word)
			}
		}
	}
	for _, text := range []string{"onError 600017", "login error: code=1001 msg=x", "登录失败 700001"} {
		if !logcat.Relevant(nil, []byte(text)) {
			t.Errorf("%q is skipped", text)
		}
	}
}
