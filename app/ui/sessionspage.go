package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
)

// sessionsPage lists the sessions on this computer, and names, copies and
// begins them.
type sessionsPage struct {
	w      *Window
	name   *kit.Field
	list   *fyne.Container
	root   *fyne.Container
	shown  string // path of the session for which the list was made
	named  string // the name that the entry was given
	ticket int    // of the newest reading; an older one is dropped
	text   []string
}

// maxSessions bounds the list; what is older is reached by opening its file.
const maxSessions = 100

// recentTimeout bounds the reading of the list.
const recentTimeout = 30 * time.Second

func newSessionsPage(w *Window) *sessionsPage {
	env := w.env
	p := &sessionsPage{w: w, list: container.NewStack(), shown: "?"}
	p.name = w.env.Entry("session-name", env.T("sessions.name"), false)
	p.name.OnSubmitted = func(s string) { p.rename(s) }
	buttons := kit.NewFlow(env.S(8),
		env.NewButton("session-rename", env.T("sessions.rename"), kit.Normal, func() { p.rename(p.name.Text) }),
		env.NewButton("session-copy", env.T("sessions.copy"), kit.Normal, w.saveCopy),
		env.NewButton("session-open", env.T("sessions.openfile"), kit.Normal, w.openDialog),
		env.NewButton("session-new", env.T("menu.new"), kit.Main, w.cfg.Commands.NewSession))
	top := kit.NewColumn(env.S(8), env.NewParagraph(env.T("sessions.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("sessions.text"), kit.Body, env.Muted), p.name, buttons, env.Rule(),
		env.Faint(env.T("sessions.recent"), kit.SmallStrong))
	p.root = env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(8), top), nil, nil, nil, p.list))
	p.list.Objects = []fyne.CanvasObject{container.NewCenter(env.Faint(env.T("detail.loading"), kit.Body))}
	return p
}

func (p *sessionsPage) object() fyne.CanvasObject { return p.root }
func (p *sessionsPage) words() []string           { return p.text }

func (p *sessionsPage) update() {
	s := p.w.model.Status
	if s.Session != p.named {
		p.named = s.Session
		p.name.SetText(s.Session)
	}
	if key := s.Path + "\n" + s.Session; key != p.shown {
		p.shown = key
		p.load()
	}
}

func (p *sessionsPage) rename(to string) {
	to = strings.TrimSpace(to)
	if to == "" || to == p.w.model.Status.Session {
		return
	}
	p.w.cfg.Sessions.Rename(to)
}

// load reads the list off the UI goroutine.
func (p *sessionsPage) load() {
	p.ticket++
	ticket := p.ticket
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), recentTimeout)
		defer cancel()
		found, err := p.w.cfg.Sessions.Recent(ctx)
		p.w.post(func() {
			if ticket == p.ticket {
				p.draw(found, err)
			}
		})
	}()
}

func (p *sessionsPage) draw(found []session.Info, err error) {
	env := p.w.env
	p.text = nil
	col := kit.NewColumn(env.S(6))
	switch {
	case err != nil:
		col.Add(env.NewParagraph("✗ "+env.T("sessions.failed"), kit.Strong, env.Ink(theme.ToneBad)))
		col.Add(env.Paragraph(err.Error()))
	case len(found) == 0:
		col.Add(env.NewParagraph(env.T("sessions.none"), kit.Body, env.Muted))
	}
	for i, s := range found[:min(len(found), maxSessions)] {
		col.Add(p.card(i, s))
	}
	if n := len(found) - maxSessions; n > 0 {
		col.Add(env.NewParagraph(env.T("sessions.older", n), kit.Small, env.Muted))
	}
	p.list.Objects = []fyne.CanvasObject{kit.Page(col)}
	p.list.Refresh()
}

func (p *sessionsPage) card(i int, s session.Info) fyne.CanvasObject {
	env := p.w.env
	name := s.Name
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(s.Path), session.Ext)
	}
	own := s.Path == p.w.model.Status.Path
	if own && p.w.model.Status.Session != "" {
		name = p.w.model.Status.Session // a new name may not be in the file yet
	}
	facts := []string{s.Modified.Local().Format("2006-01-02 15:04"), env.T("status.exchanges", s.Exchanges), table.Bytes(s.Bytes)}
	if own {
		facts = append([]string{env.T("sessions.isopen")}, facts...)
	}
	col := kit.NewColumn(env.S(2), env.NewParagraph(name, kit.Strong, env.Palette.Text))
	if s.Err != nil {
		col.Add(env.NewParagraph("✗ "+env.T("sessions.unreadable", s.Err.Error()), kit.Small, env.Ink(theme.ToneBad)))
	} else {
		col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	}
	p.text = append(p.text, name+" · "+strings.Join(facts, " · "))
	buttons := container.NewHBox()
	if s.Err == nil && !own {
		buttons.Add(env.NewButton(fmt.Sprintf("recent-open-%d", i), env.T("sessions.open"), kit.Normal, func() { p.w.cfg.Commands.Open([]string{s.Path}) }).Tight())
		buttons.Add(env.NewButton(fmt.Sprintf("recent-continue-%d", i), env.T("sessions.continue"), kit.Quiet, func() { p.w.cfg.Sessions.Continue(s.Path) }).Tight())
	}
	return env.Panel(env.Surface(env.Card), col, buttons)
}
