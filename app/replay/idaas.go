package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"loginscope/proxy/exchange"
)

// The paths of the tenant's API, as its documentation gives them.
const (
	loginPath   = "/api/v2/sdk/login/aliyun-mobile-auth"
	idTokenPath = "/api/v2/sdk/sso/session-token/id-token"
	keysPath    = "/api/v1/oauth2/keys"
	datePath    = "/api/v2/sdk/server-date"
)

// composed is a request that is ready to be sent.
type composed struct {
	method string
	url    string
	header exchange.Header
	body   []byte
}

func composeIDaaS(t Target, r Request) (composed, error) {
	c := composed{method: http.MethodPost, header: deviceHeaders(t)}
	base := trimSlash(t.BaseURL)
	switch r.Call {
	case CallLogin:
		c.url = base + loginPath
		body, err := json.Marshal(map[string]string{"access_token": r.Token})
		if err != nil {
			return c, fmt.Errorf("compose body: %w", err)
		}
		c.body = body
		c.header = append(exchange.Header{{Name: "Content-Type", Value: "application/json"}}, c.header...)
	case CallIDToken:
		c.url = base + idTokenPath
		// Customer tenants read the first name, employee tenants the second.
		c.header = append(c.header,
			exchange.Field{Name: "session-token", Value: r.Session},
			exchange.Field{Name: "X-session-token", Value: r.Session})
	default:
		return c, Refuse(ErrRequest, "call %q is not one of a tenant", "接口 %q 不属于租户", r.Call)
	}
	return r.Edit.apply(c)
}

func deviceHeaders(t Target) exchange.Header {
	h := exchange.Header{
		{Name: "X-operating-sys-version", Value: orElse(t.Device.OSVersion, "Android 14")},
		{Name: "X-device-fingerprint", Value: orElse(t.Device.Fingerprint, "loginscope-replay")},
		{Name: "X-agent", Value: orElse(t.Device.Agent, "Loginscope replay")},
		{Name: "X-client-id", Value: t.ClientID},
	}
	if t.Device.IP != "" {
		h = append(h, exchange.Field{Name: "X-device-ip", Value: t.Device.IP})
	}
	if t.Lang != "" {
		h = append(h, exchange.Field{Name: "X-L", Value: t.Lang})
	}
	return append(h, t.Headers...)
}

func (e *Edit) apply(c composed) (composed, error) {
	if e == nil {
		return c, nil
	}
	c.header = slices.DeleteFunc(c.header, func(f exchange.Field) bool {
		return slices.ContainsFunc(e.Drop, func(d string) bool { return strings.EqualFold(d, f.Name) })
	})
	for _, name := range slices.Sorted(maps.Keys(e.Set)) {
		if strings.EqualFold(name, "Host") {
			return c, Refuse(ErrRequest, "the Host field follows the target and cannot be edited", "Host 由目标决定，不能编辑")
		}
		c.header = slices.DeleteFunc(c.header, func(f exchange.Field) bool { return strings.EqualFold(f.Name, name) })
		c.header = append(c.header, exchange.Field{Name: name, Value: e.Set[name]})
	}
	if e.Body != nil {
		c.body = []byte(*e.Body)
	}
	return c, validateHeaders(c.header)
}

// request turns a composed request into one that net/http sends; names keep
// their case on HTTP/1.1.
func (c composed) request() (*http.Request, error) {
	req, err := http.NewRequest(c.method, c.url, bytes.NewReader(c.body))
	if err != nil {
		return nil, Refuse(ErrTarget, "the target's address cannot be used", "目标地址无法使用")
	}
	for _, f := range c.header {
		req.Header[f.Name] = append(req.Header[f.Name], f.Value)
	}
	if !c.header.Has("User-Agent") {
		req.Header["User-Agent"] = nil // send none rather than Go's own
	}
	return req, nil
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func sortedKeys(h http.Header) []string { return slices.Sorted(maps.Keys(h)) }

func trimSlash(s string) string { return strings.TrimRight(s, "/") }
