// Package lab is the page that lists the sample logins, to be chosen by symptom,
// carrier or code.
package lab

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/lab"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "lab"

// Page is the page. There are hundreds of sample logins, so its list makes only
// the visible ones.
type Page struct {
	page.Base
	all     []lab.Scenario
	run     func(name string)
	carrier codes.Issuer // "" for all
	query   string
	shown   []lab.Scenario
	list    *labList
	chips   *fyne.Container
}

// New returns the page of scenarios, which run plays; it returns at once. Without
// scenarios the page is absent.
func New(all []lab.Scenario, run func(name string)) *Page { return &Page{all: all, run: run} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Lab", ZH: "演练场"}, Count: len(p.all), Absent: len(p.all) == 0}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.chips, p.carrier, p.query = container.NewStack(), "", ""
	p.list = &labList{env: env}
	p.list.Length = func() int { return len(p.shown) }
	p.list.CreateItem = func() fyne.CanvasObject { return newLabRow(env) }
	p.list.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.shown) {
			o.(*labRow).set(p.shown[i])
		}
	}
	p.list.ExtendBaseWidget(p.list)
	p.list.OnSelected = func(i widget.ListItemID) {
		p.list.UnselectAll()
		if i < len(p.shown) {
			p.run(p.shown[i].Name)
			p.Shown().ChooseNewest()
			p.Refer(page.Attempt{})
		}
	}
	env.Controls.Add("lab-list", p.list)
	search := env.Entry("lab-search", env.T("lab.search"), false)
	search.OnChanged = func(s string) { p.query = strings.ToLower(s); p.draw() }
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("lab.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("lab.text"), kit.Body, env.Muted), search, p.chips)
	p.draw()
	return env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.list))
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

// Update is for page.Page: the list does not depend on the session.
func (p *Page) Update() {}

// Words is for page.Page: the first that are listed.
func (p *Page) Words() page.Words {
	var w page.Words
	for _, s := range p.shown[:min(len(p.shown), 20)] {
		w.Text = append(w.Text, s.Name+" "+s.Expect.Code+" "+p.Env().In(lang.Text(s.Title)))
	}
	return w
}

func (p *Page) draw() {
	env := p.Env()
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
	for _, s := range p.all {
		if (p.carrier == "" || codes.Issuer(s.Carrier) == p.carrier) && matches(s, p.query) {
			p.shown = append(p.shown, s)
		}
	}
	if !p.list.Size().IsZero() { // a list that was never laid out has no scroll
		p.list.ScrollToTop()
	}
	p.list.Refresh()
}

func matches(s lab.Scenario, words string) bool {
	all := strings.ToLower(
		s.Name + " " + s.Expect.Code + " " + s.Title.EN + " " + s.Title.ZH + " " + s.Symptom.EN + " " + s.Symptom.ZH,
	)
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
	env            *kit.Env
	s              lab.Scenario
	chip           *fyne.Container
	title, symptom *canvas.Text
	carrier, run   *canvas.Text
}

func newLabRow(env *kit.Env) *labRow {
	r := &labRow{
		env:     env,
		chip:    env.Chip("", theme.ToneNeutral),
		title:   env.Text("", kit.Strong),
		symptom: env.Faint("", kit.Small),
		carrier: env.Faint("", kit.Small),
		run:     env.Text("▶ "+env.T("lab.run"), kit.Small),
	}
	r.run.Color = env.Accent
	r.ExtendBaseWidget(r)
	return r
}

func (r *labRow) set(s lab.Scenario) {
	env := r.env
	r.s = s
	tone, word := theme.ToneGood, env.T("outcome.signed-in")
	if s.Expect.Code != "" {
		tone, word = theme.ToneBad, verdict.Short(s.Expect.Code)
	} else if s.Expect.Outcome != string(inspector.SignedIn) {
		tone, word = theme.ToneBad, env.T("outcome.failed")
	}
	r.chip = env.Chip(word, tone)
	r.carrier.Text = sequence.CarrierName(env, codes.Issuer(s.Carrier))
	r.place(r.Size())
	canvas.Refresh(r)
}

func (r *labRow) place(size fyne.Size) {
	env := r.env
	chip, run := r.chip.MinSize(), r.run.MinSize()
	left := env.S(132)
	r.chip.Resize(chip)
	r.chip.Move(fyne.NewPos(env.S(6), env.S(5)))
	r.carrier.Move(fyne.NewPos(env.S(8), env.S(5)+chip.Height+env.S(2)))
	r.carrier.Resize(r.carrier.MinSize())
	room := size.Width - left - run.Width - env.S(24)
	r.title.Text = env.Cut(env.In(lang.Text(r.s.Title)), kit.Strong, room)
	r.symptom.Text = env.Cut(env.In(lang.Text(r.s.Symptom)), kit.Small, room)
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
func (l *labRowRenderer) MinSize() fyne.Size { return fyne.NewSize(200, l.r.env.S(44)) }
func (l *labRowRenderer) Refresh()           {}
func (l *labRowRenderer) Destroy()           {}
func (l *labRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.r.chip, l.r.carrier, l.r.title, l.r.symptom, l.r.run}
}
