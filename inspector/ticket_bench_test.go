package inspector_test

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkTicketText inspects a megabyte of what people write and paste: the public
// reports between lines that speak of other things.
func BenchmarkTicketText(b *testing.B) {
	paths, err := os.ReadDir("testdata/reports")
	if err != nil {
		b.Fatal(err)
	}
	var all strings.Builder
	const other = "客户说昨天升级到 3.2.1 之后偶尔白屏，重启后恢复，截图见附件 20260302-1.png，麻烦帮忙看一下。\n" +
		"We call the page from a fragment; 12 users of 4000 report it, mostly on Wi-Fi, version 7.0.14, build " +
		"20260301.\n"
	for all.Len() < 1<<20 {
		for _, p := range paths {
			raw, err := os.ReadFile("testdata/reports/" + p.Name())
			if err != nil {
				b.Fatal(err)
			}
			all.Write(raw)
			all.WriteString(strings.Repeat(other, 20))
		}
	}
	b.SetBytes(int64(all.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if r := inspectText(b, all.String()); len(r.Flows)+len(r.Findings) == 0 {
			b.Fatal("nothing was found")
		}
	}
}
