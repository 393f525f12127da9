// Package portal is what a phone's browser sees of Loginscope: the
// certificate to install, the steps for this phone's maker and Android
// version, and a live self-test. It is served at the proxy's own address and,
// through the proxy, at a plain host name. It shows no key, no captured data
// and no address but those by which it is reached.
package portal

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
)

//go:embed page.html page.css selftest.js
var files embed.FS

// Client is who asks.
type Client struct {
	Device       string // network address without port
	Admitted     bool
	ThroughProxy bool // the request came as one to a proxy
	TLS          bool // over a connection that the proxy intercepted
}

// Config configures a Portal; all but SameNetwork and Clock is mandatory.
type Config struct {
	// PEM and DER are the root certificate; Name and Fingerprint identify it.
	PEM, DER          []byte
	Name, Fingerprint string
	// Host is the portal's name through the proxy.
	Host string
	// Client reads who asks from a request.
	Client func(*http.Request) Client
	// SameNetwork says whether a device's address belongs to a network of
	// this machine; nil means that it is not known.
	SameNetwork func(device string) bool
	// Clock, if not nil, receives by how much a device's clock is ahead of ours,
	// as our page on it says, and no other: within the seconds that the request
	// took.
	Clock func(device string, ahead time.Duration)
	Now   func() time.Time
}

// Portal is an http.Handler.
type Portal struct {
	cfg    Config
	page   *template.Template
	mux    *http.ServeMux
	nonces *nonces
}

// New checks the configuration and returns a Portal.
func New(cfg Config) (*Portal, error) {
	if len(cfg.PEM) == 0 || len(cfg.DER) == 0 || cfg.Host == "" || cfg.Client == nil || cfg.Now == nil {
		return nil, errors.New("configure portal: certificate, host, client and clock are mandatory")
	}
	page, err := template.New("page.html").ParseFS(files, "page.html")
	if err != nil {
		return nil, fmt.Errorf("parse portal page: %w", err)
	}
	secret, err := newNonces()
	if err != nil {
		return nil, err
	}
	p := &Portal{cfg: cfg, page: page, mux: http.NewServeMux(), nonces: secret}
	p.mux.HandleFunc("GET /{$}", p.index)
	p.mux.HandleFunc("GET /api/ping", p.ping)
	p.mux.HandleFunc("GET "+pacPath, pac)
	p.mux.HandleFunc("GET /page.css", static("page.css", "text/css; charset=utf-8"))
	p.mux.HandleFunc("GET /selftest.js", static("selftest.js", "text/javascript; charset=utf-8"))
	for path, f := range p.certificates() {
		p.mux.HandleFunc("GET "+path, f)
	}
	return p, nil
}

// ServeHTTP implements http.Handler.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	p.mux.ServeHTTP(w, r)
}

func static(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		raw, err := files.ReadFile(name)
		if err != nil {
			http.Error(w, "not embedded", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(raw) // the phone may leave at any time
	}
}

// maxClock is the end of the year 2199 in milliseconds: what a phone says
// beyond it is no clock.
const maxClock = 7258118400000

// ping answers the self-test. It may be asked from a page of another origin:
// the page at the plain address asks the one behind the proxy. The clock of
// the device is taken with our own page's nonce alone.
func (p *Portal) ping(w http.ResponseWriter, r *http.Request) {
	c := p.cfg.Client(r)
	now := p.cfg.Now()
	if says, ok := p.nonces.clock(r.URL.RawQuery, c.Device, now); ok && p.cfg.Clock != nil {
		p.cfg.Clock(c.Device, says.Sub(now))
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(struct {
		Portal       string `json:"portal"`
		TimeMS       int64  `json:"time_ms"`
		ThroughProxy bool   `json:"through_proxy"`
		TLS          bool   `json:"tls"`
		Admitted     bool   `json:"admitted"`
		Network      string `json:"network"`
	}{"loginscope", now.UnixMilli(), c.ThroughProxy, c.TLS, c.Admitted, p.network(c.Device)})
}

func (p *Portal) network(device string) string {
	switch {
	case p.cfg.SameNetwork == nil:
		return "unknown"
	case p.cfg.SameNetwork(device):
		return "same"
	}
	return "other"
}

// language follows ?lang=, else the browser's first preference.
func language(r *http.Request) string {
	want := r.URL.Query().Get("lang")
	if want == "" {
		want = r.Header.Get("Accept-Language")
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(want)), "zh") {
		return "zh"
	}
	return "en"
}
