package laws

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReadmesAgree: the Chinese README is the whole English one. Both have the same
// outline, give the same commands, and link to the same files, which exist.
func TestReadmesAgree(t *testing.T) {
	en, zh := readme(t, "README.md"), readme(t, "README.zh-CN.md")
	for _, part := range []struct {
		what    string
		of      func(string) []string
		atLeast int
	}{
		{"heading levels", headingLevels, 10},
		{"commands", commandsOf, 15},
		{"links", linksOf, 8},
		{"parts", shapeOf, 30},
	} {
		a, b := part.of(en), part.of(zh)
		if !slices.Equal(a, b) {
			t.Errorf("%s: README.md has %q, README.zh-CN.md %q", part.what, a, b)
		}
		if len(a) < part.atLeast {
			t.Errorf("%s: only %d found", part.what, len(a))
		}
	}
	for _, link := range append(linksOf(en), "README.zh-CN.md") {
		if _, err := os.Stat(filepath.Join("..", link)); err != nil {
			t.Error(err)
		}
	}
}

func readme(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	heading     = regexp.MustCompile(`(?m)^#+ `)
	commandLine = regexp.MustCompile(`(?m)^(?:loginscope|make) [^#\n]*`)
	fileLink    = regexp.MustCompile(`\]\(([^):#]+)\)`)
)

func headingLevels(s string) []string { return heading.FindAllString(s, -1) }

// commandsOf is the commands of the code blocks, without their comments.
func commandsOf(s string) []string {
	list := commandLine.FindAllString(s, -1)
	for i, c := range list {
		list[i] = strings.TrimSpace(c)
	}
	return list
}

// linksOf is the files that are linked, pictures and the other README apart: those
// are the language's own.
func linksOf(s string) []string {
	var list []string
	for _, m := range fileLink.FindAllStringSubmatch(s, -1) {
		if !strings.HasSuffix(m[1], ".png") && !strings.HasPrefix(m[1], "README") {
			list = append(list, m[1])
		}
	}
	return list
}

// shapeOf is the list items, table rows and pictures in order.
func shapeOf(s string) []string {
	var list []string
	for line := range strings.Lines(s) {
		for _, begin := range []string{"- ", "| ", "!["} {
			if strings.HasPrefix(line, begin) {
				list = append(list, begin)
			}
		}
	}
	return list
}
