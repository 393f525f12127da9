package lint

import "strings"

// indent moves a text to the right by four blanks.
func indent(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("    " + line)
	}
	return b.String()
}

// list joins words for a sentence.
func list(words []string) string { return strings.Join(words, ", ") }

func listZH(words []string) string { return strings.Join(words, "、") }
