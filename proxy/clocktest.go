package proxy

import "loginscope/proxy/exchange"

// Law of this file: a clock is put to the test by one handshake, and never by
// more than it takes. A device that refused our certificate and said no reason
// is shown one whose dates no clock can be outside of; all else about it is
// the same. What follows is reported like every other handshake, marked WideDates,
// and is judged by who reads the events. The next handshake gets the usual
// certificate again: a login that works only because of ours would be a lie.

// maxDateTests limits the hosts for which one device's clock is tested.
const maxDateTests = 4

// TLS alerts by which clients refuse a certificate without a reason (RFC 8446,
// section 6.2): OkHttp, Android and Java send certificate_unknown for all
// reasons, Go and, for a certificate of the future, OpenSSL bad_certificate.
const (
	alertBadCertificate     = 42
	alertCertificateUnknown = 46
)

// gaveNoReason reports a refusal of the usual certificate that may come from a
// wrong clock as well as from a root that is not trusted.
func gaveNoReason(e exchange.TLSRefused) bool {
	if e.Hello.WideDates || e.Early {
		return false
	}
	switch e.Cause {
	case exchange.RefusedAlert:
		return e.Alert == alertBadCertificate || e.Alert == alertCertificateUnknown
	case exchange.RefusedClosed, exchange.RefusedReset, exchange.RefusedSilent:
		return true
	}
	return false
}

// unexplained notes which client refused a host.
func (m *trustMemory) unexplained(key trustKey, print uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entry(key).print = print
}

// testsDates says whether this handshake tests the client's clock: the same
// client refused the host before, nothing of the device was ever read, and it
// was not tested too often.
func (p *Proxy) testsDates(key trustKey, print uint64) bool {
	return p.wideTLS.any != nil && key.host != p.portalHost && p.trust.takeDateTest(key, print)
}

func (m *trustMemory) takeDateTest(key trustKey, print uint64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.trusts[key.device] || print == 0 {
		return false
	}
	el, ok := m.entries[key]
	if !ok {
		return false
	}
	e := el.Value.(*trustEntry)
	if e.tested || e.print != print || m.tests[key.device] >= maxDateTests || len(m.tests) >= maxTrust {
		return false
	}
	e.tested = true
	m.tests[key.device]++
	return true
}
