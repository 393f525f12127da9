// Package replay is the page that tries a login token at a target that a person
// configured.
//
// Law: nothing is sent but by send, which a person confirmed in a dialog that
// names the target; and no token or key is drawn.
package replay

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/listing"
	"loginscope/app/ui/page"
	"loginscope/inspector"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "replay"

// Site is where tokens are tried: the configured targets, or with lab those of
// the lab, which is started if it does not run. All methods but Unlock may block.
type Site interface {
	Targets(ctx context.Context, lab bool) ([]replay.Target, error)
	// Add saves a target, and the keys of an account in Keys.
	Add(ctx context.Context, t replay.Target, k secret.Keys) error
	Remove(ctx context.Context, name string) error
	// Test reaches a target without using a token.
	Test(ctx context.Context, name string, lab bool) (replay.Probe, error)
	// Keys is where keys are kept on this computer.
	Keys() secret.Store
	// Unlock remembers the key file's passphrase until the program ends.
	Unlock(passphrase string)
	// LabToken has the lab issue a fresh token.
	LabToken(ctx context.Context) (string, error)
	// Prepare composes the request and sends nothing.
	Prepare(ctx context.Context, r replay.Request, lab bool) (replay.Draft, []replay.Notice, error)
	// Send sends it once; r.Confirmed must be the target's name.
	Send(ctx context.Context, r replay.Request, lab bool) (engine.Replayed, error)
}

// Page is the page.
type Page struct {
	page.Base
	site   Site
	reader listing.Reader
	state  state

	list, source, draft, result *fyne.Container
	token                       *kit.Field
	roll                        *kit.Roll
	answer                      *answer // that is drawn
	turn                        int
	offered                     string // the token that is offered, as drawn
	formBox                     fyne.CanvasObject
	formOf                      replay.Kind // the kind that formBox is for
	ofTargets                   page.Base   // what is said of the targets, which are drawn less often
}

// state is what the page remembers, whatever its language and appearance.
type state struct {
	lab         bool
	loaded      bool
	targets     []replay.Target
	target      string
	call        replay.Call
	pasted      string // instead of the attempt's token
	phone       string // for VerifyMobile
	scheme      string // for DescribeVerifyScheme
	idToken     bool   // go on to the id_token
	adding      bool
	name        string      // of the target that is being added
	kind        replay.Kind // of it
	keyLocation lang.Text

	probes map[string]replay.Probe
	busy   string // what runs, "" if nothing
	err    error  // of what ran last

	drafted   bool
	draft     draft
	compose   bool
	drop      map[string]bool
	set, body string

	answer *answer
	turn   int
}

// New returns the page; reader reads the attempt that a token stems from. Without
// a site the page is absent.
func New(site Site, reader listing.Reader) *Page {
	return &Page{
		site:   site,
		reader: reader,
		state:  state{turn: 1, kind: replay.KindIDaaS, probes: map[string]replay.Probe{}, drop: map[string]bool{}},
	}
}

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Replay a token", ZH: "重放 token"}, Absent: p.site == nil}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env, s := p.Env(), &p.state
	column := func() *fyne.Container { return kit.NewColumn(env.S(10)) }
	p.list, p.source, p.draft, p.result = column(), column(), column(), column()
	p.turn, p.offered, p.answer, p.formBox = 0, "", nil, nil
	p.token = env.Entry("replay-token", env.T("replaypage.paste"), true)
	p.token.SetText(s.pasted)
	p.token.OnChanged = func(text string) {
		s.pasted, s.drafted = strings.TrimSpace(text), false
		p.redrawDraft()
	}
	head := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("replaypage.lead"), kit.Body, env.Muted))
	p.roll = env.NewRoll(10)
	p.roll.Fill(head, p.result, env.Sides(0.42, 640, p.list, kit.NewColumn(env.S(10), p.source, p.draft)))
	if !s.loaded {
		p.load()
	}
	return env.InPane(p.roll.Page)
}

// Words is for page.Page.
func (p *Page) Words() page.Words {
	w := p.ofTargets.Words()
	w.Text = append(w.Text[:len(w.Text):len(w.Text)], p.Base.Words().Text...)
	return w
}

// redrawDraft draws what depends on what is typed.
func (p *Page) redrawDraft() {
	p.drawDraft()
	p.roll.Page.Refresh()
}

// Update draws all after a change of what the page remembers, and only what
// concerns the token after another attempt came to be shown.
func (p *Page) Update() {
	token, fromFlow := p.theToken()
	changed := p.turn != p.state.turn
	if !changed && (!fromFlow || token == p.offered) {
		return
	}
	p.turn, p.offered = p.state.turn, token
	if changed {
		p.ofTargets.Hush()
		p.drawTargets()
	} else {
		p.state.drafted = false // it was of another token
	}
	p.drawToken()
	p.drawResult()
	p.roll.Page.Refresh()
	if a := p.state.answer; a != p.answer {
		p.answer = a
		p.roll.Top()
	}
}

func (p *Page) drawToken() {
	p.Hush()
	p.drawSource()
	p.drawDraft()
}

// change changes what the page remembers and draws it.
func (p *Page) change(f func(*state)) {
	f(&p.state)
	p.state.turn++
	if p.OnScreen() {
		p.Update()
	}
}

// askTimeout limits what the page asks of the site.
const askTimeout = 2 * time.Minute

// work asks the site for something, one thing at a time; what it returns is
// applied to the state on the UI goroutine.
func (p *Page) work(what string, do func(context.Context) func(*state)) {
	if p.state.busy != "" {
		return
	}
	p.change(func(s *state) { s.busy, s.err = what, nil })
	p.Run(askTimeout, func(ctx context.Context) func() {
		apply := do(ctx)
		return func() {
			p.state.busy = ""
			apply(&p.state)
			p.state.turn++
		}
	})
}

// load lists the targets.
func (p *Page) load() {
	lab := p.state.lab
	p.work(p.Env().T("replaypage.loading"), func(ctx context.Context) func(*state) {
		list, err := p.site.Targets(ctx, lab)
		storage := keyLocation(p.site.Keys())
		return func(s *state) {
			s.loaded, s.targets, s.err, s.keyLocation = true, list, err, storage
			s.chooseTarget()
		}
	})
}

// chooseTarget keeps the chosen target, or takes the first.
func (s *state) chooseTarget() {
	if s.chosen() == nil && len(s.targets) > 0 {
		s.take(s.targets[0])
	}
}

func (s *state) take(t replay.Target) {
	s.target, s.call, s.drafted = t.Name, calls(t.Kind)[0], false
	s.compose, s.drop, s.set, s.body = false, map[string]bool{}, "", ""
}

func (s *state) chosen() *replay.Target {
	for i := range s.targets {
		if s.targets[i].Name == s.target {
			return &s.targets[i]
		}
	}
	return nil
}

// setLab goes to the lab's targets or back to a person's own.
func (p *Page) setLab(on bool) {
	if p.state.busy != "" {
		return
	}
	if !on {
		p.token.SetText("") // the lab's token is of no use elsewhere
	}
	p.change(func(s *state) {
		s.lab, s.target, s.targets, s.adding, s.answer = on, "", nil, false, nil
		s.drafted, s.probes = false, map[string]replay.Probe{}
	})
	p.load()
}

// theToken is the pasted one, else that of the shown attempt.
func (p *Page) theToken() (token string, fromFlow bool) {
	if t := p.state.pasted; t != "" {
		return t, false
	}
	if f := p.Shown().Evidence(); f != nil {
		return tokenOf(f), true
	}
	return "", false
}

// tokenOf is the login token of an attempt, "" if it holds none.
func tokenOf(f *inspector.Flow) string {
	token, err := engine.FlowToken(*f)
	if err != nil {
		return ""
	}
	return token
}

// request is the replay as it stands on the screen, not confirmed.
func (p *Page) request() replay.Request {
	s := &p.state
	token, _ := p.theToken()
	r := replay.Request{
		Target:      s.target,
		Call:        s.call,
		Token:       token,
		Phone:       s.phone,
		Scheme:      s.scheme,
		ThenIDToken: s.idToken && s.call == replay.CallLogin,
	}
	if s.compose {
		r.Edit = s.edit(token)
	}
	return r
}

// edit is what a person changed of the request, nil for nothing.
func (s *state) edit(token string) *replay.Edit {
	e := &replay.Edit{Set: map[string]string{}}
	for _, f := range s.draft.header {
		if s.drop[f.Name] {
			e.Drop = append(e.Drop, f.Name)
		}
	}
	for line := range strings.Lines(s.set) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) != "" {
			e.Set[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if strings.TrimSpace(s.body) != "" && s.body != s.draft.body {
		body := strings.ReplaceAll(s.body, tokenMark, token)
		e.Body = &body
	}
	if len(e.Drop) == 0 && len(e.Set) == 0 && e.Body == nil {
		return nil
	}
	return e
}

// prepare composes the request, sends nothing, and shows it.
func (p *Page) prepare() {
	r, lab := p.request(), p.state.lab
	editable := p.state.kindOf(r.Target) == replay.KindIDaaS
	p.work(p.Env().T("replaypage.preparing"), func(ctx context.Context) func(*state) {
		composed, notices, err := p.site.Prepare(ctx, r, lab)
		d := veiled(composed, notices, r.Token, editable)
		return func(s *state) {
			s.err, s.drafted = err, err == nil
			if err != nil {
				return
			}
			if s.compose { // what can be edited stays that of the plain request
				d.header, d.body = s.draft.header, s.draft.body
			}
			s.draft = d
		}
	})
}

// kindOf is the kind of a target, "" for an unknown one.
func (s *state) kindOf(target string) replay.Kind {
	for _, t := range s.targets {
		if t.Name == target {
			return t.Kind
		}
	}
	return ""
}
