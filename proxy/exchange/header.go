package exchange

import "strings"

// Field is one header field line (RFC 9110, section 5), as it was sent.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Header is an ordered list of field lines. Repeated fields stay apart and in
// order; names keep their case and are compared without it.
type Header []Field

// Get returns the first value of the named field, or "".
func (h Header) Get(name string) string {
	v, _ := h.Lookup(name)
	return v
}

// Lookup returns the first value of the named field and whether it is there.
func (h Header) Lookup(name string) (string, bool) {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Values returns every value of the named field, in order.
func (h Header) Values(name string) []string {
	var out []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			out = append(out, f.Value)
		}
	}
	return out
}

// Has reports whether the named field is present, even if empty.
func (h Header) Has(name string) bool {
	_, ok := h.Lookup(name)
	return ok
}
