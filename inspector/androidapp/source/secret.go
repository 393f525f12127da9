package source

import (
	"encoding/base64"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// The forms of an account's AccessKey: the ID begins with LTAI and has 16 to 30
// characters, its secret has 30
// (https://help.aliyun.com/document_detail/116401.html).
var (
	keyID     = regexp.MustCompile(`\bLTAI[0-9A-Za-z]{12,26}\b`)
	keySecret = regexp.MustCompile(`^[0-9A-Za-z]{30}$`)
	secretly  = regexp.MustCompile(`(?i)(access|ak|aliyun|alibaba|oss|app)_?\.?-?(key)?_?\.?-?secret`)
)

// secrets looks through the texts of a file, those that are joined of several
// pieces too.
func (f *Facts) secrets(file string, tokens []token, script bool) {
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if t.kind != text {
			continue
		}
		from := i
		for i+2 < len(tokens) && tokens[i+1].kind == symbol && tokens[i+1].s == "+" && tokens[i+2].kind == text &&
			len(t.s) < maxLine {
			i += 2
			t.s += tokens[i].s
		}
		f.secret(file, t.line, t.s, called(tokens[max(0, from-6):from]), script)
	}
}

// secret checks one text, as it is and as base64.
func (f *Facts) secret(file string, line int, s string, named, script bool) {
	if !named && !strings.Contains(s, "LTAI") && !strings.Contains(s, base64ID) {
		return // the patterns are slow, and most texts hold neither
	}
	for _, id := range keyID.FindAllString(s, -1) {
		f.keep("access-key-id", id, file, line, script)
	}
	if named && keySecret.MatchString(s) {
		f.keep("access-key-secret", s, file, line, script)
	}
	for _, coded := range base64Text.FindAllString(s, -1) {
		plain, err := base64.RawStdEncoding.DecodeString(
			strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(coded), "="))
		if err != nil {
			continue
		}
		for _, id := range keyID.FindAll(plain, -1) {
			f.keep("access-key-id", string(id), file, line, script)
		}
		if named && keySecret.Match(plain) {
			f.keep("access-key-secret", string(plain), file, line, script)
		}
	}
}

// joined checks the values that are put together of pieces under names.
func (f *Facts) joined(u *unit) {
	for s, list := range u.names {
		for _, n := range list {
			for _, g := range n.values {
				if !composed(g.e) {
					continue
				}
				v := &evaluator{p: f.prog, file: u.file, plain: true}
				if x := v.run(u.reduce(g.e, g.at, 0)); x.kind == textual {
					f.secret(u.file, u.tokens[g.at].line, x.s, secretly.MatchString(s), false)
				}
			}
		}
	}
}

func composed(e []token) bool {
	for _, t := range e {
		if t.parts != nil || t.kind == symbol && t.s == "+" {
			return true
		}
	}
	return false
}

// base64Text may be an ID or a secret in base64.
var base64Text = regexp.MustCompile(`[0-9A-Za-z+/_-]{22,400}={0,2}`)

// base64ID is how an ID begins in base64.

// AddValue checks a value that a script puts into the app under a name.
func (f *Facts) AddValue(file string, line int, name, value string) {
	f.secret(file, line, strings.Trim(value, `"'`), secretly.MatchString(name), false)
}

// called reports whether the tokens before a text name it a secret.
func called(before []token) bool {
	for i := len(before) - 1; i >= 0; i-- {
		t := before[i]
		if t.kind == symbol && strings.Contains(";{}", t.s) {
			return false
		}
		if t.kind != symbol && secretly.MatchString(t.s) {
			return true
		}
	}
	return false
}

func (f *Facts) keep(kind, value, file string, line int, script bool) {
	if placeholder(value) || len(f.Secrets) == maxSecrets {
		return
	}
	for i, s := range f.Secrets {
		if s.File == file && s.Line == line && s.Kind == kind {
			f.Secrets[i].Script = s.Script && script
			return
		}
	}
	local := path.Base(file) == "local.properties"
	f.Secrets = append(f.Secrets,
		Secret{Kind: kind, Masked: mask(kind, value), File: file, Line: line, Script: script, Local: local})
}

// placeholder reports whether a value was plainly made up: fewer than five
// different characters behind the first four.
func placeholder(s string) bool {
	seen := map[rune]bool{}
	for _, c := range strings.ToLower(s[4:]) {
		seen[c] = true
	}
	return len(seen) < 5
}

func mask(kind, s string) string {
	if kind == "access-key-id" {
		return fmt.Sprintf("%s… (%d characters)", s[:4], len(s))
	}
	return fmt.Sprintf("… (%d characters)", len(s))
}

// AddScript reads a build script or a properties file.
func (f *Facts) AddScript(file string, src []byte) {
	if path.Ext(file) != ".properties" {
		f.secrets(file, lex(string(src), Groovy), true)
		return
	}
	f.lines(file, src, true)
}

var xmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)

// xmlTag is an element's start, xmlValue the value of one of its attributes.
var (
	xmlTag   = regexp.MustCompile(`<[A-Za-z][^<>]*>`)
	xmlValue = regexp.MustCompile(`=\s*["']([0-9A-Za-z]{30})["']`)
)

// xmlText is an element's text with the attributes before it.
var xmlText = regexp.MustCompile(`<[^<>]*>\s*([0-9A-Za-z]{30})\s*<`)

// attributes checks the attributes of elements that speak of a secret, on
// whichever line they stand.
func (f *Facts) attributes(file, s string) {
	if !strings.Contains(s, "ecret") && !strings.Contains(s, "ECRET") {
		return
	}
	for _, at := range xmlTag.FindAllStringIndex(s, -1) {
		tag := s[at[0]:at[1]]
		if !secretly.MatchString(tag) {
			continue
		}
		for _, m := range xmlValue.FindAllStringSubmatchIndex(tag, -1) {
			f.keep("access-key-secret", tag[m[2]:m[3]], file, 1+strings.Count(s[:at[0]+m[2]], "\n"), false)
		}
	}
}

// AddResource reads an XML resource, a manifest, a text asset, or code in a language
// that is not followed.
func (f *Facts) AddResource(file string, src []byte) {
	f.Resources++
	s := string(src)
	if path.Ext(file) == ".xml" {
		s = xmlComment.ReplaceAllStringFunc(s,
			func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
		f.attributes(file, s)
		for _, m := range xmlText.FindAllStringSubmatchIndex(s, -1) {
			if secretly.MatchString(s[m[0]:m[2]]) {
				f.keep("access-key-secret", s[m[2]:m[3]], file, 1+strings.Count(s[:m[2]], "\n"), false)
			}
		}
	}
	f.lines(file, []byte(s), false)
}

// maxLine limits a line: minified scripts hold all in one.
const maxLine = 1 << 20

// assigned is a key and its value in a properties, JSON or YAML file.
var assigned = regexp.MustCompile(`["']?([\w.-]+)["']?\s*[:=]\s*["']?([0-9A-Za-z]{30})\b`)

// directives reports whether a "#" begins no comment in a file, as in "#define".
func directives(file string) bool {
	switch path.Ext(file) {
	case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".rs",
		".js", ".mjs", ".ts", ".tsx", ".jsx", ".vue", ".html", ".htm":
		return true
	}
	return false
}

func (f *Facts) lines(file string, src []byte, script bool) {
	n := 0
	for line := range strings.Lines(string(src)) {
		n++
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "#") && !directives(file) || strings.HasPrefix(t, "//") {
			continue
		}
		if len(line) > maxLine {
			f.secret(file, n, line, false, script) // an ID alone is found fast
			f.Pass(file)
			continue
		}
		named := (strings.Contains(line, "ecret") || strings.Contains(line, "ECRET")) && secretly.MatchString(line)
		f.secret(file, n, line, named, script)
		if !named {
			continue
		}
		for _, m := range assigned.FindAllStringSubmatch(line, -1) {
			if secretly.MatchString(m[1]) {
				f.keep("access-key-secret", m[2], file, n, script)
			}
		}
	}
}

const base64ID = "TFRBS"
