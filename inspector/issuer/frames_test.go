package issuer

import (
	"testing"

	"loginscope/inspector/cause"
)

// TestFaultOf blames the first frame from the top that is not the platform's.
func TestFaultOf(t *testing.T) {
	const npe = "java.lang.NullPointerException: x\n"
	for _, tt := range []struct{ name, text, owner, class string }{
		{"the SDK above a plug-in", npe + "\tat com.nirvana.a.B.c(Unknown Source:1)\n" +
			"\tat com.sean.rao.ali_auth.X.y(X.java:1)", cause.SDKFault, "com.nirvana.a.B.c"},
		{"a plug-in above the SDK", npe + "\tat android.os.Handler.a(H.java:1)\n\tat com.sean.rao.ali_auth.X.y(X.java:1)\n" +
			"\tat com.nirvana.a.B.c(Unknown Source:1)", cause.PluginFault, "com.sean.rao.ali_auth.X.y"},
		{"a carrier's part", npe + "\tat com.cmic.gen.sdk.a.b(S:1)", cause.CarrierFault, "com.cmic.gen.sdk.a.b"},
		{"the app in a callback", npe + "\tat com.example.A.b(A.java:1)\n\tat com.mobile.auth.x.C.d(S:1)", cause.AppFault,
			"com.example.A.b"},
		{"the app alone", npe + "\tat com.example.A.b(A.java:1)", "", ""},
		{"numbered frames", npe + "1 android.os.Looper.loop(Looper.java:1)\n2 com.g.gysdk.a.B.c(Unknown Source)",
			cause.MakerFault, "com.g.gysdk.a.B.c"},
		{"a network failure", "java.net.SocketTimeoutException: timeout\n\tat com.mobile.auth.x.C.d(S:1)", "", ""},
		{"no exception", "\tat com.mobile.auth.x.C.d(S:1)", "", ""},
		{"iOS", "uncaught exception 'NSInvalidArgumentException'\n0   CoreFoundation  0x00000001a0 -[NSArray x] + 1\n" +
			"1   App  0x0000000102 -[GeYanSdk go] + 4", cause.MakerFault, "GeYanSdk"},
	} {
		if o, c := faultOf(tt.text); o != tt.owner || c != tt.class {
			t.Errorf("%s: got %q %q, want %q %q", tt.name, o, c, tt.owner, tt.class)
		}
	}
}
