package feed

import (
	"slices"

	"loginscope/inspector/redact"
)

// maxValues limits the values remembered for one field.
const maxValues = 200

// values collects what was seen, for completion.
type values struct {
	seen    map[string]map[string]bool
	changed bool
	known   *redact.Known // by which last was masked
	last    map[string][]string
}

func newValues() *values {
	return &values{seen: map[string]map[string]bool{"host": {}, "device": {}, "code": {}}, last: map[string][]string{}}
}

func (v *values) add(field, value string) {
	set := v.seen[field]
	if value == "" || set[value] || len(set) >= maxValues {
		return
	}
	set[value] = true
	v.changed = true
}

// snapshot returns sorted lists that never change again. A completion is shown before
// anybody asks for it, so that values in which something is masked are left out.
func (v *values) snapshot(known *redact.Known) map[string][]string {
	if !v.changed && v.known == known {
		return v.last
	}
	v.changed, v.known = false, known
	m := redact.Masker{Known: known}
	v.last = map[string][]string{}
	for field, set := range v.seen {
		list := make([]string, 0, len(set))
		for s := range set {
			if m.Text(s) == s {
				list = append(list, s)
			}
		}
		slices.Sort(list)
		v.last[field] = list
	}
	return v.last
}
