// Package verdict draws the card beside the diagram: what broke, why, what
// to do, who acts, how sure that is and what was seen of the attempt.
package verdict

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
)

// Actions are what the card's buttons do; a nil one has no button.
type Actions struct {
	CopyText     func()
	CopyMarkdown func()
	ExplainCode  func(inspector.CodeAt)
	// Answer takes an answer to a question of ours, "" takes it back; without it
	// nothing is asked.
	Answer func(f cause.Fact, value string)
	// Given is what the verdict rests on beside the capture, nil for nothing; see Given.
	Given fyne.CanvasObject
	// At is how far the card is scrolled, kept from one drawing to the next; nil
	// begins at the top.
	At *fyne.Position
}

// Tone is the outcome of an attempt as a colour.
func Tone(v *inspector.Verdict) theme.Tone {
	switch v.Outcome {
	case inspector.SignedIn:
		return theme.ToneGood
	case inspector.Failed:
		return theme.ToneBad
	case inspector.Running:
		return theme.ToneCaution
	}
	return theme.ToneNeutral
}

// Label is the outcome in a word, or the root code of a failed attempt.
func Label(env *kit.Env, v *inspector.Verdict) string {
	if v.Outcome == inspector.Failed && v.Root != nil {
		return Short(v.Root.Code)
	}
	return env.T("outcome." + string(v.Outcome))
}

// Short keeps the last two parts of a long dotted code, which identify it.
func Short(code string) string {
	parts := strings.Split(code, ".")
	if n := len(parts); n > 2 && len(code) > 12 {
		return parts[n-2] + "." + parts[n-1]
	}
	return code
}

// Card draws a verdict into a column that scrolls, with what a person answered.
func Card(env *kit.Env, f *inspector.Flow, answered []cause.Signal, act Actions) fyne.CanvasObject {
	v := &f.Verdict
	col := kit.NewColumn(env.S(6))
	title := env.In(v.Title)
	if title == "" {
		title = env.T("outcome." + string(v.Outcome))
	}
	col.Add(env.NewParagraph(title, kit.Title, env.Palette.Text))
	col.Add(chain(env, v, act))
	if act.Given != nil {
		col.Add(env.Gap(2))
		col.Add(act.Given)
	}
	section := func(key, text string) {
		if text == "" {
			return
		}
		col.Add(env.Gap(2))
		col.Add(env.Faint(env.T(key), kit.SmallStrong))
		col.Add(env.Paragraph(text))
	}
	section("verdict.why", env.In(v.Cause))
	open := v.Certainty == codes.Unconfirmed // which cause it is: answers are worth more than advice
	if open {
		questions(env, col, v, answered, act)
	}
	fixes(env, col, v, act.Answer != nil)
	if !open {
		questions(env, col, v, answered, act)
	}
	if v.Outcome != inspector.SignedIn {
		section("verdict.who", who(env, v))
	}
	if r := env.In(v.Reason); r != "" {
		col.Add(env.NewParagraph(env.T("verdict.rests", r), kit.Small, env.Muted))
	}
	edge := canvas.NewRectangle(env.Ink(Tone(v)))
	edge.CornerRadius = 3
	edge.SetMinSize(fyne.NewSize(5, 10))
	body := container.New(&footed{env: env}, kit.PageAt(col, act.At), seen(env, f.Coverage), buttons(env, act))
	surface := env.Sheet(env.Palette.Pane)
	return container.NewBorder(
		nil,
		nil,
		edge,
		nil,
		container.NewStack(surface, kit.Around(env.S(14), env.S(12), env.S(12), env.S(12), body)),
	)
}

// seen says what was seen of the attempt, in words and as a bar.
func seen(env *kit.Env, c inspector.Coverage) *fyne.Container {
	words := kit.NewFlow(
		env.S(8),
		env.Faint(env.T("verdict.coverage"), kit.SmallStrong),
		env.Faint(CoverageText(env, c), kit.Small),
	)
	return kit.NewColumn(env.S(5), words, coverage(env, c))
}

func buttons(env *kit.Env, act Actions) *fyne.Container {
	return kit.NewColumn(0, kit.NewFlow(env.S(8),
		env.NewButton("copy-text", env.T("verdict.copy"), kit.Main, act.CopyText),
		env.NewButton("copy-markdown", env.T("verdict.copymd"), kit.Normal, act.CopyMarkdown)))
}

// chain shows the codes from the outermost to the root, and the certainty.
func chain(env *kit.Env, v *inspector.Verdict, act Actions) fyne.CanvasObject {
	flow := kit.NewFlow(env.S(5))
	for i, c := range v.Chain {
		if i > 0 {
			flow.Add(kit.Around(0, env.S(2), 0, 0, env.Faint("→", kit.Small)))
		}
		tone := theme.ToneNeutral
		if i == len(v.Chain)-1 {
			tone = Tone(v)
		}
		flow.Add(env.LinkChip("code-"+c.Code, Short(c.Code), tone, func() {
			if act.ExplainCode != nil {
				act.ExplainCode(c)
			}
		}))
	}
	if len(v.Chain) == 0 {
		flow.Add(env.Chip(env.T("outcome."+string(v.Outcome)), Tone(v)))
	}
	if v.Certainty != "" {
		flow.Add(
			kit.Around(
				env.S(6),
				env.S(2),
				0,
				0,
				env.Inked(Certainty(env, v.Certainty), kit.SmallStrong, certaintyTone(v.Certainty)),
			),
		)
	}
	return flow
}

// Certainty describes how sure a verdict is.
func Certainty(env *kit.Env, c codes.Certainty) string {
	return env.T("verdict.certainty", env.T("certainty."+string(c)))
}

func certaintyTone(c codes.Certainty) theme.Tone {
	switch c {
	case codes.Seen:
		return theme.ToneGood
	case codes.Inferred:
		return theme.ToneCaution
	}
	return theme.ToneNeutral
}

// fixes lists what to do, and what helps until that is done. Questions are left
// out where they are asked by themselves.
func fixes(env *kit.Env, col *fyne.Container, v *inspector.Verdict, asked bool) {
	meanwhile := env.In(v.Meanwhile)
	if len(v.Fix) == 0 && meanwhile == "" {
		return
	}
	col.Add(env.Gap(2))
	col.Add(env.Faint(env.T("verdict.fix"), kit.SmallStrong))
	add := func(mark, text string) {
		n := &numbered{env: env, num: env.Inked(mark, kit.Strong, theme.ToneNeutral), text: env.Paragraph(text)}
		n.ExtendBaseWidget(n)
		col.Add(n)
	}
	n := 0
	for i, f := range v.Fix {
		if asked && asks(v, i) {
			continue
		}
		n++
		add(fmt.Sprint(n), env.In(f.Text))
	}
	if meanwhile != "" {
		add("·", env.T("verdict.meanwhile", meanwhile))
	}
}

func who(env *kit.Env, v *inspector.Verdict) string {
	if v.Actor == "" {
		return ""
	}
	s := env.T("actor." + string(v.Actor))
	if v.Retry != "" {
		s += env.T("verdict.sep") + env.T("retry."+string(v.Retry))
	}
	return s
}

func coverage(env *kit.Env, c inspector.Coverage) fyne.CanvasObject {
	return env.Bar([]kit.Part{
		{Share: float32(c.Seen), Color: env.Good},
		{Share: float32(c.Inferred), Color: env.Caution},
		{Share: float32(c.NotVisible), Color: env.Neutral},
		{Share: float32(c.NotReached), Color: env.Line},
	})
}

// CoverageText says how many steps are known in which way.
func CoverageText(env *kit.Env, c inspector.Coverage) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{
		{"coverage.seen", c.Seen}, {"coverage.inferred", c.Inferred},
		{"coverage.notvisible", c.NotVisible}, {"coverage.notreached", c.NotReached},
	} {
		if p.n > 0 {
			parts = append(parts, env.T(p.key, p.n))
		}
	}
	return strings.Join(parts, " · ")
}
