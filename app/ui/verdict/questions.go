package verdict

import (
	"slices"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/inspector"
	"loginscope/inspector/cause"
)

// questions lists what a person can say about phone and app: the questions that
// would separate the causes that are left, and those already answered, whose
// answers a second tap takes back.
func questions(env *kit.Env, col *fyne.Container, v *inspector.Verdict, answered []cause.Signal, act Actions) {
	answered = slices.DeleteFunc(slices.Clone(answered), func(s cause.Signal) bool { return s.Origin != cause.Ticked })
	if act.Answer == nil || v.Outcome == inspector.SignedIn || len(v.Questions)+len(answered) == 0 {
		return
	}
	col.Add(env.Gap(2))
	col.Add(env.Faint(env.T("verdict.known"), kit.SmallStrong))
	for _, s := range answered {
		if d, ok := cause.DefinitionOf(s.Fact); ok {
			question(env, col, d, s.Value, act)
		}
	}
	for _, d := range v.Questions {
		question(env, col, d, "", act)
	}
}

// question is one question with its answers; chosen is the ID of the given one.
func question(env *kit.Env, col *fyne.Container, d cause.Definition, chosen string, act Actions) {
	col.Add(env.Paragraph(env.In(d.Ask)))
	row := kit.NewFlow(env.S(6))
	for _, v := range d.Values {
		rank, next := kit.Normal, v.ID
		if v.ID == chosen {
			rank, next = kit.Chosen, ""
		}
		name := "answer-" + string(d.Fact) + "-" + v.ID
		row.Add(env.NewButton(name, Answer(env, d.Fact, v), rank, func() { act.Answer(d.Fact, next) }).Tight())
	}
	col.Add(row)
}

// Answer describes an answer briefly, as it stands under its question.
func Answer(env *kit.Env, f cause.Fact, v cause.Value) string {
	words := env.Words.Keys(env.Words.Lang())
	for _, key := range []string{"answer." + string(f) + "." + v.ID, "answer." + v.ID} {
		if word, ok := words[key]; ok {
			return word
		}
	}
	return env.In(v.Text)
}

// asks reports whether a step of the advice is one of the questions, which stand
// with their answers elsewhere on the card.
func asks(v *inspector.Verdict, step int) bool {
	fact := v.Fix[step].Asks
	return fact != "" && slices.ContainsFunc(v.Questions, func(d cause.Definition) bool { return d.Fact == fact })
}
