package portal_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"loginscope/proxy/proxytest"
)

// desk and phone are the two ends of a Wi-Fi that exists in the test alone.
const deskAt, phoneAt = "10.78.1.1", "10.78.1.2"

// TestPhoneEndToEnd is a phone's browser on a network of its own, in the order of
// the guide: the page before the proxy is set, with it by address and by name, with a
// PAC file, and after the proxy was taken out again. Browsers never send loopback
// addresses to a proxy, so this needs two network namespaces.
func TestPhoneEndToEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("goes the whole path of a phone in two network namespaces")
	}
	desk, phone, ok := twoNamespaces(t)
	if !ok {
		return
	}
	cmd := exec.CommandContext(t.Context(), "ip", "netns", "exec", desk, os.Args[0], "-test.run=^TestChildDesk$",
		"-test.v")
	cmd.Env = append(os.Environ(), "PORTAL_CHILD_DESK=1")
	cmd.Stderr = os.Stderr
	hold, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var address, caFile string
	lines := bufio.NewScanner(out)
	for address == "" && lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "desk at "); ok {
			address, caFile, _ = strings.Cut(rest, " ")
		}
	}
	defer func() {
		hold.Close()
		for lines.Scan() { // let it end
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("desk: %v", err)
		}
	}()
	page := "http://" + address + "/?lang=en"
	steps := []struct {
		name, proxy, pac, url string
		trusted               bool
		want                  string
	}{
		{"before the proxy is set", "", "", page, false, "allowed=ok proxy=no cert=unknown"},
		{"with the proxy, by address", address, "", page, false, "allowed=ok proxy=ok cert=no"},
		{"with the proxy, by name", address, "", "http://loginscope.portal/?lang=en", false,
			"allowed=ok proxy=ok cert=no"},
		{"with the certificate, by address", address, "", page, true, "allowed=ok proxy=ok cert=ok"},
		{"with the certificate, by name", address, "", "https://loginscope.portal/?lang=en", true,
			"allowed=ok proxy=ok cert=ok"},
		{"with a PAC file, by address", "", "http://" + address + "/proxy.pac", page, true,
			"allowed=ok proxy=ok cert=ok"},
		{"with a PAC file, by name", "", "http://" + address + "/proxy.pac", "http://loginscope.portal/?lang=en", true,
			"allowed=ok proxy=ok cert=ok"},
		{"after the proxy was taken out", "", "", page, true, "allowed=ok proxy=no cert=unknown"},
	}
	plain, trusting := proxytest.Home(t), proxytest.Home(t)
	(&browser{home: trusting}).trust(t, caFile)
	for _, s := range steps {
		b := &browser{home: plain, proxy: s.proxy, pac: s.pac, space: phone}
		if s.trusted {
			b.home = trusting
		}
		got := states(t, b.run(t, s.url, "--dump-dom"))
		line := fmt.Sprintf("allowed=%s proxy=%s cert=%s", got["allowed"], got["proxy"], got["cert"])
		if line != s.want {
			t.Errorf("%s: got %s, want %s", s.name, line, s.want)
		}
	}
}

// twoNamespaces returns the names of two network namespaces with a link between them;
// false where this machine allows none, which the log then says.
func twoNamespaces(t *testing.T) (desk, phone string, ok bool) {
	t.Helper()
	desk, phone = fmt.Sprintf("lsdesk%d", os.Getpid()), fmt.Sprintf("lsphone%d", os.Getpid())
	run := func(line string) bool {
		out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput()
		if err != nil {
			t.Logf("no network namespaces here (ip %s: %v %s): the pages are tested one by one on loopback", line, err,
				strings.TrimSpace(string(out)))
		}
		return err == nil
	}
	for _, space := range []string{desk, phone} {
		if !run("netns add " + space) {
			return "", "", false
		}
		t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", space).Run() })
	}
	for _, line := range []string{
		"-n " + desk + " link add wifi0 type veth peer name wlan0 netns " + phone,
		"-n " + desk + " addr add " + deskAt + "/24 dev wifi0",
		"-n " + phone + " addr add " + phoneAt + "/24 dev wlan0",
		"-n " + desk + " link set lo up", "-n " + desk + " link set wifi0 up",
		"-n " + phone + " link set lo up", "-n " + phone + " link set wlan0 up",
	} {
		if !run(line) {
			return "", "", false
		}
	}
	return desk, phone, true
}

// TestChildDesk is the computer of TestPhoneEndToEnd, in its own namespace, until
// its standard input ends.
func TestChildDesk(t *testing.T) {
	if os.Getenv("PORTAL_CHILD_DESK") == "" {
		return
	}
	s := startSite(t, siteOptions{anybody: true, same: same})
	l, err := net.Listen("tcp", deskAt+":0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Proxy.Serve(l) }() // ends when the site is closed
	fmt.Printf("desk at %s %s\n", l.Addr(), s.CAFile)
	_, _ = io.Copy(io.Discard, os.Stdin)
}
