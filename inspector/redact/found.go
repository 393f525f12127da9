package redact

import (
	"cmp"
	"slices"
	"strings"
)

// MaxFound limits the values that Found collects; further ones are counted in Over.
const MaxFound = 1 << 16

// Found collects the distinct values that a Masker masked, by kind: what a person is shown
// before evidence is handed on, and what must not be in it afterwards. The zero value is
// empty; a nil one collects nothing. It is not safe for concurrent use.
type Found struct {
	kinds map[string]string // by value
	over  int
}

// Count is how many distinct values of a kind were masked.
type Count struct {
	Kind   string `json:"kind"` // the ID of a Kind
	Values int    `json:"values"`
}

func (f *Found) add(kind, value string) {
	if f == nil || value == "" {
		return
	}
	value = value[:min(len(value), maxKnownLen)]
	if _, have := f.kinds[value]; have {
		return
	}
	if len(f.kinds) >= MaxFound {
		f.over++
		return
	}
	if f.kinds == nil {
		f.kinds = map[string]string{}
	}
	f.kinds[strings.Clone(value)] = kind
}

// Over is how often a value was masked that was not collected any more.
func (f *Found) Over() int { return f.over }

// Counts lists the kinds in the order of the catalogue.
func (f *Found) Counts() []Count {
	by := map[string]int{}
	for _, kind := range f.kinds {
		by[kind]++
	}
	index := map[string]int{}
	for i, k := range Kinds() {
		index[k.ID] = i
	}
	var out []Count
	for kind, n := range by {
		out = append(out, Count{kind, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Compare(index[a.Kind], index[b.Kind]) })
	return out
}

// Search returns what finds the collected values, and those of known, in any text. Values
// that ordinary text may hold by chance are left out; see Known.Add. A mainland mobile
// number counts although it is short.
func (f *Found) Search(known *Known, keep map[string]bool) *Known {
	out := &Known{most: MaxFound + MaxKnown}
	for v, s := range known.all() {
		if !keep[s.kind] {
			out.add(v, s)
		}
	}
	for v, kind := range f.kinds {
		if keep[kind] || masked(v) {
			continue
		}
		out.remember("", kind, v)
		if d := onlyDigits(v); kind == "phone" && len(d) >= 11 {
			out.add(d[len(d)-11:], secret{kind: kind})
		}
	}
	return out
}

func (k *Known) all() map[string]secret {
	if k == nil {
		return nil
	}
	return k.values
}
