package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"loginscope/app/i18n"
	"loginscope/assets"
	"loginscope/problem"
)

// Windowless does in the terminal what the window would have begun with: it reads
// the files, or plays the sample login without any. It says first why there is
// no window, and after the sample what to type next. It returns the exit code of
// the command that it ran.
func Windowless(
	ctx context.Context,
	files []string,
	why *problem.Problem,
	stdin io.Reader,
	stdout, stderr io.Writer,
) int {
	cat, err := i18n.Load(assets.Translations, "translations", language(nil, os.Getenv))
	if err != nil {
		fmt.Fprintln(stderr, "loginscope:", err)
		return exitBad
	}
	t := newTerminal(cat, stdin, stdout, stderr, os.Getenv)
	t.complain(why)
	if len(files) > 0 {
		t.say("cli.windowless.files")
		return Main(ctx, append([]string{"inspect", "--"}, files...), stdin, stdout, stderr)
	}
	t.say("cli.windowless.sample")
	code := Main(ctx, []string{"lab"}, stdin, stdout, stderr)
	t.say("cli.windowless.next")
	return code
}
