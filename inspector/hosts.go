package inspector

import (
	"net/netip"
	"sort"
	"strings"
	"time"

	"loginscope/inspector/finding"
	"loginscope/proxy/exchange"
)

// maxHosts limits the hosts that are counted; later ones are not.
const maxHosts = 4096

// HostFacts counts what was seen of one host of one device.
type HostFacts struct {
	Device, Host string
	// Exchanges were read, Refusals failed for the certificate, Tunnels were
	// relayed without decryption.
	Exchanges, Refusals, Tunnels int
	// Broken counts the connections that the client ended before it can have
	// judged a certificate, Unfinished the handshakes that the proxy gave up
	// waiting for. Neither is a refusal. Cuts are the first of them.
	Broken, Unfinished int
	Cuts               []finding.Location
	// Learned is true once the host was let through without decryption for the device
	// because of its refusals.
	Learned bool
	// Causes counts the refusals by shape, Alerts by TLS alert number.
	Causes map[exchange.RefusalCause]int
	Alerts map[int]int
	// NameDiffers counts the refusals in which the client named no server, or
	// another one than it connected to, so that our leaf may be for a name
	// that it does not look for.
	NameDiffers int
	// Dates counts the tests of the device's clock.
	Dates DateTest
	// AskedSCT counts the refusals by a client that asked for proof of
	// Certificate Transparency.
	AskedSCT int
	// Leaf is the newest certificate of the usual dates that was refused; its
	// times are zero where they are not known.
	Leaf ShownLeaf
	// Reasons counts the tunnels by why they were not read, Failures the
	// exchanges that failed on the server's side, Ways what left by each egress
	// ("" is the default one).
	Reasons     map[exchange.TunnelReason]int
	Failures    map[exchange.FailureCause]int
	Egresses    map[string]int
	First, Last time.Time
	// Refs are the first refusals.
	Refs []finding.Location
	// Agent is the User-Agent of the first exchange, "" if none.
	Agent string
	// Plain is true if plain HTTP was spoken to it.
	Plain bool
}

// DateTest counts what came of certificates that were valid for years, shown
// to find out whether a client refused the usual one for its dates.
type DateTest struct {
	// Taken counts the exchanges by such a certificate, Refused its refusals.
	Taken, Refused int
	// RefusedAfter counts the refusals of the usual certificate after the device took
	// one of wide dates: of whichever host.
	RefusedAfter int
}

// ShownLeaf is a certificate that was refused, by when and by its dates.
type ShownLeaf struct{ At, From, Until time.Time }

type hostKey struct{ device, host string }

type hostTable struct {
	m map[hostKey]*HostFacts
	// wide holds the devices that took a certificate of wide dates; it is
	// bounded as m is.
	wide map[string]bool
}

func newHostTable() hostTable { return hostTable{map[hostKey]*HostFacts{}, map[string]bool{}} }

func (t *hostTable) at(device, host string, when time.Time) *HostFacts {
	k := hostKey{device, host}
	h := t.m[k]
	if h == nil {
		if len(t.m) >= maxHosts {
			return &HostFacts{}
		}
		k = hostKey{strings.Clone(device), strings.Clone(host)}
		h = &HostFacts{Device: k.device, Host: k.host, First: when}
		t.m[k] = h
	}
	if when.After(h.Last) {
		h.Last = when
	}
	return h
}

// count adds one to a map that may not be there yet.
func count[K comparable](m *map[K]int, k K) {
	if *m == nil {
		*m = map[K]int{}
	}
	(*m)[k]++
}

// uncount takes one from a map; what is not there any more is no entry.
func uncount[K comparable](m map[K]int, k K) {
	if m[k]--; m[k] <= 0 {
		delete(m, k)
	}
}

// opened notes an exchange that has only begun.
func (t *hostTable) opened(x *exchange.Exchange) {
	if wideDates(x) && len(t.wide) < maxHosts {
		t.wide[strings.Clone(x.Device)] = true
	}
}

func wideDates(x *exchange.Exchange) bool { return x.Client.TLS != nil && x.Client.TLS.WideDates }

func (t *hostTable) exchange(x *exchange.Exchange) {
	t.opened(x)
	h := t.at(x.Device, x.Host, x.Timing.Start)
	if h.Exchanges++; h.Exchanges == 1 {
		h.Agent = Bounded(x.Request.Header.Get("User-Agent"))
	}
	h.Plain = h.Plain || x.Scheme == "http"
	if wideDates(x) {
		h.Dates.Taken++
	}
	count(&h.Egresses, x.Server.Egress)
	if x.Failure != nil {
		count(&h.Failures, x.Failure.Cause)
	}
}

// judged reports whether a client that did not go on may have refused the
// certificate: it saw one, and went by itself.
func judged(e *exchange.TLSRefused) bool { return !e.Early && e.Cause != exchange.RefusedTimeout }

// unjudged counts a connection that ended before the client said anything of
// the certificate.
func (t *hostTable) unjudged(device, host string, when time.Time, ours bool, ref finding.Location) {
	h := t.at(device, host, when)
	if ours {
		h.Unfinished++
	} else {
		h.Broken++
	}
	if len(h.Cuts) < 4 {
		h.Cuts = append(h.Cuts, ref)
	}
}

func hostOfRefusal(e *exchange.TLSRefused) string {
	if e.Hello.SNI != "" {
		return e.Hello.SNI
	}
	return hostOf(e.Target)
}

func (t *hostTable) refused(e *exchange.TLSRefused) string {
	host := hostOfRefusal(e)
	h := t.at(e.Device, host, e.Time)
	h.Refusals++
	h.Learned = h.Learned || e.Learned
	switch {
	case e.Hello.WideDates:
		h.Dates.Refused++
	case t.wide[e.Device]:
		h.Dates.RefusedAfter++
	}
	if l := e.Hello.Certificate; l != nil && !e.Hello.WideDates {
		h.Leaf = ShownLeaf{e.Time, l.NotBefore, l.NotAfter}
	}
	if e.Hello.OfferedSCT {
		h.AskedSCT++
	}
	count(&h.Causes, e.Cause)
	if e.Alert >= 0 {
		count(&h.Alerts, e.Alert)
	}
	if target := hostOf(e.Target); e.Hello.SNI != target && (e.Hello.SNI == "" || target != "") {
		h.NameDiffers++
	}
	if len(h.Refs) < 4 {
		h.Refs = append(h.Refs, finding.Location{Kind: finding.OfRefusal, Conn: e.Conn})
	}
	return host
}

// tunnelled counts a tunnel by hostOfTunnel.
func (t *hostTable) tunnelled(e *exchange.Tunnelled, host string) {
	h := t.at(e.Device, host, e.Start)
	h.Tunnels++
	h.Learned = h.Learned || e.Reason == exchange.TunnelLearned
	count(&h.Reasons, e.Reason)
	count(&h.Egresses, e.Server.Egress)
}

// uncount takes back what tunnelled counted, since the tunnel turned out to be
// for another host.
func (t *hostTable) uncount(e *exchange.Tunnelled, host string) {
	h := t.m[hostKey{e.Device, host}]
	if h == nil || h.Tunnels == 0 {
		return // there was no room for it
	}
	h.Tunnels--
	uncount(h.Reasons, e.Reason)
	uncount(h.Egresses, e.Server.Egress)
	if h.Tunnels+h.Exchanges+h.Refusals == 0 {
		delete(t.m, hostKey{e.Device, host})
	}
}

func hostOfTunnel(e *exchange.Tunnelled) string {
	if e.SNI != "" {
		return e.SNI
	}
	return hostOf(e.Target)
}

// sorted lists the hosts by device and name.
func (t *hostTable) sorted() []HostFacts {
	out := make([]HostFacts, 0, len(t.m))
	for _, h := range t.m {
		out = append(out, *h)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Device < b.Device || a.Device == b.Device && a.Host < b.Host
	})
	return out
}

// hostOf takes the port off "host:port" and the brackets off an IPv6 address.
func hostOf(target string) string {
	if ap, err := netip.ParseAddrPort(target); err == nil {
		return ap.Addr().String()
	}
	host := target
	if i := strings.LastIndexByte(target, ':'); i > 0 && strings.IndexByte(target, ':') == i {
		host = target[:i]
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}
