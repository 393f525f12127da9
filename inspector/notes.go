package inspector

import (
	"time"

	"loginscope/proxy/exchange"
)

// NoteOn is a note with what it stands on: the whole evidence if Exchange and Attempt are
// zero, else an exchange or an attempt.
type NoteOn struct {
	Text string
	Mark string // a word of the lexicon's group mark, "" for none
	// Exchange is the exchange; with Attempt it is one that belongs to the attempt, 0 if none
	// does.
	Exchange exchange.ID
	// Attempt is true for a note on an attempt. It is found by Exchange, else by Start, else
	// by Number.
	Attempt bool
	Start   time.Time
	Number  int
}

// Note is a note of a Report.
type Note struct {
	// Attempt is the ID of a Flow, Exchange an exchange; both are 0 for a note on the whole
	// evidence, and Lost is true for one on an attempt that is no longer found.
	Attempt  int         `json:"attempt,omitempty"`
	Exchange exchange.ID `json:"exchange,omitempty"`
	Lost     bool        `json:"lost,omitempty"`
	Mark     string      `json:"mark,omitempty"`
	Text     string      `json:"text,omitempty"`
}

// Given is something that a person gave beside what was captured: a checked app, a file, an
// answer. What was taken off is not given.
type Given struct {
	Kind string `json:"kind"` // "app", "file" or "answer"
	Name string `json:"name"`
}

// NotesOn finds what each note stands on.
func NotesOn(list []NoteOn, flows []Flow) []Note {
	var out []Note
	for _, n := range list {
		note := Note{Exchange: n.Exchange, Mark: n.Mark, Text: n.Text}
		if n.Attempt {
			note.Exchange, note.Attempt = 0, n.attempt(flows)
			note.Lost = note.Attempt == 0
		}
		out = append(out, note)
	}
	return out
}

// attempt is the ID of the Flow that the note is on, 0 if there is none.
func (n NoteOn) attempt(flows []Flow) int {
	found := 0
	for i := range flows {
		f := &flows[i]
		began := !n.Start.IsZero() && f.Start.Equal(n.Start)
		switch {
		case n.Exchange != 0 && f.uses(n.Exchange):
			if began {
				return f.ID
			}
			if found == 0 {
				found = f.ID
			}
		case n.Exchange == 0 && began,
			n.Exchange == 0 && n.Start.IsZero() && f.Start.IsZero() && f.ID == n.Number:
			return f.ID
		}
	}
	return found
}

// uses reports whether the exchange is evidence of one of the steps.
func (f *Flow) uses(id exchange.ID) bool {
	for i := range f.Steps {
		for _, at := range f.Steps[i].Evidence {
			if at.Exchange == id {
				return true
			}
		}
	}
	return false
}

// HoldOf is an exchange by which the attempt can be found again: one that no other attempt
// of the Report uses if there is such a one, 0 if the attempt is of log lines alone.
func (r *Report) HoldOf(f *Flow) exchange.ID {
	first := exchange.ID(0)
	for i := range f.Steps {
		for _, at := range f.Steps[i].Evidence {
			if at.Exchange == 0 {
				continue
			}
			if first == 0 {
				first = at.Exchange
			}
			if !r.shared(at.Exchange, f.ID) {
				return at.Exchange
			}
		}
	}
	return first
}

// shared reports whether another attempt uses the exchange as well.
func (r *Report) shared(id exchange.ID, own int) bool {
	for i := range r.Flows {
		if r.Flows[i].ID != own && r.Flows[i].uses(id) {
			return true
		}
	}
	return false
}
