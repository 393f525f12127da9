package engine

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/ca"
	"loginscope/proxy/phone/admit"
	"loginscope/proxy/phone/lan"
	"loginscope/proxy/phone/portal"
	"loginscope/proxy/upstream"
)

// This file prepares a capture for phones: who may use it, the portal, what
// passes through without decryption, and by which network requests leave.

// EgressRule routes a group of hosts: the hosts of Group leave by Local, a local IP
// address or the name of a network interface.
type EgressRule struct {
	// Group is "carriers", "alibaba", "all", or a host as in
	// proxy.Config.SkipVerify.
	Group, Local string
}

// The groups of hosts that a Way may name beside a host.
const (
	GroupCarriers = "carriers"
	GroupAlibaba  = "alibaba"
	GroupAll      = "all"
)

// ErrEgressRule is wrapped by the error for a EgressRule that names no group or host.
var ErrEgressRule = problem.New("neither carriers, alibaba, all nor a host",
	lang.Both("This egress rule cannot be used.", "无法使用该出口设置。"),
	lang.Both("It names no group and no host.", "未指定分组或域名。"),
	lang.Both("Write carriers=ADDRESS, alibaba=ADDRESS, all=ADDRESS, or a host such as *.example.com=ADDRESS; an "+
		"interface's name may stand for the address.",
		"格式为 carriers=地址、alibaba=地址、all=地址，或 *.example.com=地址；地址也可以是网卡名。"))

// ParseEgressRule reads "GROUP=ADDRESS" or "GROUP=INTERFACE".
func ParseEgressRule(s string) (EgressRule, error) {
	group, local, ok := strings.Cut(s, "=")
	w := EgressRule{Group: strings.TrimSpace(group), Local: strings.TrimSpace(local)}
	if !ok || w.Group == "" || w.Local == "" {
		return EgressRule{}, fmt.Errorf("read egress %q: want GROUP=ADDRESS or GROUP=INTERFACE", s)
	}
	switch w.Group {
	case GroupCarriers, GroupAlibaba, GroupAll:
		return w, nil
	}
	if !strings.Contains(w.Group, ".") {
		return EgressRule{}, fmt.Errorf("read egress %q: %w", s, ErrEgressRule)
	}
	return w, nil
}

// CarrierHosts are the hosts of all carriers, as in proxy.Config.PassThrough:
// those of the table, and of a profile that says of itself that it is a carrier's.
func (e *Engine) CarrierHosts() []string {
	var out []string
	for _, c := range codes.Carriers() {
		out = append(out, c.Hosts...)
	}
	for _, host := range e.hostsOf(func(p *inspector.Profile) bool { return p.Role == inspector.LaneCarrier }) {
		if !slices.Contains(out, host) {
			out = append(out, host)
		}
	}
	return out
}

func (e *Engine) hostsOf(which func(*inspector.Profile) bool) []string {
	var out []string
	for i := range e.cfg.Rules.Profiles {
		if p := &e.cfg.Rules.Profiles[i]; which(p) {
			out = append(out, p.Hosts...)
		}
	}
	return out
}

func (e *Engine) egress(w EgressRule) upstream.Egress {
	hosts := []string{w.Group}
	switch w.Group {
	case GroupCarriers:
		hosts = e.CarrierHosts()
	case GroupAlibaba:
		hosts = e.hostsOf(func(p *inspector.Profile) bool { return p.Issuer == codes.Alibaba })
	case GroupAll:
		hosts = []string{"*"}
	}
	return upstream.Egress{Name: w.Group, Hosts: hosts, Local: w.Local}
}

// forPhones completes the configuration of a capture's proxy.
func (e *Engine) forPhones(o CaptureOptions, authority *ca.CA) (proxy.Config, error) {
	cfg := o.Proxy
	describe := func(*http.Request) {}
	if cfg.Admit == nil {
		list, err := e.admission(o.Allow)
		if err != nil {
			return cfg, err
		}
		cfg.Admit = list.Admit
		describe = func(r *http.Request) { list.Describe(portalClient(r).Device, portal.Hint(r.UserAgent())) }
	}
	if cfg.Portal == nil {
		p, err := e.portal(authority)
		if err != nil {
			return cfg, err
		}
		cfg.Portal, cfg.PortalHost = described(p.ServeHTTP, describe), PortalHost
		if cfg.RefusedPage == nil {
			cfg.RefusedPage = described(p.Refused, describe)
		}
	}
	if !o.InterceptCarriers {
		cfg.PassThrough = append(slices.Clone(cfg.PassThrough), e.CarrierHosts()...)
	}
	cfg.Egress = slices.Clone(cfg.Egress)
	for _, w := range o.Egress {
		cfg.Egress = append(cfg.Egress, e.egress(w))
	}
	return cfg, nil
}

// admission returns who may use the proxy. What a person allowed by address
// holds as long as the Engine lives, since a network hands addresses out anew;
// what is remembered beyond that is identified by hardware addresses.
func (e *Engine) admission(allow []string) (*admit.List, error) {
	e.mu.Lock()
	before := e.allowed
	e.mu.Unlock()
	list, err := admit.New(append(slices.Clone(allow), before...), e.cfg.Now, e.notify.all)
	if err != nil {
		return nil, fmt.Errorf("read allowed devices: %w", err)
	}
	list.Recognise = e.recognise
	e.readDevices()
	e.set(func() { e.guests = list })
	return list, nil
}

// Allow lets a device that waits use the proxy from now on. It reports false
// if the address is not one, or too many are allowed already.
func (e *Engine) Allow(device string) bool {
	e.mu.Lock()
	list := e.guests
	e.mu.Unlock()
	if list == nil {
		return false
	}
	hint := hintOf(list.Waiting(), device)
	if !list.Allow(device) {
		return false
	}
	e.letIn(device)
	e.remember(device, hint)
	return true
}

func (e *Engine) letIn(device string) {
	e.set(func() {
		if !slices.Contains(e.allowed, device) {
			e.allowed = append(e.allowed, device)
		}
	})
}

// Revoke takes the permission back, and forgets the device: by its address, or
// by the hardware address of one that is remembered. Connections that are open
// stay open.
func (e *Engine) Revoke(device string) {
	device = e.forget(device)
	e.mu.Lock()
	list := e.guests
	e.mu.Unlock()
	if list != nil {
		list.Revoke(device)
	}
	e.set(func() { e.allowed = slices.DeleteFunc(e.allowed, func(d string) bool { return d == device }) })
}

// DecryptAgain forgets that devices refused our certificate for a host, so
// that it is read again; see Status.Learned.
func (e *Engine) DecryptAgain(host string) {
	e.mu.Lock()
	c := e.capture
	e.mu.Unlock()
	if c != nil {
		c.proxy.ForgetLearned(host)
		e.notify.all()
	}
}

// PortalHost is the portal's name through the proxy.
const PortalHost = "loginscope.portal"

// described identifies the device that asks before it answers.
func described(answer http.HandlerFunc, identify func(*http.Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		identify(r)
		answer(w, r)
	})
}

func (e *Engine) portal(authority *ca.CA) (*portal.Portal, error) {
	return portal.New(portal.Config{
		PEM: authority.PEM(), DER: authority.DER(), Name: authority.Name(), Fingerprint: authority.Fingerprint(),
		Host: PortalHost, Client: portalClient, SameNetwork: lan.Neighbour, Now: e.cfg.Now, Clock: e.visited,
	})
}

func portalClient(r *http.Request) portal.Client {
	c, _ := proxy.Client(r) // the zero value is a stranger
	return portal.Client{Device: c.Device, Admitted: c.Admitted, ThroughProxy: c.ThroughProxy, TLS: c.TLS}
}

// Addresses lists those of this machine's addresses that a phone may reach, the
// best first.
func (e *Engine) Addresses() ([]lan.Address, error) { return lan.Addresses() }

// NewReach is an address with the port of a capture.
func NewReach(a lan.Address, port string) Reach {
	at := net.JoinHostPort(a.IP.String(), port)
	return Reach{Address: a, Proxy: at, Portal: "http://" + at + "/", PAC: "http://" + at + "/proxy.pac"}
}

// Reach is one address by which a phone may reach the capture.
type Reach struct {
	lan.Address
	// Proxy is "host:port" for the phone's proxy settings, Portal the page for
	// its browser.
	// PAC is the address for its automatic proxy setting.
	Proxy  string `json:"proxy"`
	Portal string `json:"portal"`
	PAC    string `json:"pac"`
}

// Reaches lists the addresses by which a phone reaches a listener, the best
// first; none if it listens on loopback alone.
func Reaches(listen string) ([]Reach, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("read listening address: %w", err)
	}
	all, err := lan.Addresses()
	if err != nil {
		return nil, fmt.Errorf("list this machine's addresses: %w", err)
	}
	var out []Reach
	for _, a := range all {
		if ip := net.ParseIP(host); host != "" && !ip.IsUnspecified() && ip.String() != a.IP.String() {
			continue
		}
		out = append(out, NewReach(a, port))
	}
	return out, nil
}

// attachedBy is how the phone of a capture is attached: as was chosen, as this
// Engine attached one, or, where the network may reach the capture, by the
// proxy of a Wi-Fi network. It needs mu.
func (e *Engine) attachedBy(chosen inspector.Attach) inspector.Attach {
	switch {
	case chosen != inspector.AttachUnknown:
		return chosen
	case e.attach != inspector.AttachUnknown:
		return e.attach
	}
	if ap, err := netip.ParseAddrPort(e.address); err == nil && !ap.Addr().Unmap().IsLoopback() {
		return inspector.AttachWiFi
	}
	return inspector.AttachUnknown
}
