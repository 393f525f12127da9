package codes

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// sourceKeys reads the keys of docs/sources.md; n in CG#n, ALI-n and their like
// stands for a number.
func sourceKeys(t *testing.T) func(string) bool {
	t.Helper()
	data, err := os.ReadFile("../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	plain := map[string]bool{}
	var numbered []string
	table, _, _ := strings.Cut(string(data), "\n## ") // the first is that of the codes
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.Contains(cells[1], "---") {
			continue
		}
		for _, key := range strings.Split(cells[1], ",") {
			key = strings.TrimSpace(key)
			if stem, ok := strings.CutSuffix(key, "n"); ok && strings.HasSuffix(stem, "#") ||
				strings.HasSuffix(stem, "-") && ok {
				numbered = append(numbered, regexp.QuoteMeta(stem)+`\d+`)
				continue
			}
			plain[key] = true
		}
	}
	if len(plain) < 30 || len(numbered) < 4 {
		t.Fatalf("%d keys and %d numbered ones read from docs/sources.md", len(plain), len(numbered))
	}
	re := regexp.MustCompile(`^(?:` + strings.Join(numbered, "|") + `)$`)
	return func(key string) bool { return plain[key] || re.MatchString(key) }
}

// TestSources: whatever the tables say names where it was read, by keys that a
// reader can look up.
func TestSources(t *testing.T) {
	known := sourceKeys(t)
	for _, bad := range []string{"NOPE", "CG#", "ALI-", "https://example.org", "SDK", "own"} {
		if known(bad) {
			t.Errorf("%q passes for a key", bad)
		}
	}
	check := func(where, source string) {
		for _, key := range strings.Split(source, ", ") {
			if !known(key) {
				t.Errorf("%s: source %q is no key of docs/sources.md", where, key)
			}
		}
	}
	for _, c := range All() {
		check(string(c.Space)+" "+c.Code+" "+strings.Join(c.Match, "|"), c.Source)
	}
	for _, o := range Outers() {
		check("mapping of "+string(o.Space)+" "+o.Code, o.Source)
	}
	for _, v := range vendors {
		check("vendor "+v.Name, v.Source)
	}
}
