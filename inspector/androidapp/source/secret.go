package source

import (
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

// secrets looks through the texts of a file.
func (f *Facts) secrets(file string, tokens []token, script bool) {
	for i, t := range tokens {
		if t.kind != text {
			continue
		}
		for _, id := range keyID.FindAllString(t.s, -1) {
			f.keep("access-key-id", id, file, t.line, script)
		}
		if keySecret.MatchString(t.s) && called(tokens[max(0, i-5):i]) {
			f.keep("access-key-secret", t.s, file, t.line, script)
		}
	}
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
	for _, s := range f.Secrets {
		if s.File == file && s.Line == line && s.Kind == kind {
			return
		}
	}
	f.Secrets = append(f.Secrets, Secret{Kind: kind, Masked: mask(kind, value), File: file, Line: line, Script: script})
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

// resource is a file that the app carries as text.
var xmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)

// xmlText is an element's text with the attributes before it.
var xmlText = regexp.MustCompile(`<[^<>]*>\s*([0-9A-Za-z]{30})\s*<`)

// AddResource reads an XML resource, a manifest or a text asset.
func (f *Facts) AddResource(file string, src []byte) {
	f.Resources++
	s := string(src)
	if path.Ext(file) == ".xml" {
		s = xmlComment.ReplaceAllStringFunc(s, func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
		for _, m := range xmlText.FindAllStringSubmatchIndex(s, -1) {
			if secretly.MatchString(s[m[0]:m[2]]) {
				f.keep("access-key-secret", s[m[2]:m[3]], file, 1+strings.Count(s[:m[2]], "\n"), false)
			}
		}
	}
	f.lines(file, []byte(s), false)
}

// maxLine bounds a line: minified scripts hold all in one.
const maxLine = 1 << 20

// assigned is a key and its value in a properties, JSON or YAML file.
var assigned = regexp.MustCompile(`["']?([\w.-]+)["']?\s*[:=]\s*["']?([0-9A-Za-z]{30})\b`)

func (f *Facts) lines(file string, src []byte, script bool) {
	n := 0
	for line := range strings.Lines(string(src)) {
		n++
		t := strings.TrimSpace(line)
		if len(line) > maxLine || strings.HasPrefix(t, "#") || strings.HasPrefix(t, "//") {
			continue
		}
		for _, id := range keyID.FindAllString(line, -1) {
			f.keep("access-key-id", id, file, n, script)
		}
		for _, m := range assigned.FindAllStringSubmatch(line, -1) {
			if secretly.MatchString(m[1]) {
				f.keep("access-key-secret", m[2], file, n, script)
			}
		}
	}
}
