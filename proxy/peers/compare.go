package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// rows are what is measured, one line of the table each.
var rows = []struct {
	name  string
	h2    bool
	conns int
	bytes int64 // of one download; 0 for small answers over kept-alive connections
}{
	{"HTTP/1.1, 1 connection", false, 1, 0},
	{"HTTP/1.1, 16 connections", false, 16, 0},
	{"HTTP/1.1, 128 connections", false, 128, 0},
	{"HTTP/2, 1 connection", true, 1, 0},
	{"HTTP/2, 16 connections", true, 16, 0},
	{"download of 200 MB", false, 1, 200_000_000},
}

// sample is what one proxy needed for one row in one round.
type sample struct {
	cpu  time.Duration // of the proxy, a request or download
	rate float64       // requests or megabytes a second
	p99  time.Duration // of a request
	high int64         // bytes, the most that was resident
}

// compare starts every proxy that is there and prints one table a row.
func compare(ctx context.Context, cli string, rounds int, d time.Duration) error {
	dir, err := os.MkdirTemp("", "loginscope-peers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	o, err := startOrigin()
	if err != nil {
		return err
	}
	defer o.close()
	var running []*peer
	defer func() {
		for _, p := range running {
			p.stop()
		}
	}()
	for _, p := range peers(cli, dir) {
		if err := p.start(ctx); err != nil {
			fmt.Printf("left out: %s: %v\n", p.name, err)
			continue
		}
		running = append(running, p)
	}
	for _, row := range rows {
		got := map[*peer][]sample{}
		for round := range rounds {
			order := slices.Clone(running)
			if round%2 == 1 {
				slices.Reverse(order)
			}
			for _, p := range order {
				if p.noH2 && row.h2 {
					continue
				}
				s, err := p.measure(ctx, o, row.h2, row.conns, row.bytes, d)
				if err != nil {
					fmt.Printf("%s: %s: %v\n", row.name, p.name, err)
					continue
				}
				got[p] = append(got[p], s)
			}
		}
		printRow(row.name, running, got)
	}
	return ctx.Err()
}

// printRow prints medians, and the medians of the ratios to the first proxy of
// the same round.
func printRow(name string, running []*peer, got map[*peer][]sample) {
	fmt.Printf("\n%s\n%-12s %12s %8s %12s %8s %10s %8s %9s\n", name, "", "cpu", "ratio", "rate /s", "ratio", "p99",
		"ratio", "memory")
	base := got[running[0]]
	for _, p := range running {
		all := got[p]
		if len(all) == 0 {
			continue
		}
		ratio := func(of func(sample) float64) float64 {
			var list []float64
			for i := range min(len(all), len(base)) {
				if b := of(base[i]); b > 0 {
					list = append(list, of(all[i])/b)
				}
			}
			return median(list)
		}
		cpu := func(s sample) float64 { return float64(s.cpu) }
		rate := func(s sample) float64 { return s.rate }
		p99 := func(s sample) float64 { return float64(s.p99) }
		high := all[len(all)-1].high
		fmt.Printf("%-12s %12v %8.2f %12.0f %8.2f %10v %8.2f %6d MB\n", p.name,
			time.Duration(median(each(all, cpu))).Round(100*time.Nanosecond), ratio(cpu),
			median(each(all, rate)), ratio(rate),
			time.Duration(median(each(all, p99))).Round(10*time.Microsecond), ratio(p99), high>>20)
	}
}

func each(all []sample, of func(sample) float64) []float64 {
	list := make([]float64, 0, len(all))
	for _, s := range all {
		list = append(list, of(s))
	}
	return list
}

func median[T cmp.Ordered](list []T) (none T) {
	if len(list) == 0 {
		return none
	}
	slices.Sort(list)
	return list[len(list)/2]
}
