package inspector

import (
	"fmt"
	"strings"

	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// maxLearned limits the hosts that are remembered as belonging to an issuer.
const maxLearned = 1024

// recogniser finds the Profile of an exchange: by host, by path, by claim.
type recogniser struct {
	profiles []Profile
	exact    map[string]int // host to profile
	suffix   map[string]int // ".cmpassport.com" to profile
	middle   []middlePattern
	hints    map[string]int // like suffix and exact, for connections not decrypted
	learned  map[string]int
}

type middlePattern struct {
	prefix, suffix string
	profile        int
}

func newRecogniser(profiles []Profile) recogniser {
	r := recogniser{
		profiles: profiles, exact: map[string]int{}, suffix: map[string]int{},
		hints: map[string]int{}, learned: map[string]int{},
	}
	for i, p := range profiles {
		for _, h := range p.Hosts {
			r.pattern(h, i)
		}
		for _, h := range p.HostHints {
			r.hints[strings.TrimPrefix(h, "*")] = i
		}
	}
	return r
}

func (r *recogniser) pattern(h string, i int) {
	switch star := strings.IndexByte(h, '*'); {
	case star < 0:
		r.exact[h] = i
	case star == 0:
		r.suffix[h[1:]] = i
	default:
		r.middle = append(r.middle, middlePattern{h[:star], h[star+1:], i})
	}
}

// host finds the profile that owns a host name.
func (r *recogniser) host(host string) (int, bool) {
	if i, ok := r.exact[host]; ok {
		return i, true
	}
	for rest := host; ; {
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			break
		}
		rest = rest[dot:]
		if i, ok := r.suffix[rest]; ok {
			return i, true
		}
		rest = rest[1:]
	}
	for _, m := range r.middle {
		if strings.HasPrefix(host, m.prefix) && strings.HasSuffix(host, m.suffix) {
			return m.profile, true
		}
	}
	return 0, false
}

// connection finds the profile of a connection of which only the host is known.
func (r *recogniser) connection(host string) (int, bool) {
	if i, ok := r.host(host); ok {
		return i, true
	}
	if i, ok := r.learned[host]; ok {
		return i, true
	}
	if i, ok := r.hints[host]; ok {
		return i, true
	}
	for rest := host; ; {
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			return 0, false
		}
		rest = rest[dot:]
		if i, ok := r.hints[rest]; ok {
			return i, true
		}
		rest = rest[1:]
	}
}

// exchange finds the profile of an exchange. The second result says whether
// the whole host belongs to the issuer, so that an unknown call is worth a word.
func (r *recogniser) exchange(x *exchange.Exchange) (*Profile, bool) {
	if i, ok := r.host(x.Host); ok {
		return &r.profiles[i], true
	}
	for i := range r.profiles {
		p := &r.profiles[i]
		if p.Claim != nil && p.Claim(x) {
			if len(r.learned) < maxLearned {
				r.learned[x.Host] = i
			}
			return p, false
		}
		if hasPrefix(x.Path, p.Paths) {
			return p, false
		}
	}
	if i, ok := r.learned[x.Host]; ok {
		if p := &r.profiles[i]; hasPrefix(x.Path, p.OwnHost) {
			return p, false
		}
	}
	return nil, false
}

func hasPrefix(path string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

func operation(p *Profile, x *exchange.Exchange) string {
	if p.Operation != nil {
		return p.Operation(x)
	}
	path, _, _ := strings.Cut(x.Path, "?")
	return path
}

func matches(pattern, op string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(op, prefix)
	}
	return pattern == op
}

func unknownCall(p *Profile, op string) lang.Text {
	return lang.Text{
		EN: fmt.Sprintf("A call %q to a host of %q is not one that Loginscope knows.", clip(op), p.Issuer),
		ZH: fmt.Sprintf("发往 %q 主机的调用 %q 不在已知接口之列。", p.Issuer, clip(op)),
	}
}

func clip(s string) string {
	if len(s) > 120 {
		return strings.ToValidUTF8(s[:120], "") + "…"
	}
	return s
}
