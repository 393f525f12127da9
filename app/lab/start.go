package lab

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"loginscope/codes"
)

// Config configures a Lab; its zero value is complete.
type Config struct {
	// Now is the servers' clock; nil means time.Now.
	Now func() time.Time
}

// Lab is a running set of simulated servers. Any number of scenarios may run
// on it at the same time; they do not see each other.
type Lab struct {
	now     func() time.Time
	ca      *authority
	net     *listeners
	servers []*http.Server
	gateway *gateway
	tenant  tenant
	tokens  *tokenRegistry
	done    chan struct{}
	wg      sync.WaitGroup

	closeOnce sync.Once
	closeErr  error

	mu       sync.Mutex
	subs     map[[12]byte]*subscriber
	sessions map[string]session
	player   *player // of the recording that is played, nil if none was
}

// Start opens the lab's listeners on loopback and serves on them until Close.
// The context limits the start alone.
func Start(ctx context.Context, c Config) (*Lab, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	ca, err := newAuthority(c.Now())
	if err != nil {
		return nil, fmt.Errorf("start lab: %w", err)
	}
	keys, err := tenantSigner()
	if err != nil {
		return nil, fmt.Errorf("start lab: %w", err)
	}
	ls, err := listen(ctx)
	if err != nil {
		return nil, fmt.Errorf("start lab: %w", err)
	}
	l := &Lab{
		now: c.Now, ca: ca, net: ls, tokens: newTokenRegistry(), done: make(chan struct{}),
		subs: map[[12]byte]*subscriber{}, sessions: map[string]session{},
	}
	l.gateway = &gateway{lab: l, accounts: labAccounts(), nonces: newOnceRegistry(maxTokens)}
	l.tenant = tenant{lab: l, keys: keys}
	l.serve()
	return l, nil
}

// Close stops every server, ends every connection and waits for both.
func (l *Lab) Close() error {
	l.closeOnce.Do(func() {
		close(l.done)
		for _, s := range l.servers {
			_ = s.Close()
		}
		l.closeErr = l.net.close()
		l.wg.Wait()
	})
	return l.closeErr
}

// Roots holds the lab's own root, which signed the servers' certificates.
func (l *Lab) Roots() *x509.CertPool { return l.ca.pool() }

// RootCertificate is the lab's root, for clients that want it in a file.
func (l *Lab) RootCertificate() *x509.Certificate { return l.ca.root }

// Addr is a simulated server that people can call through the proxy.
type Addr struct {
	Name    string // the server's name, as in "https://NAME"
	Address string // where it listens: loopback
	What    Text
}

// Addrs lists the servers that are of use to somebody with curl or another
// client: the names resolve through the proxy (or by curl's --resolve).
func (l *Lab) Addrs() []Addr {
	at := l.net.internet.Addr().String()
	return []Addr{
		{tenantHost, at, Text{
			EN: "IDaaS tenant: POST " + loginPath + " with X-client-id: " + ClientID,
			ZH: "IDaaS 租户：POST " + loginPath + "，请求头 X-client-id: " + ClientID,
		}},
		{"dypnsapi.aliyuncs.com", at, Text{EN: "Alibaba gateway", ZH: "阿里云网关"}},
		{"lab.test", at, Text{
			EN: "hands out a token: GET /token?carrier=" + usualCarrier(),
			ZH: "发放测试 token：GET /token?carrier=" + usualCarrier(),
		}},
	}
}

// Gateway is the "host:port" at which the gateway and the tenant also answer
// in clear text, for clients that are given an endpoint and not a resolver.
func (l *Lab) Gateway() string { return l.net.internetPlain.Addr().String() }

// Tenant is the "host:port" at which both answer by TLS; the certificate holds
// the address.
func (l *Lab) Tenant() string { return l.net.internet.Addr().String() }

// byAddress serves a request that names no server but the lab's own address:
// an RPC call goes to the gateway, anything else to the tenant.
func (l *Lab) byAddress(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("Action") || r.Header.Get("x-acs-action") != "" {
		l.gateway.ServeHTTP(w, r)
		return
	}
	l.tenant.ServeHTTP(w, r)
}

// handler routes a request to the server whose name it carries.
func (l *Lab) handler(cellular bool) http.Handler {
	carriers := carrierServer{lab: l, cellular: cellular}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := hostOf(r)
		switch p := backendOf(host); {
		case net.ParseIP(host).IsLoopback() && !cellular:
			l.byAddress(w, r)
		case p == backendGateway && !cellular:
			l.gateway.ServeHTTP(w, r)
		case p == backendTenant && !cellular:
			l.tenant.ServeHTTP(w, r)
		case p == backendTokens && !cellular:
			l.tokenService(w, r)
		case codes.Issuer(p).IsCarrier():
			simulatorOf(string(p)).serve(carriers, w, r)
		default:
			http.NotFound(w, r)
		}
	})
}
