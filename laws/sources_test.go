package laws

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"loginscope/codes"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/cause"
	"loginscope/inspector/check"
)

// documented reads docs/sources.md: the names of the second table, with which a
// check's source begins, and the keys of the third, of causes. Each name of the
// second must stand for keys of the first.
func documented(t *testing.T) (names []string, causes map[string]bool) {
	t.Helper()
	data, err := os.ReadFile("../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	causes = map[string]bool{}
	table := ""
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.Contains(cells[1], "---") {
			continue
		}
		switch head := strings.TrimSpace(cells[1]); {
		case head == "key", head == "a check names", head == "a cause names":
			table = head
		case table == "key":
			for _, key := range strings.Split(head, ", ") {
				keys[key] = true
			}
		case table == "a check names":
			names = append(names, head)
			for _, key := range strings.Split(strings.TrimSpace(cells[2]), ", ") {
				if !keys[key] {
					t.Errorf("docs/sources.md: %q stands for %q, which is no key", head, key)
				}
			}
		case table == "a cause names":
			causes[head] = true
		}
	}
	if len(keys) < 40 || len(names) < 20 || len(causes) < 20 {
		t.Fatalf("%d keys, %d names of checks, %d keys of causes in docs/sources.md", len(keys), len(names),
			len(causes))
	}
	return names, causes
}

// rfc and address are sources that say themselves where they are.
var (
	rfc     = regexp.MustCompile(`^RFC \d+(, section [\d.]+)?$`)
	address = regexp.MustCompile(`^https://[a-z0-9.-]+/\S+( .*)?$`)
)

// known reports whether one source of a check can be looked up.
func known(source string, names []string) bool {
	if rfc.MatchString(source) || address.MatchString(source) {
		return true
	}
	for _, n := range names {
		if rest, ok := strings.CutPrefix(source, n); ok && (rest == "" || strings.ContainsAny(rest[:1], " ,.#")) {
			return true
		}
	}
	return false
}

// TestSources: every check, host and cause names where it was read, by what
// docs/sources.md explains. Rows of code tables are held by package codes.
func TestSources(t *testing.T) {
	names, causes := documented(t)
	for _, bad := range []string{"NOPE", "", "RFC", "https://", "Alibabax", "own"} {
		if known(bad, names) {
			t.Errorf("%q passes for a source", bad)
		}
	}
	lookUp := func(where, source string) {
		for _, one := range strings.Split(source, ";") {
			if !known(strings.TrimSpace(one), names) {
				t.Errorf("%s: %q stands in no table of docs/sources.md", where, strings.TrimSpace(one))
			}
		}
	}
	for _, c := range check.All() {
		lookUp("check "+c.ID, c.Source)
	}
	for _, c := range lint.Checks() {
		lookUp("check "+c.ID, c.Source)
	}
	for _, carrier := range codes.Carriers() {
		for _, h := range carrier.Plain {
			lookUp("host "+h.Name, h.Source)
		}
	}
	numbered := regexp.MustCompile(`^(\D+[#-])\d+$`)
	for _, c := range cause.All() {
		for _, key := range strings.Split(c.Source, "; ") {
			if m := numbered.FindStringSubmatch(key); m != nil {
				key = m[1] + "n"
			}
			if !causes[key] {
				t.Errorf("cause %s: %q is no key of docs/sources.md", c.ID, key)
			}
		}
	}
	for key := range cause.Sources {
		if !causes[key] {
			t.Errorf("the causes' key %q is not in docs/sources.md", key)
		}
	}
}
