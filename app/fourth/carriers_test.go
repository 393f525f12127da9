// Package fourth holds one promise: what is in the table of carriers is a
// carrier everywhere. Its test walks the carriers of the table; another one runs
// that test again on a table with one more, invented row, so that no code can
// know the present ones by name.
package fourth

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"image/color"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"loginscope/app/engine"
	"loginscope/app/feed/filter"
	"loginscope/app/i18n"
	"loginscope/app/lab"
	"loginscope/app/replay"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/report"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
)

func TestEveryCarrier(t *testing.T) {
	if len(codes.Carriers()) < 3 {
		t.Fatalf("%d carriers in the table", len(codes.Carriers()))
	}
	simulated, err := lab.Start(t.Context(), lab.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = simulated.Close() })
	for _, c := range codes.Carriers() {
		t.Run(string(c.Issuer), func(t *testing.T) {
			for _, host := range examples(c) {
				refusedByReplay(t, host)
			}
			rep := passesThrough(t, examples(c)[0])
			flow := namedInFlow(t, c, rep)
			pickedByFilter(t, c)
			namedInWindow(t, c, flow)
			servedByLab(t, simulated, c)
		})
	}
}

// examples are names that the carrier's patterns of hosts cover.
func examples(c codes.Carrier) []string {
	var out []string
	for _, h := range c.Hosts {
		out = append(out, strings.Replace(h, "*.", "gw.", 1))
	}
	return out
}

func refusedByReplay(t *testing.T, host string) {
	t.Helper()
	for _, base := range []string{"https://" + host, "https://" + strings.ToUpper(host) + ".:8443/x"} {
		target := replay.Target{Name: "t", Kind: replay.KindIDaaS, BaseURL: base, ClientID: "c"}
		if err := target.Validate(); !errors.Is(err, replay.ErrCarrier) {
			t.Errorf("a replay to %s: %v, want a refusal", base, err)
		}
	}
}

// passesThrough sends a request to the host through a capture with nothing
// chosen, asserts that the server's own certificate arrives, and returns what the
// inspection made of it.
func passesThrough(t *testing.T, host string) *inspector.Report {
	t.Helper()
	origin := httptest.NewTLSServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "carrier") }))
	defer origin.Close()
	e, err := engine.New(t.Context(), engine.Config{Rules: ruleset.Default(), Temporary: true, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close(context.WithoutCancel(t.Context())) }()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, origin.Listener.Addr().String())
	}
	if err := e.StartCapture(t.Context(),
		engine.CaptureOptions{Listen: "127.0.0.1:0", Proxy: proxy.Config{Dial: dial}}); err != nil {
		t.Fatal(err)
	}
	var leaf []byte
	client := http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: e.Status().Address}),
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(s tls.ConnectionState) error {
			leaf = s.PeerCertificates[0].Raw
			return nil
		}},
		DisableKeepAlives: true,
	}}
	resp, err := client.Get("https://" + host + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if !bytes.Equal(leaf, origin.Certificate().Raw) {
		t.Errorf("a capture decrypts %s, a carrier's host", host)
	}
	if err := errors.Join(e.StopCapture(t.Context()), e.WaitIdle(t.Context())); err != nil {
		t.Fatal(err)
	}
	return e.Report()
}

// namedInFlow asserts that the flow knows the carrier and the report names it.
func namedInFlow(t *testing.T, c codes.Carrier, r *inspector.Report) *inspector.Flow {
	t.Helper()
	if len(r.Flows) != 1 || r.Flows[0].Carrier != c.Issuer {
		t.Fatalf("flows %+v, want one of %s", r.Flows, c.Issuer)
	}
	for lang, want := range map[string]string{"en": c.Name.EN, "zh": c.Name.ZH} {
		var b strings.Builder
		if err := report.Text(&b, *r, report.Options{Lang: lang}); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v; the report does not name %q:\n%s", err, want, b.String())
		}
	}
	if life := inspector.Life(c.Issuer); life != c.TokenLife || life <= 0 {
		t.Errorf("a token lives %v", life)
	}
	return &r.Flows[0]
}

func pickedByFilter(t *testing.T, c codes.Carrier) {
	t.Helper()
	if !slices.Contains(filter.Roles, c.Word) {
		t.Errorf("the filter does not offer %q", c.Word)
	}
	for _, word := range []string{c.Word, string(c.Issuer), c.Nick.ZH} {
		f, err := filter.Parse("party:" + word)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range codes.Carriers() {
			it := filter.Item{Lane: string(inspector.LaneCarrier), Carrier: string(other.Issuer)}
			if f.Match(&it) != (other.Issuer == c.Issuer) {
				t.Errorf("party:%s and an item of %s: %v", word, other.Issuer, f.Match(&it))
			}
		}
	}
}

func namedInWindow(t *testing.T, c codes.Carrier, flow *inspector.Flow) {
	t.Helper()
	palette := theme.DarkPalette()
	test.NewTempApp(t).Settings().SetTheme(theme.New(palette, 1))
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[i18n.Lang]string{i18n.EN: c.Name.EN, i18n.ZH: c.Name.ZH} {
		words.Use(lang)
		env := &kit.Env{Palette: palette, Scale: 1, Words: words, Controls: kit.NewControls()}
		if got := sequence.CarrierName(env, c.Issuer); got != want {
			t.Errorf("the window names %q, want %q", got, want)
		}
		scene := sequence.Layout(env, flow, 2000, 1)
		ink := color.NRGBA{R: uint8(c.Ink.Dark >> 16), G: uint8(c.Ink.Dark >> 8), B: uint8(c.Ink.Dark), A: 0xff}
		head := func(x sequence.Text) bool { return x.Text == want && x.Ink == ink }
		if !slices.ContainsFunc(scene.LaneHeaders.Texts, head) {
			t.Errorf("no lane of the diagram is headed %q in the carrier's colour", want)
		}
	}
}

// servedByLab asserts that the simulator hands out a token in the carrier's name.
func servedByLab(t *testing.T, l *lab.Lab, c codes.Carrier) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{
		DialContext:     l.Dial,
		TLSClientConfig: &tls.Config{RootCAs: l.Roots()},
	}}
	defer client.CloseIdleConnections()
	resp, err := client.Get("https://lab.test/token?carrier=" + string(c.Issuer))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK ||
		!strings.Contains(string(body), `"token"`) {
		t.Errorf("%d %s %v", resp.StatusCode, body, err)
	}
}
