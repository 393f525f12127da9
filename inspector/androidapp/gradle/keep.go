package gradle

import "strings"

// AddKeepRules reads a ProGuard or R8 file.
func (p *Project) AddKeepRules(file, src string) {
	p.Files = append(p.Files, file)
	p.HasKeepRules = true
	p.KeepRules = append(p.KeepRules, Rules(src)...)
}

// Rules splits the text of a ProGuard or R8 file into its rules, blanks folded.
func Rules(src string) []string {
	var out, rule []string
	flush := func() {
		if len(rule) > 0 {
			out = append(out, strings.Join(rule, " "))
		}
		rule = nil
	}
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) > 0 && strings.HasPrefix(fields[0], "-") {
			flush()
		}
		rule = append(rule, fields...)
	}
	flush()
	return out
}

// Keeps reports whether some rule keeps every class of a package such as
// "com.mobile.auth" and its name. A rule for a wider package counts; one for a
// class inside, for members alone, for classes of one kind, or on a condition
// does not.
func (p *Project) Keeps(pkg string) bool {
	shrinks, renames := true, true
	for i, r := range p.KeepRules {
		shrinks, renames = shrinks && r != "-dontshrink", renames && r != "-dontobfuscate"
		if i > 0 && strings.HasPrefix(p.KeepRules[i-1], "-if ") {
			continue
		}
		for _, pattern := range kept(r) {
			wide, ok := strings.CutSuffix(pattern, "**")
			if ok && strings.HasPrefix(pkg+".", wide) && (wide == "" || strings.HasSuffix(wide, ".")) {
				return true
			}
		}
	}
	return !shrinks && !renames
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
		case len(fields) > 0 && len(fields[0]) > 1 && strings.HasPrefix(fields[0], "@") && !strings.Contains(line, "class"):
			out = append(out, strings.Trim(fields[0][1:], `"'`))
		}
	}
	return out
}

// Partly is a rule that keeps only some of a package's classes or members, "" if
// there is none: R8 keeps public classes alone by it, or no members.
func (p *Project) Partly(pkg string) string {
	for _, r := range p.KeepRules {
		if strings.HasPrefix(r, "-keep") && strings.Contains(r, pkg+".**") && !strings.HasPrefix(r, "-keepattributes") {
			return r
		}
	}
	return ""
}

// kept are the patterns of classes that a rule keeps whole, name and all.
func kept(rule string) []string {
	head, members, _ := strings.Cut(rule, "{")
	if strings.TrimSpace(strings.Trim(members, "} ")) == "" {
		return nil // the members go or are renamed
	}
	words := strings.Fields(strings.ReplaceAll(head, ",", " , "))
	if len(words) == 0 || words[0] != "-keep" {
		return nil
	}
	var out []string
	class := false
	for i, w := range words[1:] {
		switch {
		case w == "public":
			return nil // the others go
		case w == "extends" || w == "implements" || strings.HasPrefix(w, "@") || strings.HasPrefix(w, "!"):
			return nil
		case strings.HasPrefix(w, "allow") && words[i] == ",":
			return nil // it may be dropped or renamed all the same
		case w == "class":
			class = true
		case class && w != ",":
			out = append(out, w)
		}
	}
	return out
}
