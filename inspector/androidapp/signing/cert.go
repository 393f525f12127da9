// Package signing reads who signed an APK: the JAR signature (v1) and the APK
// signing block (v2, v3, v3.1). It owns the block's format and the forms in
// which a certificate's digests are written; it trusts no chain, as Android
// does not.
//
// Formats: https://source.android.com/docs/security/features/apksigning/v2 ,
// v3 and v3-1 beside it.
package signing

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
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
	// MD5 is lower-case hex without colons, the form that an authentication
	// scheme (packageSign) takes.
	MD5    string `json:"md5"`
	SHA1   string `json:"sha1"`
	SHA256 string `json:"sha256"`
	// Debug is true for the certificate that Android's build tools make for
	// debug builds: CN=Android Debug.
	Debug bool `json:"debug"`

	key any
}

// describe digests a certificate's DER. A certificate that Go's parser refuses
// (odd encodings are common among self-signed ones) still has its digests.
func describe(der []byte) Certificate {
	md, sha, sha2 := md5.Sum(der), sha1.Sum(der), sha256.Sum256(der)
	c := Certificate{MD5: hex.EncodeToString(md[:]), SHA1: hex.EncodeToString(sha[:]), SHA256: hex.EncodeToString(sha2[:])}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		c.Subject = "(not readable: " + err.Error() + ")"
		return c
	}
	c.Subject, c.Issuer = parsed.Subject.String(), parsed.Issuer.String()
	c.Serial = parsed.SerialNumber.Text(16)
	c.NotBefore, c.NotAfter = parsed.NotBefore, parsed.NotAfter
	c.Algorithm = parsed.PublicKeyAlgorithm.String()
	c.Debug = parsed.Subject.CommonName == "Android Debug"
	c.key = parsed.PublicKey
	return c
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
