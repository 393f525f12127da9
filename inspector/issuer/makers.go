package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/inspector/maker"
)

// readMakerLine notes that a line comes from another maker's SDK. It keeps no
// other rule from reading the line: a carrier's code may stand inside.
func readMakerLine(l *inspector.Line) []inspector.Sighting {
	about := aboutLogin.MatchString(l.Text) || verifyTag.MatchString(l.Tag)
	m, ok := maker.Named(l.Tag+" "+l.Text, about)
	if !ok {
		if m, ok = maker.ByID("jpush"); !ok || !jpushShape(l.Text) {
			return nil
		}
	}
	out := signalOnly(l, inspector.SignalMaker, m.ID)
	if failed.MatchString(l.Text) || unwelcome.MatchString(l.Text) {
		out[0].Signal(inspector.SignalDescribed, shorten(l.Text))
	}
	return out
}

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
