package signing

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// identity is what is read of a certificate: enough to name it and to check
// signatures with its key.
type identity struct {
	subject, issuer     pkix.Name
	rawIssuer           []byte // DER
	serial              *big.Int
	notBefore, notAfter time.Time
	key                 any
	spki                []byte // SubjectPublicKeyInfo, DER
}

// parseIdentity reads a certificate as leniently as Android does. The standard
// library refuses what self-signed ones often have: encodings that are not
// quite DER, negative serial numbers, odd extensions. The parts that matter are
// then read one by one.
func parseIdentity(raw []byte) (identity, error) {
	if c, err := x509.ParseCertificate(raw); err == nil {
		return identity{c.Subject, c.Issuer, c.RawIssuer, c.SerialNumber, c.NotBefore, c.NotAfter, c.PublicKey,
			c.RawSubjectPublicKeyInfo}, nil
	}
	top, _, err := readElement(raw)
	if err != nil {
		return identity{}, err
	}
	parts, err := top.children()
	if err != nil || len(parts) == 0 {
		return identity{}, errors.Join(err, fmt.Errorf("%w: certificate", ErrMalformed))
	}
	fields, err := parts[0].children()
	if err != nil {
		return identity{}, err
	}
	if len(fields) > 0 && fields[0].context(0) {
		fields = fields[1:] // the version
	}
	// serial, signature, issuer, validity, subject, key
	if len(fields) < 6 {
		return identity{}, fmt.Errorf("%w: certificate of %d fields", ErrMalformed, len(fields))
	}
	return identityOf(fields)
}

func identityOf(f []element) (id identity, err error) {
	var issuer, subject pkix.RDNSequence
	var validity struct{ NotBefore, NotAfter time.Time }
	into := []any{&id.serial, nil, &issuer, &validity, &subject, nil}
	for i, to := range into {
		der, err := f[i].der()
		if err != nil {
			return id, err
		}
		switch i {
		case 2:
			id.rawIssuer = der
		case 5:
			id.spki = der
		}
		if to == nil {
			continue
		}
		// A field that cannot be read stays empty: the key is what counts.
		_, _ = asn1.Unmarshal(der, to)
	}
	id.issuer.FillFromRDNSequence(&issuer)
	id.subject.FillFromRDNSequence(&subject)
	id.notBefore, id.notAfter = validity.NotBefore, validity.NotAfter
	if id.serial == nil {
		id.serial = new(big.Int)
	}
	if id.key, err = x509.ParsePKIXPublicKey(id.spki); err != nil {
		return id, fmt.Errorf("key of the certificate: %w", err)
	}
	return id, nil
}
