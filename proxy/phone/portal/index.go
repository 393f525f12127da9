package portal

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// choice is one entry of a selector.
type choice struct {
	Value, Label string
	Chosen       bool
}

// view is what the page's template shows.
type view struct {
	Lang, Switch      string // Switch leads to the same page in the other language
	T                 map[string]string
	Say               string // the self-test's sentences, in JSON
	Host, Port        string // the proxy's, as this phone reaches it
	PAC               string // the address of proxy.pac
	Portal            string // the portal's name behind the proxy
	Nonce             string // for what the page sends
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
	m, n := chosen(r)
	if m != "" {
		phone.Maker = m
	}
	if n != 0 {
		phone.Android, phone.Sure = n, true
	}
	v := p.view(r, lang, phone)
	say, err := sentences(lang)
	if err != nil {
		http.Error(w, "page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	v.Say = say
	var b bytes.Buffer
	if err := p.page.Execute(&b, v); err != nil {
		http.Error(w, "page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set(
		"Content-Security-Policy",
		"default-src 'none'; style-src 'self'; script-src 'self'; connect-src *; form-action 'self'",
	)
	_, _ = w.Write(b.Bytes())
}

func (p *Portal) view(r *http.Request, lang string, phone Phone) view {
	host, port := proxyAddress(r)
	v := view{Lang: lang, Switch: switchLink(r, lang), T: map[string]string{},
		Host: host, Port: port, PAC: "http://" + net.JoinHostPort(host, port) + pacPath, Portal: p.cfg.Host,
		Nonce: p.nonces.of(p.cfg.Client(r).Device, p.cfg.Now()), Name: p.cfg.Name,
		Fingerprint: grouped(p.cfg.Fingerprint),
		Menu:        menus[phone.Maker].In(lang), IOS: phone.IOS, Sure: phone.Sure, Android: phone.Android,
		Tests: tests}
	for k, t := range words {
		v.T[k] = t.In(lang)
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

// chosen is what was chosen by hand: "" and 0 for nothing, or nothing known.
func chosen(r *http.Request) (m Maker, android int) {
	if m = Maker(r.URL.Query().Get("maker")); !m.known() {
		m = ""
	}
	n, err := strconv.Atoi(r.URL.Query().Get("android"))
	if err != nil || n < 7 || n > 99 {
		n = 0
	}
	return m, n
}

// switchLink keeps what was chosen by hand.
func switchLink(r *http.Request, lang string) string {
	q := url.Values{"lang": {map[string]string{"en": "zh", "zh": "en"}[lang]}}
	m, n := chosen(r)
	if m != "" {
		q.Set("maker", string(m))
	}
	if n != 0 {
		q.Set("android", strconv.Itoa(n))
	}
	return "/?" + q.Encode()
}

// grouped puts a blank after every four characters, to compare by eye.
func grouped(s string) string {
	var b strings.Builder
	for i, r := range strings.ReplaceAll(s, ":", "") {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// sentences are what selftest.js may say, by key.
func sentences(lang string) (string, error) {
	say := map[string]string{}
	for k, t := range results {
		say[k] = t.In(lang)
	}
	raw, err := json.Marshal(say)
	return string(raw), err
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
