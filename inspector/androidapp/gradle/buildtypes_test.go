package gradle_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A build type without a statement is built, one that is only asked for is not
// made.
func TestBuildTypes(t *testing.T) {
	plain, more := []string{"debug", "release"}, []string{"debug", "release", "staging"}
	tests := []struct {
		name, body string
		want       []string
	}{
		{"none", "", plain},
		{"empty", "staging {}", more},
		{"empty over lines", "staging {\n }", more},
		{"created", "create('staging')", more},
		{"created with a block", "create('staging') { }", more},
		{"registered", "register('staging')", more},
		{"with a statement", "staging { minifyEnabled true }", more},
		{"asked for", "release { initWith(debug) }", plain},
		{"found", "findByName('staging')", plain},
		{"matching", "matching { it.name == 'x' }.all { minifyEnabled true }", plain},
		{"each", "configureEach { minifyEnabled true }", plain},
		{"a method with a block", "eachWithIndex { t, i -> println(i) }", plain},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			list, _ := variantsOf(t, app+"android { buildTypes { "+x.body+" } }\n")
			if diff := cmp.Diff(x.want, names(list)); diff != "" {
				t.Errorf("variants (-want +got):\n%s", diff)
			}
		})
	}
}
