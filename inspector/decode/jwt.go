package decode

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// JWT is a decoded JSON Web Token (RFC 7519) of the compact form. Decoding
// checks nothing; see Verify.
type JWT struct {
	Algorithm, KeyID string
	// Claims is the payload; where the tenant nests the profile as a JSON
	// string under "api", Profile is that object, else it is the payload.
	Claims, Profile *Node
	// Nested is true for the shape with "api".
	Nested                    bool
	Issued, Expires, NotUntil time.Time // zero if the claim is absent
	signed                    string
	signature                 []byte
}

// ParseJWT reads a compact JWT; it reports false if the text is not one.
func ParseJWT(text string) (JWT, bool) {
	parts := strings.Split(strings.TrimSpace(text), ".")
	if len(parts) != 3 || len(text) > MaxBody {
		return JWT{}, false
	}
	header, err1 := Base64(parts[0])
	body, err2 := Base64(parts[1])
	sig, err3 := Base64(parts[2])
	if err := errors.Join(err1, err2, err3); err != nil {
		return JWT{}, false
	}
	h, claims := Object(header), Object(body)
	if h == nil || claims == nil {
		return JWT{}, false
	}
	j := JWT{
		Algorithm: h.Str("alg"), KeyID: h.Str("kid"), Claims: claims, Profile: claims,
		Issued: epoch(claims.Str("iat")), Expires: epoch(claims.Str("exp")), NotUntil: epoch(claims.Str("nbf")),
		signed: parts[0] + "." + parts[1], signature: sig,
	}
	if api := claims.Get("api"); api != nil {
		if api.Kind == NodeString {
			api = Unwrap(api.Text)
		}
		if api != nil && api.Kind == NodeObject {
			j.Profile, j.Nested = api, true
		}
	}
	return j, true
}

// epoch reads seconds since 1970; JSON writers also send them as 1.7e9.
func epoch(s string) time.Time {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f <= 0 || f > 1<<40 {
		return time.Time{}
	}
	return time.Unix(int64(f), 0).UTC()
}

// Key is one RSA key of a JWKS (RFC 7517).
type Key struct {
	ID     string
	Public *rsa.PublicKey
}

// ParseJWKS reads the RSA keys of a key set; other kinds are left out.
func ParseJWKS(text []byte) []Key {
	n := Object(text)
	if n == nil {
		return nil
	}
	list := n.Get("keys")
	if list == nil {
		return nil
	}
	var out []Key
	for _, k := range list.Items {
		if k.Str("kty") != "RSA" || len(out) == 16 {
			continue
		}
		mod, err1 := Base64(k.Str("n"))
		exp, err2 := Base64(k.Str("e"))
		if err1 != nil || err2 != nil || len(mod) == 0 || len(mod) > 1024 || len(exp) == 0 || len(exp) > 4 {
			continue
		}
		e := int(new(big.Int).SetBytes(exp).Int64())
		out = append(out, Key{k.Str("kid"), &rsa.PublicKey{N: new(big.Int).SetBytes(mod), E: e}})
	}
	return out
}

// ErrUnchecked says that a signature could not be checked, which is not the
// same as being wrong.
var ErrUnchecked = errors.New("signature not checked")

// Verify checks an RS256 signature against captured keys. It returns
// ErrUnchecked if there is no matching key or the algorithm is another one, and another
// error if the signature is wrong.
func (j JWT) Verify(keys []Key) error {
	if j.Algorithm != "RS256" {
		return fmt.Errorf("check algorithm %q: %w", j.Algorithm, ErrUnchecked)
	}
	tried := false
	sum := sha256.Sum256([]byte(j.signed))
	for _, k := range keys {
		if j.KeyID != "" && k.ID != "" && j.KeyID != k.ID {
			continue
		}
		tried = true
		if rsa.VerifyPKCS1v15(k.Public, crypto.SHA256, sum[:], j.signature) == nil {
			return nil
		}
	}
	if !tried {
		return fmt.Errorf("find key %q: %w", j.KeyID, ErrUnchecked)
	}
	return errors.New("signature does not match the tenant's keys")
}
