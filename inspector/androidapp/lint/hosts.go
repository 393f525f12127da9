package lint

import "loginscope/codes"

// Host is one host to which the login may speak HTTP without TLS.
type Host = codes.PlainHost

// Required are the hosts of the integration guide. They go into every
// configuration, whatever the SDK version: carriers redirect to them.
func Required() []Host { return codes.PlainHosts(codes.NeedAlways) }

// Versioned are hosts that only some SDK versions call over HTTP.
func Versioned() []Host { return codes.PlainHosts(codes.NeedVersion) }

// Doubtful are hosts that some source names and that no SDK read so far calls.
func Doubtful() []Host { return codes.PlainHosts(codes.NeedDoubted) }

// LoginHosts are the names of all hosts above.
func LoginHosts() []string {
	var out []string
	for _, list := range [][]Host{Required(), Versioned(), Doubtful()} {
		for _, h := range list {
			out = append(out, h.Name)
		}
	}
	return out
}

// Domains is the text of the documented rule.
var Domains = func() string {
	text := "<domain-config cleartextTrafficPermitted=\"true\">\n"
	for _, h := range Required() {
		text += "    <domain includeSubdomains=\"true\">" + h.Name + "</domain>\n"
	}
	return text + "</domain-config>\n"
}()

// NeededBy are the further hosts that an SDK version calls over HTTP; none for
// an unknown version "".
func NeededBy(version string) []Host {
	var out []Host
	for _, h := range Versioned() {
		if version != "" && within(version, h.Since, h.Until) {
			out = append(out, h)
		}
	}
	return out
}
