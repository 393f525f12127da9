package issuer

import (
	"testing"

	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// TestBuildErrors reads the messages of several versions of the tools.
func TestBuildErrors(t *testing.T) {
	for _, tt := range []struct{ in, want, names string }{
		{"Duplicate class com.mobile.auth.gatewayauth.AuthUIConfig found in modules a and b", "class-twice",
			"com.mobile.auth.gatewayauth.AuthUIConfig"},
		{"Program type already present: com.nirvana.tools.core.AppUtils", "class-twice",
			"com.nirvana.tools.core.AppUtils"},
		{"2 files found with path 'lib/arm64-v8a/libauth_number_product-2.14.19_alijtca_plus.so' from inputs:",
			"native-twice", "lib/arm64-v8a/libauth_number_product-2.14.19_alijtca_plus.so"},
		{"2 files found with path 'lib/arm64-v8a/libc++_shared.so' from inputs:", "", ""},
		{"Failed to resolve: :auth_number_product-2.14.19:", "aar-not-found", "auth_number_product-2.14.19"},
		{"> Could not find :main-2.2.3-release:.", "aar-not-found", "main-2.2.3-release"},
		{"> Could not find :guava-main-2:.", "", ""},
		{"A problem occurred configuring project ':ali_auth'.", "plugin-build", "ali_auth"},
		{"The plugin `ali_auth` requires your app to be migrated to the Android embedding v2.", "plugin-build",
			"ali_auth"},
		{"A problem occurred configuring project ':camera'.", "", ""},
		{"ld: building for 'iOS-simulator', but linking in object file " +
			"(ATAuthSDK.framework/ATAuthSDK[arm64][2](x.o)) built for 'iOS'", "simulator-link",
			"ATAuthSDK.framework"},
	} {
		got, names := "", ""
		for _, s := range readBuildLine(&inspector.Line{LogLine: &exchange.LogLine{Text: tt.in}, Pasted: true}) {
			got, names = s.Signals[0].Value, s.Signals[0].Quote
		}
		if got != tt.want || names != tt.names {
			t.Errorf("%q: got %q of %q, want %q of %q", tt.in, got, names, tt.want, tt.names)
		}
	}
}
