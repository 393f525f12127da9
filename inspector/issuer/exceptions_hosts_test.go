package issuer

import (
	"testing"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// TestExceptionsOfHosts reads the exceptions that name a host: one of the login is
// a fact, another app's host is not.
func TestExceptionsOfHosts(t *testing.T) {
	for text, want := range map[string]string{
		"java.net.SocketTimeoutException: failed to connect to dypnsapi.aliyuncs.com/203.0.113.9 (port 443) after 3000ms": cause.HostTimeout,
		"java.net.ConnectException: Failed to connect to opencloud.wostore.cn/203.0.113.7:443":                            cause.HostUnreachable,
		"javax.net.ssl.SSLPeerUnverifiedException: Hostname dypnsapi.aliyuncs.com not verified:":                          cause.NameMismatch,
		"java.net.SocketTimeoutException: failed to connect to api.example.com/203.0.113.9 (port 443)":                    "",
		"java.net.ConnectException: Failed to connect to localhost/127.0.0.1:8888":                                        "",
		"java.net.ConnectException: Failed to connect to /192.168.1.5:8888 at com.mobile.auth.gatewayauth.A.b(S:1)":       cause.ProxyGone,
	} {
		got := ""
		for _, s := range readExceptionLine(&inspector.Line{LogLine: &exchange.LogLine{Text: text}}) {
			for _, g := range s.Signals {
				got = g.Value
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
