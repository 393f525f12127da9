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

// script picks the text for the language in which the app's build file is
// written; Groovy where none was read.
func (p *pass) script(groovy, kotlin string) string {
	if p.App.Project != nil && p.App.Project.Kotlin() {
		return kotlin
	}
	return groovy
}

// buildFile is where a setting goes: the module's build file and the block.
func (p *pass) buildFile(block string) string {
	name := "build.gradle"
	if p.App.Project != nil && p.App.Project.BuildFile != "" {
		name = p.App.Project.BuildFile
	}
	return name + " " + block
}
