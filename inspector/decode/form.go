package decode

import (
	"net/url"
	"strings"
)

// Pair is one field of a form, in order; names may repeat.
type Pair struct{ Name, Value string }

// Form is an ordered application/x-www-form-urlencoded body or query.
type Form []Pair

// ParseForm reads a form. A leading '&' or '?', empty pairs and broken
// percent-escapes are tolerated: the Alibaba SDK's bodies begin with '&'. An
// escape that cannot be read is kept as it stands.
func ParseForm(s string) Form {
	s = strings.TrimLeft(strings.TrimSpace(s), "&?")
	var out Form
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		if len(out) == MaxPairs {
			break
		}
		name, value, _ := strings.Cut(part, "=")
		out = append(out, Pair{unescape(name), unescape(value)})
	}
	return out
}

// Query reads the form after the first '?' of a request target.
func Query(target string) Form {
	_, q, ok := strings.Cut(target, "?")
	if !ok {
		return nil
	}
	return ParseForm(q)
}

// Get returns the first value of a name, "" if there is none.
func (f Form) Get(name string) string {
	for _, p := range f {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Has reports whether the name occurs.
func (f Form) Has(name string) bool {
	for _, p := range f {
		if p.Name == name {
			return true
		}
	}
	return false
}

func unescape(s string) string {
	if v, err := url.QueryUnescape(s); err == nil {
		return v
	}
	return s
}
