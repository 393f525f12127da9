package session

import (
	"maps"
	"slices"
)

// writeNotes takes over what the table meta holds beside Meta: notes, the list of evidence.
func (s *salvager) writeNotes(dst *Session, out *Salvage) error {
	for _, key := range slices.Sorted(maps.Keys(s.meta)) {
		_ = s.annex.read(key, s.meta[key].value) // counted
	}
	out.BrokenNotes = s.annex.broken
	for _, n := range s.annex.sortedNotes() {
		if err := dst.SetNote(n); err != nil {
			return err
		}
		out.Notes++
	}
	for _, e := range s.annex.sortedEvidence() {
		e.Events = nil
		s.evidence = append(s.evidence, e)
	}
	return nil
}

// renumber notes under which number an event of a file stands in the new session.
func (s *salvager) renumber(before, after Seq) {
	for i := range s.evidence {
		if within(s.annex.evidence[s.evidence[i].ID].Events, before) {
			s.evidence[i].Adds(after)
		}
	}
}

func (s *salvager) writeEvidence(dst *Session) error {
	for _, e := range s.evidence {
		if err := dst.SetEvidence(e); err != nil {
			return err
		}
	}
	return nil
}
