package replay

import (
	"fmt"
	"strings"

	"loginscope/proxy/exchange"
)

// Draft is the exact request that a replay would send, nothing sent. It is
// unmasked; whoever shows it masks it.
type Draft struct {
	Method string          `json:"method"`
	URL    string          `json:"url"`
	Header exchange.Header `json:"header"`
	Body   string          `json:"body,omitempty"`
	// Computed names what is only filled in when the request is sent.
	Computed []string `json:"computed,omitempty"`
}

// DryRun composes a request as Send would, and sends nothing. Keys are
// neither read nor shown.
func (p *Replayer) DryRun(r Request) (Draft, error) {
	t, err := p.check(r)
	if err != nil {
		return Draft{}, err
	}
	if t.Kind == KindIDaaS {
		c, err := composeIDaaS(t, r)
		if err != nil {
			return Draft{}, err
		}
		return Draft{Method: c.method, URL: c.url, Header: c.header, Body: string(c.body)}, nil
	}
	return draftAlibaba(t, r), nil
}

// parameterOf names the parameter that carries a call's input.
var parameterOf = map[Call]string{
	CallGetMobile: "AccessToken", CallVerifyMobile: "AccessCode",
	CallGetPhone: "SpToken", CallDescribeScheme: "SchemeCode",
}

func draftAlibaba(t Target, r Request) Draft {
	value := r.Token
	if r.Call == CallDescribeScheme {
		value = r.Scheme
	}
	query := []string{"Action=" + string(r.Call), "Version=2017-05-25", "Format=json",
		parameterOf[r.Call] + "=" + value}
	if r.Call == CallVerifyMobile {
		query = append(query, "PhoneNumber="+r.Phone)
	}
	scheme := "https"
	if t.PlainHTTP {
		scheme = "http"
	}
	return Draft{
		Method: "POST", URL: fmt.Sprintf("%s://%s/?%s", scheme, t.Endpoint, strings.Join(query, "&")),
		Header: exchange.Header{{Name: "x-acs-action", Value: string(r.Call)}, {
			Name:  "x-acs-version",
			Value: "2017-05-25",
		}},
		Computed: []string{"AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
			"Timestamp"},
	}
}

// Curl writes the draft as a command for a POSIX shell. show masks each value
// before it is written; pass the identity to reveal.
func (d Draft) Curl(show func(name, value string) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -X %s %s", d.Method, quote(show("url", d.URL)))
	for _, f := range d.Header {
		fmt.Fprintf(&b, " \\\n  -H %s", quote(f.Name+": "+show(f.Name, f.Value)))
	}
	if d.Body != "" {
		fmt.Fprintf(&b, " \\\n  --data-raw %s", quote(show("body", d.Body)))
	}
	return b.String()
}

// quote makes one shell word.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
