package engine

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// Choices is what a person decides of captures, as it is typed and kept. The
// zero value is the usual way.
type Choices struct {
	// Port is where a capture listens unless configured otherwise; 0 means the usual.
	Port int
	// PassThrough, SkipVerify and AllowLocal name hosts as in proxy.Config.
	PassThrough, SkipVerify, AllowLocal []string
	// InterceptCarriers is as in CaptureOptions.
	InterceptCarriers bool
	// Egress holds lines that ParseEgressRule reads.
	Egress []string
	// UpstreamCA is a PEM file with roots beside the system's, "" for none.
	UpstreamCA string
	// UpstreamProxy is as in proxy.Config, "" for what UpstreamProxyEnv says. It
	// holds no password: a settings file or command line must not contain
	// one.
	UpstreamProxy string
}

// UpstreamProxyEnv names the environment variable with an upstream proxy, which
// may have a password in it.
const UpstreamProxyEnv = "LOGINSCOPE_UPSTREAM_PROXY"

// Choice names a field of Choices.
type Choice string

// The fields that can be wrong.
const (
	ChoicePort          Choice = "port"
	ChoiceHost          Choice = "host"
	ChoiceEgress        Choice = "egress"
	ChoiceUpstreamCA    Choice = "upstream-ca"
	ChoiceUpstreamProxy Choice = "upstream-proxy"
	ChoiceLength        Choice = "length" // of any of them
)

// ErrPassword is wrapped where a password stands in Choices.UpstreamProxy.
var ErrPassword = errors.New("a password does not belong here")

// ErrNoCertificate is wrapped where a PEM file holds no certificate.
var ErrNoCertificate = errors.New("no certificate in it")

// ChoiceError says which choice cannot be used; Value never holds a password.
type ChoiceError struct {
	Choice Choice
	Value  string
	Err    error // nil where the value has the wrong form
}

func (e *ChoiceError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("read %s %q: wrong form", e.Choice, e.Value)
	}
	return fmt.Sprintf("read %s %q: %v", e.Choice, e.Value, e.Err)
}

// Unwrap returns the cause.
func (e *ChoiceError) Unwrap() error { return e.Err }

// Listen is where a capture listens unless configured otherwise. It reads no file.
func (c Choices) Listen() string {
	if c.Port <= 0 || c.Port > 65535 {
		return DefaultListen
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port))
}

// Options makes capture options of the choices; the error is a *ChoiceError.
func (c Choices) Options() (o CaptureOptions, err error) {
	if c.Port < 0 || c.Port > 65535 {
		return o, &ChoiceError{Choice: ChoicePort, Value: strconv.Itoa(c.Port)}
	}
	o.Listen, o.InterceptCarriers = c.Listen(), c.InterceptCarriers
	for _, list := range [][]string{c.PassThrough, c.SkipVerify, c.AllowLocal} {
		for _, host := range list {
			if !isHostPattern(host) {
				return o, &ChoiceError{Choice: ChoiceHost, Value: host}
			}
		}
	}
	o.Proxy.PassThrough, o.Proxy.SkipVerify, o.Proxy.AllowLocal = c.PassThrough, c.SkipVerify, c.AllowLocal
	for _, s := range c.Egress {
		w, err := ParseEgressRule(s)
		if err != nil {
			return o, &ChoiceError{ChoiceEgress, s, err}
		}
		o.Egress = append(o.Egress, w)
	}
	if o.Proxy.UpstreamRoots, err = readRoots(c.UpstreamCA); err != nil {
		return o, &ChoiceError{ChoiceUpstreamCA, c.UpstreamCA, err}
	}
	o.Proxy.UpstreamProxy, err = c.upstreamProxy()
	return o, err
}

// isHostPattern reports whether a text can be a host as in proxy.Config: a
// name, an address, or a name below "*.", without scheme, port and path.
func isHostPattern(s string) bool {
	if s == "*" || net.ParseIP(strings.Trim(s, "[]")) != nil {
		return true
	}
	name := strings.TrimPrefix(s, "*.")
	return name != "" && len(name) < 254 && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(`/\:@?#*,;"'[]`, r)
	})
}

// maxRoots limits a PEM file of roots.
const maxRoots = 16 << 20

// readRoots returns the system's roots and those of a file, nil for no file.
func readRoots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxRoots {
		return nil, fmt.Errorf("file of %d bytes: %w", info.Size(), ErrNoCertificate)
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, ErrNoCertificate
	}
	return roots, nil
}

// upstreamProxy reads the upstream proxy of the choices, or else of the
// environment; nil is none.
func (c Choices) upstreamProxy() (*url.URL, error) {
	text, chosen := c.UpstreamProxy, c.UpstreamProxy != ""
	if !chosen {
		if text = os.Getenv(UpstreamProxyEnv); text == "" {
			return nil, nil
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Port() == "" || u.Scheme != "http" && u.Scheme != "socks5" {
		value := "…" // it may hold a password
		if err == nil {
			value = u.Redacted()
		}
		return nil, &ChoiceError{Choice: ChoiceUpstreamProxy, Value: value}
	}
	if _, has := u.User.Password(); has && chosen {
		return nil, &ChoiceError{ChoiceUpstreamProxy, u.Redacted(), ErrPassword}
	}
	return u, nil
}
