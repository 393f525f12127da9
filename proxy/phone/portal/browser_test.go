package portal_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/phone/portal"
	"loginscope/proxy/proxytest"
)

// site is a running proxy with the portal behind it.
type site struct {
	*proxytest.Rig
	handler atomic.Pointer[portal.Portal]
}

type siteOptions struct {
	stranger bool          // devices are not admitted
	anybody  bool          // all devices are admitted, and not this machine alone
	ahead    time.Duration // of the computer's clock
	same     func(string) bool
}

func startSite(t *testing.T, o siteOptions) *site {
	t.Helper()
	s := &site{}
	s.Rig = proxytest.Start(t, func(c *proxy.Config) {
		c.Portal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.Load().ServeHTTP(w, r) })
		if o.anybody {
			c.Admit = func(string) bool { return true }
		}
		if o.stranger {
			c.Admit = func(string) bool { return false }
			c.RefusedPage = http.HandlerFunc(
				func(w http.ResponseWriter, r *http.Request) { s.handler.Load().Refused(w, r) })
		}
	})
	p, err := portal.New(portal.Config{
		PEM: s.CA.PEM(), DER: s.CA.DER(), Name: s.CA.Name(), Fingerprint: s.CA.Fingerprint(),
		Host: "loginscope.portal", SameNetwork: o.same,
		Now: func() time.Time { return time.Now().Add(o.ahead) },
		Client: func(r *http.Request) portal.Client {
			c, _ := proxy.Client(r)
			return portal.Client{Device: c.Device, Admitted: c.Admitted, ThroughProxy: c.ThroughProxy, TLS: c.TLS}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.handler.Store(p)
	return s
}

// browser is Debian's Chromium with a home of its own.
type browser struct {
	home  string
	proxy string // "" for none
	pac   string // the address of a PAC file, in place of proxy
	dark  bool
	space string // the network namespace that it runs in, "" for the test's own
}

// trust puts a root certificate into the browser's store.
func (b *browser) trust(t *testing.T, file string) {
	t.Helper()
	db := filepath.Join(b.home, ".pki", "nssdb")
	if err := os.MkdirAll(db, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-N", "--empty-password", "-d", "sql:" + db},
		{"-A", "-d", "sql:" + db, "-n", "test", "-t", "C,,", "-i", file},
	} {
		if out, err := exec.Command("certutil", args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v (package libnss3-tools): %v %s", args, err, out)
		}
	}
}

// chinese gives the browser the window's font: a phone has Chinese ones, a
// machine for tests often has none.
func (b *browser) chinese(t *testing.T) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "fonts", "sans-regular.otf"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(b.home, ".fonts")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sans.otf"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// alone lets one browser run at a time: several at once take longer each than
// the pages in them wait for an answer.
var alone sync.Mutex

// run opens a page at a phone's size; flags say what to do with it.
func (b *browser) run(t *testing.T, url string, flags ...string) string {
	t.Helper()
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=390,844",
		"--user-data-dir=" + filepath.Join(b.home, "profile"), "--virtual-time-budget=12000",
		"--user-agent=Mozilla/5.0 (Linux; Android 14; 2311DRK48C Build/UP1A; Xiaomi) AppleWebKit/537.36 (KHTML, " +
			"like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36",
	}
	if b.dark {
		args = append(args, "--blink-settings=preferredColorScheme=0")
	}
	switch {
	case b.pac != "":
		args = append(args, "--proxy-pac-url="+b.pac)
	case b.proxy != "":
		args = append(args, "--proxy-server=http://"+b.proxy)
	default:
		args = append(args, "--no-proxy-server",
			"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE "+deskAt)
	}
	alone.Lock()
	defer alone.Unlock()
	command := append(append(append([]string{"env", "HOME=" + b.home, "chromium"}, args...), flags...), url)
	if b.space != "" {
		command = append([]string{"ip", "netns", "exec", b.space}, command...)
	}
	ran := proxytest.Run(t, "", command[0], command[1:]...)
	if ran.Code != 0 {
		t.Fatalf("chromium: %d %s", ran.Code, ran.Err)
	}
	return ran.Out
}

var result = regexp.MustCompile(
	`(?s)<li id="t-(\w+)" data-state="(\w+)">.*?class="word">([^<]*)</span>\s*<p>([^<]*)</p>`)

// states reads the self-test's results from a page's DOM.
func states(t *testing.T, dom string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range result.FindAllStringSubmatch(dom, -1) {
		if m[3] == "" || m[4] == "" {
			t.Errorf("row %s says nothing", m[1])
		}
		out[m[1]] = m[2]
	}
	if len(out) != 6 {
		t.Fatalf("%d rows in:\n%s", len(out), dom)
	}
	return out
}

func same(string) bool { return true }

func splitAddr(t *testing.T, addr string) (host, port string) {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return host, port
}

// TestSelfTestInBrowser opens the portal through the real proxy and reads
// what the page found out.
func TestSelfTestInBrowser(t *testing.T) {
	const behind = "http://loginscope.portal/"
	tests := []struct {
		name    string
		site    siteOptions
		proxied bool
		trusted bool
		want    string
		says    string
	}{
		{"proxy not in force", siteOptions{same: same}, false, false,
			"allowed=ok proxy=no cert=unknown clock=ok cell=unknown vpn=ok", "The proxy is not in force."},
		{"certificate not trusted", siteOptions{same: same}, true, false,
			"allowed=ok proxy=ok cert=no clock=ok cell=unknown vpn=ok", "Not trusted yet."},
		{"all is well", siteOptions{same: same}, true, true,
			"allowed=ok proxy=ok cert=ok clock=ok cell=unknown vpn=ok", "This browser trusts the certificate."},
		{"clock is wrong", siteOptions{same: same, ahead: 10 * time.Minute}, true, true,
			"allowed=ok proxy=ok cert=ok clock=no cell=unknown vpn=ok", "600 s off"},
		{"device is not admitted", siteOptions{stranger: true, same: same}, true, false,
			"allowed=no proxy=ok cert=no clock=ok cell=unknown vpn=ok", "waits for permission"},
		{"another network", siteOptions{same: func(string) bool { return false }}, true, false,
			"allowed=ok proxy=ok cert=no clock=ok cell=unknown vpn=maybe", "another network"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startSite(t, tt.site)
			b := &browser{home: proxytest.Home(t)}
			url := "http://" + s.Addr + "/?lang=en"
			if tt.proxied {
				b.proxy, url = s.Addr, behind+"?lang=en"
			}
			if tt.trusted {
				b.trust(t, s.CAFile)
			}
			dom := b.run(t, url, "--dump-dom")
			got := states(t, dom)
			line := ""
			for _, id := range []string{"allowed", "proxy", "cert", "clock", "cell", "vpn"} {
				line += " " + id + "=" + got[id]
			}
			if line = strings.TrimSpace(line); line != tt.want {
				t.Errorf("got  %s\nwant %s", line, tt.want)
			}
			if !strings.Contains(dom, ">"+tt.says) && !strings.Contains(dom, tt.says) {
				t.Errorf("the page does not say %q", tt.says)
			}
			_, port, _ := net.SplitHostPort(s.Addr)
			if !strings.Contains(dom, "<code>127.0.0.1</code>") || !strings.Contains(dom, "<code>"+port+"</code>") {
				t.Errorf("the page does not tell the proxy's address")
			}
		})
	}
}

// TestUnknownDevicePageInBrowser asks for somebody else's page.
func TestUnknownDevicePageInBrowser(t *testing.T) {
	t.Parallel()
	s := startSite(t, siteOptions{stranger: true, same: same})
	b := &browser{home: proxytest.Home(t), proxy: s.Addr}
	flags := []string{"--dump-dom"}
	if dir := os.Getenv("LOGINSCOPE_PICTURES"); dir != "" {
		flags = append(flags, "--screenshot="+filepath.Join(dir, "refused.png"))
	}
	dom := b.run(t, "http://app.example.test/login", flags...)
	if !strings.Contains(dom, "not allowed yet") || !strings.Contains(dom, "127.0.0.1") || len(s.Net.Dials()) != 0 {
		t.Errorf("dials %v, page:\n%s", s.Net.Dials(), dom)
	}
}

// TestPictures draws the page at a phone's size in both languages and both
// colour schemes. LOGINSCOPE_PICTURES names a folder to keep them in.
func TestPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every page in a browser")
	}
	t.Parallel()
	dir := os.Getenv("LOGINSCOPE_PICTURES")
	looks := []struct {
		lang string
		dark bool
	}{{"en", false}, {"zh", true}}
	if dir == "" {
		dir = t.TempDir()
	} else {
		looks = append(looks, looks[0], looks[1])
		looks[2].dark, looks[3].dark = true, false
	}
	s := startSite(t, siteOptions{same: same})
	for _, l := range looks {
		b := &browser{home: proxytest.Home(t), proxy: s.Addr, dark: l.dark}
		b.chinese(t)
		for _, height := range []int{844, 2400} {
			file := filepath.Join(dir, fmt.Sprintf("portal-%s-dark-%v-%d.png", l.lang, l.dark, height))
			b.run(t, "http://loginscope.portal/?lang="+l.lang, "--screenshot="+file,
				fmt.Sprintf("--window-size=390,%d", height))
			if info, err := os.Stat(file); err != nil || info.Size() < 20_000 {
				t.Errorf("picture %s: %v", file, err)
			}
			if os.Getenv("LOGINSCOPE_PICTURES") == "" {
				break
			}
		}
	}
}
