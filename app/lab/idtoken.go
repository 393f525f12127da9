package lab

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// signer signs the tenant's id_tokens (RS256) with a key that lives in memory
// only and dies with the process.
type signer struct {
	key *rsa.PrivateKey
	id  string
}

// tenantSigner is made once a process, because an RSA key takes its time.
var tenantSigner = sync.OnceValues(newSigner)

func newSigner() (*signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make tenant key: %w", err)
	}
	return &signer{key: key, id: "lab-" + randomHex(4)}, nil
}

// jwks is the body of the tenant's keys call (RFC 7517).
func (s *signer) jwks() any {
	e := big.NewInt(int64(s.key.E)).Bytes()
	return map[string]any{"keys": []any{map[string]string{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": s.id,
		"n": rawURL(s.key.N.Bytes()), "e": rawURL(e),
	}}}
}

// idToken makes a token whose payload has one of the two known shapes: claims
// side by side (2 h), or in the JSON string "api" (5 h).
func (s *signer) idToken(host, number, shape string, now time.Time) string {
	person := map[string]any{
		"id": "20260001", "name": "示例用户", "userName": "lab.user", "mobile": number, "email": "lab.user@example.com",
	}
	life := 2 * time.Hour
	claims := map[string]any{
		"iss": "https://" + host + "/api/v1/oauth2", "aud": ClientID, "sub": "lab.user", "jti": randomHex(11),
		"iat": now.Unix(), "nbf": now.Add(-2 * time.Minute).Unix(),
	}
	if shape == "nested" {
		life = 5 * time.Hour
		api, _ := json.Marshal(person) // strings only: cannot fail
		claims["api"] = string(api)
	} else {
		for k, v := range person {
			claims[k] = v
		}
	}
	claims["exp"] = now.Add(life).Unix()
	head, _ := json.Marshal(map[string]string{"alg": "RS256", "kid": s.id})
	payload, _ := json.Marshal(claims)
	signed := rawURL(head) + "." + rawURL(payload)
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(rand.Reader, s.key, crypto.SHA256, sum[:])
	if err != nil {
		return "" // a 2048-bit key always signs a SHA-256
	}
	return signed + "." + rawURL(sig)
}

func rawURL(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
