package portal_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/proxy/ca"
	"loginscope/proxy/phone/portal"
)

func newPortal(t *testing.T) (*portal.Portal, *ca.CA) {
	t.Helper()
	root, err := ca.LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p, err := portal.New(portal.Config{
		PEM: root.PEM(), DER: root.DER(), Name: root.Name(), Fingerprint: root.Fingerprint(), Host: "loginscope.portal",
		Client: func(*http.Request) portal.Client { return portal.Client{Device: "192.0.2.7", Admitted: true} },
		Now:    func() time.Time { return time.UnixMilli(1_700_000_000_123) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, root
}

func ask(t *testing.T, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryDownloadIsTheCertificate(t *testing.T) {
	p, root := newPortal(t)
	for path, want := range map[string]struct {
		kind string
		body []byte
	}{
		"/loginscope-ca.crt": {"application/x-x509-ca-cert", root.DER()},
		"/loginscope-ca.cer": {"application/pkix-cert", root.DER()},
		"/loginscope-ca.pem": {"application/x-pem-file", root.PEM()},
	} {
		w := ask(t, p, path)
		if w.Code != 200 || w.Header().Get("Content-Type") != want.kind || !bytes.Equal(w.Body.Bytes(), want.body) {
			t.Errorf("%s: %d %s, %d bytes", path, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
		if !strings.Contains(w.Header().Get("Content-Disposition"), strings.TrimPrefix(path, "/")) {
			t.Errorf("%s is saved as %q", path, w.Header().Get("Content-Disposition"))
		}
	}
}

// TestProfileIsPropertyList reads the iOS profile as XML and finds the
// certificate and the payload types in it.
func TestProfileIsPropertyList(t *testing.T) {
	p, root := newPortal(t)
	w := ask(t, p, "/loginscope-ca.mobileconfig")
	if got := w.Header().Get("Content-Type"); got != "application/x-apple-aspen-config" {
		t.Errorf("type %q", got)
	}
	var keys, strs []string
	var data string
	for d := xml.NewDecoder(w.Body); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if el, ok := tok.(xml.StartElement); ok {
			var text string
			switch el.Name.Local {
			case "key", "string", "data":
				if err := d.DecodeElement(&text, &el); err != nil {
					t.Fatal(err)
				}
			}
			switch el.Name.Local {
			case "key":
				keys = append(keys, text)
			case "string":
				strs = append(strs, text)
			case "data":
				data = text
			}
		}
	}
	der, err := base64.StdEncoding.DecodeString(data)
	if err != nil || !bytes.Equal(der, root.DER()) {
		t.Errorf("the profile holds %d bytes, %v", len(der), err)
	}
	for _, want := range []string{"Configuration", "com.apple.security.root", root.Name()} {
		if !slices.Contains(strs, want) {
			t.Errorf("no %q in %q", want, strs)
		}
	}
	if strs[2] == strs[6] || !slices.Contains(keys, "PayloadContent") {
		t.Errorf("identifiers %q, keys %q", strs, keys)
	}
	again := ask(t, p, "/loginscope-ca.mobileconfig").Body.String()
	if !strings.Contains(again, strs[2]) {
		t.Error("a second download has another identifier, so that it would not replace the first")
	}
}

func TestPagesHoldNoPrivateKey(t *testing.T) {
	p, root := newPortal(t)
	raw, err := os.ReadFile(root.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	_, secret, ok := bytes.Cut(raw, []byte("PRIVATE KEY-----\n"))
	if !ok {
		t.Fatal("the key file has no private key in PEM")
	}
	secret, _, _ = bytes.Cut(secret, []byte("\n"))
	for _, path := range []string{"/", "/?lang=zh", "/page.css", "/selftest.js", "/api/ping", "/loginscope-ca.pem",
		"/loginscope-ca.crt",
		"/loginscope-ca.mobileconfig", "/key", "/ca.key", "/../ca/root.pem", "/api/", "/debug/pprof/"} {
		body := ask(t, p, path).Body.Bytes()
		if bytes.Contains(body, []byte("PRIVATE KEY")) || bytes.Contains(body, secret) {
			t.Errorf("%s holds the key", path)
		}
	}
	for _, path := range []string{"/key", "/loginscope-ca.key", "/api/", "/sessions"} {
		if w := ask(t, p, path); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}

func TestPing(t *testing.T) {
	p, _ := newPortal(t)
	w := ask(t, p, "/api/ping")
	var got struct {
		Portal   string `json:"portal"`
		TimeMS   int64  `json:"time_ms"`
		Admitted bool   `json:"admitted"`
		Network  string `json:"network"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Portal != "loginscope" || got.TimeMS != 1_700_000_000_123 || !got.Admitted || got.Network != "unknown" {
		t.Errorf("%+v", got)
	}
	if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", w.Header())
	}
}

// TestPingReportsClock takes what the page sends for the phone's clock, and
// nothing that is none.
func TestPingReportsClock(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_000)
	var heard []time.Duration
	asks := "192.0.2.7"
	p, err := portal.New(portal.Config{
		PEM: []byte("x"), DER: []byte("x"), Host: "loginscope.portal", Now: func() time.Time { return now },
		Client: func(*http.Request) portal.Client { return portal.Client{Device: asks} },
		Clock: func(device string, ahead time.Duration) {
			if device != "192.0.2.7" {
				t.Errorf("device %q", device)
			}
			heard = append(heard, ahead)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		return "." +
			regexp.MustCompile(`data-nonce="([0-9a-f]{32})"`).FindStringSubmatch(ask(t, p, "/").Body.String())[1]
	}
	nonce := shown()
	for _, query := range []string{"1700000060000" + nonce, "1" + nonce, "", "x" + nonce, "-1" + nonce, "0" + nonce,
		"9999999999999999999" + nonce, "7258118400000" + nonce} {
		if w := ask(t, p, "/api/ping?"+query); w.Code != http.StatusOK {
			t.Errorf("%q: %d", query, w.Code)
		}
	}
	// Whoever was not shown the page, or another device, or long ago, has no nonce.
	asks = "192.0.2.8"
	for _, query := range []string{"5", "5.", "5.00000000000000000000000000000000", "5" + nonce} {
		ask(t, p, "/api/ping?"+query)
	}
	asks = "192.0.2.7"
	now = now.Add(3 * time.Hour)
	ask(t, p, "/api/ping?5"+nonce)
	now = now.Add(-3 * time.Hour)
	if want := []time.Duration{time.Minute, time.UnixMilli(1).Sub(now)}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

// TestPACNamesReachedAddress, whatever its family, and goes on
// without the proxy once that is gone.
func TestPACNamesReachedAddress(t *testing.T) {
	p, _ := newPortal(t)
	for local, want := range map[string]string{
		"192.168.1.2:8899":   `"PROXY 192.168.1.2:8899; DIRECT"`,
		"[2001:db8::2]:8899": `"PROXY [2001:db8::2]:8899; DIRECT"`,
	} {
		r := httptest.NewRequest(http.MethodGet, "/proxy.pac", nil)
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey,
			net.Addr(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(local)))))
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if !strings.Contains(w.Body.String(), want) ||
			w.Header().Get("Content-Type") != "application/x-ns-proxy-autoconfig" {
			t.Errorf("by %s: %v %s", local, w.Header(), w.Body)
		}
		r.URL.Path = "/"
		page := httptest.NewRecorder()
		p.ServeHTTP(page, r)
		if !strings.Contains(page.Body.String(), `data-copy="http://`+local+`/proxy.pac"`) {
			t.Errorf("by %s the page offers another address:\n%s", local, page.Body)
		}
	}
}

func TestPageByLanguageMakerAndVersion(t *testing.T) {
	p, _ := newPortal(t)
	tests := []struct {
		name, path, lang, agent string
		want, not               []string
	}{
		{"Xiaomi in Chinese", "/", "zh-CN,zh;q=0.9",
			"Mozilla/5.0 (Linux; Android 14; 2311DRK48C; XiaoMi/MiuiBrowser/18)",
			[]string{`lang="zh-Hans"`, "系统安全", `value="xiaomi" selected`, `value="14" selected`, "系统分区"},
			[]string{"ACCESS_LOCAL_NETWORK", "Menu names"}},
		{"Samsung in English", "/", "en-GB", "Mozilla/5.0 (Linux; Android 17; SM-S921B) SamsungBrowser/30",
			[]string{`lang="en"`, "Other security settings", "ACCESS_LOCAL_NETWORK"}, []string{"证书"}},
		{"old Android", "/", "en", "Mozilla/5.0 (Linux; Android 7.0; HUAWEI NXT)",
			[]string{"debug-overrides", "Install from storage"}, []string{
				"ACCESS_LOCAL",
				"can no longer install",
			}},
		{"hidden version", "/", "en", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36",
			[]string{"hides the exact version", "Pixel / other"}, nil},
		{"chosen by hand", "/?maker=vivo&android=16&lang=zh", "en", "Mozilla/5.0 (Linux; Android 10; K)",
			[]string{`value="vivo" selected`, `value="16" selected`, "/?android=16&amp;lang=en&amp;maker=vivo"},
			[]string{"浏览器隐藏"}},
		{"iPhone", "/", "en", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)",
			[]string{"loginscope-ca.mobileconfig", "Certificate Trust Settings"}, []string{"<select"}},
		{"nonsense", "/?maker=%3Cscript%3E&android=9999&lang=xx", "", "", []string{"Pixel / other"}, []string{
			"<script>",
			"9999",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, p, tt.path, "Accept-Language", tt.lang, "User-Agent", tt.agent)
			body := w.Body.String()
			for _, want := range tt.want {
				if !strings.Contains(body, want) {
					t.Errorf("no %q in:\n%s", want, body)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(body, not) {
					t.Errorf("%q is in the page", not)
				}
			}
			csp := w.Header().Get("Content-Security-Policy")
			if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
			if strings.Contains(body, "style=") || strings.Contains(body, "onclick") {
				t.Error("the page has inline style or script, which its policy forbids")
			}
		})
	}
}

func TestMakerFromUserAgent(t *testing.T) {
	for agent, want := range map[string]portal.Phone{
		"Mozilla/5.0 (Linux; U; Android 13; zh-cn; M2102J2SC Build/TKQ1) XiaoMi/MiuiBrowser/17.8": {
			Maker:   portal.Xiaomi,
			Android: 13,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.11) HuaweiBrowser/14": {
			Maker:   portal.Huawei,
			Android: 12,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 14; MAA-AN00 Build/HONORMAA) MagicBrowser/5": {
			Maker:   portal.Honor,
			Android: 14,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; U; Android 14; zh-cn; PHZ110 Build/UKQ1) HeyTapBrowser/40.8": {
			Maker:   portal.Oppo,
			Android: 14,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 14; V2309A; wv) VivoBrowser/20.1": {
			Maker:   portal.Vivo,
			Android: 14,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 15; OnePlus PJZ110)": {
			Maker:   portal.OnePlus,
			Android: 15,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S9280) SamsungBrowser/25.0": {
			Maker:   portal.Samsung,
			Android: 14,
			Sure:    true,
		},
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile": {
			Maker:   portal.Stock,
			Android: 10,
		},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15": {Maker: portal.Stock, IOS: true},
		"curl/8.0": {Maker: portal.Stock},
		"":         {Maker: portal.Stock},
	} {
		if got := portal.ParseUserAgent(agent); got != want {
			t.Errorf("%q:\ngot  %+v\nwant %+v", agent, got, want)
		}
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	if _, err := portal.New(portal.Config{Host: "x"}); err == nil {
		t.Error("an empty configuration was taken")
	}
}

func TestUnknownDeviceGetsInstructions(t *testing.T) {
	p, _ := newPortal(t)
	refused := http.HandlerFunc(p.Refused)
	for lang, want := range map[string][]string{
		"en":    {"not allowed yet", "192.0.2.7", "--allow", "http://loginscope.portal/?lang=en"},
		"zh-CN": {"尚未获准", "192.0.2.7", "--allow", "http://loginscope.portal/?lang=zh"},
	} {
		w := ask(t, refused, "/", "Accept", "text/html", "Accept-Language", lang)
		for _, s := range want {
			if !strings.Contains(w.Body.String(), s) {
				t.Errorf("%s: no %q in %s", lang, s, w.Body)
			}
		}
		if w.Code != http.StatusForbidden || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'sha256-") {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		plain := ask(t, refused, "/", "Accept", "*/*", "Accept-Language", lang)
		if plain.Code != http.StatusForbidden || strings.Contains(plain.Body.String(), "<") ||
			!strings.Contains(plain.Body.String(), want[0]) {
			t.Errorf("%d %s", plain.Code, plain.Body)
		}
	}
}

func TestHint(t *testing.T) {
	for agent, want := range map[string]string{
		"Dalvik/2.1.0 (Linux; U; Android 14; Xiaomi 2311DRK48C Build/UP1A)": "Xiaomi, Redmi, POCO, Android 14",
		"Mozilla/5.0 (Linux; Android 10; K) Chrome/143.0.0.0":               "Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)":            "iOS",
		"okhttp/4.12.0": "",
	} {
		if got := portal.Hint(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}
