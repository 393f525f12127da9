// Command loginscope opens the window, or runs one command line word.
//
// It stands at the root because the fyne tool wants it beside FyneApp.toml.
package main

import (
	"os"
	"runtime"

	"loginscope/app"
	"loginscope/app/cli"
)

func main() {
	args := os.Args[1:]
	if len(args) == 0 && !hasDisplay() {
		args = []string{"lab"} // the same sample login, in the terminal
	}
	if len(args) > 0 && cli.IsCommand(args[0]) {
		os.Exit(cli.Main(args, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(app.Run(args))
}

// hasDisplay reports whether a window can be opened at all.
func hasDisplay() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
