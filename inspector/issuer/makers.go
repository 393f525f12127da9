package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/inspector/maker"
)

// readMakerLine notes that a line comes from another maker's SDK, and which rows of the
// makers' tables it may name. It keeps no other rule from reading the line: a carrier's
// code may stand inside.
func readMakerLine(l *inspector.Line) []inspector.Sighting {
	s := inspector.LineSighting(l)
	m, ok := makerOf(l)
	if ok {
		s.Signal(inspector.SignalMaker, m.ID)
		if failed.MatchString(l.Text) || unwelcome.MatchString(l.Text) {
			s.Signal(inspector.SignalDescribed, shorten(l.Text))
		}
	}
	switch {
	case l.Pasted && l.LogLine.Line <= maxTicket:
		makerRows(&s, l.Text, anyMaker)
	case ok:
		makerRows(&s, l.Text, m.Uses)
	}
	if len(s.Signals) == 0 {
		return nil
	}
	return []inspector.Sighting{s}
}

// makerOf is the maker that a line names, or whose result it has the shape of.
func makerOf(l *inspector.Line) (maker.Maker, bool) {
	about := aboutLogin.MatchString(l.Text) || verifyTag.MatchString(l.Tag)
	if m, ok := maker.Named(l.Tag+" "+l.Text, about); ok {
		return m, true
	}
	if !jpushShape(l.Text) {
		return maker.Maker{}, false
	}
	return maker.ByID("jpush")
}

// makerRows notes the rows of makers' tables that a text may name: which of them came
// is decided where the maker is known, who may be named in another line.
func makerRows(s *inspector.Sighting, text string, of func(id string) bool) {
	for _, h := range maker.Find(text) {
		if !of(h.Row.Maker) || decode.StandingAt(text, h.Start, h.End) != decode.Happened {
			continue
		}
		before := len(s.Signals)
		s.Signal(inspector.SignalMakerRow, h.Row.ID())
		if len(s.Signals) > before && aboutLogin.MatchString(text) {
			s.Signals[before].Quote = shorten(text)
		}
	}
}

// anyMaker takes the rows of all.
func anyMaker(string) bool { return true }

// anothers reports whether a line names a maker that has codes and words of its own, so
// that a number or a short wording in it is no carrier's.
func anothers(text string) bool {
	m, ok := maker.Named(text, true)
	return ok && !m.Wraps
}

// jpushNames are the names in a result of JPush's login.
var jpushNames = []string{"code", "content", "operator", "message", "exID", "phone"}

// aboutVerifying are words beside a result of JPush's login.
var aboutVerifying = lazyregexp.New(`(?i)verif|login|token|init|认证|登[录陆]|预?取号`)

// jpushShape reports whether a line holds a result of JPush's login that does not
// say so: a code of four digits, its text under "content", and nothing that others
// have.
func jpushShape(text string) bool {
	if !strings.Contains(text, "content") || !strings.Contains(text, "code") || !aboutVerifying.MatchString(text) {
		return false
	}
	return slices.ContainsFunc(objects(text), func(n *decode.Node) bool {
		if len(n.Str("code")) != 4 || n.Str("content") == "" {
			return false
		}
		return !slices.ContainsFunc(n.Names(), func(name string) bool { return !slices.Contains(jpushNames, name) })
	})
}
