package lazyregexp

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNeeds(t *testing.T) {
	for pattern, want := range map[string][]string{
		`abc`:                   {"abc"},
		`a+bc?d`:                nil, // single letters only
		`x*(?:error|失败)\d`:      {"error", "失败"},
		`(?i)VPN|梯子`:            {"vpn", "梯子"},
		`(?:no )?proxy`:         {"proxy"},
		`[23]G`:                 nil,
		`(?:ab|c)de{2}`:         nil,
		`(abc){2,}`:             {"abc"},
		`(abc)*`:                nil,
		`long[a-z]+longer`:      {"longer"},
		`\b(?:fail(?:s|ed)?)`:   {"fail"},
		`(?i)ios\s*(?:16|1[7])`: {"ios"},
	} {
		var got []string
		for _, l := range needs(pattern) {
			got = append(got, l.text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", pattern, d)
		}
	}
}

// TestNoMatchIsLost: of every pattern of this module and every line of the public
// reports, in both cases of letters, the literals say what the pattern itself says.
func TestNoMatchIsLost(t *testing.T) {
	lines := reportLines(t)
	guarded := 0
	for _, text := range patterns(t) {
		p := &pattern{regexp.MustCompile(text), needs(text)}
		if p.literals == nil {
			continue
		}
		guarded++
		for _, line := range lines {
			if !p.may(line) && p.MatchString(line) {
				t.Errorf("%s matches %q, which has none of %v", text, line, p.literals)
			}
		}
	}
	if guarded < 30 || len(lines) < 1000 {
		t.Errorf("%d patterns with literals and %d lines are too few to say anything", guarded, len(lines))
	}
}

func reportLines(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../testdata/reports/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(raw), "\n")...)
		lines = append(lines, strings.Split(strings.ToUpper(string(raw)), "\n")...)
	}
	return lines
}
