package sessions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/table"
	"loginscope/codes"
	"loginscope/inspector/redact"
)

// This file says what is known of a session file, verifies it and makes it smaller.

// fileTimeout limits the reading of a whole file.
const fileTimeout = 10 * time.Minute

// detailsSize has room for all facts.
var detailsSize = fyne.NewSize(600, 460)

// details shows what is known of a session, and what can be done with its file.
func (p *Page) details(s session.Info) {
	env := p.Env()
	col := kit.NewColumn(env.S(6))
	for _, f := range p.known(s) {
		col.Add(env.Labelled(f[0], env.NewParagraph(f[1], kit.Body, env.Palette.Text)))
	}
	d := dialog.NewCustomWithoutButtons(redact.Text(p.nameOf(s)), kit.Page(col), p.Window())
	buttons := []fyne.CanvasObject{
		env.NewButton("details-close", env.T("dialog.close"), kit.Main, d.Hide),
		env.NewButton("details-verify", env.T("sessions.verify"), kit.Normal, func() { d.Hide(); p.verify(s) }),
	}
	if s.Err == nil && !p.isOpen(s) {
		buttons = append(buttons, env.NewButton("details-compact", env.T("sessions.compact"), kit.Normal,
			func() { d.Hide(); p.compact(s) }))
	}
	d.SetButtons(buttons)
	p.Dialog(d, detailsSize)
}

// known are the facts of a session with their names.
func (p *Page) known(s session.Info) [][2]string {
	env, sum := p.Env(), summary(s)
	var out [][2]string
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{env.T("sessions.fact." + key), value})
		}
	}
	add("file", redact.Text(s.Path))
	if s.Err != nil {
		add("problem", redact.Text(s.Err.Error()))
		return out
	}
	add("format", fmt.Sprint(s.Schema))
	add("created", stamp(s.Created))
	add("modified", stamp(s.Modified))
	add("size", env.T("sessions.fact.sizes", table.Bytes(s.Bytes), s.Exchanges))
	var outcomes, carriers []string
	for o, n := range sum.Outcomes {
		outcomes = append(outcomes, fmt.Sprintf("%s %d", env.T("outcome."+o), n))
	}
	slices.Sort(outcomes)
	for _, c := range sum.Carriers {
		carriers = append(carriers, sequence.CarrierName(env, codes.Issuer(c)))
	}
	add("attempts", strings.Join(outcomes, " · "))
	add("apps", redact.Text(strings.Join(sum.Apps, " · ")))
	add("carriers", strings.Join(carriers, " · "))
	if s.Notes+s.Marks > 0 {
		add("notes", env.T("sessions.fact.marks", s.Notes, s.Marks))
	}
	return out
}

// verify reads every byte of a session file and says what is wrong.
func (p *Page) verify(s session.Info) {
	name := redact.Text(p.nameOf(s))
	p.Notify(false, p.Env().T("sessions.verifying", name), "")
	p.Run(fileTimeout, func(ctx context.Context) func() {
		v, err := p.files.Verify(ctx, s.Path)
		return func() {
			env := p.Env()
			switch {
			case err != nil:
				p.fail(err)
			case v.Whole:
				p.Notify(false, env.T("sessions.whole", name), env.T("sessions.fact.sizes", table.Bytes(v.Bytes),
					v.Exchanges))
			default:
				p.Notify(true, env.T("sessions.damaged", name), p.faults(v)+" "+env.T("sessions.damaged.do", v.Path))
			}
		}
	})
}

// faults counts what is wrong, by kind.
func (p *Page) faults(v session.Verdict) string {
	count := map[session.FaultKind]int{}
	for _, f := range v.Faults {
		count[f.Kind]++
	}
	var out []string
	for k, n := range count {
		out = append(out, fmt.Sprintf("%s: %d.", p.Env().T("cli.broken."+strings.ReplaceAll(string(k), "-", "_")), n))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// compact makes a session file smaller; the old one stays until the new one is whole.
func (p *Page) compact(s session.Info) {
	name := redact.Text(p.nameOf(s))
	p.Notify(false, p.Env().T("sessions.compacting", name), "")
	p.Run(fileTimeout, func(ctx context.Context) func() {
		done, err := p.files.Compact(ctx, s.Path)
		return func() {
			p.load()
			if err != nil {
				p.fail(err)
				return
			}
			p.Notify(
				false,
				p.Env().T("sessions.compacted", name, table.Bytes(done.Before), table.Bytes(done.After)),
				"",
			)
		}
	})
}
