package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
)

// labPage lists the sample logins, to be chosen by symptom, carrier or code.
// There are hundreds, so the list makes only the visible ones.
type labPage struct {
	w       *Window
	carrier codes.Issuer // "" for all
	query   string
	shown   []Scenario
	list    *labList
	chips   *fyne.Container
	root    *fyne.Container
}

func newLabPage(w *Window) *labPage {
	env := w.env
	p := &labPage{w: w, chips: container.NewStack()}
	p.list = &labList{env: env}
	p.list.Length = func() int { return len(p.shown) }
	p.list.CreateItem = func() fyne.CanvasObject { return newLabRow(w) }
	p.list.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.shown) {
			o.(*labRow).set(p.shown[i])
		}
	}
	p.list.ExtendBaseWidget(p.list)
	p.list.OnSelected = func(i widget.ListItemID) {
		p.list.UnselectAll()
		if i < len(p.shown) {
			w.runScenario(p.shown[i].Name)
		}
	}
	env.Controls.Add("lab-list", p.list)
	search := w.env.Entry("lab-search", env.T("lab.search"), false)
	search.OnChanged = func(s string) { p.query = strings.ToLower(s); p.draw() }
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("lab.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("lab.text"), kit.Body, env.Muted), search, p.chips)
	p.root = env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.list))
	p.draw()
	return p
}

// labList is Fyne's list that Return plays from, as Space does, and that hands
// on the keys which it has no use for.
type labList struct {
	widget.List
	env *kit.Env
}

// TypedKey is for Fyne.
func (l *labList) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeyF1, fyne.KeyEscape:
		l.env.PassKey(k)
	default:
		l.List.TypedKey(k)
	}
}

func (p *labPage) object() fyne.CanvasObject { return p.root }
func (p *labPage) update()                   {}

// words is for State: the first that are listed.
func (p *labPage) words() []string {
	var out []string
	for _, s := range p.shown[:min(len(p.shown), 20)] {
		out = append(out, s.Name+" "+s.Code+" "+p.w.env.In(s.Title))
	}
	return out
}

// runScenario plays a sample login and goes where it will appear.
func (w *Window) runScenario(name string) {
	w.cfg.Commands.RunScenario(name)
	w.flow, w.step, w.hasRow = 0, -1, false // the newest is shown
	w.goTo(Attempts)
}

func (p *labPage) draw() {
	env := p.w.env
	chips := kit.NewFlow(env.S(6))
	for _, c := range append([]codes.Issuer{""}, codes.CarrierIssuers()...) {
		name := env.T("lab.all")
		if c != "" {
			name = sequence.CarrierName(env, c)
		}
		rank := kit.Normal
		if c == p.carrier {
			rank = kit.Chosen
		}
		chips.Add(env.NewButton("lab-carrier-"+string(c), name, rank, func() { p.carrier = c; p.draw() }).Tight())
	}
	p.chips.Objects = []fyne.CanvasObject{chips}
	p.chips.Refresh()
	p.shown = nil
	for _, s := range p.w.cfg.Facts.Scenarios() {
		if (p.carrier == "" || s.Carrier == p.carrier) && s.fits(p.query) {
			p.shown = append(p.shown, s)
		}
	}
	if !p.list.Size().IsZero() { // a list that was never laid out has no scroll
		p.list.ScrollToTop()
	}
	p.list.Refresh()
}

func (s Scenario) fits(words string) bool {
	all := strings.ToLower(s.Name + " " + s.Code + " " + s.Title.EN + " " + s.Title.ZH + " " + s.Symptom.EN + " " + s.Symptom.ZH)
	for w := range strings.FieldsSeq(words) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// labRow is one scenario: what is seen, its carrier, the code that it ends in.
type labRow struct {
	widget.BaseWidget
	w              *Window
	s              Scenario
	chip           *fyne.Container
	title, symptom *canvas.Text
	carrier, run   *canvas.Text
}

func newLabRow(w *Window) *labRow {
	env := w.env
	r := &labRow{w: w, chip: env.Chip("", theme.ToneNeutral), title: env.Text("", kit.Strong), symptom: env.Faint("", kit.Small), carrier: env.Faint("", kit.Small), run: env.Text("▶ "+env.T("lab.run"), kit.Small)}
	r.run.Color = env.Accent
	r.ExtendBaseWidget(r)
	return r
}

func (r *labRow) set(s Scenario) {
	env := r.w.env
	r.s = s
	tone, word := theme.ToneGood, env.T("outcome.signed-in")
	if s.Code != "" {
		tone, word = theme.ToneBad, verdict.Short(s.Code)
	} else if s.Fails {
		tone, word = theme.ToneBad, env.T("outcome.failed")
	}
	r.chip = env.Chip(word, tone)
	r.carrier.Text = sequence.CarrierName(env, s.Carrier)
	r.place(r.Size())
	canvas.Refresh(r)
}

func (r *labRow) place(size fyne.Size) {
	env := r.w.env
	chip, run := r.chip.MinSize(), r.run.MinSize()
	left := env.S(132)
	r.chip.Resize(chip)
	r.chip.Move(fyne.NewPos(env.S(6), env.S(5)))
	r.carrier.Move(fyne.NewPos(env.S(8), env.S(5)+chip.Height+env.S(2)))
	r.carrier.Resize(r.carrier.MinSize())
	room := size.Width - left - run.Width - env.S(24)
	r.title.Text = env.Cut(env.In(r.s.Title), kit.Strong, room)
	r.symptom.Text = env.Cut(env.In(r.s.Symptom), kit.Small, room)
	r.title.Move(fyne.NewPos(left, env.S(4)))
	r.title.Resize(r.title.MinSize())
	r.symptom.Move(fyne.NewPos(left, env.S(24)))
	r.symptom.Resize(r.symptom.MinSize())
	r.run.Move(fyne.NewPos(size.Width-run.Width-env.S(10), (size.Height-run.Height)/2))
	r.run.Resize(run)
}

func (r *labRow) CreateRenderer() fyne.WidgetRenderer { return &labRowRenderer{r} }

type labRowRenderer struct{ r *labRow }

func (l *labRowRenderer) Layout(s fyne.Size) { l.r.place(s) }
func (l *labRowRenderer) MinSize() fyne.Size { return fyne.NewSize(200, l.r.w.env.S(44)) }
func (l *labRowRenderer) Refresh()           {}
func (l *labRowRenderer) Destroy()           {}
func (l *labRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.r.chip, l.r.carrier, l.r.title, l.r.symptom, l.r.run}
}
