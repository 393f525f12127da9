package res_test

import (
	"testing"

	"loginscope/inspector/androidapp/res"
)

// FuzzTable demands no panic from a table that parses: not in listing, nor in
// looking up, nor in finding by name.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x02\x00\x0c\x00\x0c\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		table, err := res.ParseTable(src)
		if err != nil {
			return
		}
		for i, id := range table.IDs() {
			if i == 1000 {
				break
			}
			entries, err := table.Lookup(id)
			if err == nil && len(entries) == 0 {
				t.Fatalf("0x%08x is listed and not found", id)
			}
			_ = table.Name(id)
		}
		table.Find("xml", "network_security_config")
	})
}
