package attempts

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"loginscope/app/ui/listing"
	"loginscope/app/ui/page"
	"loginscope/app/ui/sequence"
	"loginscope/inspector"
	"loginscope/inspector/report"
)

// This file takes what an attempt shows elsewhere: its diagnosis to the
// clipboard, its diagram into a file; and it goes from attempt to attempt.

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

// exportPicture saves the shown diagram as SVG or PNG, by the name's ending.
func (p *Page) exportPicture() {
	f := p.Shown().Flow()
	if f == nil {
		return
	}
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if err != nil || to == nil {
			return
		}
		if err := p.writePicture(to, f); err != nil {
			p.Notify(true, p.Env().T("export.failed"), err.Error())
			return
		}
		p.Notify(false, p.Env().T("export.done", to.URI().Name()), "")
	}, p.Window())
	d.SetFileName("loginscope-" + f.Start.Local().Format("150405") + ".png")
	d.SetFilter(storage.NewExtensionFileFilter([]string{".png", ".svg"}))
	p.Dialog(d, fyne.NewSize(760, 520))
}

func (p *Page) writePicture(to fyne.URIWriteCloser, f *inspector.Flow) error {
	var b bytes.Buffer
	write := sequence.WritePNG
	if strings.HasSuffix(strings.ToLower(to.URI().Name()), ".svg") {
		write = sequence.WriteSVG
	}
	err := write(&b, p.Env(), f)
	if err == nil {
		_, err = to.Write(b.Bytes())
	}
	return errors.Join(err, to.Close())
}
