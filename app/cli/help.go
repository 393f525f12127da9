package cli

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"loginscope/app/i18n"
)

// errHelpShown ends parsing after the help was printed.
var errHelpShown = errors.New("help was shown")

// helpFlag prints the help of the command before it.
type helpFlag bool

// BeforeReset is kong's hook: it runs before arguments are checked, so that
// help is shown for an incomplete command line, too.
func (helpFlag) BeforeReset(ctx *kong.Context) error {
	if err := ctx.PrintUsage(false); err != nil {
		return err
	}
	return errHelpShown
}

// vars are the help texts: the sentence "cli.help.flag_lang" is ${flag_lang}.
func vars(cat *i18n.Catalog) kong.Vars {
	v := kong.Vars{}
	for key := range cat.Keys(i18n.EN) {
		if name, ok := strings.CutPrefix(key, "cli.help."); ok {
			v[name] = cat.T(key)
		}
	}
	return v
}

// plainHelp leaves out the names of environment variables, of which no flag
// has any.
func plainHelp(v *kong.Value) string { return v.Help }

// help prints kong's help with its headings in the language in use.
func (t *terminal) help(o kong.HelpOptions, ctx *kong.Context) error {
	ctx = named(ctx)
	var b bytes.Buffer
	was := ctx.Kong.Stdout
	ctx.Kong.Stdout = &b
	err := kong.DefaultHelpPrinter(o, ctx)
	ctx.Kong.Stdout = was
	if err != nil {
		return err
	}
	text := b.String()
	if t.cat.Lang() == i18n.ZH {
		text = inChinese(text)
	}
	_, err = t.out.Write([]byte(text))
	return err
}

// named leaves out the commands that kong chose because none was named, so that
// "lab --help" is the help of lab and not of its default.
func named(ctx *kong.Context) *kong.Context {
	c := *ctx
	for len(c.Path) > 0 {
		n := c.Path[len(c.Path)-1].Command
		if n == nil || n.Parent == nil || n.Parent.DefaultCmd != n || slices.Contains(ctx.Args, n.Name) {
			break
		}
		c.Path = c.Path[:len(c.Path)-1]
	}
	return &c
}

// phrases are kong's own words and errors, and their Chinese.
var phrases = []struct {
	en *regexp.Regexp
	zh string
}{
	{regexp.MustCompile(`(?m)^Usage: `), "用法："},
	{regexp.MustCompile(`(?m)^Arguments:$`), "参数："},
	{regexp.MustCompile(`(?m)^Flags:$`), "选项："},
	{regexp.MustCompile(`(?m)^Commands:$`), "命令："},
	{regexp.MustCompile(`Run "(.*) <command> --help" for more information on a command\.`), `运行 “$1 <命令> --help” 查看某个命令的说明。`},
	{regexp.MustCompile(`Run "(.*) --help" for more information\.`), `运行 “$1 --help” 查看详细说明。`},
	{regexp.MustCompile(`<command>`), "<命令>"},
	{regexp.MustCompile(`\[flags\]`), "[选项]"},
	{regexp.MustCompile(`^unknown flag (\S+?)(,|$)`), "没有选项 $1$2"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(,|$)`), "多余的参数 $1$2"},
	{regexp.MustCompile(`, did you mean one of (.*)\?$`), "，是否为 $1 之一？"},
	{regexp.MustCompile(`, did you mean (.*)\?$`), "，是否为 $1？"},
	{regexp.MustCompile(`^expected one of (.*)`), "缺少 $1 之一"},
	{regexp.MustCompile(`^expected (.*)`), "缺少 $1"},
	{regexp.MustCompile(`^missing flags: (.*)`), "缺少选项：$1"},
	{regexp.MustCompile(`^missing positional arguments (.*)`), "缺少参数 $1"},
	{regexp.MustCompile(`^no command selected`), "没有指定命令"},
	{regexp.MustCompile(` must be one of (.*) but got (.*)`), " 只能是 $1 之一，而不是 $2"},
	{regexp.MustCompile(` and (--\S+) can't be used together`), " 与 $1 不能同时使用"},
	{regexp.MustCompile(`: expected (\S+) value but got (.*)`), "：应为 $1 类型的值，而不是 $2"},
	{regexp.MustCompile(`: missing value, expecting .*`), "：缺少值"},
}

func inChinese(text string) string {
	for _, p := range phrases {
		text = p.en.ReplaceAllString(text, p.zh)
	}
	return text
}
