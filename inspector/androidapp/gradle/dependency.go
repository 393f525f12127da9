package gradle

import (
	"path"
	"strings"

	"loginscope/inspector/lazyregexp"
)

// dependency reads one line in any of the written forms:
//
//	implementation 'group:name:version'
//	implementation(name: 'x-1.0', ext: 'aar')
//	implementation(group = "g", name = "n", version = "v")
//	implementation files('libs/x-1.0.aar')
//	implementation(platform("g:n:v"))
//	implementation(libs.x), implementation(libs.bundles.x)
func (p *Project) dependency(c *node) []Dependency {
	args := c.args()
	p.tree(args)
	if c.head() == "" || len(args) == 0 || args[0].kind == word && (args[0].s == "fileTree" || args[0].s == "project") {
		return nil
	}
	out := p.fromCatalogs(args)
	if d, ok := p.written(args); len(out) == 0 && ok {
		out = []Dependency{d}
	}
	for i := range out {
		out[i].Configuration = c.head()
	}
	return out
}

// tree keeps the patterns of a fileTree that name aars.
func (p *Project) tree(args []token) {
	if len(args) == 0 || args[0].s != "fileTree" {
		return
	}
	for _, a := range args {
		if a.kind == text && strings.HasSuffix(a.s, ".aar") {
			p.trees = append(p.trees, path.Base(a.s))
		}
	}
}

func (p *Project) fromCatalogs(args []token) []Dependency {
	for _, a := range args {
		if a.kind == word {
			if found := p.fromCatalog(a.s); found != nil {
				return found
			}
		}
	}
	return nil
}

// written reads a dependency that stands in the build file itself.
func (p *Project) written(args []token) (d Dependency, ok bool) {
	if named := p.named(args); named["name"] != "" {
		d.Group, d.Name, d.Version = named["group"], named["name"], named["version"]
		d.AAR = named["ext"] == "aar"
		if d.AAR {
			d.Artifact = d.Name
			d.Name, d.Version = SplitArtifact(d.Name)
		}
		return d, true
	}
	for _, a := range args {
		if a.kind != text {
			continue
		}
		s := p.expand(a.s)
		switch ext := path.Ext(s); {
		case ext == ".aar" || ext == ".arr":
			d.AAR, d.Artifact = true, path.Base(s)
			d.Name, d.Version = SplitArtifact(strings.TrimSuffix(path.Base(s), ext))
			return d, true
		case strings.Count(s, ":") >= 1:
			parts := strings.SplitN(strings.SplitN(s, "@", 2)[0], ":", 4)
			d.Group, d.Name = parts[0], parts[1]
			if len(parts) > 2 {
				d.Version = parts[2]
			}
			return d, true
		}
	}
	return d, false
}

// named collects name: 'x' and name = "x".
func (p *Project) named(args []token) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(args); i++ {
		if args[i].kind == word && args[i+1].kind == text {
			out[args[i].s] = p.expand(args[i+1].s)
		}
	}
	return out
}

var artifact = lazyregexp.New(`^(.*?)[-_]v?([0-9]+(?:\.[0-9]+)+)(.*)$`)

// SplitArtifact splits a file name such as
// "auth_number_product-2.13.3-log-online-standard-cuum-release" into its name
// and version; the flavour behind the version is dropped.
func SplitArtifact(base string) (name, version string) {
	if m := artifact.FindStringSubmatch(base); m != nil {
		return m[1], m[2]
	}
	return base, ""
}

// AddKeepRules reads a ProGuard or R8 file.
func (p *Project) AddKeepRules(file, src string) {
	p.Files = append(p.Files, file)
	p.HasKeepRules = true
	var rule []string
	flush := func() {
		if len(rule) > 0 {
			p.KeepRules = append(p.KeepRules, strings.Join(rule, " "))
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

var setup = lazyregexp.New(`\b(setBaseUrl|isCheckSSL|logEnable|setAliOneKeyLoginSecret|setClientId)\s*\(\s*([^)\n]{0,200})\)`)

// AddSource looks for calls of the login's set-up in a Java or Kotlin file. The
// file is not listed among Files: only calls are kept.
func (p *Project) AddSource(file, src string) {
	for i, line := range strings.Split(src, "\n") {
		for _, m := range setup.FindAllStringSubmatch(uncomment(line), -1) {
			if len(p.Calls) < 200 {
				p.Calls = append(p.Calls, Call{Name: m[1], Arg: argument(m[1], strings.TrimSpace(m[2])), File: file, Line: i + 1})
			}
		}
	}
}

// uncomment drops a line comment; the slashes of an address do not start one.
func uncomment(line string) string {
	for i := 0; i+1 < len(line); i++ {
		if line[i:i+2] == "//" && (i == 0 || line[i-1] != ':') {
			return line[:i]
		}
	}
	return line
}

// argument keeps booleans, addresses and names; a literal secret is masked.
func argument(call, arg string) string {
	if call == "setBaseUrl" || arg == "" || (arg[0] != '"' && arg[0] != '\'') {
		return arg
	}
	return `"…"`
}

// Depends reports whether a dependency brings an aar file into the build: by
// its file name, by name and ext from a flat folder, or with a whole folder.
func (p *Project) Depends(file string) bool {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	name := strings.TrimSuffix(base, path.Ext(base))
	for _, d := range p.Dependencies {
		if d.AAR && (d.Artifact == name || d.Artifact == base) {
			return true
		}
	}
	for _, pattern := range p.trees {
		if ok, _ := path.Match(pattern, base); ok {
			return true
		}
	}
	return false
}
