package laws

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// commented holds for every comment, also of tests.
var commented = []avoided{
	{regexp.MustCompile(`(?i)\b(tells?|told|telling)\b`), "report, emit, record, say, distinguish"},
	{regexp.MustCompile(`(^|[^.])\bunread\b`), "not decrypted (passthrough), or not read"},
	{regexp.MustCompile(`(?i)\bdesks?\b`), "backend, runner, adapter"},
	{regexp.MustCompile(`(?i)\b(party|parties)\b`), "role, server, issuer"},
	{regexp.MustCompile(`\b[Ww]ords (a|an|the|what|why|how|it|itself)\b|\b(is|are) worded\b`), "describes"},
	{regexp.MustCompile(`\blooks? at\b`), "reads, checks, searches"},
	{regexp.MustCompile(`\bplaces\b`), "locations, positions, lines, files"},
	{regexp.MustCompile(`\bfits (nothing|none|no|all|every|wins)\b|\bthat fits\b`), "matches"},
	{regexp.MustCompile(`\bsigns (of|that)\b`), "signals"},
	{regexp.MustCompile(`\bbounds (the|a|an|what|how)\b`), "limits"},
}

// commentsAllowed are comments in which such a word has its ordinary meaning, by file.
var commentsAllowed = map[string]string{
	"app/engine/phone_egress_test.go": "desk",   // the furniture
	"proxy/phone/portal/path_test.go": "desk",   // the furniture
	"app/feed/filter/fields.go":       "party",  // the filter's term, a contract
	"app/feed/filter/filter.go":       "party",  // the filter's term, a contract
	"proxy/breakoff_test.go":          "unread", // bytes of a body
	"proxy/record/tee.go":             "unread", // bytes of a body
}

// TestCommentsUseTheGlossary: the words that the glossary replaced stand in no comment.
func TestCommentsUseTheGlossary(t *testing.T) {
	read, used := 0, map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "testdata") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		for _, group := range file.Comments {
			for _, line := range group.List {
				read++
				for _, a := range commented {
					hit := strings.TrimSpace(a.pattern.FindString(line.Text))
					switch {
					case hit == "":
					case strings.EqualFold(commentsAllowed[name], hit):
						used[name] = true
					default:
						t.Errorf("%s: %q: use %s", files.Position(line.Pos()), hit, a.instead)
					}
				}
			}
		}
		return nil
	})
	if err != nil || read < 12000 {
		t.Fatalf("%d lines of comment read: %v", read, err)
	}
	for name := range commentsAllowed {
		if !used[name] {
			t.Errorf("%s has no such comment any more: strike it off the list", name)
		}
	}
}
