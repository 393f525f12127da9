package laws

import (
	"regexp"
	"strings"
	"testing"

	"loginscope/codes"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/check"
	"loginscope/inspector/finding"
)

// latin are words of our own sources that a Chinese citation must not keep.
var latin = regexp.MustCompile(`(?i)\b(a|an|and|of|the|for|with|from|in|to|own|is|its|issues|section|guide|` +
	`document|documentation|manifests?|class|classes|builds?|tests?|conclusion|decompiled|notes|names?|log|rules|` +
	`codes|error|return|file|files|headers|behaviour|see|each|there)\b`)

// verbatim are titles and addresses that a Chinese citation keeps.
var verbatim = regexp.MustCompile(`https://\S+|[\w.]+\.[\w.]+|\w+/\w+|flutter_ali_auth|` +
	`Configure AndroidManifest|Configure HTTP Support|Introduce Dependency Packages|` +
	`SDK Initialization|Upgrade to AndroidX Project`)

// TestCitationsAreChinese: no source of a check or a carrier's host is shown in
// English to a reader of Chinese.
func TestCitationsAreChinese(t *testing.T) {
	read := 0
	look := func(of, source string) {
		read++
		zh := finding.Citation(source).ZH
		if word := latin.FindString(verbatim.ReplaceAllString(zh, "")); word != "" {
			t.Errorf("%s: %q holds %q: translate it in inspector/finding/citation.go", of, zh, word)
		}
		for _, address := range regexp.MustCompile(`https://[^\s;]+`).FindAllString(source, -1) {
			if !strings.Contains(zh, address) {
				t.Errorf("%s: %q lacks %q", of, zh, address)
			}
		}
	}
	for _, c := range check.All() {
		look(c.ID, c.Source)
	}
	for _, c := range lint.Checks() {
		look(c.ID, c.Source)
	}
	for _, c := range codes.Carriers() {
		for _, h := range c.Plain {
			look(h.Name, h.Source)
		}
	}
	if read < 100 {
		t.Fatalf("%d sources read", read)
	}
	if zh := finding.Citation("own conclusion; see each host").ZH; zh != "自行得出的结论；见各域名" {
		t.Errorf("two sources read %q", zh)
	}
}
