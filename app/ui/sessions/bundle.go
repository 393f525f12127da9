package sessions

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector/redact"
	"loginscope/problem"
)

// previewTimeout limits how long the parts of a bundle are made.
const previewTimeout = 5 * time.Minute

// makeBundle shows what would leave, lets a person take from it, and asks for a folder.
func (p *Page) makeBundle() {
	env := p.Env()
	p.Notify(false, env.T("sessions.bundle.preparing"), "")
	p.Run(previewTimeout, func(ctx context.Context) func() {
		m, err := p.files.PreviewBundle(ctx, engine.BundleOptions{})
		return func() {
			if err != nil {
				said := problem.Of(err)
				p.Notify(true, env.In(said.What), env.In(said.Why)+" "+env.In(said.Do))
				return
			}
			p.showPreview(m)
		}
	})
}

// choice is what a person ticked in the preview.
type choice struct {
	keep, leave []string
}

// toggle puts a value into a list or takes it out.
func toggle(list []string, value string, in bool) []string {
	list = slices.DeleteFunc(list, func(s string) bool { return s == value })
	if in {
		list = append(list, value)
	}
	return list
}

func (p *Page) showPreview(m bundle.Manifest) {
	env, c := p.Env(), &choice{}
	pass, again := env.Entry("bundle-passphrase", env.T("sessions.bundle.passphrase"), true),
		env.Entry("bundle-passphrase-again", env.T("sessions.bundle.again"), true)
	wrong := kit.NewColumn(0)
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("sessions.bundle.text"), kit.Body, env.Muted),
		env.Faint(env.T("sessions.bundle.parts"), kit.SmallStrong))
	p.parts(col, m, c)
	col.Add(env.Faint(env.T("sessions.bundle.masked"), kit.SmallStrong))
	p.kinds(col, m.Masked, c)
	if !m.SameVerdict {
		col.Add(env.NewParagraph("! "+env.T("sessions.bundle.differs"), kit.Small, env.Ink(theme.ToneCaution)))
	}
	seal := env.Faint(env.T("sessions.bundle.seal"), kit.SmallStrong)
	for _, o := range []fyne.CanvasObject{seal, pass, again, wrong} {
		col.Add(o)
	}
	d := dialog.NewCustomWithoutButtons(env.T("sessions.bundle"), kit.Page(col), p.Window())
	no := env.NewButton("bundle-cancel", env.T("sessions.copyvalues.no"), kit.Normal, d.Hide)
	yes := env.NewButton("bundle-confirm", env.T("sessions.bundle.yes"), kit.Main, func() {
		if pass.Text != again.Text {
			text := env.NewParagraph(env.T("sessions.bundle.unequal"), kit.Small, env.Ink(theme.ToneBad))
			wrong.Objects = []fyne.CanvasObject{text}
			col.Refresh()
			return
		}
		d.Hide()
		o := engine.BundleOptions{Keep: c.keep, Passphrase: pass.Text}
		for _, k := range c.leave {
			o.LeaveOut = append(o.LeaveOut, bundle.Kind(k))
		}
		p.ChooseFolder(func(folder string) { p.files.SaveBundle(folder, o) })
	})
	d.SetButtons([]fyne.CanvasObject{no, yes})
	p.Dialog(d, fyne.NewSize(620, 640))
}

// parts lists what is in the bundle, each with a tick.
func (p *Page) parts(col *fyne.Container, m bundle.Manifest, c *choice) {
	env := p.Env()
	for _, kind := range bundle.Kinds() {
		var size int64
		for _, part := range m.Parts {
			if part.Kind == kind {
				size += part.Bytes
			}
		}
		if size == 0 {
			continue
		}
		tick := widget.NewCheck(env.In(kind.Title()), nil)
		tick.Checked = true
		tick.OnChanged = func(in bool) { c.leave = toggle(c.leave, string(kind), !in) }
		env.Controls.Add("bundle-part-"+string(kind), tick)
		col.Add(tick)
	}
	for _, l := range m.LeftOut {
		col.Add(env.NewParagraph("– "+env.In(l.Title())+": "+strconv.Itoa(l.Count), kit.Small, env.Muted))
	}
}

// kinds lists what is masked, each with a tick that leaves it readable.
func (p *Page) kinds(col *fyne.Container, list []redact.Count, c *choice) {
	env := p.Env()
	for _, k := range list {
		tick := widget.NewCheck(env.T("sessions.bundle.keep", env.In(bundle.KindName(k.Kind)), k.Values), nil)
		tick.OnChanged = func(keep bool) { c.keep = toggle(c.keep, k.Kind, keep) }
		env.Controls.Add("bundle-keep-"+k.Kind, tick)
		col.Add(tick)
	}
	if len(list) == 0 {
		col.Add(env.NewParagraph(env.T("sessions.bundle.nothing"), kit.Small, env.Muted))
	}
}

// openSealed asks for a passphrase and then for the bundle that it seals.
func (p *Page) openSealed() {
	env := p.Env()
	pass := env.Entry("sealed-passphrase", env.T("sessions.bundle.passphrase"), true)
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("sessions.sealed.text"), kit.Body, env.Muted), pass)
	d := dialog.NewCustomWithoutButtons(env.T("sessions.sealed"), col, p.Window())
	no := env.NewButton("sealed-cancel", env.T("sessions.copyvalues.no"), kit.Normal, d.Hide)
	yes := env.NewButton("sealed-confirm", env.T("sessions.openfile"), kit.Main, func() {
		d.Hide()
		p.ChooseFile(func(path string) { p.files.OpenSealed(path, pass.Text) })
	})
	d.SetButtons([]fyne.CanvasObject{no, yes})
	p.Dialog(d, fyne.NewSize(520, 240))
}
