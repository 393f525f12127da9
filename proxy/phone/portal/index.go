package portal

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
)

// choice is one entry of a selector.
type choice struct {
	Value, Label string
	Chosen       bool
}

// view is what the page's template shows.
type view struct {
	Lang, Other       string // Other is the language to switch to
	T, R              map[string]string
	Host, Port        string // the proxy's, as this phone reaches it
	Portal            string // the portal's name behind the proxy
	Name, Fingerprint string
	Menu              string
	Rules             []string
	Makers, Versions  []choice
	IOS, Sure         bool
	Android           int
	Tests             []string
}

// tests are the rows of the self-test, by the key of their name.
var tests = []string{"allowed", "proxy", "cert", "clock", "cell", "vpn"}

func (p *Portal) index(w http.ResponseWriter, r *http.Request) {
	lang := language(r)
	phone := ParseUserAgent(r.UserAgent())
	if m := Maker(r.URL.Query().Get("maker")); m.known() {
		phone.Maker = m
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("android")); err == nil && n >= 7 && n < 100 {
		phone.Android, phone.Sure = n, true
	}
	var b bytes.Buffer
	if err := p.page.Execute(&b, p.view(r, lang, phone)); err != nil {
		http.Error(w, "page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src *; form-action 'self'")
	_, _ = w.Write(b.Bytes())
}

func (p *Portal) view(r *http.Request, lang string, phone Phone) view {
	host, port := proxyAddress(r)
	v := view{Lang: lang, Other: map[string]string{"en": "zh", "zh": "en"}[lang], T: map[string]string{}, R: map[string]string{},
		Host: host, Port: port, Portal: p.cfg.Host, Name: p.cfg.Name, Fingerprint: p.cfg.Fingerprint,
		Menu: menus[phone.Maker].In(lang), IOS: phone.IOS, Sure: phone.Sure, Android: phone.Android, Tests: tests}
	for k, t := range words {
		v.T[k] = t.In(lang)
	}
	for k, t := range results {
		v.R[k] = t.In(lang)
	}
	for _, t := range rulesFor(phone.Android) {
		v.Rules = append(v.Rules, t.In(lang))
	}
	for _, m := range Makers {
		v.Makers = append(v.Makers, choice{string(m), makerNames[m].In(lang), m == phone.Maker})
	}
	for _, n := range versions {
		v.Versions = append(v.Versions, choice{strconv.Itoa(n), strconv.Itoa(n), n == phone.Android})
	}
	return v
}

// proxyAddress is the listener's address as this very connection reached it,
// which is by definition one that the phone can reach.
func proxyAddress(r *http.Request) (host, port string) {
	if a, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		if h, p, err := net.SplitHostPort(a.String()); err == nil {
			return h, p
		}
	}
	h, p, err := net.SplitHostPort(r.Host)
	if err != nil {
		return r.Host, ""
	}
	return h, p
}
