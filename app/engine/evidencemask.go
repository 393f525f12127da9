package engine

import (
	"encoding/json"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector/redact/evidence"
)

// masking is the edit that masks a session's events, notes and evidence up to an event.
// without leaves the app out.
func masking(m evidence.Masker, name string, until session.Seq, without bool) session.Edit {
	return session.Edit{
		Event: m.Event, Name: m.Texts.Text(name), Until: until,
		Note: func(n session.Note) session.Note {
			n.Text = m.Texts.Text(n.Text)
			return n
		},
		Evidence: func(p session.Evidence) (session.Evidence, bool) {
			if p.Kind == session.EvidenceApp && without {
				return p, false
			}
			p.Name = m.Texts.Text(p.Name)
			p.Data = maskedData(m, p)
			return p, true
		},
	}
}

// maskedData is the Data of a piece of evidence for others; nil for a kind that has none.
func maskedData(m evidence.Masker, p session.Evidence) json.RawMessage {
	facts := appIn(p)
	if facts == nil {
		return nil
	}
	raw, err := bundle.EncodeApp(facts, &m)
	if err != nil {
		return nil
	}
	var d appData
	if json.Unmarshal(p.Data, &d) != nil {
		return nil
	}
	if d.Check != nil {
		d.Check = d.Check.masked(m.Texts)
	}
	d.Facts = raw
	out, err := json.Marshal(d)
	if err != nil {
		return nil
	}
	return out
}
