package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/smallstep/pkcs7"

	"loginscope/inspector/androidapp/archive"
)

const (
	maxSignatureFile = 4 << 20
	// maxSignatureBlock bounds a META-INF/*.RSA: a chain of certificates.
	maxSignatureBlock = 1 << 20
)

// readV1 reads the JAR signatures in META-INF. named are the newer schemes that
// a .SF file says the APK was also signed with, a guard against stripping.
// Only the signature over the .SF file is checked, not the digest of every
// entry: v2 and later replaced that on every phone since Android 7.
func readV1(a *archive.Archive) (sigs []Signature, named []Scheme, err error) {
	var errs []error
	for _, name := range signatureBlocks(a) {
		s, more, err := readJAR(a, name)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			continue
		}
		sigs = append(sigs, s)
		named = append(named, more...)
	}
	return sigs, named, errors.Join(errs...)
}

func signatureBlocks(a *archive.Archive) []string {
	var out []string
	for _, name := range a.Names("META-INF/", "") {
		upper := strings.ToUpper(name)
		if strings.Count(name, "/") != 1 || len(out) >= maxSigners {
			continue
		}
		switch path.Ext(upper) {
		case ".RSA", ".DSA", ".EC":
			// Without its .SF file the platform passes a block over.
			if _, ok := a.Lookup(manifestOf(name)); ok {
				out = append(out, name)
			}
		}
	}
	return out
}

func manifestOf(block string) string { return strings.TrimSuffix(block, path.Ext(block)) + ".SF" }

func readJAR(a *archive.Archive, name string) (s Signature, named []Scheme, err error) {
	s.Scheme = V1
	der, err := a.Read(name, maxSignatureBlock)
	if err != nil {
		return s, nil, err
	}
	p7, err := parsePKCS7(der)
	if err != nil {
		return s, nil, err
	}
	s.Certificates = orderChain(p7)
	if len(s.Certificates) == 0 {
		return s, nil, fmt.Errorf("%w: no certificate", ErrMalformed)
	}
	sf, err := a.Read(manifestOf(name), maxSignatureFile)
	if err != nil {
		s.Problem = err.Error()
		return s, nil, nil
	}
	p7.Content = sf
	s.judge(verifyJAR(p7))
	return s, signedSchemes(string(sf)), nil
}

// parsePKCS7 keeps a parser's panic on hostile DER from reaching the caller.
func parsePKCS7(der []byte) (p7 *pkcs7.PKCS7, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrMalformed, r)
		}
	}()
	return pkcs7.Parse(der)
}

// verifyJAR checks the signature over the .SF file. The usual signature, with
// no signed attributes, is checked here: JAR signers write algorithm names and
// issuer encodings that the library does not take. The rest is the library's.
func verifyJAR(p7 *pkcs7.PKCS7) error {
	cert := signerOf(p7)
	if cert == nil || len(p7.Signers) != 1 || len(p7.Signers[0].AuthenticatedAttributes) > 0 {
		return p7.Verify()
	}
	s := p7.Signers[0]
	kind := jarDigests[s.DigestAlgorithm.Algorithm.String()]
	if kind == 0 {
		return fmt.Errorf("%w: digest algorithm %s", errUnchecked, s.DigestAlgorithm.Algorithm)
	}
	h := kind.New()
	h.Write(p7.Content)
	return verifySum(cert.PublicKey, kind, h.Sum(nil), s.EncryptedDigest)
}

func verifySum(key any, kind crypto.Hash, sum, sig []byte) error {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(k, kind, sum, sig)
	case *ecdsa.PublicKey:
		if ecdsa.VerifyASN1(k, sum, sig) {
			return nil
		}
		return errors.New("ECDSA signature does not match")
	}
	return fmt.Errorf("%w: key of type %T", errUnchecked, key)
}

var jarDigests = map[string]crypto.Hash{
	"1.2.840.113549.2.5":     crypto.MD5,
	"1.3.14.3.2.26":          crypto.SHA1,
	"2.16.840.1.101.3.4.2.4": crypto.SHA224,
	"2.16.840.1.101.3.4.2.1": crypto.SHA256,
	"2.16.840.1.101.3.4.2.2": crypto.SHA384,
	"2.16.840.1.101.3.4.2.3": crypto.SHA512,
}

// signerOf is the signer's certificate. Some signers encode the issuer's name
// otherwise than the certificate does; a single certificate is then meant.
func signerOf(p7 *pkcs7.PKCS7) *x509.Certificate {
	if c := p7.GetOnlySigner(); c != nil {
		return c
	}
	if len(p7.Certificates) == 1 {
		return p7.Certificates[0]
	}
	return nil
}

// orderChain puts the signer's certificate first.
func orderChain(p7 *pkcs7.PKCS7) []Certificate {
	signer := signerOf(p7)
	var out []Certificate
	if signer != nil {
		out = append(out, describe(signer.Raw))
	}
	for _, c := range p7.Certificates {
		if signer == nil || !c.Equal(signer) {
			out = append(out, describe(c.Raw))
		}
	}
	return out
}

// signedSchemes reads "X-Android-APK-Signed: 2, 3" of a .SF file.
func signedSchemes(sf string) []Scheme {
	var out []Scheme
	for line := range strings.Lines(sf) {
		list, ok := strings.CutPrefix(strings.TrimSpace(line), "X-Android-APK-Signed:")
		if !ok {
			continue
		}
		for id := range strings.SplitSeq(list, ",") {
			switch strings.TrimSpace(id) {
			case "2":
				out = append(out, V2)
			case "3":
				out = append(out, V3)
			case "31":
				out = append(out, V31)
			}
		}
	}
	return out
}
