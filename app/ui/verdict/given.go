package verdict

import (
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector/cause"
)

// Given lists what a person gave to the session beside what was captured, on which the
// verdict rests as well: each piece can be taken off and put back by give. It is nil for
// nothing; mask hides what is sensitive in names.
func Given(
	env *kit.Env, list []feed.Evidence, mask func(string) string, give func(id string, on bool),
) fyne.CanvasObject {
	if len(list) == 0 || give == nil {
		return nil
	}
	col := kit.NewColumn(env.S(3), env.Faint(env.T("given.title"), kit.SmallStrong))
	row := kit.NewFlow(env.S(6))
	for _, e := range list {
		row.Add(piece(env, e, mask, give))
	}
	col.Add(row)
	return col
}

// piece is a button that takes evidence off, or puts it back.
func piece(env *kit.Env, e feed.Evidence, mask func(string) string, give func(id string, on bool)) fyne.CanvasObject {
	text := env.Cut(GivenName(env, e, mask), kit.Small, env.S(260))
	switch {
	case e.Fixed:
		return kit.Around(0, env.S(3), 0, 0, env.Chip(text, theme.ToneNeutral))
	case e.Off:
		text = env.T("given.off", text)
		return env.NewButton("given-"+e.ID, "+ "+text, kit.Quiet, func() { give(e.ID, true) }).Tight()
	}
	return env.NewButton("given-"+e.ID, text+"  ×", kit.Normal, func() { give(e.ID, false) }).Tight()
}

// GivenName describes a piece of evidence in a few words.
func GivenName(env *kit.Env, e feed.Evidence, mask func(string) string) string {
	switch e.Kind {
	case session.EvidenceApp:
		return env.T("given.app", mask(e.Name))
	case session.EvidenceFile:
		return env.T("given.file", mask(e.Name), e.Events)
	}
	fact, value, _ := strings.Cut(e.Name, "=")
	d, ok := cause.DefinitionOf(cause.Fact(fact))
	if !ok {
		return mask(e.Name)
	}
	for _, v := range d.Values {
		if v.ID == value {
			return env.In(v.Text)
		}
	}
	return mask(e.Name)
}
