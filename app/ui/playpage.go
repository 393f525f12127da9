package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// playPage plays an attempt step by step, as a speaker goes through it: the
// diagram grows by one arrow at a time, with notes from the code tables below.
// The last picture is the verdict.
type playPage struct {
	w       *Window
	diagram *sequence.Diagram
	notes   *fyne.Container
	flow    int // ID of the attempt that is played
	at      int // step on display; one more than the last is the verdict
	drawn   *inspector.Flow
	drawnAt int
	root    *fyne.Container
	text    []string
}

func newPlayPage(w *Window) *playPage {
	p := &playPage{w: w, notes: container.NewStack(), root: container.NewStack(), drawnAt: -1}
	before := w.env.Controls.All()["diagram"]
	p.diagram = sequence.New(w.env, func(step int) { p.goTo(step) })
	w.env.Controls.Add("play-diagram", p.diagram)
	if before != nil {
		w.env.Controls.Add("diagram", before)
	}
	split := container.NewVSplit(w.env.InPane(p.diagram), w.env.InPane(p.notes))
	split.Offset = 0.52
	p.root.Objects = []fyne.CanvasObject{split}
	return p
}

func (p *playPage) object() fyne.CanvasObject { return p.root }
func (p *playPage) words() []string           { return p.text }

// play begins with the first step of the shown attempt.
func (w *Window) play() {
	f := w.shownFlow()
	if f == nil {
		return
	}
	w.flow = f.ID
	if pg, ok := w.pages[Play].(*playPage); ok {
		pg.at = 0
	}
	w.goTo(Play)
	w.win.Canvas().Unfocus() // else Space would press the button that led here
}

func (p *playPage) update() {
	f := p.w.shownFlow()
	if f == nil {
		p.root.Objects = []fyne.CanvasObject{p.w.emptyPane("empty.welcome")}
		p.root.Refresh()
		p.drawn = nil
		return
	}
	if f.ID != p.flow {
		p.flow, p.at = f.ID, 0
	}
	if f == p.drawn && p.at == p.drawnAt {
		return
	}
	p.at = min(max(p.at, 0), len(f.Steps))
	p.drawn, p.drawnAt = f, p.at
	part := *f
	part.Steps = f.Steps[:min(p.at+1, len(f.Steps))]
	p.diagram.SetFlow(&part)
	p.diagram.Select(p.at)
	if p.at == len(f.Steps) {
		p.diagram.Select(f.Verdict.Broken)
	}
	p.drawNotes(f)
}

func (p *playPage) goTo(step int) {
	p.at = step
	p.update()
}

// key does what a key means while playing; ok is false for any other key.
func (p *playPage) key(k fyne.KeyName) (ok bool) {
	last := 0
	if p.drawn != nil {
		last = len(p.drawn.Steps)
	}
	switch k {
	case fyne.KeyRight, fyne.KeySpace, fyne.KeyPageDown:
		p.goTo(min(p.at+1, last))
	case fyne.KeyLeft, fyne.KeyPageUp:
		p.goTo(max(p.at-1, 0))
	case fyne.KeyHome:
		p.goTo(0)
	case fyne.KeyEnd:
		p.goTo(last)
	case fyne.KeyEscape:
		p.w.goTo(Attempts)
	default:
		return false
	}
	return true
}

func (p *playPage) drawNotes(f *inspector.Flow) {
	env := p.w.env
	p.text = nil
	button := func(name, text string, key fyne.KeyName) *kit.Button {
		return env.NewButton(name, text, kit.Normal, func() { p.key(key) }).Tight()
	}
	head := env.T("play.step", p.at+1, len(f.Steps))
	if p.at == len(f.Steps) {
		head = env.T("play.end")
	}
	bar := container.NewBorder(nil, nil, env.Faint(head, kit.SmallStrong), container.NewHBox(
		button("play-back", "◀", fyne.KeyLeft), button("play-next", "▶", fyne.KeyRight), button("play-close", env.T("play.close"), fyne.KeyEscape)))
	col := kit.NewColumn(env.S(6))
	if p.at == len(f.Steps) {
		p.endNotes(col, f)
	} else {
		p.stepNotes(col, f, &f.Steps[p.at])
	}
	keys := env.NewParagraph(env.T("play.keys"), kit.Small, env.Muted)
	p.notes.Objects = []fyne.CanvasObject{container.NewBorder(kit.Around(0, 0, 0, env.S(6), bar), keys, nil, nil, kit.Page(col))}
	p.notes.Refresh()
}

func (p *playPage) say(col *fyne.Container, text string, s kit.Style, muted bool) {
	if text == "" {
		return
	}
	ink := p.w.env.Palette.Text
	if muted {
		ink = p.w.env.Muted
	}
	col.Add(p.w.env.NewParagraph(text, s, ink))
	p.text = append(p.text, text)
}

// stepNotes are what a speaker says of a step.
func (p *playPage) stepNotes(col *fyne.Container, f *inspector.Flow, s *inspector.Step) {
	env := p.w.env
	tone, glyph := stepTone(s)
	parties := p.party(f, s.From)
	if s.To != s.From && s.To != "" {
		parties += " → " + p.party(f, s.To)
	}
	line := kit.NewFlow(env.S(8), env.Chip(glyph+" "+p.outcome(s), tone), kit.Around(0, env.S(2), 0, 0, env.Faint(parties+p.when(f, s), kit.Small)))
	p.say(col, env.In(s.Label), kit.Title, false)
	col.Add(line)
	p.text = append(p.text, parties)
	p.say(col, env.T("note."+string(s.Kind)), kit.Body, false)
	if s.Network == inspector.NetCellular {
		p.say(col, env.T("network.cellular.note"), kit.Body, true)
	}
	if s.Visibility == inspector.Deduced {
		p.say(col, env.T("play.inferred", env.In(s.InferredFrom)), kit.Body, true)
	}
	for _, c := range s.Codes {
		p.codeNotes(col, c)
	}
	for _, n := range s.Notes {
		p.say(col, "· "+p.w.cfg.Facts.MaskSentence(env.In(n)), kit.Body, false)
	}
}

func (p *playPage) outcome(s *inspector.Step) string {
	if s.Visibility == inspector.NotReached {
		return p.w.env.T("visibility.not-reached")
	}
	return p.w.env.In(s.Outcome.Name())
}

func (p *playPage) party(f *inspector.Flow, l inspector.Lane) string {
	if l == inspector.LaneCarrier {
		return sequence.CarrierName(p.w.env, f.Carrier)
	}
	return p.w.env.T("lane." + string(l))
}

func (p *playPage) when(f *inspector.Flow, s *inspector.Step) string {
	if s.Time.IsZero() || f.Start.IsZero() {
		return ""
	}
	return " · " + offset(s.Time.Sub(f.Start))
}

// codeNotes are the code table's words on a code: what, why, what to do.
func (p *playPage) codeNotes(col *fyne.Container, c inspector.CodeAt) {
	env := p.w.env
	if !c.Lookup.Known() {
		p.say(col, c.Code+"  "+env.In(c.Lookup.Reason), kit.Strong, false)
		return
	}
	row := c.Lookup.Candidates[0].Code
	p.say(col, fmt.Sprintf("%s  %s", c.Code, env.In(row.Name)), kit.Strong, false)
	p.say(col, env.In(row.Cause), kit.Body, false)
	if a := env.In(row.Action); a != "" {
		p.say(col, "→ "+a, kit.Body, false)
	}
	facts := []string{env.In(row.Issuer.Short())}
	if row.Actor != "" {
		facts = append(facts, env.T("actor."+string(row.Actor)))
	}
	p.say(col, strings.Join(facts, " · "), kit.Small, true)
}

// endNotes close the attempt with its verdict.
func (p *playPage) endNotes(col *fyne.Container, f *inspector.Flow) {
	env, v := p.w.env, &f.Verdict
	col.Add(kit.NewFlow(env.S(8), env.Chip(verdict.Word(env, v), verdict.Tone(v))))
	p.say(col, env.In(v.Title), kit.Title, false)
	p.say(col, env.In(v.Cause), kit.Body, false)
	for i, fix := range v.Fix {
		p.say(col, fmt.Sprintf("%d  %s", i+1, env.In(fix)), kit.Body, false)
	}
	p.say(col, verdict.CoverageText(env, f.Coverage), kit.Small, true)
}
