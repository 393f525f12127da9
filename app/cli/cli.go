// Package cli is Loginscope on the command line: record, inspect, bundle, check,
// explain, codes, lab, replay, target, phone, session, ca, version. It parses words,
// drives the engine and prints; it decodes nothing itself and imports nothing that draws.
//
// Law: what a command prints is masked unless its --reveal was given, and an
// exit code means one thing: 0 fine, 1 problems found in what was inspected,
// 2 bad input or usage.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"loginscope/app/heap"
	"loginscope/app/i18n"
	"loginscope/assets"
)

// The exit codes.
const (
	exitFine     = 0
	exitProblems = 1
	exitBad      = 2
	exitPipe     = 128 + 13 // as a shell reports a program that SIGPIPE ended
)

// gcPercent is Go's usual share: an inspection of a large file keeps little of it.
const gcPercent = 100

// commands are the words of the command line, in the order of the help.
var commands = []entry{
	recordEntry,
	inspectEntry,
	compareEntry,
	bundleEntry,
	checkEntry,
	explainEntry,
	codesEntry,
	labEntry,
	replayEntry,
	targetEntry,
	phoneEntry,
	sessionEntry,
	caEntry,
	completionEntry,
	manEntry,
	versionEntry,
}

// IsCommand reports whether the first argument of a program is for this
// package: a command, or one of the flags that stand before a command.
func IsCommand(word string) bool {
	name, _, _ := strings.Cut(word, "=")
	return commandAt(word) >= 0 ||
		slices.Contains([]string{"help", completeWord, "-h", "--help", "-V", "--version", "--lang", "--no-color"}, name)
}

// commandAt is the index of a word in commands, -1 for any other word.
func commandAt(word string) int {
	return slices.IndexFunc(commands, func(e entry) bool { return e.word == word })
}

// flags are those that every command takes.
type flags struct {
	Help    helpFlag `short:"h" help:"${flag_help}"`
	Lang    string   `help:"${flag_lang}" enum:",en,zh" default:"" placeholder:"en|zh"`
	NoColor bool     `name:"no-color" help:"${flag_no_color}"`
}

// command is what every leaf of the grammar is.
type command interface {
	run(ctx context.Context, t *terminal) error
}

// Main runs one command line without the program's name and returns the exit
// code. SIGINT and SIGTERM end a running command in good order.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	heap.Pace(gcPercent)
	cat, err := i18n.Load(assets.Translations, "translations", language(args, os.Getenv))
	if err != nil {
		// The texts are embedded and tested, so this is a broken build.
		_, _ = io.WriteString(stderr, "loginscope: "+err.Error()+"\n")
		return exitBad
	}
	t := newTerminal(cat, stdin, stdout, stderr, os.Getenv)
	// A reader that goes away, as head does, must not end us before a temporary
	// session is removed: the write fails instead.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	err = dispatch(ctx, t, args)
	if werr := t.flush(); err == nil {
		err = werr
	}
	return t.exit(err)
}

// dispatch parses and runs.
func dispatch(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "help":
			args = append(args[1:], "--help")
		case "--version", "-V":
			args = append([]string{versionEntry.word}, args[1:]...)
		}
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if args[0] == completeWord {
		return t.complete(args[1:])
	}
	var f flags
	parser, err := t.parser(&f, args[0])
	if err != nil {
		return err
	}
	kctx, err := parser.Parse(negatives(args))
	if errors.Is(err, errHelpShown) {
		return nil
	}
	if err != nil {
		return t.usage(err)
	}
	if f.NoColor {
		t.colour = false
	}
	cmd, ok := kctx.Selected().Target.Addr().Interface().(command)
	if !ok {
		return t.usage(errors.New("no command selected"))
	}
	return cmd.run(ctx, t)
}

// parser is kong's for a command line that begins with word, in the language in use.
func (t *terminal) parser(f *flags, word string) (*kong.Kong, error) {
	return kong.New(f, part(word),
		kong.Name("loginscope"), kong.Description(t.T("cli.about")), sentences(t.cat.Lang()),
		kong.NoDefaultHelp(), kong.Help(t.help), kong.ConfigureHelp(kong.HelpOptions{
			Compact:             true,
			NoExpandSubcommands: true,
			WrapUpperBound:      100,
		}),
		kong.Writers(t.out, t.err), kong.ValueFormatter(plainHelp),
		// Help is shown by a hook, which returns errHelpShown.
		kong.Exit(func(int) {}),
	)
}

// part is what kong has to know for a command line that begins with word: that
// command alone, since kong reads every field of what it is given at each start. For
// any other word it is every command, so that help and "did you mean" know all.
func part(word string) kong.Option {
	known := commands
	if i := commandAt(word); i >= 0 {
		known = commands[i : i+1]
	}
	return kong.OptionFunc(func(k *kong.Kong) error {
		for _, e := range known {
			if err := kong.DynamicCommand(e.word, "${"+e.word+"}", "", e.value()).Apply(k); err != nil {
				return err
			}
		}
		return nil
	})
}

// language is what --lang says, else the locale, in the order of POSIX.
func language(args []string, getenv func(string) string) i18n.Lang {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return i18n.Parse(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return i18n.Parse(args[i+1])
		}
		if a == "--" {
			break
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return i18n.Parse(v)
		}
	}
	return i18n.EN
}

// negative is a code such as -10008, which a parser takes for a flag.
var negative = regexp.MustCompile(`^-\d{1,6}$`)

// minus is U+2212, which no flag begins with; the tables read it as a hyphen.
const minus = "−"

func negatives(args []string) []string {
	out := slices.Clone(args)
	for i, a := range out {
		if a == "--" {
			break
		}
		if negative.MatchString(a) {
			out[i] = minus + a[1:]
		}
	}
	return out
}

// lastWork is the context of what a command finishes after its own has ended.
func lastWork(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
}
