package issuer

import (
	"testing"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// TestExceptionKinds reads crashes of the fusion SDK, of iOS and of plug-ins, and leaves
// what the SDK itself caught.
func TestExceptionKinds(t *testing.T) {
	for _, tt := range []struct{ tag, text, want string }{
		{"", "java.lang.NullPointerException: x\n\tat com.alicom.fusion.auth.AlicomFusionBusiness.startScene(S:2)",
			cause.FusionNull},
		{"", "android.os.NetworkOnMainThreadException\n\tat java.net.X.y(X.java:1)\n\tat com.alicom.fusion.auth.B$1.run(S:1)",
			cause.MainThread},
		{"", "android.os.NetworkOnMainThreadException\n\tat com.shop.news.Feed.load(Feed.java:1)", ""},
		{"", "-[TYRZBaseApi initWithKey:]: unrecognized selector sent to instance 0x1", cause.SelectorMissing},
		{"", "-[NewsCell setTitle:]: unrecognized selector sent to instance 0x1", ""},
		{"", "java.lang.IllegalStateException: Reply already submitted\n\tat com.brand.verify_auth.AuthPlugin.ok(A.kt:1)",
			cause.ReplyTwice},
		{"", "java.lang.IllegalStateException: Reply already submitted\n\tat com.brand.camera.CamPlugin.ok(A.kt:1)", ""},
		{"", "java.lang.IllegalStateException: x\n\tat com.google.gson.Gson.fromJson(G.java:9)\n" +
			"\tat com.fluttercandies.flutter_ali_auth.model.M.of(M.kt:3)", cause.PluginFault},
		{"AuthSDK", "java.lang.NullPointerException: x\n\tat com.mobile.auth.gatewayauth.Page.close(S:1)", ""},
		{"AndroidRuntime", "FATAL EXCEPTION: main\njava.lang.IllegalStateException: x\n" +
			"\tat com.mobile.auth.gatewayauth.Page.close(S:1)", cause.SDKFault},
	} {
		got := ""
		l := &inspector.Line{LogLine: &exchange.LogLine{Text: tt.text, Tag: tt.tag}, Pasted: true}
		for _, s := range readExceptionLine(l) {
			for _, g := range s.Signals {
				got = g.Value
			}
		}
		if got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.tag, tt.text, got, tt.want)
		}
	}
}
