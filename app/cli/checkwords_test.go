package cli

import (
	"regexp"
	"strings"
	"testing"

	"loginscope/app/i18n"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
)

// TestEveryWordOfCheckIsThere finds a key of the area check that the code names
// and the catalogue lacks, and a sentence that nothing names.
func TestEveryWordOfCheckIsThere(t *testing.T) {
	cat, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, s := range statuses {
		used["check.count."+string(s)] = true
	}
	for _, k := range []facts.Kind{facts.APK, facts.Splits, facts.Bundle, facts.Project, facts.Files} {
		used["check.kind."+string(k)] = true
	}
	for _, c := range []codes.Certainty{codes.Seen, codes.Inferred, codes.Unconfirmed} {
		used["check.certainty."+string(c)] = true
	}
	name := regexp.MustCompile(`"(check\.[a-z.]+[a-z])"`)
	for _, src := range sources(t) {
		for _, m := range name.FindAllStringSubmatch(src, -1) {
			used[m[1]] = true
		}
	}
	have := cat.Keys(i18n.EN)
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
