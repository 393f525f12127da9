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

// Keeps reports whether some keep rule covers every class of a package such as
// "com.mobile.auth". A rule for a wider package counts, one for a class inside
// does not.
func (p *Project) Keeps(pkg string) bool {
	for _, r := range p.KeepRules {
		if !strings.HasPrefix(r, "-keep") || strings.Contains(r, "names") {
			continue
		}
		for _, f := range strings.Fields(r) {
			if wide, ok := strings.CutSuffix(f, "**"); ok && strings.HasPrefix(pkg+".", wide) && (wide == "" || strings.HasSuffix(wide, ".")) {
				return true
			}
		}
	}
	return false
}
