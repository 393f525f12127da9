package lab

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestOneFunctionDials finds every call that opens a connection: the lab's own
// network, and the phone on its way to the proxy that it was given.
func TestOneFunctionDials(t *testing.T) {
	opens := regexp.MustCompile(
		`net\.Dial|net\.Dialer\{|tls\.Dial|http\.(Get|Post|DefaultClient|DefaultTransport)|var d net\.Dialer`)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		src, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(opens.FindAll(src, -1)); n > 0 {
			found[e.Name()] = n
		}
	}
	if len(found) != 2 || found["network.go"] != 1 || found["phone.go"] != 1 {
		t.Errorf("connections are opened in %v, want one place in network.go and one in phone.go", found)
	}
}
