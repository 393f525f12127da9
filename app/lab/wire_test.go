package lab_test

import (
	"net/url"
	"slices"
	"sort"
	"strings"
	"testing"

	"loginscope/app/lab"
	"loginscope/proxy/ca"
	"loginscope/proxy/exchange"
)

// capture plays a scenario through a proxy and returns what that saw.
func capture(t *testing.T, name string) []exchange.Exchange {
	t.Helper()
	s, err := lab.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	l, c := world(t)
	var rec record
	address, stop := startProxy(t, l, c, &rec)
	if _, err := l.Run(t.Context(), s, lab.Run{Proxy: address, Trust: c.Pool()}); err != nil {
		t.Fatal(err)
	}
	stop()
	return rec.exchanges()
}

func world(t *testing.T) (*lab.Lab, *ca.CA) {
	t.Helper()
	c, err := ca.LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.Start(t.Context(), lab.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l, c
}

func (r *record) exchanges() []exchange.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []exchange.Exchange
	for _, e := range r.events {
		if f, ok := e.(exchange.Finished); ok {
			out = append(out, f.Exchange)
		}
	}
	return out
}

// TestSDKRequests checks the sample login against the documented wire.
func TestSDKRequests(t *testing.T) {
	got := capture(t, lab.Default().Name)
	var seen []string
	for _, x := range got {
		h := x.Request.Header
		if x.Host == "tenant.lab.test" {
			seen = append(seen, x.Path)
			checkIDaaS(t, x)
			continue
		}
		seen = append(seen, h.Get("x-acs-action"))
		if x.Path != "/?" || x.Request.Method != "POST" || x.Client.TLS == nil || x.Client.TLS.Version != "TLS 1.2" {
			t.Errorf("%s %s over %+v", x.Request.Method, x.Path, x.Client.TLS)
		}
		for name, want := range map[string]string{
			"Accept": "application/json", "x-acs-version": "2017-05-25", "x-sdk-invoke-type": "common",
			"x-sdk-client": "Java/2.0.0",
			"Content-Type": "application/x-www-form-urlencoded", "Host": "dypnsapi.aliyuncs.com",
		} {
			if h.Get(name) != want {
				t.Errorf("header %s is %q, want %q", name, h.Get(name), want)
			}
		}
		checkForm(t, string(x.Request.Body.Head))
	}
	want := []string{"GetStsToken", "QuerySceneVendorInfoList", "QuerySdkConfig", "UploadMonitorInfo",
		"/api/v2/sdk/login/aliyun-mobile-auth"}
	if !slices.Equal(seen, want) {
		t.Errorf("the proxy saw %q, want %q", seen, want)
	}
}

func checkForm(t *testing.T, body string) {
	t.Helper()
	rest, ok := strings.CutPrefix(body, "&")
	if !ok {
		t.Errorf("body %.40q does not begin with an ampersand", body)
	}
	var names []string
	for _, pair := range strings.Split(rest, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	if last := len(names) - 1; names[last] == "Signature" {
		names = names[:last]
	}
	if !sort.StringsAreSorted(names) {
		t.Errorf("fields %q are not sorted", names)
	}
	form, err := url.ParseQuery(rest)
	if err != nil {
		t.Fatal(err)
	}
	signed := form.Has("Signature")
	if signed != form.Has("SecurityToken") || signed == (form.Get("Action") == "GetStsToken") {
		t.Errorf("%s: signed %t", form.Get("Action"), signed)
	}
}

func checkIDaaS(t *testing.T, x exchange.Exchange) {
	t.Helper()
	for _, name := range []string{"X-operating-sys-version", "X-device-fingerprint", "X-agent", "X-client-id"} {
		if x.Request.Header.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
	}
	if x.Response == nil || x.Response.Status != 200 ||
		!strings.Contains(string(x.Response.Body.Head), `"session_token"`) {
		t.Errorf("response is %+v", x.Response)
	}
}

// TestProxySeesCarriersOnlyWhenGlobal holds the difference between a proxy of
// the Wi-Fi and a global one.
func TestProxySeesCarriersOnlyWhenGlobal(t *testing.T) {
	for name, want := range map[string]bool{"cm-success": false, "cu-success": false, "ct-success": false,
		"vpn-mobile": false, "global-proxy-mobile": true, "global-proxy-unicom": true, "global-proxy-telecom": true} {
		seen := false
		for _, x := range capture(t, name) {
			for _, host := range []string{"cmpassport.com", "wosms.cn", "id6.me"} {
				seen = seen || strings.HasSuffix(x.Host, host)
			}
		}
		if seen != want {
			t.Errorf("%s: carrier seen by the proxy: %t, want %t", name, seen, want)
		}
	}
}
