// Package signing reads who signed an APK: the JAR signature (v1) and the APK
// signing block (v2, v3, v3.1). It owns the block's format and the forms in
// which a certificate's digests are written; it trusts no chain, as Android
// does not.
//
// Formats: https://source.android.com/docs/security/features/apksigning/v2 ,
// v3 and v3-1 beside it.
package signing

import (
	//lint:ignore SA1019 old APKs are signed with it, and only verified here
	"crypto/dsa" //nolint:staticcheck // old keys are read and verified, none is made
	"crypto/ecdsa"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Certificate is one signing certificate.
type Certificate struct {
	Subject   string    `json:"subject"`
	Issuer    string    `json:"issuer"`
	Serial    string    `json:"serial"` // lower-case hex
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	Algorithm string    `json:"algorithm"` // of the public key: "RSA", "ECDSA", "DSA"
	KeyBits   int       `json:"key_bits,omitempty"`
	// KeySHA256 is the digest of the public key with its algorithm, lower-case hex.
	KeySHA256 string `json:"key_sha256,omitempty"`
	// MD5 is lower-case hex without colons, the form that an authentication
	// scheme (packageSign) takes.
	MD5    string `json:"md5"`
	SHA1   string `json:"sha1"`
	SHA256 string `json:"sha256"`
	// Debug is true for the certificate that Android's build tools make for
	// debug builds: CN=Android Debug.
	Debug bool `json:"debug"`

	id identity
}

// describe digests a certificate's bytes as they are. One that cannot be read
// still has its digests.
func describe(raw []byte) Certificate {
	md, sha, sha2 := md5.Sum(raw), sha1.Sum(raw), sha256.Sum256(raw)
	c := Certificate{
		MD5:    hex.EncodeToString(md[:]),
		SHA1:   hex.EncodeToString(sha[:]),
		SHA256: hex.EncodeToString(sha2[:]),
	}
	id, err := parseIdentity(raw)
	if err != nil {
		c.Subject = "(not readable: " + err.Error() + ")"
		return c
	}
	c.id = id
	c.Subject, c.Issuer, c.Serial = id.subject.String(), id.issuer.String(), id.serial.Text(16)
	c.NotBefore, c.NotAfter = id.notBefore, id.notAfter
	c.Algorithm, c.KeyBits = keyOf(id.key)
	c.Debug = id.subject.CommonName == "Android Debug"
	sum := sha256.Sum256(id.spki)
	c.KeySHA256 = hex.EncodeToString(sum[:])
	return c
}

// keyOf names a public key's algorithm and gives its size in bits.
func keyOf(key any) (algorithm string, bits int) {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return "RSA", k.N.BitLen()
	case *ecdsa.PublicKey:
		return "ECDSA", k.Curve.Params().BitSize
	case *dsa.PublicKey:
		return "DSA", k.P.BitLen()
	}
	return fmt.Sprintf("%T", key), 0
}

// Colons writes a digest the way keytool and app stores do: upper case, a
// colon between bytes.
func Colons(digest string) string {
	var b strings.Builder
	for i := 0; i+2 <= len(digest); i += 2 {
		if i > 0 {
			b.WriteByte(':')
		}
		b.WriteString(strings.ToUpper(digest[i : i+2]))
	}
	return b.String()
}

// NormalDigest takes a digest in any form that people paste (upper case,
// colons, blanks) to lower-case hex.
func NormalDigest(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ':' || r == ' ' || r == '-' || r == '\t' {
			return -1
		}
		return r
	}, s))
}
