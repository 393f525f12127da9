package attempts

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/listing"
	"loginscope/app/ui/page"
	"loginscope/inspector"
	"loginscope/inspector/report"
)

// This file takes the diagnosis of an attempt to the clipboard, and goes from attempt to
// attempt.

// Shortcuts is for page.Page.
func (p *Page) Shortcuts() []page.Shortcut {
	const ctrl, alt = fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt
	both := ctrl | fyne.KeyModifierShift
	list := listing.Shortcuts(func() *listing.Pane { return p.pane })
	add := func(menu, label string, key fyne.KeyName, mod fyne.KeyModifier, here bool, do func()) {
		list = append(list, page.Shortcut{Menu: menu, Label: label, Key: key, Mod: mod, Here: here, Do: do})
	}
	add("menu.view", "menu.zoomin", fyne.KeyEqual, ctrl, true, func() { p.zoomBy(1.15) })
	add("menu.view", "menu.zoomout", fyne.KeyMinus, ctrl, true, func() { p.zoomBy(1 / 1.15) })
	add("menu.diagnosis", "menu.copy", fyne.KeyC, both, false, func() { p.copyText(false) })
	add("menu.diagnosis", "menu.copymd", fyne.KeyD, both, false, func() { p.copyText(true) })
	add("menu.diagnosis", "menu.export", fyne.KeyE, ctrl, false, p.exportPicture)
	add("menu.diagnosis", "menu.older", fyne.KeyDown, alt, false, func() { p.stepFlow(-1) })
	add("menu.diagnosis", "menu.newer", fyne.KeyUp, alt, false, func() { p.stepFlow(1) })
	return list
}

func (p *Page) zoomBy(by float32) {
	if p.drawn != nil {
		p.setZoom(p.diagram.Zoom() * by)
	}
}

// stepFlow goes to a newer or an older attempt.
func (p *Page) stepFlow(by int) {
	v := p.Shown()
	i := slices.Index(v.Flows, v.Flow()) - by
	if i >= 0 && i < len(v.Flows) {
		p.Refer(page.Attempt{ID: v.Flows[i].ID})
	}
}

// copyText puts the shown attempt's diagnosis on the clipboard, masked also while
// values are shown.
func (p *Page) copyText(markdown bool) {
	v := p.Shown()
	f := v.Flow()
	if f == nil {
		return
	}
	write := report.Text
	if markdown {
		write = report.Markdown
	}
	o := report.Options{Lang: string(p.Env().Words.Lang()), Tool: "Loginscope"}
	masked, err := render(v.Model.Report, f.ID, o, write)
	o.Reveal = true
	values, errPlain := render(v.Model.Report, f.ID, o, write)
	if err := errors.Join(err, errPlain); err != nil {
		p.Notify(true, p.Env().T("copy.failed"), err.Error())
		return
	}
	p.CopyMasked(p.Env().T("copy.done"), masked, func() string { return values })
}

var errNoFlow = errors.New("the attempt is not in the report any more")

// render is the report of a single attempt.
func render(
	r *inspector.Report,
	flow int,
	o report.Options,
	write func(io.Writer, inspector.Report, report.Options) error,
) (string, error) {
	i := slices.IndexFunc(r.Flows, func(f inspector.Flow) bool { return f.ID == flow })
	if i < 0 {
		return "", errNoFlow
	}
	one := inspector.Report{Flows: r.Flows[i : i+1 : i+1], Summary: r.Summary, Facts: r.Facts, Known: r.Known}
	for _, f := range r.Findings {
		if slices.Contains(f.Flows, flow) {
			one.Findings = append(one.Findings, f)
		}
	}
	var b bytes.Buffer
	err := write(&b, one, o)
	return b.String(), err
}
