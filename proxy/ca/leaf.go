package ca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

const (
	// leafBackdate lets a phone whose clock is a day behind go on.
	leafBackdate = 36 * time.Hour
	// leafLife counts from now. With leafBackdate it stays below 90 days:
	// clients refuse long-lived leaves (NET::ERR_CERT_VALIDITY_TOO_LONG).
	leafLife = 80 * 24 * time.Hour
	// leafRenew is the rest of its life at which a cached leaf is signed anew.
	leafRenew = 7 * 24 * time.Hour
	// maxCommonName is X.520's limit (RFC 5280, appendix A, ub-common-name).
	maxCommonName = 64
)

// sign makes a leaf with the usual dates for a normalised name.
func (c *CA) sign(host string) (*tls.Certificate, error) {
	now := c.now()
	return c.signFor(host, now.Add(-leafBackdate), now.Add(leafLife))
}

// signFor makes a leaf that outlives the root in no case.
//
// The subject's common name equals the host although a modern client reads
// only the alternative names: one carrier part of the login SDK compares the
// subject's text and refuses a leaf without it.
func (c *CA) signFor(host string, from, until time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("generate key for %q: %w", host, err)
	}
	template, err := c.leafTemplate(host, from, until)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, c.cert, &key.PublicKey, c.key)
	if err != nil {
		return nil, fmt.Errorf("sign leaf for %q: %w", host, err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("parse leaf for %q: %w", host, err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

func (c *CA) leafTemplate(host string, from, until time.Time) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"Loginscope local debugging"}},
		NotBefore:    from,
		NotAfter:     until,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if t.NotAfter.After(c.cert.NotAfter) {
		t.NotAfter = c.cert.NotAfter
	}
	if len(host) <= maxCommonName {
		t.Subject.CommonName = host
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		t.IPAddresses = append(t.IPAddresses, ip.AsSlice())
	} else {
		t.DNSNames = []string{host}
	}
	return t, nil
}

// normalName brings a server name into the one form under which its leaf is
// made and cached: lower case, no final dot, IP addresses without brackets
// and zone.
func normalName(name string) (string, error) {
	host := strings.ToLower(strings.TrimSuffix(name, "."))
	if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return ip.Unmap().WithZone("").String(), nil
	}
	if host == "" || len(host) > 253 {
		return "", fmt.Errorf("make leaf: server name %.80q has %d bytes, want 1 to 253", name, len(host))
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 {
			return "", fmt.Errorf("make leaf: server name %.80q has an empty or overlong label", name)
		}
	}
	if i := strings.IndexFunc(host, notInName); i >= 0 {
		return "", fmt.Errorf("make leaf: server name %.80q has a character that no host name has", name)
	}
	return host, nil
}

func notInName(r rune) bool {
	return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_')
}
