package feed

import "slices"

// maxValues limits the values remembered for one field.
const maxValues = 200

// values collects what was seen, for completion.
type values struct {
	seen    map[string]map[string]bool
	changed bool
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

// snapshot returns sorted lists that never change again.
func (v *values) snapshot() map[string][]string {
	if !v.changed {
		return v.last
	}
	v.changed = false
	v.last = map[string][]string{}
	for field, set := range v.seen {
		list := make([]string, 0, len(set))
		for s := range set {
			list = append(list, s)
		}
		slices.Sort(list)
		v.last[field] = list
	}
	return v.last
}
