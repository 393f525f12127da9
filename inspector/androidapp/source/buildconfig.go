package source

import "strings"

// maxUses limits the files that are kept for their use of BuildConfig.
const maxUses = 500

const buildConfigClass = "BuildConfig"

// buildConfig notes the first use of BuildConfig in a file. A name with a package before
// it is left out: it may be any library's.
func (f *Facts) buildConfig(file string, tokens []token) {
	u := Use{File: file}
	for i, t := range tokens {
		if t.kind != word || t.s != buildConfigClass {
			continue
		}
		before, after := "", ""
		if i > 0 {
			before = tokens[i-1].s
		}
		if i+1 < len(tokens) {
			after = tokens[i+1].s
		}
		switch {
		case heads[before]:
			f.OwnBuildConfig = true
			return
		case before == ".":
			u.Import = imported(tokens, i, u.Import)
		case after == "." && u.Line == 0:
			u.Line = t.line
		}
	}
	if u.Line > 0 && len(f.BuildConfig) < maxUses {
		f.BuildConfig = append(f.BuildConfig, u)
	}
}

// imported is the full name that ends at a token if an import names it, else what is known
// already.
func imported(tokens []token, end int, known string) string {
	begin := end
	for begin >= 2 && tokens[begin-1].s == "." {
		begin -= 2
	}
	if begin == 0 || tokens[begin-1].s != "import" {
		return known
	}
	var name strings.Builder
	for _, t := range tokens[begin : end+1] {
		name.WriteString(t.s)
	}
	return name.String()
}
