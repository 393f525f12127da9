package lab

import (
	"errors"
	"flag"
	"maps"
	"net"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"loginscope/proxy/exchange"
)

// TestMain runs more tests at a time than there are processors: scenarios
// mostly wait for time-outs.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

func start(t *testing.T) *Lab {
	t.Helper()
	l, err := Start(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func TestDefaultSignsIn(t *testing.T) {
	l := start(t)
	var lines []exchange.LogLine
	got, err := l.Run(t.Context(), Default(), Run{Log: func(x exchange.LogLine) { lines = append(lines, x) }})
	if err != nil {
		t.Fatal(err)
	}
	if !got.SignedIn || len(lines) == 0 {
		t.Errorf("signed in %t with %d log lines, callbacks %v", got.SignedIn, len(lines), got.Callbacks)
	}
	var calls []string
	for _, r := range got.Requests {
		calls = append(calls, r.Network+" "+r.Action+" "+r.URL)
		if r.Status != 200 || r.Err != "" {
			t.Errorf("request %+v failed", r)
		}
	}
	want := []string{
		"default GetStsToken https://dypnsapi.aliyuncs.com/",
		"default QuerySceneVendorInfoList https://dypnsapi.aliyuncs.com/",
		"default QuerySdkConfig https://dypnsapi.aliyuncs.com/",
		"cellular  https://config2.cmpassport.com/client/uniConfig",
		"cellular  https://rcs.cmpassport.com/unisdk/rs/scripAndTokenForHttps",
		"cellular  https://log2.cmpassport.com:9443/log/logReport",
		"cellular  https://rcs.cmpassport.com/unisdk/rs/scripAndTokenForHttps",
		"cellular  https://log2.cmpassport.com:9443/log/logReport",
		"default UploadMonitorInfo https://dypnsapi.aliyuncs.com/",
		"default  https://tenant.lab.test/api/v2/sdk/login/aliyun-mobile-auth",
	}
	if !slices.Equal(calls, want) {
		t.Errorf("calls are\n%q\nwant\n%q", calls, want)
	}
}

// TestDialReachesLoopbackOnly is the lab's promise: no name is resolved and
// no address reached outside.
func TestDialReachesLoopbackOnly(t *testing.T) {
	l := start(t)
	names := maps.Clone(others)
	for _, s := range simulators() {
		for _, host := range s.hosts {
			names[host] = backend(s.issuer)
		}
	}
	if len(names) < 18 {
		t.Fatalf("%d names in the lab", len(names))
	}
	for name, c := range names {
		conn, err := l.Dial(t.Context(), "tcp", name+":443")
		if err != nil {
			t.Errorf("dial %q (%s): %v", name, c, err)
			continue
		}
		if ip := conn.RemoteAddr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("dial %q reached %v", name, ip)
		}
		_ = conn.Close()
	}
	for _, address := range []string{
		"example.com:443", "www.cmpassport.com:443", "dypnsapi.aliyuncs.com.evil.test:443", "localhost:80",
		"192.0.2.1:443", "10.0.0.1:80", "[2001:db8::1]:443", "127.0.0.1:1", "0.0.0.0:443", "nonsense",
	} {
		conn, err := l.Dial(t.Context(), "tcp", address)
		if err == nil {
			_ = conn.Close()
			t.Errorf("dial %q reached %v, want a refusal", address, conn.RemoteAddr())
		}
		var op *net.OpError
		if err != nil && !errors.As(err, &op) {
			t.Errorf("dial %q: %T, want *net.OpError", address, err)
		}
	}
	for _, address := range []string{"192.0.2.1:443", "example.com:443", "[2001:db8::1]:443", ":443"} {
		if _, err := dialLoopback(t.Context(), "tcp", address); err == nil {
			t.Errorf("dialLoopback(%q) did not refuse", address)
		}
	}
}
