// Package ca owns the root certificate of one installation: its key file, the
// leaves that it signs for intercepted hosts, their cache, and the texts that
// say how to trust or distrust the root on each platform. It runs no command
// and opens no connection.
//
// The root key is total power over every device that trusts it. It is made on
// the machine that uses it, lives in one file of mode 0600, and leaves the
// package in no exported value.
package ca

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

const (
	// rootLife is long enough that nobody has to install a root twice on one phone.
	rootLife = 5 * 365 * 24 * time.Hour
)

// rootSince is when every root begins to be valid, and every wide leaf. It lies
// before the oldest Android that can run the login SDK, so that no phone whose
// clock fell back takes the root for one of the future: it then refuses the
// leaf's dates alone, which differs from how it refuses a root that is not trusted.
var rootSince = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)

// CA is a root certificate and its key. It is safe for concurrent use.
type CA struct {
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
	dir    string
	leaves *leafCache
	now    func() time.Time
}

// LoadOrCreate opens the root kept in dir, or makes one there when there is
// none. The directory is created with mode 0700. Of several processes that
// create at once one wins and all return its root.
//
// Errors wrap ErrDamaged, ErrExposed or ErrExpired where those apply; in none
// of these cases is a file changed.
func LoadOrCreate(dir string) (*CA, error) {
	c, err := load(dir, time.Now)
	if err != nil {
		return nil, err
	}
	if err := c.publish(); err != nil {
		return nil, err
	}
	return c, nil
}

// PEM returns the root certificate as one PEM block. It holds no key.
func (c *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.cert.Raw})
}

// DER returns the root certificate in DER, as Android's .crt and .cer take it.
func (c *CA) DER() []byte { return bytes.Clone(c.cert.Raw) }

// Pool returns a new pool that holds the root alone.
func (c *CA) Pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(c.cert)
	return p
}

// Certificate returns the parsed root certificate. It must not be modified.
func (c *CA) Certificate() *x509.Certificate { return c.cert }

// Name is the root's subject common name, as trust stores list it.
func (c *CA) Name() string { return c.cert.Subject.CommonName }

// Fingerprint is the SHA-256 of the root's DER in lower-case hex.
func (c *CA) Fingerprint() string {
	sum := sha256.Sum256(c.cert.Raw)
	return hex.EncodeToString(sum[:])
}

// Leaf returns a certificate for a host name or IP address, signed by the
// root and cached. It is what tls.Config.GetCertificate needs for the
// ClientHello's server name. Concurrent calls for one name sign once.
func (c *CA) Leaf(ctx context.Context, name string) (*tls.Certificate, error) {
	host, err := normalName(name)
	if err != nil {
		return nil, err
	}
	return c.leaves.get(ctx, host)
}

// WideLeaf returns a certificate as Leaf does, but valid as long as the root
// is, and since 2010. It serves to test whether a client's clock is why it
// refused the usual one. It is not cached.
func (c *CA) WideLeaf(_ context.Context, name string) (*tls.Certificate, error) {
	host, err := normalName(name)
	if err != nil {
		return nil, err
	}
	return c.signFor(host, rootSince, c.cert.NotAfter)
}

func newCA(cert *x509.Certificate, key *ecdsa.PrivateKey, dir string, now func() time.Time) *CA {
	c := &CA{cert: cert, key: key, dir: dir, now: now}
	c.leaves = newLeafCache(maxLeaves, now, c.sign)
	return c
}

func generate(now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("generate root key: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return nil, nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, nil, fmt.Errorf("encode root public key: %w", err)
	}
	id := sha256.Sum256(der)
	template := &x509.Certificate{
		SerialNumber: serial,
		// The suffix distinguishes the roots of two machines in a phone's list.
		Subject: pkix.Name{
			CommonName:   "Loginscope CA " + hex.EncodeToString(id[:3]),
			Organization: []string{"Loginscope local debugging"},
		},
		NotBefore:             rootSince,
		NotAfter:              now.Add(rootLife),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
		SubjectKeyId:          id[:20],
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, fmt.Errorf("sign root: %w", err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, nil, fmt.Errorf("parse root: %w", err)
	}
	return cert, key, nil
}

func newSerial() (*big.Int, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("draw serial number: %w", err)
	}
	return n.Add(n, big.NewInt(1)), nil
}
