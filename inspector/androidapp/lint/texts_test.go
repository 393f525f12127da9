package lint

import (
	"regexp"
	"strings"
	"testing"
)

// TestChecksAreDocumented: an ID of its own, both languages, a source, a
// certainty, and Chinese that is Chinese.
func TestChecksAreDocumented(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(\.[a-z0-9-]+)+$`)
	han := regexp.MustCompile(`\p{Han}`)
	seen := map[string]bool{}
	for _, c := range Checks() {
		if !id.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("ID %q is malformed or used twice", c.ID)
		}
		seen[c.ID] = true
		if c.Title.EN == "" || c.Title.ZH == "" || c.Source == "" || c.Certainty == "" || c.Run == nil {
			t.Errorf("%s: something is missing: %+v", c.ID, c)
		}
		if len(c.Doc.EN) < 60 || !han.MatchString(c.Doc.ZH) || han.MatchString(c.Doc.EN) {
			t.Errorf("%s: doc %q / %q", c.ID, c.Doc.EN, c.Doc.ZH)
		}
		if strings.ContainsAny(c.Doc.ZH, "。") == false {
			t.Errorf("%s: Chinese doc has no sentence", c.ID)
		}
	}
}

func TestCompare(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"2.13.3", "2.13.3", 0}, {"2.13.2.1", "2.13.3", -1}, {"2.14.2", "2.13.14", 1}, {"2.13", "2.13.0", 0},
		{"10.0", "9.9", 1},
	}
	for _, tt := range tests {
		got := compare(tt.a, tt.b)
		if got < 0 && tt.want >= 0 || got > 0 && tt.want <= 0 || got == 0 && tt.want != 0 {
			t.Errorf("compare(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
