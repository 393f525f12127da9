package session

import (
	"go/build"
	"strings"
	"testing"
)

// TestImportsOfOurs holds the arrow: a session knows exchanges and no more.
func TestImportsOfOurs(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	ours := 0
	for _, path := range pkg.Imports {
		if strings.HasPrefix(path, "loginscope/") {
			ours++
			if path != "loginscope/proxy/exchange" && path != "loginscope/lang" && path != "loginscope/problem" {
				t.Errorf("imports %s", path)
			}
		}
		if path == "net" || strings.HasPrefix(path, "net/http") {
			t.Errorf("imports %s", path)
		}
	}
	if ours == 0 {
		t.Error("no import was read")
	}
}
