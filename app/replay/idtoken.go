package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"loginscope/inspector/decode"
	"loginscope/proxy/exchange"
)

// ErrNoSession is returned when an answer carries no session token.
var ErrNoSession = errors.New("the answer holds no session token")

// Identity is what became of the second half of a login: session_token to
// id_token, and the id_token against the tenant's keys.
type Identity struct {
	// Exchange is the token call, Keys the fetch of the key set.
	Exchange exchange.Exchange `json:"-"`
	Keys     exchange.Exchange `json:"-"`
	Status   int               `json:"status"`
	// Issued is true when an id_token came back.
	Issued bool `json:"issued"`
	// Verified is true when its signature matches one of the tenant's keys;
	// otherwise Why says what stood in the way.
	Verified bool   `json:"verified"`
	Why      string `json:"why,omitempty"`
}

// SessionToken returns the session token of a login's answer.
func SessionToken(x exchange.Exchange) (string, error) {
	var a struct {
		SessionToken string `json:"session_token"`
	}
	if x.Response == nil || json.Unmarshal(x.Response.Body.Head, &a) != nil || a.SessionToken == "" {
		return "", ErrNoSession
	}
	return a.SessionToken, nil
}

// Identify exchanges a session token for an id_token at the target that
// issued it, and checks the id_token's signature against the tenant's key set.
// Both calls go to the one target, are recorded, and use no login token up.
func (p *Replayer) Identify(ctx context.Context, target, session string) (Identity, error) {
	r := Request{Target: target, Call: CallIDToken, Session: session, Confirmed: target}
	t, err := p.check(r)
	if err != nil {
		return Identity{}, err
	}
	s, err := p.callIDaaS(ctx, t, r)
	if err != nil {
		return Identity{}, err
	}
	out := Identity{Exchange: p.finish(t, r, s).Exchange}
	token := idToken(out.Exchange, &out)
	if !out.Issued {
		out.Why = "no id_token came back"
		return out, nil
	}
	if out.Keys, err = p.fetchKeys(ctx, t); err != nil {
		return out, err
	}
	out.verify(token)
	return out, nil
}

func idToken(x exchange.Exchange, out *Identity) string {
	if x.Response == nil {
		return ""
	}
	out.Status = x.Response.Status
	var a struct {
		IDToken string `json:"id_token"`
	}
	if json.Unmarshal(x.Response.Body.Head, &a) == nil && a.IDToken != "" && out.Status == http.StatusOK {
		out.Issued = true
	}
	return a.IDToken
}

func (p *Replayer) fetchKeys(ctx context.Context, t Target) (exchange.Exchange, error) {
	c := composed{method: http.MethodGet, url: trimSlash(t.BaseURL) + keysPath}
	req, err := c.request()
	if err != nil {
		return exchange.Exchange{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	s := p.wire.send(ctx, t, req, nil, c.header)
	return p.finish(t, Request{Target: t.Name, Call: CallIDToken}, s).Exchange, nil
}

func (i *Identity) verify(token string) {
	jwt, ok := decode.ParseJWT(token)
	if !ok {
		i.Why = "the id_token is not a JWT"
		return
	}
	if i.Keys.Response == nil || i.Keys.Response.Status != http.StatusOK {
		i.Why = "the tenant's key set could not be read"
		return
	}
	if err := jwt.Verify(decode.ParseJWKS(i.Keys.Response.Body.Head)); err != nil {
		i.Why = fmt.Sprint(err)
		return
	}
	i.Verified = true
}
