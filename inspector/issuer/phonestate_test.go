package issuer

import (
	"testing"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// TestPhoneState reads what adb prints, and nothing into a value that says nothing.
func TestPhoneState(t *testing.T) {
	for _, tt := range []struct {
		text  string
		fact  cause.Fact
		value string
	}{
		{"$ adb shell settings get global http_proxy\n192.168.3.9:8888", cause.Proxy, "on"},
		{"settings get global http_proxy\n:0", cause.Proxy, "off"},
		{"http_proxy=null", cause.Proxy, "off"},
		{"mobile_data=0", cause.MobileData, "off"},
		{"mobile_data=1", cause.MobileData, "on"},
		{"airplane_mode_on=1", cause.MobileData, "off"},
		{"airplane_mode_on=0", "", ""},
		{"private_dns_mode=hostname", cause.Blocklist, "used"},
		{"private_dns_mode=opportunistic", "", ""},
		{"[gsm.sim.state]: [ABSENT,ABSENT]", cause.SIM, "absent"},
		{"[gsm.sim.state]: [LOADED,ABSENT]", cause.SIM, "present"},
		{"[gsm.sim.state]: [PIN_REQUIRED]", "", ""},
		{"[gsm.operator.isroaming]: [true]", cause.Roaming, "yes"},
		{"NetworkCapabilities: [ Transports: WIFI|VPN Capabilities: INTERNET", cause.VPN, "on"},
		{"NetworkCapabilities: [ Transports: CELLULAR Capabilities: INTERNET", "", ""},
	} {
		got := inspector.Signal{}
		for _, s := range readStateLine(&inspector.Line{LogLine: &exchange.LogLine{Text: tt.text}, Pasted: true}) {
			got = s.Signals[0]
		}
		if got.Fact != tt.fact || got.Value != tt.value || tt.value != "" && !got.Printed {
			t.Errorf("%q: %s=%s, want %s=%s", tt.text, got.Fact, got.Value, tt.fact, tt.value)
		}
	}
}
