// Package replay tries a login token where the app's servers would try it: at
// a configured IDaaS tenant, or at a configured Alibaba account. It is the
// only part of Loginscope that dials out on its own.
//
// Its law: a request goes to a target that the user configured and named, and
// nowhere else. No host is ever taken from captured data, nothing is sent
// twice by itself (a token is single use), no redirect to another host is
// followed, and no carrier request is ever built.
package replay

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode"

	"loginscope/codes"
	"loginscope/proxy/exchange"
)

// Kind is what stands behind a target.
type Kind string

// The kinds of target.
const (
	KindIDaaS   Kind = "idaas"   // a tenant: POST /api/v2/sdk/login/aliyun-mobile-auth
	KindAlibaba Kind = "alibaba" // an account: dypnsapi GetMobile and its sisters
)

// DefaultEndpoint is the documented dypnsapi endpoint.
const DefaultEndpoint = "dypnsapi.aliyuncs.com"

// ErrTarget is wrapped by every error about a target's definition.
var ErrTarget = errors.New("target is not valid")

// Target is one configured destination. It holds no secret: an Alibaba
// account's keys are in a secret.Store under the target's name.
type Target struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`

	// BaseURL is the tenant's address, "https://tenant.example.com". IDaaS only.
	BaseURL  string `json:"base_url,omitempty"`
	ClientID string `json:"client_id,omitempty"`
	Device   Device `json:"device,omitzero"`
	// Lang is the X-L header, "zh" or "en"; "" leaves it out.
	Lang string `json:"lang,omitempty"`
	// Headers are extra global headers, as addGlobalHeader would set them.
	Headers exchange.Header `json:"headers,omitempty"`

	// Endpoint is "host" or "host:port" without a scheme. Alibaba only.
	Endpoint string `json:"endpoint,omitempty"`
	Region   string `json:"region,omitempty"`

	// PlainHTTP speaks HTTP without TLS; it is allowed for a loopback endpoint
	// only, as a test gateway is. Alibaba only.
	PlainHTTP bool `json:"plain_http,omitempty"`

	// SkipVerify turns the upstream certificate check off for this target.
	SkipVerify bool `json:"skip_verify,omitempty"`
}

// Device holds the device headers that the tenant's API requires. The server
// checks that they are there, not what they say.
type Device struct {
	OSVersion   string `json:"os_version,omitempty"`  // X-operating-sys-version
	Fingerprint string `json:"fingerprint,omitempty"` // X-device-fingerprint
	Agent       string `json:"agent,omitempty"`       // X-agent
	IP          string `json:"ip,omitempty"`          // X-device-ip, optional
}

// Validate reports what is wrong with a definition, as one error that names
// the field and wraps ErrTarget.
func (t Target) Validate() error {
	if !validName(t.Name) {
		return Refuse(ErrTarget, "name %q: use 1 to 64 letters, digits, '.', '_' or '-'",
			"名称 %q：请使用 1 至 64 个字母、数字或 '.'、'_'、'-'", t.Name)
	}
	if codes.CarrierOfHost(t.Host()) != nil {
		return fmt.Errorf("%w: %w", ErrTarget,
			Refuse(ErrCarrier, "%q is a carrier's; nothing is ever sent to a carrier", "%q 属于运营商；本程序不会向运营商发送任何请求",
				t.Host()))
	}
	switch t.Kind {
	case KindIDaaS:
		return t.validateIDaaS()
	case KindAlibaba:
		if t.PlainHTTP && !isLoopback(t.Host()) {
			return Refuse(ErrTarget, "endpoint %q: plain HTTP is for a loopback address only", "接入点 %q：仅本机回环地址可使用 HTTP",
				t.Endpoint)
		}
		return validateEndpoint(t.Endpoint)
	}
	return Refuse(ErrTarget, "kind %q: use %q or %q", "类型 %q：请使用 %q 或 %q", t.Kind, KindIDaaS, KindAlibaba)
}

// validName takes 1 to 64 letters or digits of any script, and from the second
// on '.', '_' and '-' too.
func validName(name string) bool {
	n := 0
	for _, r := range name {
		if n++; !unicode.IsLetter(r) && !unicode.IsDigit(r) && (n == 1 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return n >= 1 && n <= 64
}

func (t Target) validateIDaaS() error {
	u, err := url.Parse(t.BaseURL)
	switch {
	case err != nil || u.Host == "":
		return Refuse(ErrTarget, "base URL %q: use https://HOST", "租户地址 %q：请使用 https://主机名", t.BaseURL)
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return Refuse(ErrTarget, "base URL %q: only https is allowed, since a token is sent",
			"租户地址 %q：会发送 token，只允许 https", t.BaseURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return Refuse(ErrTarget, "base URL %q: leave out user, query and fragment", "租户地址 %q：不能包含用户名、查询参数和片段",
			t.BaseURL)
	case t.ClientID == "":
		return Refuse(ErrTarget, "client id is empty: take it from the application's page in the tenant",
			"client id 为空：请从租户的应用信息页复制")
	}
	return validateHeaders(t.Headers)
}

// ParseHeader reads an extra header as a person writes it, "NAME: VALUE".
func ParseHeader(line string) (exchange.Field, error) {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return exchange.Field{}, Refuse(ErrTarget, "header %q: use NAME:VALUE", "请求头 %q：请写成 NAME:VALUE", line)
	}
	return exchange.Field{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)}, nil
}

func validateHeaders(h exchange.Header) error {
	for _, f := range h {
		if !isToken(f.Name) || strings.ContainsAny(f.Value, "\r\n\x00") {
			return Refuse(ErrTarget, "header %q is not a valid field", "请求头 %q 无效", f.Name)
		}
	}
	return nil
}

// validateEndpoint wants a host with or without a port, and nothing that an
// address would read otherwise than Host does.
func validateEndpoint(e string) error {
	u, err := url.Parse("https://" + e)
	if err != nil || u.Host != e || u.Hostname() == "" || strings.HasSuffix(e, ":") {
		return Refuse(ErrTarget, "endpoint %q: use HOST or HOST:PORT without scheme and path, usually %s",
			"接入点 %q：请使用“主机名”或“主机名:端口”，不带协议和路径，通常为 %s", e, DefaultEndpoint)
	}
	return nil
}

// Host is the one host name that a replay to this target may reach.
func (t Target) Host() string {
	if t.Kind == KindAlibaba {
		return hostOf("https://" + t.Endpoint)
	}
	return hostOf(t.BaseURL)
}

// Port is the port of the target's address where it is not the usual one of
// its scheme, "" where it is.
func (t Target) Port() string {
	address := t.BaseURL
	if t.Kind == KindAlibaba {
		address = "https://" + t.Endpoint
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" {
		return ""
	}
	return u.Port()
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// isToken reports whether s is a field name (RFC 9110, section 5.6.2).
func isToken(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) {
			return false
		}
	}
	return true
}
