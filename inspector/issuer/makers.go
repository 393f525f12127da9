package issuer

import (
	"loginscope/inspector"
	"loginscope/inspector/maker"
)

// readMakerLine notes that a line comes from another maker's SDK. It keeps no
// other rule from reading the line: a carrier's code may stand inside.
func readMakerLine(l *inspector.Line) []inspector.Sighting {
	about := aboutLogin.MatchString(l.Text) || verifyTag.MatchString(l.Tag)
	m, ok := maker.Named(l.Tag+" "+l.Text, about)
	if !ok {
		return nil
	}
	out := signOnly(l, inspector.SignMaker, m.ID)
	if failed.MatchString(l.Text) || unwelcome.MatchString(l.Text) {
		out[0].Sign(inspector.SignDescribed, shorten(l.Text))
	}
	return out
}
