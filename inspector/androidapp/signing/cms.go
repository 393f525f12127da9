package signing

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
)

// signedData is what an APK's META-INF/*.RSA says: a PKCS #7 SignedData
// (RFC 2315, RFC 5652) with the signature of a .SF file that lies beside it.
//
// It is read here and not by a library: the digest of a certificate goes over
// its bytes as they are, the signature over attributes in the order in which
// they stand, and Android accepts encodings of both that are not DER.
type signedData struct {
	contentType  string // an object identifier
	certificates [][]byte
	signers      []signerInfo
}

// signerInfo is one signature.
type signerInfo struct {
	issuer, serial []byte // of its certificate, DER
	digest         string // object identifiers
	algorithm      string
	attributes     *element // nil if there are none
	signature      []byte
}

const oidSignedData = "1.2.840.113549.1.7.2"

func parseSignedData(b []byte) (*signedData, error) {
	top, _, err := readElement(b)
	if err != nil {
		return nil, err
	}
	info, err := top.children()
	if err != nil {
		return nil, err
	}
	if len(info) < 2 || info[0].oid() != oidSignedData || !info[1].context(0) {
		return nil, fmt.Errorf("%w: no signed data", ErrMalformed)
	}
	inner, _, err := readElement(info[1].content)
	if err != nil {
		return nil, err
	}
	parts, err := inner.children()
	if err != nil {
		return nil, err
	}
	// version, digestAlgorithms, contentInfo, then optional parts, then signers
	if len(parts) < 4 || !parts[2].is(asn1.TagSequence) {
		return nil, fmt.Errorf("%w: signed data of %d parts", ErrMalformed, len(parts))
	}
	d := &signedData{}
	content, err := parts[2].children()
	if err != nil || len(content) == 0 {
		return nil, fmt.Errorf("%w: content of signed data", ErrMalformed)
	}
	d.contentType = content[0].oid()
	for _, p := range parts[3:] {
		if err := d.part(p); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *signedData) part(p element) error {
	if !p.context(0) && !p.is(asn1.TagSet) {
		return nil // revocation lists
	}
	list, err := p.children()
	if err != nil {
		return err
	}
	for _, x := range list {
		if p.context(0) {
			if len(d.certificates) < maxPerSigner {
				d.certificates = append(d.certificates, x.raw)
			}
			continue
		}
		s, err := parseSignerInfo(x)
		if err != nil {
			return err
		}
		if d.signers = append(d.signers, s); len(d.signers) > maxSigners {
			return fmt.Errorf("%w: too many signers", ErrMalformed)
		}
	}
	return nil
}

func parseSignerInfo(e element) (s signerInfo, err error) {
	p, err := e.children()
	if err != nil {
		return s, err
	}
	if len(p) < 5 {
		return s, fmt.Errorf("%w: signer of %d parts", ErrMalformed, len(p))
	}
	if p[1].is(asn1.TagSequence) { // issuer and serial number
		id, err := p[1].children()
		if err != nil || len(id) != 2 {
			return s, fmt.Errorf("%w: name of a signer's certificate", ErrMalformed)
		}
		if s.issuer, err = id[0].der(); err != nil {
			return s, err
		}
		s.serial = id[1].content
	}
	s.digest = algorithmOf(p[2])
	rest := p[3:]
	if rest[0].context(0) {
		s.attributes, rest = &rest[0], rest[1:]
	}
	if len(rest) < 2 || !rest[1].is(asn1.TagOctetString) {
		return s, fmt.Errorf("%w: signer without a signature", ErrMalformed)
	}
	s.algorithm, s.signature = algorithmOf(rest[0]), rest[1].content
	return s, nil
}

// algorithmOf is the object identifier in an AlgorithmIdentifier.
func algorithmOf(e element) string {
	if p, err := e.children(); err == nil && len(p) > 0 {
		return p[0].oid()
	}
	return ""
}

// digestsByOID and signaturesByOID are what a signer names; a signature
// algorithm without a digest of its own takes the signer's.
var (
	digestsByOID = map[string]crypto.Hash{
		"1.2.840.113549.2.5":     crypto.MD5,
		"1.3.14.3.2.26":          crypto.SHA1,
		"2.16.840.1.101.3.4.2.4": crypto.SHA224,
		"2.16.840.1.101.3.4.2.1": crypto.SHA256,
		"2.16.840.1.101.3.4.2.2": crypto.SHA384,
		"2.16.840.1.101.3.4.2.3": crypto.SHA512,
	}
	signaturesByOID = map[string]crypto.Hash{
		"1.2.840.113549.1.1.4": crypto.MD5, "1.2.840.113549.1.1.5": crypto.SHA1, "1.2.840.113549.1.1.14": crypto.SHA224,
		"1.2.840.113549.1.1.11": crypto.SHA256, "1.2.840.113549.1.1.12": crypto.SHA384,
		"1.2.840.113549.1.1.13": crypto.SHA512,
		"1.2.840.10045.4.1":     crypto.SHA1, "1.2.840.10045.4.3.1": crypto.SHA224,
		"1.2.840.10045.4.3.2": crypto.SHA256,
		"1.2.840.10045.4.3.3": crypto.SHA384, "1.2.840.10045.4.3.4": crypto.SHA512,
		"1.2.840.10040.4.3": crypto.SHA1, "2.16.840.1.101.3.4.3.1": crypto.SHA224,
		"2.16.840.1.101.3.4.3.2": crypto.SHA256,
		"2.16.840.1.101.3.4.3.3": crypto.SHA384, "2.16.840.1.101.3.4.3.4": crypto.SHA512,
	}
)

// verify checks the signature over content with the certificate's key.
func (s signerInfo) verify(key any, contentType string, content []byte) error {
	digest, ok := digestsByOID[s.digest]
	if !ok {
		return fmt.Errorf("%w: digest algorithm %s", errUnchecked, s.digest)
	}
	kind, ok := signaturesByOID[s.algorithm]
	if !ok {
		kind = digest
	}
	signed := content
	if s.attributes != nil {
		if err := s.checkAttributes(contentType, sumOf(digest, content)); err != nil {
			return err
		}
		// The signature goes over the attributes as a SET of their own, in the
		// order in which they stand.
		signed = append([]byte{0x31}, s.attributes.raw[1:]...)
	}
	return verifySum(key, kind, sumOf(kind, signed), s.signature)
}

func sumOf(kind crypto.Hash, b []byte) []byte {
	h := kind.New()
	h.Write(b)
	return h.Sum(nil)
}

const (
	oidContentType   = "1.2.840.113549.1.9.3"
	oidMessageDigest = "1.2.840.113549.1.9.4"
)

// checkAttributes holds the signed attributes against what is signed.
func (s signerInfo) checkAttributes(contentType string, sum []byte) error {
	list, err := s.attributes.children()
	if err != nil {
		return err
	}
	values := map[string]element{}
	for _, a := range list {
		p, err := a.children()
		if err != nil || len(p) != 2 {
			return fmt.Errorf("%w: signed attribute", ErrMalformed)
		}
		if _, twice := values[p[0].oid()]; twice {
			return fmt.Errorf("%w: signed attribute %s stands twice", ErrMalformed, p[0].oid())
		}
		set, err := p[1].children()
		if err != nil || len(set) == 0 {
			return fmt.Errorf("%w: signed attribute without a value", ErrMalformed)
		}
		values[p[0].oid()] = set[0]
	}
	if values[oidContentType].oid() != contentType {
		return errors.New("the signed attributes name no or another kind of content")
	}
	if d := values[oidMessageDigest]; !d.is(asn1.TagOctetString) || !bytes.Equal(d.content, sum) {
		return errors.New("the signed attributes hold no or another digest")
	}
	return nil
}
