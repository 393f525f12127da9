// Command loginscope-cli is Loginscope without its window, for servers and
// continuous integration: it needs no graphics library and no cgo.
package main

import (
	"context"
	"os"

	"loginscope/app/cli"
)

func main() { os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
