package gradle

import (
	"slices"
	"strings"
)

// AddKeepRules reads a ProGuard or R8 file.
func (p *Project) AddKeepRules(file, src string) {
	p.Files = append(p.Files, file)
	p.HasKeepRules = true
	p.KeepRules = append(p.KeepRules, Rules(src)...)
}

// Rules splits the text of a ProGuard or R8 file into its rules, blanks folded. A
// rule begins with a dash outside of braces, wherever it stands on its line.
func Rules(src string) []string {
	var out, rule []string
	depth := 0
	flush := func() {
		if len(rule) > 0 {
			out = append(out, strings.Join(rule, " "))
		}
		rule, depth = nil, 0
	}
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(line, "#")
		for _, word := range strings.Fields(strings.ReplaceAll(line, "}-", "} -")) {
			if option(word) && (depth <= 0 || len(rule) == 0) {
				flush()
			}
			rule = append(rule, word)
			depth += strings.Count(word, "{") - strings.Count(word, "}")
		}
	}
	flush()
	return out
}

// option reports whether a word can begin a rule: "-keep", not the "-1" of a body.
func option(word string) bool {
	return len(word) > 1 && word[0] == '-' && (word[1] >= 'a' && word[1] <= 'z')
}

// LibraryRules are the rules that a library brings, as the build tools of that
// major version take them over: from 9 on they drop those that switch shrinking or
// renaming off for the whole app
// (https://developer.android.com/build/releases/agp-9-0-0-release-notes).
func LibraryRules(src string, agp int) []string {
	return slices.DeleteFunc(Rules(src),
		func(r string) bool { return agp >= 9 && (r == dontShrink || r == dontRename) })
}

// The rules that switch off what keep rules guard against.
const (
	dontShrink = "-dontshrink"
	dontRename = "-dontobfuscate"
)

// Keeps reports whether rules keep every class of a package such as
// "com.mobile.auth" with its members, and their names. Several rules may do so
// together. A rule for a wider package counts; one for a class inside, for classes
// of one kind, or on a condition does not.
func (p *Project) Keeps(pkg string) bool {
	var have safe
	for i, r := range p.KeepRules {
		switch {
		case r == dontShrink:
			have |= noShrinking
		case r == dontRename:
			have |= noRenaming
		case i > 0 && strings.HasPrefix(p.KeepRules[i-1], "-if "):
		default:
			if k, ok := parseKeep(r); ok && k.covers(pkg) {
				have |= k.keeps()
			}
		}
	}
	return have == noShrinking|noRenaming
}

// Partly is a rule that keeps only some of a package's classes or members, "" if
// there is none: R8 keeps public classes alone by it, or no members.
func (p *Project) Partly(pkg string) string {
	for _, r := range p.KeepRules {
		if k, ok := parseKeep(r); ok && !k.ofAnyClass() && (k.names(pkg) || strings.Contains(r, pkg+".**")) {
			return r
		}
	}
	return ""
}

// Included are the files that a file of rules takes in, by "-include FILE" or
// "@FILE", as they are written.
func Included(src string) []string {
	var out []string
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		switch {
		case len(fields) > 1 && fields[0] == "-include":
			out = append(out, strings.Trim(fields[1], `"'`))
		case len(fields) > 0 && len(fields[0]) > 1 && strings.HasPrefix(fields[0], "@") &&
			!strings.Contains(line, "class"):
			out = append(out, strings.Trim(fields[0][1:], `"'`))
		}
	}
	return out
}
