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

// sentences puts the help texts in: ${flag_lang} is the text "flag_lang". They are no
// variables of kong's, because it expands every variable once more for every flag.
func sentences(l i18n.Lang) kong.Option {
	put := func(help string) string {
		if name, ok := strings.CutPrefix(help, "${"); ok {
			text := textNamed(strings.TrimSuffix(name, "}"))
			return strings.NewReplacer("{answers}", answers(), "{issuers}", issuers()).Replace(text.In(string(l)))
		}
		return help
	}
	return kong.PostBuild(func(k *kong.Kong) error {
		return kong.Visit(k.Model.Node, func(n kong.Visitable, next kong.Next) error {
			switch n := n.(type) {
			case *kong.Node:
				n.Help = put(n.Help)
			case *kong.Value:
				n.Help = put(n.Help)
			}
			return next(nil)
		})
	})
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

// phrases are kong's own words and errors, as patterns, and their Chinese.
var phrases = []struct{ en, zh string }{
	{`(?m)^Usage: `, "用法："},
	{`(?m)^Arguments:$`, "参数："},
	{`(?m)^Flags:$`, "选项："},
	{`(?m)^Commands:$`, "命令："},
	{`Run "(.*) <command> --help" for more information on a command\.`, `运行 “$1 <命令> --help” 查看某个命令的说明。`},
	{`Run "(.*) --help" for more information\.`, `运行 “$1 --help” 查看详细说明。`},
	{`<command>`, "<命令>"},
	{`\[flags\]`, "[选项]"},
	{`^unknown flag (\S+?)(,|$)`, "没有选项 $1$2"},
	{`^unexpected argument (\S+?)(,|$)`, "多余的参数 $1$2"},
	{`, did you mean one of (.*)\?$`, "，是否为 $1 之一？"},
	{`, did you mean (.*)\?$`, "，是否为 $1？"},
	{`^expected one of (.*)`, "缺少 $1 之一"},
	{`^expected (.*)`, "缺少 $1"},
	{`^missing flags: (.*)`, "缺少选项：$1"},
	{`^missing positional arguments (.*)`, "缺少参数 $1"},
	{`^no command selected`, "没有指定命令"},
	{` must be one of (.*) but got (.*)`, " 只能是 $1 之一，而不是 $2"},
	{` and (--\S+) can't be used together`, " 与 $1 不能同时使用"},
	{`: expected (\S+) value but got (.*)`, "：应为 $1 类型的值，而不是 $2"},
	{`: missing value, expecting .*`, "：缺少值"},
}

func inChinese(text string) string {
	for _, p := range phrases {
		text = regexp.MustCompile(p.en).ReplaceAllString(text, p.zh)
	}
	return text
}
