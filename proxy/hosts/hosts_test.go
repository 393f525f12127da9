package hosts_test

import (
	"testing"

	"loginscope/proxy/hosts"
)

func TestHostSet(t *testing.T) {
	s := hosts.NewSet([]string{"Exact.test", "*.below.test", "10.0.0.1", "[2001:DB8::1]"})
	for host, want := range map[string]bool{
		"exact.test": true, "EXACT.test.": true, "x.exact.test": false, "a.below.test": true, "a.b.below.test": true,
		"below.test": false, "xbelow.test": false, "10.0.0.1": true, "2001:db8::1": true, "": false,
	} {
		if s.Match(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}
