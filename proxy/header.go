package proxy

import (
	"net/http"
	"slices"
	"strings"

	"loginscope/proxy/exchange"
)

// Law of this file: a proxy changes the fields that speak of one connection
// (RFC 9110, section 7.6.1) and no other. What it cannot keep is listed at
// type Proxy.

// hopByHop are fields of one connection that goproxy leaves in.
var hopByHop = []string{"Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Http2-Settings"}

// framingFields keep their canonical names: net/http looks for them there.
var framingFields = []string{"Connection", "Content-Length", "Expect", "Host", "Te", "Trailer", "Transfer-Encoding",
	"Upgrade"}

// dropHopByHop takes the fields of one connection out of a request. For an
// upgrade to protocol, Connection and Upgrade are put back.
func dropHopByHop(h http.Header, upgrade string) {
	trailers := hasToken(h["Te"], "trailers")
	for _, v := range h["Connection"] {
		for name := range strings.SplitSeq(v, ",") {
			if name = http.CanonicalHeaderKey(strings.TrimSpace(name)); name != "Connection" && name != "Close" {
				delete(h, name)
			}
		}
	}
	for _, name := range hopByHop {
		delete(h, name)
	}
	delete(h, "Te")
	delete(h, "Upgrade")
	delete(h, "Connection")
	if trailers {
		h["Te"] = []string{"trailers"}
	}
	if upgrade != "" {
		h["Connection"] = []string{"Upgrade"}
		h["Upgrade"] = []string{upgrade}
	}
	if _, ok := h["User-Agent"]; !ok {
		h["User-Agent"] = nil // net/http would add its own
	}
}

// upgradeOf is the protocol that a request wants to change to; "" if none, or
// if it is HTTP/2, which a proxy may decline by not passing it on.
func upgradeOf(h http.Header) string {
	if !hasToken(h["Connection"], "upgrade") {
		return ""
	}
	protocol := strings.Join(h["Upgrade"], ", ")
	if strings.EqualFold(protocol, "h2c") {
		return ""
	}
	return protocol
}

func hasToken(values []string, token string) bool {
	for _, v := range values {
		for t := range strings.SplitSeq(v, ",") {
			if strings.EqualFold(strings.TrimSpace(t), token) {
				return true
			}
		}
	}
	return false
}

// restoreCase renames the fields of h as they were sent; net/http writes a map's
// keys as they are. Where it looks for the canonical name itself, that key
// stays behind without a value, which it takes for "present, send nothing".
func restoreCase(h http.Header, sent exchange.Header) {
	for _, f := range sent {
		canonical := http.CanonicalHeaderKey(f.Name)
		if f.Name == canonical || slices.Contains(framingFields, canonical) {
			continue
		}
		values, ok := h[canonical]
		if !ok || values == nil {
			continue
		}
		delete(h, canonical)
		h[f.Name] = values
		switch canonical {
		case "User-Agent", "Content-Type", "Date":
			h[canonical] = nil
		}
	}
}

// cleanResponse takes the fields of the upstream connection out of a response
// that is passed on, and keeps http.Server from adding any.
func cleanResponse(h http.Header) {
	for _, v := range h["Connection"] {
		for name := range strings.SplitSeq(v, ",") {
			delete(h, http.CanonicalHeaderKey(strings.TrimSpace(name)))
		}
	}
	delete(h, "Connection")
	delete(h, "Keep-Alive")
	delete(h, "Proxy-Connection")
	for _, name := range []string{"Date", "Content-Type"} {
		if _, ok := h[name]; !ok {
			h[name] = nil
		}
	}
}

// headerOf lists a parsed header, sorted by name; lower is true if the wire
// had lower-case names (HTTP/2). A host is put first for HTTP/1.
func headerOf(h http.Header, lower bool, host string) exchange.Header {
	names := make([]string, 0, len(h))
	n := 1
	for name, values := range h {
		names = append(names, name)
		n += len(values)
	}
	slices.Sort(names)
	out := make(exchange.Header, 0, n)
	if host != "" && !lower {
		out = append(out, exchange.Field{Name: "Host", Value: host})
	}
	for _, name := range names {
		shown := name
		if lower {
			shown = strings.ToLower(name)
		}
		for _, v := range h[name] {
			out = append(out, exchange.Field{Name: shown, Value: v})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
