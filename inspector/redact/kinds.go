package redact

import "loginscope/lang"

// Kind is one kind of datum that is masked: by the key beside a value, by the
// value's own shape, or by both.
type Kind struct {
	// ID names the kind in tests and in docs/privacy.md: "phone", "resident-id".
	ID string
	// Name is what a person calls it.
	Name lang.Text
	// Sensitivity says how a value under one of the kind's keys is masked.
	Sensitivity Sensitivity

	keys []string // lower case without '_', '-' and spaces
	// last is true where the keys count at the end of longer names as well:
	// "token" in "x-acme-token" and "acmeToken".
	last bool
	// matches says whether a value under a key is of the kind; nil accepts any but
	// a literal or a short number.
	matches func(value string) bool
	// short is true where a number of four to six digits counts, too.
	short bool
	// line is true where an unquoted value goes to the end of the line.
	line bool
	// learn is true where a value, once seen under its key, is masked wherever
	// else it stands in the same evidence; see Known.
	learn bool
}

// Kinds lists the catalogue by family: identity, device, network, credentials.
func Kinds() []Kind {
	var out []Kind
	for _, family := range [][]Kind{identities, devices, networks, credentials} {
		out = append(out, family...)
	}
	return out
}

// byKey finds a kind by a key in its normal form.
var byKey = func() map[string]*Kind {
	out := make(map[string]*Kind, 256)
	for _, family := range [][]Kind{identities, devices, networks, credentials} {
		for i := range family {
			for _, k := range family[i].keys {
				out[k] = &family[i]
			}
		}
	}
	return out
}()

// longestName is the length of the longest normal form that is looked up, in bytes.
const longestName = 40

// kindOf looks a key up in any spelling, without allocating: it is asked for every
// ':' and '=' of a text. It returns nil for a key that says nothing.
func kindOf(name string) *Kind {
	var buf [longestName]byte
	var starts [8]int // where the words begin, in buf
	n, words := 0, 0
	var before byte = '_'
	for i := range len(name) {
		c := name[i]
		if c == '_' || c == '-' || c == ' ' || c == '.' {
			before = c
			continue
		}
		up := c >= 'A' && c <= 'Z'
		if begins := before == '_' || before == '-' || before == ' ' || before == '.' ||
			up && !(before >= 'A' && before <= 'Z'); begins && words < len(starts) {
			starts[words] = n
			words++
		}
		before = c
		if up {
			c += 'a' - 'A'
		}
		if n == len(buf) {
			return nil
		}
		buf[n] = c
		n++
	}
	if k := byKey[string(buf[:n])]; k != nil {
		return k
	}
	for _, from := range starts[:words] {
		if k := byKey[string(buf[from:n])]; k != nil && k.last {
			return k
		}
	}
	return nil
}
