package inspector

import (
	"errors"

	"loginscope/inspector/decode"
	"loginscope/lang"
)

// maxKeyrings and maxChecked limit the tenants' key sets and the checked tokens.
const (
	maxKeyrings = 64
	maxChecked  = 4096
)

// keyrings checks the signatures of id_tokens against captured keys.
type keyrings struct {
	byHost  map[string][]decode.Key
	checked map[string]error
}

func newKeyrings() keyrings {
	return keyrings{byHost: map[string][]decode.Key{}, checked: map[string]error{}}
}

func (k *keyrings) add(r Keyring) {
	if len(k.byHost) < maxKeyrings || k.byHost[r.Host] != nil {
		k.byHost[r.Host] = decode.ParseJWKS([]byte(r.JWKS))
		clear(k.checked)
	}
}

// check adds to every step with an id_token what is known of its signature.
func (k *keyrings) check(flows []Flow) {
	for i := range flows {
		for j := range flows[i].Steps {
			s := &flows[i].Steps[j]
			if token := fieldOf(s, "id_token"); token != "" {
				note := k.note(fieldOf(s, "host"), token)
				s.Notes = append(append([]lang.Text(nil), s.Notes...), note)
			}
		}
	}
}

func (k *keyrings) note(host, token string) lang.Text {
	err, done := k.checked[token]
	if !done {
		err = k.verify(host, token)
		if len(k.checked) < maxChecked {
			k.checked[token] = err
		}
	}
	switch {
	case err == nil:
		return lang.Text{
			EN: "The id_token's signature matches the tenant's captured keys.",
			ZH: "id_token 签名已用抓到的租户公钥校验通过。",
		}
	case errors.Is(err, decode.ErrUnchecked):
		return lang.Text{
			EN: "The id_token's signature is unchecked: the tenant's keys were not captured.",
			ZH: "id_token 签名未校验：未抓到租户公钥。",
		}
	}
	return lang.Text{
		EN: "The id_token's signature does not match the tenant's captured keys.",
		ZH: "id_token 签名与抓到的租户公钥不符。",
	}
}

func (k *keyrings) verify(host, token string) error {
	j, ok := decode.ParseJWT(token)
	if !ok {
		return decode.ErrUnchecked
	}
	return j.Verify(k.byHost[host])
}
