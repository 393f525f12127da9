package lab

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the RPC style's documented signature method
	"encoding/base64"
	"net/url"
	"sort"
	"strings"
	"sync"
	"time"
)

// signature is the RPC style's: base64(HMAC-SHA1(method & %2F & sorted
// parameters)), with the secret and an ampersand as key.
func signature(method string, form url.Values, secret string) string {
	keys := make([]string, 0, len(form))
	for k := range form {
		if k != "Signature" {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	var pairs []string
	for _, k := range keys {
		pairs = append(pairs, percent(k)+"="+percent(form.Get(k)))
	}
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(method + "&%2F&" + percent(strings.Join(pairs, "&"))))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// percent is RFC 3986 encoding as the RPC style wants it.
func percent(s string) string {
	s = url.QueryEscape(s)
	return strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(s)
}

// checkSignature returns the gateway's code for what is wrong with a signed
// request, "" if nothing is.
func (g *gateway) checkSignature(method string, form url.Values, now time.Time) (code, msg string) {
	for _, name := range []string{"AccessKeyId", "Signature", "SignatureNonce", "Timestamp"} {
		if form.Get(name) == "" {
			return "Missing" + name, name + " is mandatory for this action."
		}
	}
	secret, ok := g.secretOf(form)
	if !ok {
		return "InvalidAccessKeyId.NotFound", "Specified access key is not found."
	}
	at, err := time.Parse("2006-01-02T15:04:05Z", form.Get("Timestamp"))
	if err != nil {
		return "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."
	}
	if d := now.Sub(at); d > skewLimit || d < -skewLimit {
		return "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."
	}
	want := signature(method, form, secret)
	if !hmac.Equal([]byte(want), []byte(form.Get("Signature"))) {
		return "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
	}
	if !g.nonces.first(form.Get("AccessKeyId") + " " + form.Get("SignatureNonce")) {
		return "SignatureNonceUsed", "Specified signature nonce was used already."
	}
	return "", ""
}

// secretOf finds the secret of an account or of temporary credentials.
func (g *gateway) secretOf(form url.Values) (string, bool) {
	if ticket := form.Get("SecurityToken"); ticket != "" {
		sub := g.lab.subscriberOf(ticket)
		if sub == nil {
			return "", false
		}
		return sub.open(ticket)
	}
	a, ok := g.account(form.Get("AccessKeyId"))
	return a.secret, ok
}

// onceRegistry remembers the last values that it saw, at most max of them.
type onceRegistry struct {
	mu    sync.Mutex
	max   int
	seen  map[string]bool
	order []string
}

func newOnceRegistry(max int) *onceRegistry { return &onceRegistry{max: max, seen: map[string]bool{}} }

// first reports whether v was not seen before, and remembers it.
func (b *onceRegistry) first(v string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen[v] {
		return false
	}
	b.seen[v] = true
	b.order = append(b.order, v)
	if len(b.order) > b.max {
		delete(b.seen, b.order[0])
		b.order = b.order[1:]
	}
	return true
}

func encodeBase64(b []byte) string          { return base64.StdEncoding.EncodeToString(b) }
func decodeBase64(s string) ([]byte, error) { return base64.StdEncoding.DecodeString(s) }
