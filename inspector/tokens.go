package inspector

import (
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

// maxTokens limits the login tokens whose life is followed.
const maxTokens = 65536

// TokenLife is what became of one login token.
type TokenLife struct {
	// Value is the token itself, bounded; mask it before it is shown.
	Value   string
	Carrier codes.Issuer
	Device  string
	// Issued is when the SDK handed it out, zero if that was not seen.
	Issued time.Time
	// IssuedFlow is the attempt in which that was, 0 if not seen.
	IssuedFlow int
	Spent      []TokenUse
	// PrefixOf is an issued token that this one is the beginning of, "" if
	// none: it was cut off on its way.
	PrefixOf string
}

// TokenUse is one call that sent a token to IDaaS.
type TokenUse struct {
	Time  time.Time
	Flow  int
	Where finding.Location
	OK    bool
}

// tokenRegistry follows tokens from the SDK to IDaaS.
type tokenRegistry struct {
	lives []*TokenLife
	by    map[string]*TokenLife
	// issued holds issued tokens by their first bytes, to find cut ones.
	issued map[string][]*TokenLife
}

func newTokenRegistry() tokenRegistry {
	return tokenRegistry{by: map[string]*TokenLife{}, issued: map[string][]*TokenLife{}}
}

// prefixLen is how many characters of a cut token find its whole original.
const prefixLen = 16

func (b *tokenRegistry) life(value, device string) *TokenLife {
	l := b.by[value]
	if l == nil && len(b.lives) < maxTokens {
		l = &TokenLife{Value: value, Device: device}
		b.by[value] = l
		b.lives = append(b.lives, l)
	}
	return l
}

func (b *tokenRegistry) note(s *Sighting, a *attempt) {
	if v := s.Keys.Issued; v != "" {
		if l := b.life(v, a.device); l != nil && l.IssuedFlow == 0 {
			l.Issued, l.IssuedFlow, l.Carrier = s.at, a.id, a.keys.Carrier
			if len(v) >= prefixLen {
				b.issued[v[:prefixLen]] = append(b.issued[v[:prefixLen]], l)
			}
		}
	}
	if v := s.Keys.Spent; v != "" && s.Wire {
		l := b.life(v, a.device)
		if l == nil {
			return
		}
		var where finding.Location
		if len(s.Step.Evidence) > 0 {
			where = s.Step.Evidence[0]
		}
		l.Spent = append(l.Spent, TokenUse{Time: s.at, Flow: a.id, Where: where, OK: s.Step.Outcome == OutcomeOK})
		if l.Carrier == "" {
			l.Carrier = a.keys.Carrier
		}
		if l.Issued.IsZero() && len(v) >= prefixLen {
			for _, o := range b.issued[v[:prefixLen]] {
				if len(o.Value) > len(v) && strings.HasPrefix(o.Value, v) {
					l.PrefixOf = o.Value
				}
			}
		}
	}
}

// Life is how long a login token of a carrier is valid, 0 if the carrier is
// not known. Source: Alibaba, API reference of one-click login.
func Life(carrier codes.Issuer) time.Duration {
	if c := codes.CarrierOf(carrier); c != nil {
		return c.TokenLife
	}
	return 0
}
