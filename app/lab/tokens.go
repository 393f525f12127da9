package lab

import (
	"encoding/base64"
	"sync"
	"time"

	"loginscope/codes"
)

// tokenLife is how long a login token of the carrier is valid, 0 for no carrier.
func tokenLife(carrier string) time.Duration {
	if c := codes.CarrierOf(codes.Issuer(carrier)); c != nil {
		return c.TokenLife
	}
	return 0
}

// China Mobile's quota of unused tokens is that of the SDK's own table of codes, 103911.
const (
	unusedQuota  = 30
	quotaWindow  = 10 * time.Minute
	maxTokens    = 20000 // in a registry; the oldest are dropped first
	forLogin     = "login"
	forVerifying = "verify"
	forH5        = "h5"
)

// token is one authorisation token that a carrier issued.
type token struct {
	value   string
	carrier string
	purpose string
	number  string
	issued  time.Time
	used    bool
	sub     *subscriber // nil when it was issued without a phone
}

// tokenRegistry keeps the tokens that the lab's carriers issued and enforces what
// the real servers do: one use, a life, a purpose.
type tokenRegistry struct {
	mu    sync.Mutex
	all   map[string]*token
	order []string
}

func newTokenRegistry() *tokenRegistry { return &tokenRegistry{all: map[string]*token{}} }

func (b *tokenRegistry) issue(t token) string {
	// A real token is base64 too; this one says what it is.
	t.value = base64.StdEncoding.EncodeToString(append([]byte("loginscope-lab:"+t.carrier+":"), randomBytes(45)...))
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all[t.value] = &t
	b.order = append(b.order, t.value)
	if len(b.order) > maxTokens {
		delete(b.all, b.order[0])
		b.order = b.order[1:]
	}
	return t.value
}

// owner returns whose token it is, nil if unknown or issued without a phone.
func (b *tokenRegistry) owner(value string) *subscriber {
	b.mu.Lock()
	defer b.mu.Unlock()
	if t, ok := b.all[value]; ok {
		return t.sub
	}
	return nil
}

// unused counts a phone's unused tokens of the last ten minutes.
func (b *tokenRegistry) unused(sub *subscriber, now time.Time) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, t := range b.all {
		if t.sub == sub && !t.used && now.Sub(t.issued) < quotaWindow {
			n++
		}
	}
	return n
}

// spend uses a token up and returns its number, or the server's error code.
// Any attempt consumes it, as a real one does.
func (b *tokenRegistry) spend(value, purpose string, now time.Time) (number, code, message string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t, ok := b.all[value]
	switch {
	case !ok:
		return "", "isv.ACCESS_CODE_ILLEGAL", "accessCode参数不合法;令牌无效"
	case t.used || now.Sub(t.issued) > tokenLife(t.carrier):
		t.used = true
		return "", "isv.TOKEN_INVALID", "token无效或已过期"
	}
	t.used = true
	if t.purpose != purpose {
		return "", "isv.TOKEN_UNAUTHORIZED_USED", "该token不能用于本接口"
	}
	return t.number, "", ""
}
