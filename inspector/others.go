package inspector

import (
	"slices"

	"loginscope/inspector/maker"
)

// withoutMakers takes the steps from sightings of bare numbers that are codes of
// another maker's login, where the evidence names that maker: the same number means
// something else at a carrier. The maker may be named in another line, so that this
// is known only when all is read. A code behind one of the Alibaba SDK stays.
func withoutMakers(list []Sighting) []Sighting {
	named, codes := makersOf(list)
	if len(named) == 0 {
		return list
	}
	for i := range list {
		s := &list[i]
		if !s.Bare && !s.Pasted || len(s.Step.Codes) != 1 || s.CarrierSaid ||
			!slices.Contains(codes, s.Step.Codes[0].Code) {
			continue
		}
		list[i] = Sighting{Signals: s.Signals, Device: s.Device, order: s.order, at: s.at, heard: s.heard}
	}
	return slices.DeleteFunc(list, func(s Sighting) bool {
		return s.Step.Kind == "" && len(s.Kinds) == 0 && len(s.Signals) == 0
	})
}

// makersOf lists the makers with an SDK of their own that signals name, and the codes of
// theirs that the evidence may hold.
func makersOf(list []Sighting) (named []maker.Maker, codes []string) {
	each := func(kind SignalKind, f func(value string)) {
		for _, s := range list {
			for _, g := range s.Signals {
				if g.Kind == kind {
					f(g.Value)
				}
			}
		}
	}
	each(SignalMaker, func(id string) {
		if m, ok := maker.ByID(id); ok && !m.Wraps {
			named = append(named, m)
		}
	})
	each(SignalMakerRow, func(id string) {
		r, ok := maker.RowOf(id)
		if ok && r.Code != "" && slices.ContainsFunc(named, func(m maker.Maker) bool { return m.Uses(r.Maker) }) {
			codes = append(codes, r.Code)
		}
	})
	return named, codes
}
