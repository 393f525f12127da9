package tlstable_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// cause is why an intercepted connection does not lead to a good answer.
type cause string

const (
	notInstalled cause = "CA not installed"
	notTrusted   cause = "CA installed, not trusted by this app"
	pinned       cause = "pinned"
	wrongName    cause = "name or SNI/address mismatch"
	clockAhead   cause = "validity: clock a year ahead"
	clockBehind  cause = "validity: clock a year behind"
	cipher       cause = "protocol or cipher"
	notTLS       cause = "not TLS at all"
	closed       cause = "client closed without a reason"
	upstream     cause = "server's side failed"
	transparency cause = "Certificate Transparency"
)

// row is a cause with the check that names it.
type row struct {
	cause cause
	check string
	// open are the clients that cannot be distinguished from another cause by anything
	// that the proxy sees; the finding then is the other cause's, says so in
	// these words, and is not certain.
	open map[string]lookalike
}

// lookalike is the finding on another cause that must name this one.
type lookalike struct{ check, words string }

// rows are in the order of the table.
var rows = []row{
	{notInstalled, "ca-not-installed", nil},
	{notTrusted, "ca-not-trusted", nil},
	{pinned, "host-pinned", nil},
	{wrongName, "name-mismatch", nil},
	{clockAhead, "certificate-expired", nil},
	{clockBehind, "certificate-expired", nil},
	{cipher, "tls-cipher", nil},
	{notTLS, "not-tls", nil},
	{closed, "client-closed", nil},
	{upstream, "upstream-failed", nil},
	{transparency, "certificate-transparency", map[string]lookalike{"Go": {
		"ca-not-trusted",
		"asked for proof of Certificate Transparency",
	}}},
}

const noCT = "it never asks for it"

// column is a client and why it cannot get into some causes.
type column struct {
	name   string
	client client
	cannot map[cause]string
}

var columns = []column{
	{"curl/OpenSSL", openssl{}, nil},
	{"OkHttp", jvm{"okhttp"}, map[cause]string{notTLS: "it speaks HTTP alone", transparency: noCT}},
	{"Chromium", chromium{}, map[cause]string{
		pinned: "it exempts private roots from pins", wrongName: "it sends the very name that it checks",
		notTLS: "it speaks HTTP alone", closed: "it waits for minutes",
		transparency: "it exempts private roots, and only Google's own builds check",
	}},
	{"Go", golang{}, nil},
	{"Java", jvm{"java"}, map[cause]string{transparency: noCT}},
}

// verdictChecks are the checks that say why a connection failed.
var verdictChecks = []string{
	"ca-not-installed", "ca-not-trusted", "host-pinned", "name-mismatch", "certificate-expired", "tls-version",
	"tls-cipher",
	"not-tls", "client-closed", "upstream-failed", "tenant-tls", "certificate-transparency",
}

// world is a proxy with its servers.
type world struct {
	*proxytest.Rig
	otherCA string // a root that is not ours, in PEM
}

func newWorld(t *testing.T, c cause) *world {
	t.Helper()
	w := &world{}
	w.Rig = proxytest.Start(t, func(cfg *proxy.Config) {
		cfg.LearnAfter = -1
		leaf := cfg.Leaf
		cfg.WideLeaf = func(ctx context.Context, name string) (*tls.Certificate,
			error) {
			return w.CA.WideLeaf(ctx, name)
		}
		switch c {
		case clockAhead:
			cfg.Leaf = func(_ context.Context, name string) (*tls.Certificate, error) { return shifted(w, name, -year) }
		case clockBehind:
			cfg.Leaf = func(_ context.Context, name string) (*tls.Certificate, error) { return shifted(w, name, year) }
		case closed:
			cfg.Leaf = func(ctx context.Context, name string) (*tls.Certificate, error) {
				time.Sleep(1500 * time.Millisecond)
				return leaf(ctx, name)
			}
		case upstream:
			cfg.UpstreamRoots = proxytest.NoTrust()
		}
	})
	w.otherCA = proxytest.WriteFile(t, "other.pem", w.Net.Authority.PEM())
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	for _, h := range []string{hostA, hostB, "good.example.test"} {
		w.Net.HTTP(h, false, hello)
	}
	w.Net.HTTP("start.example.test", false, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, inTurn, urlA+"1", urlA+"2", urlA+"3", urlB)
	}))
	w.Net.Raw(pushHost, echo)
	return w
}

// inTurn is a page that asks for four pictures one after the other, whatever
// becomes of each.
const inTurn = `<!doctype html><script>
const urls = [%q, %q, %q, %q];
function next() {
	if (urls.length == 0) return;
	const img = new Image();
	img.onload = img.onerror = () => setTimeout(next, 200); // the proxy hears of a refusal later than we do
	img.src = urls.shift();
	document.documentElement.append(img);
}
next();
</script>`

const year = 365 * 24 * time.Hour

// shifted signs a leaf as package ca does, at another time: what a client sees
// whose clock is off by as much to the other side.
func shifted(w *world, name string, by time.Duration) (*tls.Certificate, error) {
	raw, err := os.ReadFile(w.CA.KeyFile())
	if err != nil {
		return nil, err
	}
	var signer *ecdsa.PrivateKey
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "EC PRIVATE KEY" {
			if signer, err = x509.ParseECPrivateKey(block.Bytes); err != nil {
				return nil, err
			}
		}
	}
	now := time.Now().Add(by)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-36 * time.Hour), NotAfter: now.Add(80 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, w.CA.Certificate(), &signer.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: signer}, nil
}

// verdicts inspects what the proxy reported of the test's own hosts.
func verdicts(w *world) []finding.Finding {
	events := func(yield func(exchange.Event) bool) {
		for _, e := range w.All() {
			if concerns(e) && !yield(e) {
				return
			}
		}
	}
	r := inspector.Inspect(inspector.Evidence{Events: events}, ruleset.Default())
	return slices.DeleteFunc(r.Findings,
		func(f finding.Finding) bool { return !slices.Contains(verdictChecks, f.Check) })
}

// concerns leaves out what a browser asks of its maker.
func concerns(e exchange.Event) bool {
	ours := func(host string) bool {
		return strings.Contains(host, "example.test") || strings.Contains(host, "192.0.2.9")
	}
	switch e := e.(type) {
	case exchange.Started:
		return ours(e.Exchange.Host)
	case exchange.Finished:
		return ours(e.Exchange.Host)
	case exchange.TLSRefused:
		return ours(e.Target)
	case exchange.Tunnelled:
		return ours(e.Target)
	}
	return true
}

// settle waits until something arrived and nothing more does, then closes the
// proxy, which then reports at once what it would report later.
func settle(t *testing.T, w *world) {
	t.Helper()
	for last, quiet, tries := -1, 0, 0; quiet < 3 && tries < 100; tries++ {
		if n := len(w.All()); n == last && n > 0 {
			quiet++
		} else {
			last, quiet = n, 0
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := w.Proxy.Close(); err != nil {
		t.Error(err)
	}
}

// TestEveryCauseGetsItsVerdict prints the table cause x client x verdict. A
// cell is right if there is one finding and it is the one that names the
// cause; or, where the table says that this client's refusal equals
// another's, the finding on the other cause which names this one.
func TestEveryCauseGetsItsVerdict(t *testing.T) {
	if testing.Short() {
		t.Skip("starts real clients for every cause")
	}
	table := make([][]string, len(rows)+1)
	for i := range table {
		table[i] = make([]string, len(columns)+1)
	}
	t.Run("cells", func(t *testing.T) { // ends when every cell has
		for j, col := range columns {
			table[0][j+1] = col.name
			for i, row := range rows {
				table[i+1][0] = string(row.cause)
				t.Run(string(row.cause)+"/"+col.name, func(t *testing.T) {
					t.Parallel()
					table[i+1][j+1] = cell(t, row, col)
				})
			}
		}
	})
	t.Log("\n" + text(table))
}

// cell drives one client into one cause and returns what is to be read there.
func cell(t *testing.T, r row, c column) string {
	t.Helper()
	if why := c.cannot[r.cause]; why != "" {
		return "cannot: " + why
	}
	w := newWorld(t, r.cause)
	if !c.client.run(t, w, r.cause) {
		t.Fatal("the client was not driven, and nothing says why")
	}
	if r.cause == notTrusted || r.cause == transparency { // another app of the phone
		goGet(t, w, "https://good.example.test/", &tls.Config{RootCAs: w.CA.Pool()})
	}
	settle(t, w)
	found := verdicts(w)
	out := judge(found, r, c.name)
	if strings.HasPrefix(out, "WRONG") {
		t.Errorf("%s\nfindings %+v\nevents\n%s", out, found, w.Text())
	}
	return out
}

// judge compares findings with the truth.
func judge(found []finding.Finding, r row, client string) string {
	if len(found) != 1 {
		var ids []string
		for _, f := range found {
			ids = append(ids, f.Check)
		}
		return fmt.Sprintf("WRONG: %d findings %v", len(found), ids)
	}
	f, open := found[0], r.open[client]
	switch {
	case open.check == "" && f.Check == r.check:
		return r.check
	case open.check != "" && f.Check == open.check && strings.Contains(f.What.EN, open.words) && f.Certainty != "seen":
		return "both named: " + open.check + ", " + r.check
	}
	return "WRONG: " + f.Check
}

// text draws the table.
func text(table [][]string) string {
	widths := make([]int, len(table[0]))
	for _, line := range table {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell))
		}
	}
	var b strings.Builder
	for _, line := range table {
		for i, cell := range line {
			fmt.Fprintf(&b, "%-*s  ", widths[i], cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
