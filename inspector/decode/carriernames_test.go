package decode

import (
	"testing"

	"loginscope/codes"
)

// The name of a carrier, in either language, names that carrier alone.
func TestEveryCarrierIsNamed(t *testing.T) {
	for _, c := range codes.Carriers() {
		for _, name := range []string{c.Name.EN, c.Name.ZH} {
			if got := CarrierNamed(name + ": 1105"); got != c.Issuer {
				t.Errorf("%q names %q, want %q; narrow the Said of the rows in codes/carrierrows.go", name, got, c.Issuer)
			}
		}
	}
}
