package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/codes"
	"loginscope/proxy/exchange"
)

// replayPage tries a login token at a target that a person configured.
//
// Law: nothing is sent but by send, which a person confirmed in a dialog that
// names the target; and no token or key is drawn.
type replayPage struct {
	w *Window
	said
	list, source, draft, result *fyne.Container
	token                       *kit.Field
	sheet                       *kit.Roll
	root                        *fyne.Container
	answer                      *ReplayAnswer // that is drawn
	turn                        int
	offered                     string // the token that is offered, as drawn
	formBox                     fyne.CanvasObject
	formOf                      bool // the kind that formBox is for
	ofTargets                   said // of the targets, which are drawn less often
}

// replayState is what the place knows, whatever its language and look.
type replayState struct {
	lab      bool
	loaded   bool
	targets  []Target
	target   string
	call     string
	pasted   string // instead of the attempt's token
	phone    string // for VerifyMobile
	scheme   string // for DescribeVerifyScheme
	idToken  bool   // go on to the id_token
	adding   bool
	name     string // of the target that is being added
	alibaba  bool   // the kind that is being added
	keyPlace codes.Text

	probes  map[string]Probe
	busy    string // what runs, "" if nothing
	problem *Problem

	drafted   bool
	draft     Draft
	draftedOf ReplayQuestion
	compose   bool
	drop      map[string]bool
	set, body string

	answer *ReplayAnswer
	turn   int
}

func newReplayState() replayState {
	return replayState{turn: 1, probes: map[string]Probe{}, drop: map[string]bool{}}
}

func newReplayPage(w *Window) *replayPage {
	env := w.env
	column := func() *fyne.Container { return kit.NewColumn(env.S(10)) }
	p := &replayPage{w: w, list: column(), source: column(), draft: column(), result: column()}
	p.token = w.env.Entry("replay-token", env.T("replaypage.paste"), true)
	p.token.SetText(w.replay.pasted)
	p.token.OnChanged = func(s string) {
		w.replay.pasted = strings.TrimSpace(s)
		w.replay.drafted = false
		p.drawDraft()
		p.sheet.Page.Refresh()
	}
	head := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("replaypage.lead"), kit.Body, env.Muted))
	p.sheet = env.NewRoll(10)
	p.sheet.Fill(head, p.result, env.Sides(0.42, 640, p.list, kit.NewColumn(env.S(10), p.source, p.draft)))
	p.root = env.InPane(p.sheet.Page)
	if !w.replay.loaded {
		p.load()
	}
	return p
}

func (p *replayPage) object() fyne.CanvasObject { return p.root }

// words is for State.
func (p *replayPage) words() []string { return append(p.ofTargets.words(), p.text...) }

// update draws all after a change of what the place knows, and only what
// concerns the token after another attempt came to be shown.
func (p *replayPage) update() {
	token, fromFlow := p.theToken()
	changed := p.turn != p.w.replay.turn
	if !changed && (!fromFlow || token == p.offered) {
		return
	}
	p.turn, p.offered = p.w.replay.turn, token
	if changed {
		p.ofTargets.text = nil
		p.drawTargets()
	} else {
		p.w.replay.drafted = false // it was of another token
	}
	p.drawToken()
	p.drawResult()
	p.sheet.Page.Refresh()
	if a := p.w.replay.answer; a != p.answer {
		p.answer = a
		p.sheet.Top()
	}
}

func (p *replayPage) drawToken() {
	p.text = nil
	p.drawSource()
	p.drawDraft()
}

// change changes what the place knows and draws it.
func (p *replayPage) change(f func(*replayState)) {
	f(&p.w.replay)
	p.w.replay.turn++
	p.w.redraw(Replay)
}

// work asks the desk for something, one thing at a time; what it returns is
// applied to the state on the UI goroutine.
func (p *replayPage) work(what string, do func(context.Context) func(*replayState)) {
	w := p.w
	if w.replay.busy != "" {
		return
	}
	p.change(func(s *replayState) { s.busy, s.problem = what, nil })
	w.later(Replay, func(ctx context.Context) func() {
		apply := do(ctx)
		return func() {
			w.replay.busy = ""
			apply(&w.replay)
			w.replay.turn++
		}
	})
}

// load lists the targets.
func (p *replayPage) load() {
	w, lab := p.w, p.w.replay.lab
	p.work(w.env.T("replaypage.loading"), func(ctx context.Context) func(*replayState) {
		list, pr := w.cfg.Replays.Targets(ctx, lab)
		place := w.cfg.Replays.KeyPlace(ctx)
		return func(s *replayState) {
			s.loaded, s.targets, s.problem, s.keyPlace = true, list, pr, place
			s.chooseTarget()
		}
	})
}

// chooseTarget keeps the chosen target, or takes the first.
func (s *replayState) chooseTarget() {
	if s.chosen() == nil && len(s.targets) > 0 {
		s.take(s.targets[0])
	}
}

func (s *replayState) take(t Target) {
	s.target, s.call, s.drafted = t.Name, t.Calls[0], false
	s.compose, s.drop, s.set, s.body = false, map[string]bool{}, "", ""
}

func (s *replayState) chosen() *Target {
	for i := range s.targets {
		if s.targets[i].Name == s.target {
			return &s.targets[i]
		}
	}
	return nil
}

// setLab goes to the lab's targets or back to a person's own.
func (p *replayPage) setLab(on bool) {
	if p.w.replay.busy != "" {
		return
	}
	if !on {
		p.token.SetText("") // the lab's token is of no use elsewhere
	}
	p.change(func(s *replayState) {
		s.lab, s.target, s.targets, s.adding, s.answer = on, "", nil, false, nil
		s.drafted, s.probes = false, map[string]Probe{}
	})
	p.load()
}

// theToken is the pasted one, else that of the shown attempt.
func (p *replayPage) theToken() (token string, fromFlow bool) {
	if t := p.w.replay.pasted; t != "" {
		return t, false
	}
	if f := p.w.shownFlow(); f != nil {
		return p.w.cfg.Replays.Token(f), true
	}
	return "", false
}

// question is the replay as it stands on the screen, not confirmed.
func (p *replayPage) question() ReplayQuestion {
	s := &p.w.replay
	token, _ := p.theToken()
	q := ReplayQuestion{Lab: s.lab, Target: s.target, Call: s.call, Token: token, Phone: s.phone, Scheme: s.scheme, IDToken: s.idToken && s.call == callLogin}
	if !s.compose {
		return q
	}
	for _, f := range s.draft.Header {
		if s.drop[f.Name] {
			q.Drop = append(q.Drop, f.Name)
		}
	}
	for line := range strings.Lines(s.set) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) != "" {
			q.Set = append(q.Set, exchange.Field{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
		}
	}
	if strings.TrimSpace(s.body) != "" && s.body != s.draft.Body {
		q.Body = s.body
	}
	return q
}

// prepare composes the request, sends nothing, and shows it.
func (p *replayPage) prepare() {
	w, q := p.w, p.question()
	p.work(w.env.T("replaypage.preparing"), func(ctx context.Context) func(*replayState) {
		d, pr := w.cfg.Replays.Prepare(ctx, q)
		return func(s *replayState) {
			s.problem = pr
			if pr != nil {
				s.drafted = false
				return
			}
			if s.compose { // what can be edited stays that of the plain request
				d.Header, d.Body = s.draft.Header, s.draft.Body
			}
			s.drafted, s.draft, s.draftedOf = true, d, q
		}
	})
}
