package cli

import (
	"bytes"
	"context"
	"go/build"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"loginscope/app/i18n"
	"loginscope/assets"
)

func TestIsCommand(t *testing.T) {
	for word, want := range map[string]bool{
		"inspect": true, "lab": true, "--help": true, "--lang": true, "--lang=zh": true, "help": true,
		"": false, "capture.har": false, "-psn_0_1": false, "--nope": false,
	} {
		if got := IsCommand(word); got != want {
			t.Errorf("IsCommand(%q) = %v", word, got)
		}
	}
}

// TestEveryHelpTextIsThere finds a name in a tag that no command words, and a text that
// no tag names.
func TestEveryHelpTextIsThere(t *testing.T) {
	used := map[string]bool{}
	for _, src := range sources(t) {
		for _, m := range varName.FindAllStringSubmatch(src, -1) {
			used[m[1]] = true
		}
	}
	for _, e := range commands {
		used[e.word] = true
	}
	texts := slices.Clone(shared)
	for _, e := range commands {
		texts = append(texts, e.help...)
	}
	worded := map[string]bool{}
	for _, x := range texts {
		if worded[x.name] {
			t.Errorf("two texts are called %s", x.name)
		}
		worded[x.name] = true
		if x.EN == "" || x.ZH == "" {
			t.Errorf("%s is not in both languages", x.name)
		}
		if !used[x.name] {
			t.Errorf("no tag names %s", x.name)
		}
	}
	for name := range used {
		if !worded[name] {
			t.Errorf("no text for ${%s}", name)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		name string
		args []string
		env  map[string]string
		want i18n.Lang
	}{
		{"nothing", nil, nil, i18n.EN},
		{"locale", nil, map[string]string{"LANG": "zh_CN.UTF-8"}, i18n.ZH},
		{"LC_ALL wins", nil, map[string]string{"LANG": "zh_CN", "LC_ALL": "C"}, i18n.EN},
		{"LC_MESSAGES before LANG", nil, map[string]string{"LANG": "C", "LC_MESSAGES": "zh_CN"}, i18n.ZH},
		{"flag wins", []string{"codes", "--lang", "en"}, map[string]string{"LANG": "zh_CN"}, i18n.EN},
		{"flag with equals", []string{"--lang=zh"}, nil, i18n.ZH},
		{"after the end of flags", []string{"explain", "--", "--lang=zh"}, nil, i18n.EN},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := language(tt.args, func(k string) string { return tt.env[k] }); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestEverySentenceIsThere finds a key that the code names and no catalogue
// has, and a sentence that no code names.
func TestEverySentenceIsThere(t *testing.T) {
	cat, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	used := keysInSource(t)
	have := cat.Keys(i18n.EN)
	for k := range used {
		if _, ok := have[k]; !ok {
			t.Errorf("no sentence %q", k)
		}
	}
	for k := range have {
		if strings.HasPrefix(k, "cli.") && !used[k] {
			t.Errorf("nothing uses %q", k)
		}
	}
}

var (
	keyName  = regexp.MustCompile(`"(cli\.[a-z_.]+[a-z_])"`)
	varName  = regexp.MustCompile(`help:"\$\{([a-z_]+)\}"`)
	faultKey = regexp.MustCompile(`t\.fault\([^,]+, "([a-z]+)"`)
)

func keysInSource(t *testing.T) map[string]bool {
	used := map[string]bool{"cli.fault.usage.what": true, "cli.fault.usage.do": true}
	for _, name := range []string{"name", "certificate", "key", "sha256", "not_after"} {
		used["cli.ca."+name] = true // composed in ca.go
	}
	for _, src := range sources(t) {
		for _, m := range keyName.FindAllStringSubmatch(src, -1) {
			used[m[1]] = true
		}
		for _, m := range faultKey.FindAllStringSubmatch(src, -1) {
			for _, part := range []string{"what", "why", "do"} {
				used["cli.fault."+m[1]+"."+part] = true
			}
		}
	}
	return used
}

func sources(t *testing.T) []string {
	t.Helper()
	p, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range p.GoFiles {
		out = append(out, readSource(t, name))
	}
	return out
}

func TestKongIsSpokenInChinese(t *testing.T) {
	for en, zh := range map[string]string{
		"unknown flag --nope":                               "没有选项 --nope",
		`unexpected argument foo, did you mean "codes"?`:    `多余的参数 foo，是否为 "codes"？`,
		`expected "<file> ..."`:                             `缺少 "<file> ..."`,
		"missing flags: --x=STRING":                         "缺少选项：--x=STRING",
		`--lang must be one of "","en","zh" but got "fr"`:   `--lang 只能是 "","en","zh" 之一，而不是 "fr"`,
		"--json and --html can't be used together":          "--json 与 --html 不能同时使用",
		"Usage: loginscope <command> [flags]":               "用法：loginscope <命令> [选项]",
		`Run "loginscope lab --help" for more information.`: `运行 “loginscope lab --help” 查看详细说明。`,
		"something that kong may say one day, and we pass it on": "something that kong may say one day, and we pass " +
			"it on",
	} {
		if got := inChinese(en); got != zh {
			t.Errorf("%q: got %q, want %q", en, got, zh)
		}
	}
}

// TestCancelledCommandReportsIt is Ctrl-C for the commands that do not wait for it.
func TestCancelledCommandReportsIt(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	file := filepath.Join(t.TempDir(), "device.log")
	if err := os.WriteFile(file, []byte("E/AuthSDK ( 1): 600017\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"inspect", file}, {"lab"}, {"lab", "run", "--all"}, {"lab", "run", "cm-success"},
		{"check", file}} {
		cat, err := i18n.Load(assets.Translations, "translations")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var out, errs bytes.Buffer
		term := newTerminal(cat, strings.NewReader(""), &out, &errs, func(string) string { return "" })
		if code := term.exit(dispatch(ctx, term, args)); code != exitBad {
			t.Errorf("%q: exit code %d", args, code)
		}
		if !strings.Contains(errs.String(), "Stopped before it finished") {
			t.Errorf("%q says %q", args, errs.String())
		}
	}
}

func readSource(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
