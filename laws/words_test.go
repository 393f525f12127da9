package laws

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"loginscope/assets"
	"loginscope/codes"
)

// avoided is a wording that no sentence for a person uses, and what to write instead.
// Identifiers, JSON and texts of servers are no sentences.
type avoided struct {
	pattern *regexp.Regexp
	instead string
}

// english holds for every text without a Chinese character.
var english = []avoided{
	{regexp.MustCompile(`(?i)\b(tells?|told|telling)\b`), "report, show, determine or distinguish"},
	{regexp.MustCompile(`(?i)(^|[^.])\bunread\b`), "not decrypted (passthrough), or not read"},
	{regexp.MustCompile(`(?i)\bholds? (it|no|a|the)\b`), "contains, has, matches"},
	{regexp.MustCompile(`(?i)\bfits?\b`), "matches"},
	{regexp.MustCompile(`(?i)\b(a|the|each|every) head\b`), "header block"},
	{regexp.MustCompile(`(?i)\b(party|parties|desks?)\b`), "peer, role, server; runner, adapter"},
	{regexp.MustCompile(`(?i)\b(way of attaching|SMS way|way of (login|authentication))\b`), "route, method"},
	{regexp.MustCompile(`(?i)\bin (another|a) place\b|\bplaces\b`), "location, page, line"},
	{regexp.MustCompile(`(?i)\bin place of\b`), "instead of"},
	{regexp.MustCompile(`(?i)\b(to|before) its end\b`), "completely; before it finished"},
	{regexp.MustCompile(`(?i)\b(kick|hurry|mend|anew|somebody|hinder\w*|turned away|let in)\b`), "plain words"},
	{regexp.MustCompile(`(?i)\bworded\b|\bwords (it|this)\b`), "describes; message"},
	{regexp.MustCompile(`(?i)\bgo(es)? on\b`), "continues"},
	{regexp.MustCompile(`(?i)\b(no sign|signs) of\b`), "trace, signal, indication"},
	{regexp.MustCompile(`\bis no (host|port|address|TOML|text|boolean|MD5|phone|possible|time zone)`), "is not a"},
	{regexp.MustCompile(`\w\(s\)`), "a sentence that needs no plural"},
}

// chinese holds for every text with a Chinese character.
var chinese = []avoided{
	{regexp.MustCompile(`令牌|(^|[^A-Za-z_.])Token($|[^A-Za-z.])`), "token"},
	{regexp.MustCompile(`(^|[^A-Za-z])App($|[^A-Za-z ]| \p{Han})`), "应用"},
	{regexp.MustCompile(`唤起`), "拉起"},
	{regexp.MustCompile(`秘钥`), "密钥"},
	{regexp.MustCompile(`按设计不可见`), "本就不可见"},
	{regexp.MustCompile(`证据中没有`), "未捕获到"},
	{regexp.MustCompile(`内外对应`), "与运营商码的对应"},
	{regexp.MustCompile(`会破坏登录`), "会影响登录"},
	{regexp.MustCompile(`检查清单文件`), "检查 AndroidManifest"},
	{regexp.MustCompile(`个域名全部拒绝`), "全部被拒绝，只有一个时：唯一的域名被拒绝"},
}

// scheme finds the first mention of an authentication scheme, which names it in full.
var scheme = regexp.MustCompile(`(认证|签名|授权)?方案`)

// TestSentencesUseTheGlossary: the wordings that the glossary replaced stand in no
// translation, no row of a code table, no lab scenario and no Text in code.
func TestSentencesUseTheGlossary(t *testing.T) {
	read := 0
	judge := func(where string, texts ...string) {
		for _, s := range texts {
			read++
			words := english
			if strings.ContainsFunc(s, han) {
				words = chinese
			}
			for _, a := range words {
				if hit := a.pattern.FindString(s); hit != "" {
					t.Errorf("%s: %q in %q: use %s", where, hit, s, a.instead)
				}
			}
		}
		if scheme.FindString(strings.Join(texts, "\n")) == "方案" {
			t.Errorf("%s: %q must say 认证方案 first", where, texts)
		}
	}
	translated(t, judge)
	for _, c := range codes.All() {
		judge("code "+string(c.Space)+" "+c.Code, c.Name.EN, c.Cause.EN, c.Action.EN, c.Name.ZH, c.Cause.ZH,
			c.Action.ZH)
	}
	sources(t, []string{"."}, func(name string, file *ast.File) {
		for _, s := range texts(file) {
			judge(name, s)
		}
	})
	if read < 8000 {
		t.Fatalf("%d sentences read", read)
	}
}

// translated calls f with every sentence of the translations and the lab scenarios.
func translated(t *testing.T, f func(where string, texts ...string)) {
	t.Helper()
	for _, files := range []fs.FS{assets.Translations, assets.Lab} {
		err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, path)
			if err != nil {
				return err
			}
			var v any
			if err := json.Unmarshal(data, &v); err != nil {
				return err
			}
			each(v, "", strings.HasSuffix(path, ".en.json") || strings.HasSuffix(path, ".zh.json"),
				func(key, s string) { f(path+" "+key, s) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// each calls f with the strings in a JSON value: all of them, or those named en and zh.
func each(v any, key string, all bool, f func(key, s string)) {
	switch v := v.(type) {
	case string:
		if all || key == "en" || key == "zh" {
			f(key, v)
		}
	case []any:
		for _, x := range v {
			each(x, key, all, f)
		}
	case map[string]any:
		for k, x := range v {
			each(x, k, all, f)
		}
	}
}

// texts are the sentences in a file: two neighbouring strings of which the second is
// Chinese, and what stands in the fields EN and ZH.
func texts(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		var list []ast.Expr
		switch x := n.(type) {
		case *ast.CallExpr:
			list = x.Args
		case *ast.CompositeLit:
			list = x.Elts
		}
		for i, e := range list {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if id, ok := kv.Key.(*ast.Ident); ok && (id.Name == "EN" || id.Name == "ZH") {
					out = append(out, said(kv.Value))
				}
				continue
			}
			if i+1 < len(list) {
				en, zh := said(e), said(list[i+1])
				if en != "" && strings.ContainsFunc(zh, han) && !strings.Contains(en+zh, "(?") {
					out = append(out, en, zh)
				}
			}
		}
		return true
	})
	return out
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// said is the text of an expression: its literals, without what is computed.
func said(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			s, _ := strconv.Unquote(x.Value)
			return s
		}
	case *ast.BinaryExpr:
		a, b := said(x.X), said(x.Y)
		if x.Op == token.ADD && a+b != "" {
			return a + b
		}
	case *ast.CallExpr:
		if len(x.Args) > 0 {
			return said(x.Args[0])
		}
	}
	return ""
}
