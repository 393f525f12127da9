package detail

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"loginscope/proxy/exchange"
)

// HAR entry, in the words of the HTTP Archive format 1.2.
type (
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     float64     `json:"time"` // milliseconds
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Server   string      `json:"serverIPAddress,omitempty"`
		Comment  string      `json:"comment,omitempty"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harRequest struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		Query       []harPair `json:"queryString"`
		PostData    *harBody  `json:"postData,omitempty"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int64     `json:"bodySize"`
	}
	harResponse struct {
		Status      int       `json:"status"`
		StatusText  string    `json:"statusText"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		Content     harBody   `json:"content"`
		RedirectURL string    `json:"redirectURL"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int64     `json:"bodySize"`
	}
	harBody struct {
		Size     int64  `json:"size,omitempty"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// har formats the exchange as one entry of a HAR file, masked unless revealed.
func (p *Pane) har() string {
	x := p.loaded.x
	ms := func(d time.Duration) float64 { return max(0, float64(d.Microseconds())/1000) }
	e := harEntry{
		Started: x.Timing.Start.Format(time.RFC3339Nano), Time: ms(x.Timing.Duration()),
		Server: hostOnly(x.Server.Remote),
		Request: harRequest{
			Method: x.Request.Method, URL: p.address(&x), HTTPVersion: x.Request.Proto,
			Cookies: []harPair{}, Headers: p.harHeaders(x.Request.Header), Query: p.harQuery(x.Path),
			HeadersSize: -1, BodySize: x.Request.Body.Size,
		},
		Response: harResponse{Cookies: []harPair{}, Headers: []harPair{}, HeadersSize: -1, BodySize: -1},
	}
	if c := &p.loaded.sides[exchange.RequestSide]; c.size > 0 {
		b := p.harBody(x.Request.Header, c)
		b.Size = 0 // not a field of postData
		e.Request.PostData = &b
	}
	if r := x.Response; r != nil {
		e.Response = p.harAnswer(r)
	}
	if t := x.Timing; !t.FirstByte.IsZero() && !t.Sent.IsZero() {
		e.Timings = harTimings{
			Send:    ms(t.Sent.Sub(t.Start)),
			Wait:    ms(t.FirstByte.Sub(t.Sent)),
			Receive: ms(t.End.Sub(t.FirstByte)),
		}
	}
	if x.Failure != nil {
		e.Comment = string(x.Failure.Cause)
	}
	out, err := json.MarshalIndent(e, "", "  ")
	if err != nil { // no value of the entry can fail
		return err.Error()
	}
	return string(out)
}

// harAnswer is the response of the entry.
func (p *Pane) harAnswer(r *exchange.Response) harResponse {
	return harResponse{
		Status:      r.Status,
		StatusText:  p.maskText(r.Reason),
		HTTPVersion: r.Proto,
		Cookies:     []harPair{},
		Headers:     p.harHeaders(r.Header),
		Content:     p.harBody(r.Header, &p.loaded.sides[exchange.ResponseSide]),
		RedirectURL: p.maskText(r.Header.Get("Location")),
		HeadersSize: -1,
		BodySize:    r.Body.Size,
	}
}

func hostOnly(address string) string {
	if u, err := url.Parse("//" + address); err == nil {
		return u.Hostname()
	}
	return ""
}

func (p *Pane) harHeaders(h exchange.Header) []harPair {
	out := []harPair{}
	for _, f := range h {
		out = append(out, harPair{f.Name, p.headerValue(f)})
	}
	return out
}

func (p *Pane) headerValue(f exchange.Field) string {
	if p.cfg.Revealed() {
		return f.Value
	}
	return p.cfg.Mask.Header(f.Name, f.Value)
}

func (p *Pane) harQuery(path string) []harPair {
	out := []harPair{}
	_, query, _ := strings.Cut(p.maskText(path), "?")
	for pair := range strings.SplitSeq(query, "&") {
		if k, v, _ := strings.Cut(pair, "="); k != "" {
			out = append(out, harPair{unescape(k), unescape(v)})
		}
	}
	return out
}

// harBody holds a text as it is and other bytes in base64, the latter only
// when revealed: bytes cannot be masked.
func (p *Pane) harBody(h exchange.Header, c *content) harBody {
	b := harBody{Size: c.size, MimeType: h.Get("Content-Type")}
	switch {
	case c.text && c.stream != nil:
		b.Text = strings.Join(p.shownLines(c), "\n")
	case c.text:
		b.Text = p.maskText(string(c.data))
	case p.cfg.Revealed() && len(c.raw) > 0:
		b.Text, b.Encoding = base64.StdEncoding.EncodeToString(c.raw), "base64"
	}
	return b
}

func (p *Pane) shownLines(c *content) []string {
	if p.cfg.Revealed() {
		return c.plain
	}
	return c.maskedPlain
}

// message formats the exchange as plain text, as it would stand on the wire,
// masked unless revealed.
func (p *Pane) message() string {
	x := p.loaded.x
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\nHost: %s\n", x.Request.Method, p.maskText(x.Path), x.Request.Proto, p.maskText(x.Host))
	p.writeHeader(&b, x.Request.Header, "Host")
	p.writeBody(&b, &p.loaded.sides[exchange.RequestSide])
	if r := x.Response; r != nil {
		fmt.Fprintf(&b, "\n%s %d %s\n", r.Proto, r.Status, p.maskText(r.Reason))
		p.writeHeader(&b, r.Header, "")
		p.writeBody(&b, &p.loaded.sides[exchange.ResponseSide])
	}
	if f := x.Failure; f != nil {
		fmt.Fprintf(&b, "\n%s: %s\n", f.Cause, p.maskText(f.Detail))
	}
	return b.String()
}

func (p *Pane) writeHeader(b *strings.Builder, h exchange.Header, but string) {
	for _, f := range h {
		if !strings.EqualFold(f.Name, but) {
			fmt.Fprintf(b, "%s: %s\n", f.Name, p.headerValue(f))
		}
	}
}

func (p *Pane) writeBody(b *strings.Builder, c *content) {
	switch {
	case c.size == 0:
	case c.text && c.stream == nil:
		fmt.Fprintf(b, "\n%s\n", p.maskText(string(c.data)))
	case c.text:
		fmt.Fprintf(b, "\n%s\n", strings.Join(p.shownLines(c), "\n"))
	default:
		fmt.Fprintf(b, "\n[%d bytes]\n", c.size)
	}
}
