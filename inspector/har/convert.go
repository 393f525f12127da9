package har

import (
	"math"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"loginscope/proxy/exchange"
)

// exchange turns an entry into a finished Exchange without an ID. It returns
// false for an entry that is no HTTP exchange of the phone's.
func (e *entry) exchange(o Options) (exchange.Exchange, bool) {
	x := exchange.Exchange{Origin: exchange.Imported, Device: o.Device, Done: true}
	if e.Request == nil || strings.EqualFold(string(e.Request.Method), "CONNECT") {
		return x, false
	}
	if !locate(&x, string(e.Request.URL)) && (e.Own == nil || e.Own.Target == nil || e.Own.Target.Host == "") {
		return x, false
	}
	if ip := address(string(e.ClientIP + e.ClientIP2)); ip != "" {
		x.Device, x.Client.Remote = ip, ip
	}
	if ip := address(string(e.ServerIPAddress)); ip != "" {
		x.Server.Remote = ip
		if p, err := netip.ParseAddr(ip); err == nil && x.Port != 0 {
			x.Server.Remote = netip.AddrPortFrom(p, uint16(x.Port)).String()
		}
	}
	x.Conn, _ = strconv.ParseUint(string(e.Connection), 10, 64) // not always a number: then unknown
	x.Request = exchange.Request{
		Method: strings.ToUpper(string(e.Request.Method)), Proto: proto(string(e.Request.HTTPVersion)),
		Header: wire(e.Request.Headers), Trailer: wire(e.Request.Trailers), Body: e.Request.body(),
	}
	if x.Request.Method == "" {
		x.Request.Method = "GET"
	}
	e.answer(&x)
	x.Timing = e.timing()
	if e.Own != nil {
		e.Own.restore(&x, e)
	}
	return x, true
}

// locate fills in where the request went.
func locate(x *exchange.Exchange, raw string) bool {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return false
	}
	x.Scheme = strings.ToLower(u.Scheme)
	switch x.Scheme {
	case "http", "ws":
		x.Port = 80
	case "https", "wss":
		x.Port = 443
	default:
		return false // data:, blob:, chrome-extension: are no traffic
	}
	if p, err := strconv.ParseUint(u.Port(), 10, 16); err == nil && p != 0 {
		x.Port = int(p)
	}
	x.Host = strings.ToLower(u.Hostname())
	x.Path = u.EscapedPath()
	if x.Path == "" {
		x.Path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		x.Path += "?" + u.RawQuery
	}
	return x.Host != ""
}

// answer fills in the response, or the failure where there was none. Status 0
// is what browsers write for an exchange that failed.
func (e *entry) answer(x *exchange.Exchange) {
	r := e.Response
	if r == nil {
		x.Failure = &exchange.Failure{Cause: exchange.FailUnclassified, Detail: "the file holds no response"}
		return
	}
	why := string(r.Error)
	if r.Status < 100 || r.Status > 999 {
		alternatives := []text{r.Comment, e.Comment, r.StatusText}
		if e.Own != nil { // there the comment is a person's note
			alternatives[1] = ""
		}
		for _, alt := range alternatives {
			if why == "" {
				why = string(alt)
			}
		}
		x.Failure = &exchange.Failure{Cause: failure(why), Detail: noQuery(why)}
		return
	}
	x.Response = r.response()
	if why != "" {
		x.Failure = &exchange.Failure{Cause: failure(why), Detail: noQuery(why)}
	}
}

func (r *response) response() *exchange.Response {
	return &exchange.Response{
		Status: int(r.Status), Reason: string(r.StatusText), Proto: proto(string(r.HTTPVersion)),
		Header: wire(r.Headers), Trailer: wire(r.Trailers), Body: r.body(),
	}
}

// causes maps words of the tools' error texts to our causes, first hit wins.
// The NET:: names are Chromium's.
var causes = []struct {
	word  string
	cause exchange.FailureCause
}{
	{"name_not_resolved", exchange.FailDNS}, {"unknownhost", exchange.FailDNS}, {"unknown host", exchange.FailDNS},
	{"dns", exchange.FailDNS},
	{"blocked_by", exchange.FailBlocked}, {"connection_refused", exchange.FailRefused},
	{"refused", exchange.FailRefused},
	{"unreachable", exchange.FailUnreachable}, {"internet_disconnected", exchange.FailUnreachable},
	{"timed_out", exchange.FailTimeout}, {"timed out", exchange.FailTimeout}, {"timeout", exchange.FailTimeout},
	{"cert", exchange.FailCertificate}, {"ssl", exchange.FailTLS}, {"tls", exchange.FailTLS},
	{"handshake", exchange.FailTLS},
	{"reset", exchange.FailReset}, {"connection_closed", exchange.FailReset}, {"empty_response", exchange.FailReset},
	{"content_length_mismatch", exchange.FailTruncated}, {"incomplete", exchange.FailTruncated},
	{"aborted", exchange.FailClientAbort}, {"cancel", exchange.FailClientAbort},
	{"invalid_http", exchange.FailProtocol}, {"protocol", exchange.FailProtocol},
}

func failure(why string) exchange.FailureCause {
	why = strings.ToLower(why)
	for _, c := range causes {
		if strings.Contains(why, c.word) {
			return c.cause
		}
	}
	return exchange.FailUnclassified
}

// noQuery cuts query strings, which may hold tokens, off an error text.
func noQuery(s string) string {
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s = s[:i]
	}
	return s
}

// wire takes off what never was a field line: HTTP/2's pseudo-headers, and
// fields without a name.
func wire(h headers) exchange.Header {
	var out exchange.Header
	for _, f := range h {
		if f.Name != "" && f.Name[0] != ':' {
			out = append(out, f)
		}
	}
	return out
}

// proto brings the tools' spellings to Go's: "h2", "http/2.0", "HTTP/2".
func proto(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "h2", "http/2", "http/2.0", "http2", "h2c", "spdy":
		return "HTTP/2.0"
	case "h3", "http/3", "http/3.0", "http3", "h3-29", "quic":
		return "HTTP/3.0"
	case "http/1.0":
		return "HTTP/1.0"
	case "http/1.1", "1.1", "http/1":
		return "HTTP/1.1"
	}
	return ""
}

// address takes brackets and a port off an IP address; "" if it is none.
func address(s string) string {
	s = strings.TrimSpace(s)
	if p, err := netip.ParseAddrPort(s); err == nil {
		return p.Addr().Unmap().String()
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return ""
	}
	return a.Unmap().String()
}

// dateForms are the spellings of startedDateTime, ISO 8601 with liberties.
var dateForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999",
}

func (e *entry) timing() exchange.Timing {
	var t exchange.Timing
	for _, form := range dateForms {
		at, err := time.Parse(form, string(e.StartedDateTime))
		if err == nil {
			t.Start = at
			break
		}
	}
	if t.Start.IsZero() {
		return t
	}
	at := t.Start.Add(ms(e.Timings.Blocked) + ms(e.Timings.DNS) + ms(e.Timings.Connect))
	if e.Timings.Connect >= 0 {
		t.Connected = at
	}
	t.Reused = e.Timings.Connect < 0
	t.Sent = at.Add(ms(e.Timings.Send))
	if e.Response != nil && e.Response.Status >= 100 {
		t.FirstByte = t.Sent.Add(ms(e.Timings.Wait))
	}
	t.End = t.Start.Add(ms(e.Time))
	if last := t.Sent.Add(ms(e.Timings.Wait) + ms(e.Timings.Receive)); last.After(t.End) {
		t.End = last
	}
	return t
}

// ms is a duration of milliseconds; negative means "does not apply". A day is
// the most that is believed.
func ms(n number) time.Duration {
	return time.Duration(math.Round(min(max(float64(n), 0), 86_400_000) * float64(time.Millisecond)))
}
