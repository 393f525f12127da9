package upstream

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
)

// handshake completes TLS on raw and notes in raw.Peer what was negotiated.
func (u *Pool) handshake(ctx context.Context, raw *Conn, rt Route, alpn []string) (*tls.Conn, error) {
	cfg := u.tls.Clone()
	cfg.ServerName, cfg.NextProtos = rt.name, alpn
	host, _ := hosts.Split(rt.target, 0)
	switch {
	case u.cfg.SkipVerify.Match(rt.name) || u.cfg.SkipVerify.Match(host):
		cfg.InsecureSkipVerify = true
	case rt.noSNI:
		cfg.ServerName = host // an address, for which no SNI is sent
		cfg.InsecureSkipVerify = true
		cfg.VerifyConnection = func(cs tls.ConnectionState) error { return verifyFor(cs, rt.name, cfg.RootCAs) }
	}
	tc := tls.Client(raw, cfg)
	err := tc.HandshakeContext(ctx)
	facts := serverTLS(tc.ConnectionState())
	if err != nil {
		var bad *tls.CertificateVerificationError
		if errors.As(err, &bad) && len(bad.UnverifiedCertificates) > 0 {
			facts.Certificate = Certificate(bad.UnverifiedCertificates[0])
		}
		peer := raw.Peer
		peer.TLS = facts
		return nil, &StepError{step: stepTLS, Peer: &peer, err: err}
	}
	raw.Peer.TLS = facts
	return tc, nil
}

// verifyFor checks a chain for a name that was not sent as SNI.
func verifyFor(cs tls.ConnectionState, name string, roots *x509.CertPool) error {
	opts := x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: x509.NewCertPool()}
	for _, c := range cs.PeerCertificates[1:] {
		opts.Intermediates.AddCert(c)
	}
	if _, err := cs.PeerCertificates[0].Verify(opts); err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: cs.PeerCertificates, Err: err}
	}
	return nil
}

// CipherSuites adds to Go's defaults the AES suites that old servers and
// clients are left with; RC4 and 3DES stay out.
func CipherSuites() []uint16 {
	var ids []uint16
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		if !strings.Contains(s.Name, "RC4") && !strings.Contains(s.Name, "3DES") {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func serverTLS(cs tls.ConnectionState) *exchange.TLS {
	t := &exchange.TLS{SNI: cs.ServerName, ALPN: cs.NegotiatedProtocol}
	if cs.Version != 0 {
		t.Version, t.Cipher = tls.VersionName(cs.Version), tls.CipherSuiteName(cs.CipherSuite)
	}
	if len(cs.PeerCertificates) > 0 {
		t.Certificate = Certificate(cs.PeerCertificates[0])
	}
	return t
}

// Certificate describes a certificate.
func Certificate(c *x509.Certificate) *exchange.Certificate {
	sum := sha256.Sum256(c.Raw)
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	return &exchange.Certificate{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Names: names,
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, SHA256: hex.EncodeToString(sum[:]),
	}
}
