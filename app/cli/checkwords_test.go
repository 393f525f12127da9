package cli

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"loginscope/assets"
	"loginscope/inspector/androidapp/facts"
)

// TestCheckTextsExist finds a key that the code names and the area check
// lacks, and a sentence of it that nothing names.
func TestCheckTextsExist(t *testing.T) {
	raw, err := assets.Translations.ReadFile("translations/check.en.json")
	if err != nil {
		t.Fatal(err)
	}
	var have map[string]string
	if err := json.Unmarshal(raw, &have); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, s := range statuses {
		used["check.count."+string(s)] = true
		used["check.status."+string(s)] = true // the window's page
	}
	for _, k := range []facts.Kind{facts.APK, facts.Splits, facts.Bundle, facts.Project, facts.Files, facts.Library} {
		used["check.kind."+string(k)] = true
	}
	for _, by := range suppressedBy {
		used["check.suppressed."+by] = true
	}
	name := regexp.MustCompile(`"(check\.[a-z.]+[a-z])"`)
	for _, src := range sources(t) {
		for _, m := range name.FindAllStringSubmatch(src, -1) {
			used[m[1]] = true
		}
	}
	for k := range used {
		if have[k] == "" {
			t.Errorf("no sentence %q", k)
		}
	}
	for k := range have {
		if strings.HasPrefix(k, "check.") && !used[k] {
			t.Errorf("nothing uses %q", k)
		}
	}
}
