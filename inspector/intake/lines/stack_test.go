package lines

import "testing"

func TestContinues(t *testing.T) {
	for in, want := range map[string]bool{
		"\tat com.mobile.auth.gatewayauth.LoginAuthActivity.a(Unknown Source:20)": true,
		"    at com.example.A$1.<init>(A.java:1)":                                 true,
		"Caused by: java.lang.IllegalStateException: x":                           true,
		"\t... 12 more": true,
		"android.permission.CHANGE_NETWORK_STATE,":                         true,
		"at home it works (with Wi-Fi)":                                    false,
		"    frame #0: 0x0000000107 ali_auth`-[AliAuthPlugin showResult:]": true,
		"... and so on":          false,
		"java.lang.Exception: x": false,
		"at":                     false,
	} {
		if got := Continues([]byte(in)); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}
