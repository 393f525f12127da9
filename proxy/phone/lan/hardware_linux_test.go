package lan

import "testing"

func TestGateway(t *testing.T) {
	const table = "Iface\tDestination\tGateway " +
		"\tFlags\nwlan0\t0000A8C0\t00000000\t0001\nwlan0\t00000000\t0100A8C0\t0003\n"
	// on a little-endian machine, as all that Loginscope is built for
	if got := gateway(table).String(); got != "192.168.0.1" {
		t.Errorf("got %s", got)
	}
	if gateway("Iface\tDestination\tGateway\n").IsValid() {
		t.Error("a table without a default route has a gateway")
	}
}
