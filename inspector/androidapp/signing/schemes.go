package signing

import (
	"errors"
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/archive"
)

// Scheme is a version of APK signing, as apksigner names it.
type Scheme string

// The schemes.
const (
	V1  Scheme = "v1"
	V2  Scheme = "v2"
	V3  Scheme = "v3"
	V31 Scheme = "v3.1"
)

// Signature is one signer under one scheme.
type Signature struct {
	Scheme Scheme `json:"scheme"`
	// Certificates is the signer's chain; the first is the signing certificate.
	Certificates []Certificate `json:"certificates"`
	// MinSDK and MaxSDK limit the platforms that verify this signer (v3, v3.1).
	MinSDK int `json:"min_sdk,omitempty"`
	MaxSDK int `json:"max_sdk,omitempty"`
	// Lineage is the chain of rotated certificates, oldest first (v3, v3.1).
	Lineage []Certificate `json:"lineage,omitempty"`
	// Valid is true when the signature over the signed data was checked against
	// the certificate's key; Problem says why not.
	Valid   bool   `json:"valid"`
	Problem string `json:"problem,omitempty"`
	// Unchecked is true when the signature is of a kind that is read and not
	// checked (a digest that is not known, a key below 1024 bits); Problem then
	// says which.
	Unchecked bool `json:"unchecked,omitempty"`

	digests []digest
	// named are the newer schemes that the signed data says the file has.
	named []Scheme
}

// Report is all that is known of an APK's signatures.
type Report struct {
	Signatures []Signature `json:"signatures"`
	// Block is true when the file has an APK signing block.
	Block bool `json:"block"`
	// Stripped lists schemes that an older signature names (X-Android-APK-Signed
	// of v1, the stripping protection of v2) and the file no longer carries.
	Stripped []Scheme `json:"stripped,omitempty"`
	// Content says whether the file still is what v2 or v3 signed.
	Content Content `json:"content"`
	// JAR says the same of what v1 signed, entry by entry.
	JAR JAR `json:"jar"`
	// V1Ignored is true when no phone that the app runs on verifies v1: minSdk is
	// 24 or higher and a newer signature holds. What v1 says then does not count.
	V1Ignored bool `json:"v1_ignored,omitempty"`
	// Errors names parts that could not be read.
	Errors []string `json:"errors,omitempty"`
}

// Options limit what Read reads.
type Options struct {
	// MaxContent limits the size of a file whose content is digested, for v2 and
	// later as a whole, for v1 entry by entry; 0 leaves both out.
	MaxContent int64
	// MinSDK is the oldest platform that the app runs on; below 24 the v1
	// signature counts beside the newer ones. 0 stands for any.
	MinSDK int
}

// firstV2 is the first platform that verifies scheme v2, and then not v1.
const firstV2 = 24

// Read reads every signature of an archive. A broken part is named in
// Report.Errors and does not hide the others.
func Read(a *archive.Archive, o Options) Report {
	var r Report
	b, err := readBlock(a)
	r.fault("signing block", err)
	if b != nil {
		r.Block = true
		for _, s := range []struct {
			scheme Scheme
			id     uint32
		}{{V2, idV2}, {V3, idV3}, {V31, idV31}} {
			value, ok := b.pairs[s.id]
			if !ok {
				continue
			}
			sigs, err := readSigners(s.scheme, value)
			r.fault(string(s.scheme)+" signature", err)
			r.Signatures = append(r.Signatures, sigs...)
		}
		r.Content = verifyContent(a, b, r.Signatures, o.MaxContent)
	}
	r.readV1(a, o)
	return r
}

func (r *Report) readV1(a *archive.Archive, o Options) {
	v, err := readV1(a, o.MinSDK)
	r.V1Ignored = o.MinSDK >= firstV2 && slices.ContainsFunc(r.Signatures, func(s Signature) bool { return s.Valid })
	if r.V1Ignored {
		v.named, err = nil, nil
	}
	r.fault("v1 signature", err)
	for _, sig := range r.Signatures {
		v.named = append(v.named, sig.named...)
	}
	newer := len(r.Signatures) > 0
	r.Signatures = append(v.sigs, r.Signatures...)
	r.Stripped = r.missing(v.named)
	if len(v.sfs) > 0 && a.Size <= o.MaxContent && (!newer || o.MinSDK < firstV2) {
		r.JAR = verifyEntries(a, v, o.MinSDK)
	}
}

func (r *Report) fault(part string, err error) {
	if err != nil {
		r.Errors = append(r.Errors, fmt.Sprintf("%s: %v", part, err))
	}
}

func (r *Report) missing(named []Scheme) []Scheme {
	var out []Scheme
	for _, s := range named {
		if !r.Has(s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Has reports whether a scheme is there.
func (r Report) Has(s Scheme) bool {
	for _, sig := range r.Signatures {
		if sig.Scheme == s {
			return true
		}
	}
	return false
}

// Signers returns the distinct signing certificates that a current phone takes
// into account: those of the newest scheme present, lineage left out.
func (r Report) Signers() []Certificate {
	for _, scheme := range []Scheme{V31, V3, V2, V1} {
		if out := r.of(scheme); len(out) > 0 {
			return out
		}
	}
	return nil
}

// All returns every distinct certificate that stands for this app on some
// phone: the signers of all schemes and the rotated ones of the lineage.
func (r Report) All() []Certificate {
	var out []Certificate
	for _, s := range r.Signatures {
		if s.Scheme == V1 && r.V1Ignored {
			continue
		}
		if len(s.Certificates) > 0 {
			out = appendNew(out, s.Certificates[0])
		}
		for _, c := range s.Lineage {
			out = appendNew(out, c)
		}
	}
	return out
}

func (r Report) of(scheme Scheme) []Certificate {
	var out []Certificate
	for _, s := range r.Signatures {
		if s.Scheme == scheme && len(s.Certificates) > 0 {
			out = appendNew(out, s.Certificates[0])
		}
	}
	return out
}

func appendNew(list []Certificate, c Certificate) []Certificate {
	for _, known := range list {
		if known.SHA256 == c.SHA256 {
			return list
		}
	}
	return append(list, c)
}

// readSigners reads the value of a v2 or v3 pair: a list of signers.
func readSigners(scheme Scheme, value []byte) ([]Signature, error) {
	var out []Signature
	top := cursor{b: value}
	for signer := range top.list(maxSigners) {
		s, err := readSigner(scheme, signer)
		if err != nil {
			return out, fmt.Errorf("signer %d: %w", len(out)+1, err)
		}
		out = append(out, s)
	}
	return out, top.err
}

func readSigner(scheme Scheme, c *cursor) (Signature, error) {
	s := Signature{Scheme: scheme}
	signed := c.bytes()
	if scheme != V2 {
		s.MinSDK, s.MaxSDK = int(c.u32()), int(c.u32())
	}
	var sigs []digest
	for item := range c.list(maxPerSigner) {
		sigs = append(sigs, digest{item.u32(), item.bytes()})
	}
	key := c.bytes()
	if c.err != nil {
		return s, c.err
	}
	if err := s.readSigned(signed); err != nil {
		return s, fmt.Errorf("signed data: %w", err)
	}
	if len(s.Certificates) == 0 {
		return s, fmt.Errorf("%w: no certificate", ErrMalformed)
	}
	s.judge(verify(s, key, signed, sigs))
	return s, nil
}

var errUnchecked = errors.New("signatures of this kind are not checked")

func (s *Signature) judge(err error) {
	if s.Valid = err == nil; !s.Valid {
		s.Problem, s.Unchecked = err.Error(), errors.Is(err, errUnchecked)
	}
}

// digest is a value under an algorithm's ID: a digest or a signature.
type digest struct {
	algorithm uint32
	value     []byte
}

func (s *Signature) readSigned(b []byte) error {
	c := cursor{b: b}
	for item := range c.list(maxPerSigner) {
		s.digests = append(s.digests, digest{item.u32(), item.bytes()})
	}
	for cert := range c.list(maxPerSigner) {
		s.Certificates = append(s.Certificates, describe(cert.b))
	}
	if s.Scheme != V2 {
		c.u32()
		c.u32()
	}
	for attr := range c.list(maxPerSigner) {
		if err := s.readAttribute(attr); err != nil {
			return err
		}
	}
	return c.err
}

// The attributes of signed data that are read.
const (
	attrRotation  = 0x3ba06f8c // v3: proof of rotation
	attrStripping = 0xbeeff00d // v2: the number of a newer scheme
)

func (s *Signature) readAttribute(attr *cursor) error {
	switch id := attr.u32(); {
	case id == attrRotation && s.Scheme != V2:
		if err := s.readLineage(attr.b); err != nil {
			return fmt.Errorf("proof of rotation: %w", err)
		}
	case id == attrStripping && s.Scheme == V2:
		if attr.u32() == 3 {
			s.named = append(s.named, V3)
		}
	}
	return nil
}

// readLineage reads the proof-of-rotation structure: a version, then one level
// for each certificate, oldest first.
func (s *Signature) readLineage(b []byte) error {
	c := cursor{b: b}
	c.u32()
	for len(c.b) > 0 && c.err == nil {
		if len(s.Lineage) == maxPerSigner {
			return fmt.Errorf("%w: more than %d levels", ErrMalformed, maxPerSigner)
		}
		level := cursor{b: c.bytes()}
		signed := cursor{b: level.bytes()}
		der := signed.bytes()
		if signed.err != nil {
			return signed.err
		}
		s.Lineage = append(s.Lineage, describe(der))
	}
	return c.err
}
