// Package playback is the page that plays an attempt step by step, as a speaker
// goes through it: the diagram grows by one arrow at a time, with notes from the
// code tables below. The last picture is the verdict.
package playback

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/table"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "play"

// Page is the page.
type Page struct {
	page.Base
	diagram *sequence.Diagram
	notes   *fyne.Container
	flow    int // ID of the attempt that is played
	at      int // step on display; one more than the last is the verdict
	drawn   *inspector.Flow
	drawnAt int
	root    *fyne.Container
	played  fyne.CanvasObject
}

// New returns the page.
func New() *Page { return &Page{} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Playback", ZH: "演示"}, Aside: true}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.notes, p.root, p.drawn, p.drawnAt = container.NewStack(), container.NewStack(), nil, -1
	p.diagram = sequence.New(env, "play-diagram", p.goTo)
	split := container.NewVSplit(env.InPane(p.diagram), env.InPane(p.notes))
	split.Offset = 0.52
	p.played = split
	p.root.Objects = []fyne.CanvasObject{split}
	return p.root
}

// Words is for page.Page.
func (p *Page) Words() page.Words {
	w := p.Base.Words()
	w.Diagram = p.diagram.Lines()
	return w
}

// Shortcuts is for page.Page.
func (p *Page) Shortcuts() []page.Shortcut {
	play := func() { p.Open(page.Playback{}) }
	return []page.Shortcut{
		{Menu: "menu.diagnosis", Label: "menu.play", Key: fyne.KeyU, Mod: fyne.KeyModifierShortcutDefault, Do: play},
	}
}

// Open is for page.Page: it begins with the first step of the shown attempt.
func (p *Page) Open(r page.Ref) bool {
	if _, ok := r.(page.Playback); !ok {
		return false
	}
	if p.Shown().Flow() == nil {
		return true
	}
	p.Shown().Pin()
	p.at = 0
	p.Show()
	p.Window().Canvas().Unfocus() // else Space would press the button that led here
	return true
}

// Update is for page.Page.
func (p *Page) Update() {
	f := p.Shown().Flow()
	if f == nil {
		p.showOnly(p.Nothing("empty.welcome"))
		p.drawn = nil
		return
	}
	p.showOnly(p.played)
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

func (p *Page) showOnly(o fyne.CanvasObject) {
	if p.root.Objects[0] != o {
		p.root.Objects = []fyne.CanvasObject{o}
		p.root.Refresh()
	}
}

func (p *Page) goTo(step int) {
	p.at = step
	p.Update()
}

// Key is for page.Page.
func (p *Page) Key(k fyne.KeyName) (ok bool) {
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
		p.Refer(page.Attempt{ID: p.flow})
	default:
		return false
	}
	return true
}

func (p *Page) drawNotes(f *inspector.Flow) {
	env := p.Env()
	p.Hush()
	button := func(name, text string, key fyne.KeyName) *kit.Button {
		return env.NewButton(name, text, kit.Normal, func() { p.Key(key) }).Tight()
	}
	head := env.T("play.step", p.at+1, len(f.Steps))
	if p.at == len(f.Steps) {
		head = env.T("play.end")
	}
	bar := container.NewBorder(nil, nil, env.Faint(head, kit.SmallStrong), container.NewHBox(
		button(
			"play-back",
			"◀",
			fyne.KeyLeft,
		),
		button("play-next", "▶", fyne.KeyRight),
		button("play-close", env.T("play.close"), fyne.KeyEscape),
	))
	col := kit.NewColumn(env.S(6))
	if p.at == len(f.Steps) {
		p.endNotes(col, f)
	} else {
		p.stepNotes(col, f, &f.Steps[p.at])
	}
	keys := env.NewParagraph(env.T("play.keys"), kit.Small, env.Muted)
	p.notes.Objects = []fyne.CanvasObject{
		container.NewBorder(kit.Around(0, 0, 0, env.S(6), bar), keys, nil, nil, kit.Page(col)),
	}
	p.notes.Refresh()
}

func (p *Page) add(col *fyne.Container, text string, s kit.Style, muted bool) {
	if text == "" {
		return
	}
	ink := p.Env().Palette.Text
	if muted {
		ink = p.Env().Muted
	}
	col.Add(p.Env().NewParagraph(text, s, ink))
	p.Say(text)
}

// stepNotes are what a speaker says of a step.
func (p *Page) stepNotes(col *fyne.Container, f *inspector.Flow, s *inspector.Step) {
	env := p.Env()
	tone, glyph := verdict.StepTone(s)
	parties := p.laneName(f, s.From)
	if s.To != s.From && s.To != "" {
		parties += " → " + p.laneName(f, s.To)
	}
	line := kit.NewFlow(
		env.S(8),
		env.Chip(glyph+" "+p.outcome(s), tone),
		kit.Around(0, env.S(2), 0, 0, env.Faint(parties+p.when(f, s), kit.Small)),
	)
	p.add(col, env.In(s.Label), kit.Title, false)
	col.Add(line)
	p.Say(parties)
	p.add(col, env.T("note."+string(s.Kind)), kit.Body, false)
	if s.Network == inspector.NetCellular {
		p.add(col, env.T("network.cellular.note"), kit.Body, true)
	}
	if s.Visibility == inspector.Deduced {
		p.add(col, env.T("play.inferred", env.In(s.InferredFrom)), kit.Body, true)
	}
	for _, c := range s.Codes {
		p.codeNotes(col, c)
	}
	for _, n := range s.Notes {
		p.add(col, "· "+redact.Sentence(env.In(n)), kit.Body, false)
	}
}

func (p *Page) outcome(s *inspector.Step) string {
	if s.Visibility == inspector.NotReached {
		return p.Env().T("visibility.not-reached")
	}
	return p.Env().In(s.Outcome.Name())
}

func (p *Page) laneName(f *inspector.Flow, l inspector.Lane) string {
	if l == inspector.LaneCarrier {
		return sequence.CarrierName(p.Env(), f.Carrier)
	}
	return p.Env().T("lane." + string(l))
}

func (p *Page) when(f *inspector.Flow, s *inspector.Step) string {
	if s.Time.IsZero() || f.Start.IsZero() {
		return ""
	}
	return " · " + table.Offset(s.Time.Sub(f.Start))
}

// codeNotes are the code table's words on a code: what, why, what to do.
func (p *Page) codeNotes(col *fyne.Container, c inspector.CodeAt) {
	env := p.Env()
	if !c.Lookup.Known() {
		p.add(col, c.Code+"  "+env.In(c.Lookup.Reason), kit.Strong, false)
		return
	}
	row := c.Lookup.Candidates[0].Code
	p.add(col, fmt.Sprintf("%s  %s", c.Code, env.In(row.Name)), kit.Strong, false)
	p.add(col, env.In(row.Cause), kit.Body, false)
	if a := env.In(row.Action); a != "" {
		p.add(col, "→ "+a, kit.Body, false)
	}
	facts := []string{env.In(row.Issuer.Short())}
	if row.Actor != "" {
		facts = append(facts, env.T("actor."+string(row.Actor)))
	}
	p.add(col, strings.Join(facts, " · "), kit.Small, true)
}

// endNotes close the attempt with its verdict.
func (p *Page) endNotes(col *fyne.Container, f *inspector.Flow) {
	env, v := p.Env(), &f.Verdict
	col.Add(kit.NewFlow(env.S(8), env.Chip(verdict.Label(env, v), verdict.Tone(v))))
	p.add(col, env.In(v.Title), kit.Title, false)
	p.add(col, env.In(v.Cause), kit.Body, false)
	for i, fix := range v.Fix {
		p.add(col, fmt.Sprintf("%d  %s", i+1, env.In(fix.Text)), kit.Body, false)
	}
	p.add(col, verdict.CoverageText(env, f.Coverage), kit.Small, true)
}
