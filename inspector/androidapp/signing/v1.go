package signing

import (
	"bytes"
	"crypto"
	//lint:ignore SA1019 old APKs are signed with it, and only verified here
	"crypto/dsa" //nolint:staticcheck // old keys are read and verified, none is made
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"path"
	"strings"

	"loginscope/inspector/androidapp/archive"
)

const (
	// maxSignatureFile bounds MANIFEST.MF and each .SF file: some 100,000 entries.
	maxSignatureFile = 16 << 20
	// maxSignatureBlock limits a META-INF/*.RSA: a chain of certificates.
	maxSignatureBlock = 1 << 20
	// maxEntryBytes limits what is inflated to digest the entries.
	maxEntryBytes = 1 << 30
)

const manifestName = "META-INF/MANIFEST.MF"

// v1 is what was read of the JAR signatures in META-INF.
type v1 struct {
	sigs []Signature
	// named are the newer schemes that a .SF file says the APK was also signed
	// with, a guard against stripping.
	named    []Scheme
	manifest *jarFile
	sfs      []*jarFile // those whose signatures hold or could not be checked
}

// readV1 reads the JAR signatures: over each .SF file, and from that over the
// manifest. The entries are another matter, see verifyEntries.
func readV1(a *archive.Archive, minSDK int) (v v1, err error) {
	blocks := signatureBlocks(a)
	if len(blocks) == 0 {
		return v, nil
	}
	raw, err := a.Read(manifestName, maxSignatureFile)
	if err == nil {
		v.manifest, err = parseJARFile(raw)
	}
	var errs []error
	if err != nil {
		errs = append(errs, fmt.Errorf("%s: %w", manifestName, err))
	}
	for _, name := range blocks {
		if err := v.readJAR(a, name, minSDK); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return v, errors.Join(errs...)
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

func (v *v1) readJAR(a *archive.Archive, name string, minSDK int) error {
	raw, err := a.Read(name, maxSignatureBlock)
	if err != nil {
		return err
	}
	d, err := parseSignedData(raw)
	if err != nil {
		return err
	}
	if len(d.certificates) == 0 || len(d.signers) == 0 {
		return fmt.Errorf("%w: no certificate or no signer", ErrMalformed)
	}
	sf, err := a.Read(manifestOf(name), maxSignatureFile)
	if err != nil {
		return err
	}
	s := Signature{Scheme: V1, Certificates: d.chain(d.signers[0])}
	if s.Certificates[0].id.key == nil {
		s.judge(fmt.Errorf("%w: the certificate's key cannot be read", errUnchecked))
	} else {
		s.judge(v.verify(d, sf, minSDK))
	}
	v.sigs = append(v.sigs, s)
	v.named = append(v.named, signedSchemes(string(sf))...)
	return nil
}

// verify checks the signature over a .SF file and that file's word on the
// manifest.
func (v *v1) verify(d *signedData, raw []byte, minSDK int) error {
	signature := d.verify(raw, minSDK)
	if signature != nil && !errors.Is(signature, errUnchecked) {
		return signature
	}
	if v.manifest == nil {
		return errors.New("the manifest that it speaks of cannot be read")
	}
	sf, err := parseJARFile(raw)
	if err != nil {
		return err
	}
	if err := sf.covers(v.manifest, minSDK); err != nil {
		return err
	}
	v.sfs = append(v.sfs, sf)
	return signature
}

// verify wants one signature that holds: the first, or since Android 7 any.
func (d *signedData) verify(content []byte, minSDK int) error {
	var first error
	for i, s := range d.signers {
		if i > 0 && minSDK < firstV2 {
			break
		}
		err := s.verify(d.chain(s)[0].id.key, d.contentType, content)
		if err == nil {
			return nil
		}
		if i == 0 {
			first = err
		}
	}
	return first
}

// chain puts the signer's certificate first. Some signers write the issuer's
// name otherwise than the certificate does; the first one is then meant.
func (d *signedData) chain(s signerInfo) []Certificate {
	var out []Certificate
	for _, raw := range d.certificates {
		out = append(out, describe(raw))
	}
	for i, c := range out {
		if bytes.Equal(c.id.rawIssuer, s.issuer) && c.id.serial.Cmp(new(big.Int).SetBytes(s.serial)) == 0 {
			out[0], out[i] = out[i], out[0]
		}
	}
	return out
}

func verifySum(key any, kind crypto.Hash, sum, sig []byte) error {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < 1024 {
			return fmt.Errorf("%w: RSA key of %d bits", errUnchecked, k.N.BitLen())
		}
		return rsa.VerifyPKCS1v15(k, kind, sum, sig)
	case *ecdsa.PublicKey:
		if ecdsa.VerifyASN1(k, sum, sig) {
			return nil
		}
		return errors.New("ECDSA signature does not match")
	case *dsa.PublicKey:
		if kind.Size() > crypto.SHA256.Size() {
			return fmt.Errorf("no Android version knows DSA with %v", kind)
		}
		return verifyDSA(k, sum, sig)
	}
	return fmt.Errorf("%w: key of type %T", errUnchecked, key)
}

// verifyDSA checks a signature of the kind that the first Android tools made.
func verifyDSA(k *dsa.PublicKey, sum, sig []byte) error {
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(sig, &rs); err != nil || len(rest) > 0 {
		return fmt.Errorf("%w: DSA signature", ErrMalformed)
	}
	// FIPS 186-3 takes the leftmost bits of the digest, as many as the order has.
	if n := (k.Q.BitLen() + 7) / 8; len(sum) > n {
		sum = sum[:n]
	}
	if !dsa.Verify(k, sum, rs.R, rs.S) {
		return errors.New("DSA signature does not match")
	}
	return nil
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
