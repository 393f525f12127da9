package session

import "loginscope/lang"

// Summary is what a list of sessions shows of an inspection, so that it need not inspect
// each file anew. It is unmasked.
type Summary struct {
	// Through is the last event that the inspection knew; a session that holds more has
	// gone on since.
	Through Seq `json:"through"`
	// Program is the version whose tables gave the verdicts.
	Program string `json:"program"`
	// Attempts counts the sign-in attempts, Outcomes them by how they ended.
	Attempts int            `json:"attempts"`
	Outcomes map[string]int `json:"outcomes,omitempty"`
	// Outcome is the one that decides: of attempts with several, the worst.
	Outcome string `json:"outcome,omitempty"`
	// Title is that attempt's verdict in words, Code its root code.
	Title lang.Text `json:"title,omitzero"`
	Code  string    `json:"code,omitempty"`
	// Apps are the packages, Carriers the carriers of the attempts.
	Apps     []string `json:"apps,omitempty"`
	Carriers []string `json:"carriers,omitempty"`
}

// SetSummary keeps what an inspection found, for lists.
func (s *Session) SetSummary(sum Summary) error {
	return s.setValue(keySummary, sum, func(a *annex) error {
		a.summary = &sum
		return nil
	})
}

// Summary is the newest one that was kept, nil if none was.
func (s *Session) Summary() *Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.annex.summary
}
