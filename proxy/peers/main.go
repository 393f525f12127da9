// Command peers measures a capture beside other intercepting proxies, in one
// run and in paired rounds, so that a busy machine slows all of them alike:
// read the ratios. Loginscope records into a session; bare goproxy, which it is
// built on, stores nothing. What is not installed is left out by name.
//
//	make bench-peers
//	go run ./proxy/peers -cli bin/loginscope-cli -rounds 5 -seconds 3
//
// It reads processor time and memory from /proc and therefore needs Linux. All
// traffic stays on loopback.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "goproxy" {
		fail(bareGoproxy(os.Args[2]))
		return
	}
	cli := flag.String("cli", "bin/loginscope-cli", "the command line to measure")
	rounds := flag.Int("rounds", 5, "rounds; the order of the proxies turns with each")
	seconds := flag.Float64("seconds", 3, "seconds of load a proxy, round and row")
	flag.Parse()
	if runtime.GOOS != "linux" {
		fail(fmt.Errorf("processor time is read from /proc, which %s does not have", runtime.GOOS))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fail(compare(ctx, *cli, *rounds, time.Duration(*seconds*float64(time.Second))))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}
