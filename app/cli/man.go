package cli

import (
	"context"
	"io"

	mangokong "github.com/alecthomas/mango-kong"
	"github.com/muesli/roff"

	"loginscope/lang"
)

var manEntry = entry{
	word: "man", value: newOf[manCmd],
	help: []helpText{
		{"man", lang.Both("Print the manual page; loginscope man | man -l -", "输出手册页：loginscope man | man -l -")},
	},
}

var manTitle = lang.Both("debug the one-click login of Android apps", "安卓应用一键登录调试工具")

type manCmd struct{}

func (manCmd) run(_ context.Context, t *terminal) error {
	k, err := t.parser(&flags{}, "")
	if err != nil {
		return err
	}
	// The first line stands in the heading of each page, the rest in the description.
	k.Model.Help = manTitle.In(t.lang()) + "\n" + k.Model.Help
	_, err = io.WriteString(t.out, mangokong.NewManPage(1, k.Model).Build(roff.NewDocument()))
	return err
}
