package replay

import (
	"errors"
	"net/url"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/issuer"
)

// ErrCarrier is wrapped when a target's host belongs to a carrier.
var ErrCarrier = errors.New("this host belongs to a carrier, to which nothing is ever sent")

// carrierHost reports whether a host is one by which the inspector knows a
// carrier, or lies below one.
func carrierHost(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, p := range []inspector.Profile{issuer.ChinaMobile(), issuer.ChinaUnicom(), issuer.ChinaTelecom()} {
		for _, pattern := range p.Hosts {
			name := strings.TrimPrefix(pattern, "*.")
			if host == name || strings.HasSuffix(host, "."+name) {
				return true
			}
		}
	}
	return false
}

// hostOf is the host of an address, "" if it is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
