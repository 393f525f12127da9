package har

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loginscope/proxy/exchange"
)

// The fields of the format, in its own words and order.
type (
	outEntry struct {
		Started    string       `json:"startedDateTime"`
		Time       float64      `json:"time"` // milliseconds
		Request    outRequest   `json:"request"`
		Response   outResponse  `json:"response"`
		Cache      struct{}     `json:"cache"`
		Timings    outTimings   `json:"timings"`
		Server     string       `json:"serverIPAddress,omitempty"`
		Connection string       `json:"connection,omitempty"`
		Type       string       `json:"_resourceType,omitempty"`
		Messages   []outMessage `json:"_webSocketMessages,omitempty"`
		Comment    string       `json:"comment,omitempty"`
		Own        *ownEntry    `json:"_loginscope,omitempty"`
	}
	outField struct {
		Name  string `json:"name"`
		Value string `json:"value"`
		Raw   []byte `json:"_raw,omitempty"`
	}
	outCookie struct {
		Name     string `json:"name"`
		Value    string `json:"value"`
		Path     string `json:"path,omitempty"`
		Domain   string `json:"domain,omitempty"`
		HTTPOnly bool   `json:"httpOnly,omitempty"`
		Secure   bool   `json:"secure,omitempty"`
	}
	outRequest struct {
		Method      string       `json:"method"`
		URL         string       `json:"url"`
		HTTPVersion string       `json:"httpVersion"`
		Cookies     []outCookie  `json:"cookies"`
		Headers     []outField   `json:"headers"`
		Trailers    []outField   `json:"_trailers,omitempty"`
		Query       []outField   `json:"queryString"`
		PostData    *outPostData `json:"postData,omitempty"`
		HeadersSize int          `json:"headersSize"` // -1: not known
		BodySize    int64        `json:"bodySize"`
	}
	outPostData struct {
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
		Encoding string `json:"encoding,omitempty"`
		Raw      []byte `json:"_raw,omitempty"`
	}
	outResponse struct {
		Status      int         `json:"status"`
		StatusText  string      `json:"statusText"`
		HTTPVersion string      `json:"httpVersion"`
		Cookies     []outCookie `json:"cookies"`
		Headers     []outField  `json:"headers"`
		Trailers    []outField  `json:"_trailers,omitempty"`
		Content     outContent  `json:"content"`
		RedirectURL string      `json:"redirectURL"`
		HeadersSize int         `json:"headersSize"` // -1: not known
		BodySize    int64       `json:"bodySize"`
		Error       string      `json:"_error,omitempty"`
	}
	outContent struct {
		Size        int64   `json:"size"`
		Compression *int64  `json:"compression,omitempty"`
		MimeType    string  `json:"mimeType"`
		Text        *string `json:"text,omitempty"`
		Encoding    string  `json:"encoding,omitempty"`
		Raw         []byte  `json:"_raw,omitempty"`
	}
	outTimings struct { // milliseconds, -1 for what does not apply
		Blocked float64 `json:"blocked"`
		DNS     float64 `json:"dns"`
		Connect float64 `json:"connect"`
		SSL     float64 `json:"ssl"`
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
	outMessage struct {
		Type       string     `json:"type"`
		Time       float64    `json:"time"` // seconds since 1970
		Opcode     byte       `json:"opcode"`
		Data       string     `json:"data"`
		Encoding   string     `json:"_encoding,omitempty"`
		At         *time.Time `json:"_at,omitempty"`
		Size       *int64     `json:"_size,omitempty"`
		Cut        bool       `json:"_cut,omitempty"`
		Compressed bool       `json:"_compressed,omitempty"`
		Part       bool       `json:"_part,omitempty"`
		Offset     int64      `json:"_offset,omitempty"`
	}
)

// standard is an exchange in the format's own fields, without its bodies.
func standard(x *exchange.Exchange) outEntry {
	e := outEntry{
		Started: x.Timing.Start.Format(time.RFC3339Nano), Time: milliseconds(x.Timing.Duration()),
		Timings: timingsOf(&x.Timing), Server: ipOf(x.Server.Remote),
		Request: outRequest{
			Method: valid(x.Request.Method), URL: Address(x), HTTPVersion: valid(x.Request.Proto),
			Cookies: requestCookies(x.Request.Header), Headers: fields(x.Request.Header),
			Trailers: fields(x.Request.Trailer), Query: query(x.Path), HeadersSize: -1, BodySize: x.Request.Body.Size,
		},
		Response: outResponse{Cookies: []outCookie{}, Headers: []outField{}, HeadersSize: -1, BodySize: -1},
	}
	if len(x.Request.Trailer) == 0 {
		e.Request.Trailers = nil
	}
	if x.Conn != 0 {
		e.Connection = strconv.FormatUint(x.Conn, 10)
	}
	if r := x.Response; r != nil {
		e.Response = outResponse{
			Status: r.Status, StatusText: valid(r.Reason), HTTPVersion: valid(r.Proto),
			Cookies: responseCookies(r.Header), Headers: fields(r.Header), Trailers: fields(r.Trailer),
			RedirectURL: valid(r.Header.Get("Location")), HeadersSize: -1, BodySize: r.Body.Size,
		}
		if r.Body.Decoded {
			e.Response.BodySize = -1
		}
	}
	if f := x.Failure; f != nil {
		e.Response.Error = strings.TrimSuffix(valid(string(f.Cause)+": "+f.Detail), ": ")
	}
	return e
}

// Address is the URL that an exchange asked for, with the port unless it is the
// scheme's own. Bytes that are no UTF-8 are replaced.
func Address(x *exchange.Exchange) string {
	host := x.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := x.Port; p != 0 && p != defaultPort(x.Scheme) {
		host += ":" + strconv.Itoa(p)
	}
	return valid(x.Scheme + "://" + host + x.Path)
}

// defaultPort is the port of a scheme, 0 for one that no exchange has.
func defaultPort(scheme string) int {
	switch scheme {
	case "http", "ws":
		return 80
	case "https", "wss":
		return 443
	}
	return 0
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func fields(h exchange.Header) []outField {
	out := make([]outField, 0, len(h))
	for _, f := range h {
		o := outField{Name: valid(f.Name), Value: f.Value}
		if !utf8.ValidString(f.Value) {
			o.Value, o.Raw = valid(f.Value), []byte(f.Value)
		}
		out = append(out, o)
	}
	return out
}

func query(path string) []outField {
	out := []outField{}
	_, q, _ := strings.Cut(path, "?")
	for pair := range strings.SplitSeq(q, "&") {
		if k, v, _ := strings.Cut(pair, "="); k != "" {
			out = append(out, outField{Name: valid(unquery(k)), Value: valid(unquery(v))})
		}
	}
	return out
}

func unquery(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func requestCookies(h exchange.Header) []outCookie {
	out := []outCookie{}
	for _, line := range h.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			if k, v, ok := strings.Cut(strings.TrimSpace(pair), "="); ok {
				out = append(out, outCookie{Name: valid(k), Value: valid(v)})
			}
		}
	}
	return out
}

func responseCookies(h exchange.Header) []outCookie {
	out := []outCookie{}
	for _, line := range h.Values("Set-Cookie") {
		first, rest, _ := strings.Cut(line, ";")
		k, v, ok := strings.Cut(strings.TrimSpace(first), "=")
		if !ok {
			continue
		}
		c := outCookie{Name: valid(k), Value: valid(v)}
		for part := range strings.SplitSeq(rest, ";") {
			switch k, v, _ := strings.Cut(strings.TrimSpace(part), "="); strings.ToLower(k) {
			case "path":
				c.Path = valid(v)
			case "domain":
				c.Domain = valid(v)
			case "httponly":
				c.HTTPOnly = true
			case "secure":
				c.Secure = true
			}
		}
		out = append(out, c)
	}
	return out
}

// ipOf takes the port off an address.
func ipOf(remote string) string {
	if p, err := netip.ParseAddrPort(remote); err == nil {
		return p.Addr().String()
	}
	return valid(remote)
}

func milliseconds(d time.Duration) float64 { return float64(max(d, 0)) / float64(time.Millisecond) }

// timingsOf are the phases of an exchange. The time until its connection was ready
// counts as "connect" if the connection was new and as "blocked" if it was not.
func timingsOf(t *exchange.Timing) outTimings {
	out := outTimings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
	at := t.Start
	until := func(next time.Time) float64 {
		if next.IsZero() || at.IsZero() {
			return 0
		}
		d := milliseconds(next.Sub(at))
		at = next
		return d
	}
	switch {
	case !t.Connected.IsZero() && t.Reused:
		out.Blocked = until(t.Connected)
	case !t.Connected.IsZero():
		out.Connect = until(t.Connected)
	}
	out.Send, out.Wait, out.Receive = until(t.Sent), until(t.FirstByte), until(t.End)
	return out
}
