// Command loginscope opens the window, or runs one command line word.
//
// It stands at the root because the fyne tool wants it beside FyneApp.toml.
package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"loginscope/app"
	"loginscope/app/cli"
	"loginscope/app/display"
)

func main() {
	ctx, args := context.Background(), os.Args[1:]
	if len(args) > 0 && (cli.IsCommand(args[0]) || !slices.ContainsFunc(args, isFile)) {
		os.Exit(cli.Main(ctx, args, os.Stdin, os.Stdout, os.Stderr))
	}
	if why := display.Check(os.Getenv); why != nil {
		os.Exit(cli.Windowless(ctx, args, why, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(app.Run(ctx, args))
}

// isFile reports whether an argument names a file to open, and is no mistyped
// command: it exists, or it is spelled as only a path is.
func isFile(arg string) bool {
	if _, err := os.Stat(arg); err == nil {
		return true
	}
	return !strings.HasPrefix(arg, "-") && strings.ContainsAny(arg, `./\`)
}
