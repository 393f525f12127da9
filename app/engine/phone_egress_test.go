package engine_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
)

// loopbackCarrier is the default ruleset with this machine's loopback as a
// host of China Mobile, so that a carrier can be reached without a network.
func loopbackCarrier(c *engine.Config) {
	rules := ruleset.Default()
	rules.Profiles = slices.Clone(rules.Profiles)
	for i := range rules.Profiles {
		if p := &rules.Profiles[i]; p.Issuer == codes.ChinaMobile {
			p.Hosts = append(slices.Clone(p.Hosts), "127.0.0.1")
		}
	}
	c.Rules = rules
}

// throughProxy asks an HTTPS server through a proxy, trusting what roots says.
func throughProxy(t *testing.T, proxyAt, url string, cfg *tls.Config) (string, error) {
	t.Helper()
	tr := &http.Transport{
		Proxy:             http.ProxyURL(&neturl.URL{Scheme: "http", Host: proxyAt}),
		TLSClientConfig:   cfg,
		DisableKeepAlives: true,
	}
	resp, err := (&http.Client{Transport: tr, Timeout: 20 * time.Second}).Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// TestCarriersPassUntouchedAndLeaveByTheChosenAddress has a carrier on
// loopback that says who asks. Its own certificate reaches the client, so that
// nothing was decrypted.
func TestCarriersPassUntouchedAndLeaveByTheChosenAddress(t *testing.T) {
	carrier := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		fmt.Fprint(w, host)
	}))
	defer carrier.Close()
	own := carrier.Client().Transport.(*http.Transport).TLSClientConfig
	tests := []struct {
		name      string
		egress    []engine.EgressRule
		from, way string
		finding   string
	}{
		{"default", nil, "127.0.0.1", "", "carrier-on-wire"},
		{"chosen", []engine.EgressRule{{Group: engine.GroupCarriers, Local: "127.0.0.2"}}, "127.0.0.2", "carriers",
			"carrier-egress"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, loopbackCarrier)
			address := start(t, e, engine.CaptureOptions{
				Egress: tt.egress,
				Proxy:  proxy.Config{AllowLocal: []string{"127.0.0.1"}},
			})
			if got, err := throughProxy(t, address, carrier.URL, own); err != nil || got != tt.from {
				t.Fatalf("the carrier saw %q, %v", got, err)
			}
			if err := e.StopCapture(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := e.WaitIdle(t.Context()); err != nil {
				t.Fatal(err)
			}
			var tunnels []exchange.Tunnelled
			for ev, err := range e.Session().Events(t.Context(), 0) {
				if tn, ok := ev.Event.(exchange.Tunnelled); ok && err == nil && !tn.Open {
					tunnels = append(tunnels, tn)
				}
			}
			if len(tunnels) != 1 || tunnels[0].Reason != exchange.TunnelRule || tunnels[0].Server.Egress != tt.way ||
				!strings.HasPrefix(tunnels[0].Server.Local, tt.from+":") || tunnels[0].BytesDown == 0 ||
				tunnels[0].End.IsZero() {
				t.Errorf("tunnels %+v", tunnels)
			}
			found := e.Report().Findings
			if !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Check == tt.finding }) {
				t.Errorf("no %s in %+v", tt.finding, found)
			}
		})
	}
}

func TestCarriersAreReadWhenAskedFor(t *testing.T) {
	carrier := httptest.NewTLSServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "read") }))
	defer carrier.Close()
	e := newEngine(t, loopbackCarrier)
	root, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	address := start(t, e, engine.CaptureOptions{InterceptCarriers: true,
		Proxy: proxy.Config{AllowLocal: []string{"127.0.0.1"}, SkipVerify: []string{"127.0.0.1"}}})
	if got, err := throughProxy(t, address, carrier.URL, &tls.Config{RootCAs: root.Pool()}); err != nil ||
		got != "read" {
		t.Fatalf("%q %v", got, err)
	}
	if !slices.Contains(e.CarrierHosts(), "*.cmpassport.com") || !slices.Contains(e.CarrierHosts(), "id6.me") ||
		slices.Contains(e.CarrierHosts(), "dypnsapi.aliyuncs.com") {
		t.Errorf("hosts %v", e.CarrierHosts())
	}
}

// child runs this test binary's named test in a network namespace, with its
// environment, and returns the command and its standard output by line.
func child(t *testing.T, space, test string, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ip", "netns", "exec", space, os.Args[0], "-test.run=^"+test+"$", "-test.v")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// awaitLine returns what follows a prefix in a child's output.
func awaitLine(t *testing.T, lines *bufio.Scanner, prefix string) string {
	t.Helper()
	var seen []string
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), prefix); ok {
			return rest
		}
		seen = append(seen, lines.Text())
	}
	t.Fatalf("no line %q in:\n%s", prefix, strings.Join(seen, "\n"))
	return ""
}

const carrierAt = "198.51.100.1:8080"

// TestEgressBetweenNetworks has two networks between the proxy and a server,
// as a desk's Wi-Fi and a tethered phone are. Each is a pair of interfaces
// between two namespaces; nothing of the machine's own network is touched.
func TestEgressBetweenNetworks(t *testing.T) {
	if testing.Short() {
		t.Skip("sets up network namespaces")
	}
	near, far := fmt.Sprintf("lsnear%d", os.Getpid()), fmt.Sprintf("lsfar%d", os.Getpid())
	for _, space := range []string{near, far} {
		if out, err := exec.Command("ip", "netns", "add", space).CombinedOutput(); err != nil {
			t.Logf("no network namespaces here (%v %s): the binding to an address is tested on loopback above", err,
				strings.TrimSpace(string(out)))
			return
		}
		t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", space).Run() })
	}
	for _, line := range []string{
		"-n NEAR link add office0 type veth peer name office1 netns FAR",
		"-n NEAR link add usb0 type veth peer name usb1 netns FAR",
		"-n NEAR addr add 10.77.1.1/24 dev office0", "-n FAR addr add 10.77.1.2/24 dev office1",
		"-n NEAR addr add 10.77.2.1/24 dev usb0", "-n FAR addr add 10.77.2.2/24 dev usb1",
		"-n NEAR link set lo up", "-n NEAR link set office0 up", "-n NEAR link set usb0 up",
		"-n FAR link set lo up", "-n FAR link set office1 up", "-n FAR link set usb1 up",
		"-n FAR addr add 198.51.100.1/32 dev lo",
		"-n NEAR route add default via 10.77.1.2 dev office0 metric 10",
		"-n NEAR route add default via 10.77.2.2 dev usb0 metric 20",
	} {
		args := strings.Fields(strings.NewReplacer("NEAR", near, "FAR", far).Replace(line))
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Logf("namespaces without virtual links (ip %s: %v %s): the binding to an address is tested on "+
				"loopback above", line, err, out)
			return
		}
	}
	server, said := child(t, far, "TestChildServer", "ENGINE_CHILD_SERVER="+carrierAt)
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	awaitLine(t, said, "child serves")
	for via, want := range map[string]string{"": "10.77.1.1", "usb0": "10.77.2.1", "10.77.2.1": "10.77.2.1",
		"office0": "10.77.1.1"} {
		cmd, out := child(t, near, "TestChildProxy", "ENGINE_CHILD_PROXY=1", "ENGINE_CHILD_VIA="+via,
			"ENGINE_CHILD_DIR2="+t.TempDir())
		if got := awaitLine(t, out, "child from "); got != want+" on "+
			map[bool]string{true: "office1", false: "usb1"}[want == "10.77.1.1"] {
			t.Errorf("by %q the server saw %s, want %s", via, got, want)
		}
		for out.Scan() { // let it end
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("child by %q: %v", via, err)
		}
	}
}

// TestChildServer answers with the address that asks, and the interface of its
// own by which the request came; it runs in a process of its own.
func TestChildServer(t *testing.T) {
	at := os.Getenv("ENGINE_CHILD_SERVER")
	if at == "" {
		return
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("child serves")
	_ = http.Serve(l,
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // until it is killed
			host, _, _ := net.SplitHostPort(r.RemoteAddr)
			before := received("usb1")
			_, _ = io.Copy(io.Discard, r.Body)
			by := "office1"
			if received("usb1") > before+bodySize/2 { // less is the network's own chatter
				by = "usb1"
			}
			fmt.Fprintf(w, "%s on %s", host, by)
		}))
}

// received is the number of bytes that an interface took in so far.
func received(iface string) int {
	raw, err := os.ReadFile("/sys/class/net/" + iface + "/statistics/rx_bytes")
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(raw))) // the kernel's own number
	return n
}

const (
	chunk    = 256
	bodySize = 64 * chunk
)

// TestChildProxy captures one request through an engine with the egress that
// its environment names; it runs in a process of its own.
func TestChildProxy(t *testing.T) {
	if os.Getenv("ENGINE_CHILD_PROXY") == "" {
		return
	}
	e := newEngine(t, func(c *engine.Config) { c.Dir = os.Getenv("ENGINE_CHILD_DIR2") })
	o := engine.CaptureOptions{}
	if via := os.Getenv("ENGINE_CHILD_VIA"); via != "" {
		w, err := engine.ParseEgressRule("198.51.100.1=" + via)
		if err != nil {
			t.Fatal(err)
		}
		o.Egress = []engine.EgressRule{w}
	}
	address := start(t, e, o)
	tr := &http.Transport{Proxy: http.ProxyURL(&neturl.URL{Scheme: "http", Host: address}), DisableKeepAlives: true}
	body := &slow{left: bodySize / chunk}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+carrierAt+"/", body)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: tr, Timeout: 20 * time.Second}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("child from %s\n", got)
}

// slow is a body that takes its time, so that the far end can watch its
// interfaces while it arrives.
type slow struct{ left int }

func (s *slow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	s.left--
	time.Sleep(5 * time.Millisecond)
	return copy(p, strings.Repeat("x", min(len(p), chunk))), nil
}
