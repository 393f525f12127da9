package sessions

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
	"loginscope/inspector/redact"
	"loginscope/problem"
)

// This file deletes sessions and puts them back. A session is moved aside, so nobody is
// asked before.

// trashTimeout limits the moving of a file.
const trashTimeout = time.Minute

// remove moves a session aside, and offers to put it back.
func (p *Page) remove(s session.Info) {
	name := redact.Text(p.nameOf(s))
	p.Run(trashTimeout, func(ctx context.Context) func() {
		gone, err := p.files.Delete(ctx, s.Path)
		return func() {
			p.load()
			if err != nil {
				p.fail(err)
				return
			}
			env := p.Env()
			p.Offer(
				env.T("sessions.deleted", name),
				env.T("sessions.deleted.why"),
				"session-undo",
				env.T("sessions.undo"),
				func() { p.restore(gone.ID) },
			)
		}
	})
}

// restore puts a session back.
func (p *Page) restore(id string) {
	p.Run(trashTimeout, func(ctx context.Context) func() {
		path, err := p.files.Restore(ctx, id)
		return func() {
			p.load()
			if err != nil {
				p.fail(err)
				return
			}
			p.Notify(false, p.Env().T("sessions.restored", redact.Text(stem(path))), "")
		}
	})
}

func (p *Page) fail(err error) {
	env, said := p.Env(), problem.Of(err)
	p.Notify(true, env.In(said.What), env.In(said.Why)+" "+env.In(said.Do))
}

// stem is a session file's name without folder and ending.
func stem(path string) string { return strings.TrimSuffix(filepath.Base(path), session.Ext) }

// drawTrash lists what can be put back.
func (p *Page) drawTrash(col *fyne.Container) {
	if len(p.trash) == 0 {
		return
	}
	env := p.Env()
	col.Add(env.Gap(env.S(6)))
	col.Add(env.Faint(env.T("sessions.trash"), kit.SmallStrong))
	for i, t := range p.trash {
		name := redact.Text(stem(t.Path))
		facts := env.T("sessions.trash.facts", stamp(t.Deleted), table.Bytes(t.Bytes))
		p.Say(name + " · " + facts)
		text := kit.NewColumn(env.S(2), env.NewParagraph(name, kit.Body, env.Muted),
			env.NewParagraph(facts, kit.Small, env.Muted))
		back := env.NewButton(fmt.Sprintf("trash-restore-%d", i), env.T("sessions.restore"), kit.Normal,
			func() { p.restore(t.ID) }).Tight()
		col.Add(env.Panel(env.Surface(env.Card), text, container.NewHBox(back)))
	}
}
